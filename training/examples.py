"""Annotated reports as training examples: documents, mentions and fillers with their spans.

Both corpora come in one JSON form (see `gold_examples` and `muc4_labels.py`):
`{"id", "scheme", "document", "title_length", "relevant", "events": [{"labels", "mentions",
"fillers": [{"role", "spans", "labels"}], "part_of"}], "other_anchors"}`; spans are string offsets.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from dateline.coding.document import TITLE_GAP, Document, read_document
from dateline.coding.scheme import EVENTS, MUC4, SCHEMES, Scheme

NUMBER = re.compile(
    r"\b(?:\d[\d,.]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|"
    r"dozens?|scores|hundreds|thousands|several|many|few|some|a number)\b",
    re.IGNORECASE,
)
NUMBER_RUN = re.compile(rf"{NUMBER.pattern}(?:\s+{NUMBER.pattern})*", re.IGNORECASE)
QUALIFIER_BEFORE = re.compile(
    r"(?:at least|more than|up to|as many as|no fewer than|about|around|nearly|almost|over|some|an estimated|"
    r"approximately|a total of)\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Filler:
    """A filler of an event: token spans (first, last) of which the nearest is to be found."""

    role: int
    spans: tuple[tuple[int, int], ...]
    labels: dict[str, tuple[int, ...]]


@dataclass(frozen=True)
class Event:
    """An event's mentions (token spans, the clearest first), labels and fillers."""

    mentions: tuple[tuple[int, int], ...]
    labels: dict[str, int]
    fillers: tuple[Filler, ...]
    part_of: int | None = None


@dataclass(frozen=True)
class Example:
    """A document with its annotations, in tokens."""

    id: str
    scheme: Scheme
    document: Document
    relevant: bool
    events: tuple[Event, ...]
    other_anchors: tuple[tuple[int, int], ...] = ()


def count_phrase(quote: str, who: str | None) -> str:
    """The words of a count's quote that hold the number: "Two militants" of "Two militants … were killed"."""
    if who and who in quote:
        at = quote.index(who)
        if NUMBER.match(who):
            start = at
        else:
            numbers = [m for m in NUMBER_RUN.finditer(quote, 0, at) if len(quote[m.end() : at].split()) <= 4]
            start = numbers[-1].start() if numbers else at
        qualifier = QUALIFIER_BEFORE.search(quote[:start])
        return quote[qualifier.start() if qualifier else start : at + len(who)]
    found = NUMBER.search(quote)
    if found and len(quote.split()) > 3:
        qualifier = QUALIFIER_BEFORE.search(quote[: found.start()])
        return quote[qualifier.start() if qualifier else found.start() : found.end()]
    return quote


def occurrences(string: str, quote: str) -> list[tuple[int, int]]:
    """Where the quote stands as whole words."""
    pattern = r"\s+".join(re.escape(w) for w in quote.split())
    return [m.span() for m in re.finditer(rf"(?<!\w){pattern}(?!\w)", string)]


def _gold_fillers(event: dict[str, Any], string: str) -> Iterator[dict[str, Any]]:
    def filler(role: str, quote: str, **labels: str) -> dict[str, Any]:
        return {"role": role, "spans": occurrences(string, quote), "labels": labels}

    for role, key in (("perpetrator", "perpetrators"), ("target", "targets")):
        for actor in event[key]:
            yield filler(role, actor["quote"], kind=actor["kind"])
    for count in event["counts"]:
        spans = []
        for start, end in occurrences(string, count["quote"]):
            phrase = count_phrase(string[start:end], count.get("who"))
            at = string.index(phrase, start)
            spans.append((at, at + len(phrase)))
        yield {"role": "count", "spans": spans, "labels": {"measure": count["measure"], "side": count["side"]}}
    for role, key in (("weapon", "weapons"), ("source", "sources")):
        for quote in event[key]:
            yield filler(role, quote)
    for role, key in (("time", "date"), ("place", "place")):
        if event[key].get("quote"):
            yield filler(role, event[key]["quote"])


