"""Invented reports for the pages of review: one shooting told by five reports of three sources that do not agree.

`market_reports` tell of shots at a market in Oldenmill on Sunday, 5 June 2016: four dead at first, six later; one says
Saturday. Mira Tolland is a private person. `hostile_report` is a report whose text tries to harm whoever reads it.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from dateline.records import (
    Actor,
    Attribution,
    CodedReport,
    Count,
    Event,
    Measure,
    Period,
    Place,
    Section,
    Side,
    Span,
    Versions,
)

VERSIONS: Final = Versions(program="0.1.0", model="small-1", codebook="conflict 1.0", gazetteer="2026-01")
PRIVATE: Final = "Mira Tolland"
SUNDAY: Final = date(2016, 6, 5)


def found(text: str, words: str) -> dict[str, Any]:
    """Offsets of the first occurrence of `words`."""
    start = text.index(words)
    return {"start": start, "end": start + len(words)}


def quoted(text: str, words: str) -> dict[str, Any]:
    return {"quote": words, **found(text, words)}


def count(
    text: str, words: str, number: int, *, measure: Measure = "killed", side: Side = "target", high: int | None = None
) -> Count:
    return Count(
        measure=measure,
        side=side,
        low=number,
        best=number,
        high=number if high is None else high,
        confidence=0.9,
        **quoted(text, words),
    )


def shooting(text: str, **fields: Any) -> Event:
    """The shooting as a text tells it that says "shot dead", and "Aktobe" unless `place` is given."""
    trigger = found(text, "shot dead")
    if "place" not in fields:
        fields["place"] = aktobe(text)
    given: dict[str, Any] = {
        "id": "e1",
        "type": "civilians.attack",
        "trigger": "shot dead",
        "trigger_start": trigger["start"],
        "trigger_end": trigger["end"],
        "status": "happened",
        "background": False,
        "date": Period(),
        "responsibility": "suspected",
        "confidence": 0.92,
    }
    return Event(**{**given, **fields})


def aktobe(text: str) -> Place:
    return Place(
        name="Aktobe",
        country="KZ",
        admin1="Aktobe Region",
        lat=50.27969,
        lon=57.20718,
        precision="town",
        geonames_id=610611,
        confidence=0.8,
        **quoted(text, "Aktobe"),
    )


def day(text: str, words: str, when: date) -> Period:
    spot = found(text, words)
    return Period(
        start=when,
        end=when,
        precision="day",
        quote=words,
        quote_start=spot["start"],
        quote_end=spot["end"],
        basis=f"{words} → {when.isoformat()}",
        confidence=0.9,
    )


def actor(text: str, words: str, kind: str, **fields: Any) -> Actor:
    return Actor(**{"kind": kind, "confidence": 0.7, **quoted(text, words), **fields})


def coded(name: str, title: str, text: str, *events: Event, **fields: Any) -> CodedReport:
    given: dict[str, Any] = {
        "published": date(2016, 6, 6),
        "publisher": f"Paper {name}",
        "language": "en",
        "relevant": True,
    }
    return CodedReport(id=name, title=title, text=text, events=events, versions=VERSIONS, **{**given, **fields})


FIRST: Final = (
    "AKTOBE, June 6 - Gunmen shot dead four people at the Oldenmill market in Aktobe on Sunday, the interior ministry "
    "said.\nAmong the wounded was a baker, Mira Tolland, who told the Post that she hid behind a stall. "
    "Police cordoned off the market hall and searched the river bank until dawn."
)
LATER: Final = (
    "The number of people whom gunmen shot dead at the Oldenmill market in Aktobe on Sunday rose to six people on "
    "Wednesday, the interior ministry said. Two of the wounded died in hospital. Mira Tolland buried her brother."
)
OTHER: Final = (
    "Masked men shot dead nine people in the Oldenmill market of Aktobe on Saturday, a trader said by telephone. "
    "The gunmen fled towards the river. The trader asked not to be named."
)
COPIED: Final = FIRST.replace("AKTOBE, June 6 - ", "(Steppe Agency) ")


def market_reports() -> list[CodedReport]:
    """The five reports: s1 and s2 of one paper (four, then six dead), s3 and s4 copies of one agency, s5 differing."""
    return [
        coded("s1", "Four dead in Oldenmill market", FIRST, _first(FIRST), publisher="The Steppe Post"),
        coded("s3", "Gunmen kill four in Aktobe market", COPIED, _first(COPIED), agency="Steppe Agency"),
        coded("s4", "Oldenmill market: four shot", COPIED, _first(COPIED), agency="Steppe Agency"),
        coded(
            "s5",
            "Nine killed at Oldenmill market",
            OTHER,
            shooting(
                OTHER,
                date=day(OTHER, "on Saturday", date(2016, 6, 4)),
                perpetrators=(actor(OTHER, "Masked men", "unidentified_armed"),),
                targets=(actor(OTHER, "nine people", "civilians"),),
                counts=(count(OTHER, "nine people", 9),),
                sources=("a trader",),
                source_spans=(Span(**found(OTHER, "a trader")),),
                source_private=(True,),
            ),
        ),
        coded(
            "s2",
            "Death toll of market shooting rises to six",
            LATER,
            shooting(
                LATER,
                date=day(LATER, "on Sunday", SUNDAY),
                perpetrators=(actor(LATER, "gunmen", "unidentified_armed"),),
                targets=(actor(LATER, "six people", "civilians"), actor(LATER, PRIVATE, "civilians", private=True)),
                counts=(count(LATER, "six people", 6),),
            ),
            publisher="The Steppe Post",
            published=date(2016, 6, 8),
        ),
    ]


def _first(text: str) -> Event:
    return shooting(
        text,
        date=day(text, "on Sunday", SUNDAY),
        perpetrators=(actor(text, "Gunmen", "unidentified_armed"),),
        targets=(actor(text, "four people", "civilians"), actor(text, PRIVATE, "civilians", private=True)),
        counts=(count(text, "four people", 4), count(text, "a baker, Mira Tolland", 1, measure="injured")),
        sources=("the interior ministry", PRIVATE),
        source_spans=(Span(**found(text, "the interior ministry")), Span(**found(text, PRIVATE))),
        source_private=(False, True),
        attributions=(Attribution(manner="reported", private=True, **quoted(text, PRIVATE)),),
    )


def near_report() -> CodedReport:
    """A report of the same shooting that says too little to be linked: for merging by hand."""
    text = "Traders were seen shot dead beside a railway in Khromtau on Tuesday, a blog wrote, without saying more."
    where = Place(
        name="Khromtau",
        country="KZ",
        admin1="Aktobe Region",
        lat=50.25,
        lon=58.43,
        precision="town",
        confidence=0.6,
        **quoted(text, "Khromtau"),
    )
    told = shooting(text, place=where, date=day(text, "on Tuesday", date(2016, 6, 7)), confidence=0.55)
    return coded("b1", "Railway bodies found", text, told, publisher="Blog", published=date(2016, 6, 9))


OVERRIDE: Final = "\u202e"
HOSTILE: Final = (
    '<script>alert("x")</script> Gunmen shot dead two people in Lima & fled.\x00\x1b[31m\n'
    f"He said {OVERRIDE}evil is live{OVERRIDE} and went \u2066home. "
    "هذا نص عربي عن السوق ١٢٣.\n" + "x" * 30_000 + "\n" + '<img src=x onerror="alert(1)">'
)


def hostile_report() -> CodedReport:
    """Markup, control characters, overrides of direction and a line of 30,000 letters."""
    lima = Place(name="Lima", country="PE", precision="town", confidence=0.9, **quoted(HOSTILE, "Lima"))
    told = shooting(HOSTILE, place=lima, counts=(count(HOSTILE, "two people", 2),))
    sections = (Section(kind="body", start=0, end=len(HOSTILE)),)
    return coded(
        "h1", f"<b>{OVERRIDE}Hostile</b>", HOSTILE, told, sections=sections, url="javascript:alert(1)", published=None
    )
