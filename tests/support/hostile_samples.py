"""Reports whose every text tries to harm whoever reads it, and what tells whether a page lets it.

Markup in them makes elements and attributes called `x-evil`, which no page of the desk has of its own.
"""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from typing import Any, Final

from review_samples import actor, coded, count, day, found, quoted, shooting

from dateline.records import CodedReport, Place, Section, Span

HOSTILE_ID: Final = "../h\"'><x-evil>%zz\n\r\t{{7*191}}?a=b#c;\u202eid\u200b"
BREAKING: Final = (
    "<x-evil onload=alert(1)>",
    "<script x-evil>alert(1)</script>",
    '"><img x-evil src=x onerror=alert(1)>',
    "' x-evil='1",
    '" x-evil="1',
    "</script></style></title></textarea><x-evil>",
    "<!--<x-evil>",
    "]]><x-evil>",
    "{{7*191}} {% raise %} ${7*191} #{7*191} <%= 7*191 %>",
    "javascript:x-evil",
    "\u202eltr \u2066isolate \u2067more \u202a \u202d",
    "\x00\x07\x08\x1b[31m\x7f\x9b\r",
    "zero\u200bwidth\u200d\u2060\ufeff",
    "non\ufffe\uffff\U0010ffff characters",
    "=cmd|' /C calc'!A0",
    "%0d%0aSet-Cookie: x-evil=1\r\nX-Evil: 1",
    "a\u0301" + "\u0301" * 200,
    "هذا نص عربي ١٢٣",
)
NASTY: Final = " ".join(BREAKING)
NAME: Final = "Lima\"'><x-evil>{{7*191}}\u202eamiL"
GROUP: Final = "the <x-evil onclick=1> \u202efront\x1b"
SOURCE: Final = "a spokesman</script><x-evil>\x00"
HOSTILE_TEXT: Final = (
    f"{NASTY}\n{GROUP} shot dead two people, {NASTY}, in {NAME} on Sunday, {SOURCE} said.\n"
    + ("<x-evil>" + "w" * 92) * 20_000  # a line of two million letters
    + "\n"
    + "\n" * 1_000
)
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_ACTIVE: Final = re.compile(r"^\s*(javascript|data|vbscript):", re.IGNORECASE)


def hostile_report() -> CodedReport:
    """A report of id `HOSTILE_ID` with one shooting; all of its texts are hostile."""
    text = HOSTILE_TEXT
    told = shooting(
        text,
        place=Place(
            country="PE",
            admin1=NASTY[:300],
            lat=-12.0,
            lon=-77.0,
            precision="town",
            confidence=0.9,
            basis=NASTY,
            name=NAME,
            **quoted(text, NAME),
        ),
        date=day(text, "on Sunday", date(2016, 6, 5)),
        perpetrators=(actor(text, GROUP, "rebel_group"),),
        targets=(actor(text, "two people", "civilians", private=True),),
        counts=(count(text, "two people", 2),),
        sources=(SOURCE,),
        source_spans=(Span(**found(text, SOURCE)),),
    )
    return coded(
        HOSTILE_ID,
        NASTY,
        text,
        told,
        url="javascript:x-evil",
        publisher=NASTY,
        language='en"><x-evil>',
        sections=(Section(kind="body", start=0, end=len(text)),),
        extra={NASTY: NASTY, "a": [NASTY, {"a": NASTY}]},
    )


class _Seen(HTMLParser):
    """Collects what of a page could act."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        # What was typed into a field stays there as it is, set apart from other text by the browser.
        self.texts += [value or "" for name, value in attrs if (tag, name) != ("input", "value")]
        if "x-evil" in tag or (tag == "script" and not (given.get("src") or "").startswith("/static/")):
            self.found.append(f"<{tag} {given}>")
        if tag in {"iframe", "object", "embed", "base"} or "srcdoc" in given:
            self.found.append(f"<{tag}>")
        for name, value in given.items():
            if name.startswith("on") or name == "style" or "x-evil" in name:
                self.found.append(f"{tag} {name}={value}")
            if (
                name in {"href", "src", "action", "formaction"}
                and value
                and (_ACTIVE.search(value) or not re.match(r"/(?!/)|#|\?|$|[\w.-]+$|https?://", value))
            ):
                self.found.append(f"{tag} {name}={value}")


def harm(answer: Any) -> list[str]:
    """What in an answer of the desk could harm whoever reads it; empty where it is harmless."""
    found = [f"status {answer.status_code}"] if answer.status_code >= 500 else []
    kind = answer.headers.get("content-type", "")
    if answer.headers.get("x-content-type-options") != "nosniff":
        found.append("the browser may guess what it is")
    if any("evil" in f"{name}{value}".lower() and not _sent_back(name) for name, value in answer.headers.items()):
        found.append(f"input among the headers: {dict(answer.headers)}")
    if kind.startswith("text/html"):
        seen = _Seen()
        seen.feed(answer.text)
        seen.close()
        found += seen.found
        found += [f"character {one!r}" for one in sorted(set(_CONTROLS.findall("".join(seen.texts))))]
        found += ["a template was filled in"] if "1337" in answer.text else []
    elif answer.content and not re.match(
        r"application/(json|problem\+json|geo\+json|octet-stream|x-ndjson)|text/(csv|plain)", kind
    ):
        found.append(f"content of type {kind!r}")
    return found


def _sent_back(header: str) -> bool:
    """Whether a header leads on to an address, which holds what was asked for, percent-encoded."""
    return header.lower() in {"location", "hx-push-url", "hx-redirect", "content-disposition"}