def gold_examples(
    reports: Path,
    annotations: Path,
    mentions: dict[str, dict[str, list[tuple[str, int, int]]]],
    *,
    annotations_in_lines: bool = False,
) -> Iterator[dict[str, Any]]:
    """Annotated reports of the guidelines. `mentions`: report id -> event id -> (part, start, end)."""
    texts = {r["id"]: r for r in map(json.loads, reports.read_text(encoding="utf-8").splitlines())}
    source = annotations.read_text(encoding="utf-8")
    for annotation in map(json.loads, source.splitlines()) if annotations_in_lines else json.loads(source):
        report = texts[annotation["id"]]
        title = report.get("title") or ""
        string = f"{title}{TITLE_GAP}{report['text']}" if title else report["text"]
        shift = len(title) + len(TITLE_GAP) if title else 0
        events = []
        for event in annotation["events"]:
            known = mentions.get(annotation["id"], {}).get(event["id"], [])
            spans = [(s, e) if part == "title" else (s + shift, e + shift) for part, s, e in known]
            events.append(
                {
                    "id": event["id"],
                    "labels": {
                        "type": event["type"],
                        "status": event["status"],
                        "background": "yes" if event["background"] else "no",
                        "responsibility": event["responsibility"],
                    },
                    "mentions": spans or occurrences(string, event["trigger"])[:1],
                    "fillers": list(_gold_fillers(event, string)),
                    "part_of": event.get("part_of"),
                }
            )
        yield {
            "id": annotation["id"],
            "scheme": "events",
            "document": string,
            "title_length": len(title),
            "relevant": annotation["relevant"],
            "events": events,
        }


MUC_LABELS = {
    "phys_target": {"type": "phys_type", "effect": "phys_effect"},
    "hum_name": {"type": "hum_type", "effect": "hum_effect"},
    "hum_description": {"type": "hum_type", "effect": "hum_effect"},
    "perp_organization": {"confidence": "confidence"},
    "instrument": {"type": "instrument_type"},
}


def _filler(raw: dict[str, Any], scheme: Scheme, document: Document) -> Filler | None:
    role = "muc_time" if scheme is MUC4 and raw["role"] == "time" else raw["role"]
    spans = [t for s, e in raw["spans"] if (t := document.tokens_of(s, e)) is not None]
    if not spans:
        return None
    labels: dict[str, tuple[int, ...]] = {}
    for given, value in raw.get("labels", {}).items():
        name = MUC_LABELS.get(role, {}).get(given, given) if scheme is MUC4 else given
        answers = scheme.filler_labels.get(name)
        values = [v.strip() for v in value.split(" / ")] if scheme is MUC4 else [value]
        known = tuple(answers.index(v) for v in values if v in answers) if answers else ()
        if known:
            labels[name] = known
    return Filler(scheme.roles.index(role), tuple(dict.fromkeys(spans)), labels)


def to_example(raw: dict[str, Any], tokenizer: Tokenizer) -> Example:
    """An annotated report in tokens; events without any mention in the text are left out."""
    scheme = SCHEMES[raw["scheme"]]
    title_length = raw.get("title_length", 0)
    string = raw["document"]
    title = string[:title_length] or None
    text = string[title_length + len(TITLE_GAP) :] if title else string
    document = read_document(text, title, tokenizer)
    events: list[Event] = []
    numbers: dict[str, int] = {}
    for event in raw["events"]:
        mentions = [t for s, e in event["mentions"] if (t := document.tokens_of(s, e)) is not None]
        if not mentions:
            continue
        labels = {}
        for name, answers in scheme.frame_labels.items():
            value = str(event["labels"].get(name, event.get(name, ""))).split(" / ")[0].strip()
            if value in answers:
                labels[name] = answers.index(value)
        fillers = [f for raw_filler in event["fillers"] if (f := _filler(raw_filler, scheme, document)) is not None]
        numbers[event.get("id", str(len(events)))] = len(events)
        events.append(Event(tuple(dict.fromkeys(mentions)), labels, tuple(fillers)))
    for event in raw["events"]:
        whole, part = numbers.get(event.get("part_of") or ""), numbers.get(event.get("id", ""))
        if whole is not None and part is not None:
            events[part] = Event(events[part].mentions, events[part].labels, events[part].fillers, whole)
    others = [t for s, e in raw.get("other_anchors", ()) if (t := document.tokens_of(s, e)) is not None]
    relevant = bool(raw.get("relevant", bool(raw["events"])))
    return Example(raw["id"], scheme, document, relevant, tuple(events), tuple(others))


def load_mentions(paths: Iterable[Path]) -> dict[str, dict[str, list[tuple[str, int, int]]]]:
    """Mention offsets by report and event, from files of that shape."""
    out: dict[str, dict[str, list[tuple[str, int, int]]]] = {}
    for path in paths:
        out.update(json.loads(path.read_text(encoding="utf-8")))
    return out


def token_count(examples: Iterable[Example]) -> int:
    """Word pieces of all the documents."""
    return int(np.sum([len(e.document.ids) for e in examples]))


__all__ = ["EVENTS", "MUC4", "Event", "Example", "Filler", "gold_examples", "load_mentions", "to_example"]
