"""Check annotated reports of this folder: `python training/corpus/check.py FILE.jsonl …`.

Every quote must stand in the report's text or title, every mention's context exactly once, and
every value must be one the guidelines allow. Prints each problem; exit status 1 if there is one.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from dateline.records import (
    ActorKind,
    DatePrecision,
    EventType,
    Measure,
    PlacePrecision,
    Responsibility,
    Side,
    Status,
)

ALLOWED = {"type": get_args(EventType), "status": get_args(Status), "responsibility": get_args(Responsibility)}


def _event_quotes(event: dict[str, Any]) -> Iterator[str]:
    yield event["trigger"]
    for key in ("date", "place"):
        if event[key].get("quote"):
            yield event[key]["quote"]
    for key in ("perpetrators", "targets", "counts"):
        for value in event[key]:
            yield value["quote"]
            if value.get("who"):
                yield value["who"]
    yield from event["weapons"]
    yield from event["sources"]


def _value_problems(event: dict[str, Any]) -> Iterator[str]:
    for key, values in ALLOWED.items():
        if event[key] not in values:
            yield f"{key} {event[key]!r}"
    if event["date"]["precision"] not in get_args(DatePrecision):
        yield f"date precision {event['date']['precision']!r}"
    if event["place"]["precision"] not in get_args(PlacePrecision):
        yield f"place precision {event['place']['precision']!r}"
    for actor in event["perpetrators"] + event["targets"]:
        if actor["kind"] not in get_args(ActorKind):
            yield f"kind {actor['kind']!r}"
    for count in event["counts"]:
        if count["measure"] not in get_args(Measure) or count["side"] not in get_args(Side):
            yield f"count {count!r}"
        if not {"low", "best", "high"} <= set(count):
            yield f"count without low, best, high {count!r}"


def _mention_problems(event: dict[str, Any], report: dict[str, Any]) -> Iterator[str]:
    if not event.get("mentions"):
        yield "no mentions"
    for mention in event.get("mentions", []):
        text = report["title"] if mention.get("part") == "title" else report["text"]
        context, words = mention["context"], mention["mention"]
        if (text or "").count(context) != 1:
            yield f"context stands {(text or '').count(context)} times: {context!r}"
        elif context.count(words) != 1:
            yield f"mention stands {context.count(words)} times in its context: {words!r} in {context!r}"


def problems(report: dict[str, Any]) -> Iterator[str]:
    """What is wrong with one annotated report; KeyError where a field is missing."""
    ids = [e["id"] for e in report["events"]]
    if report["relevant"] != any(not e["background"] for e in report["events"]):
        yield "relevant does not follow from the events"
    for event in report["events"]:
        where = f"{event['id']}: "
        for quote in _event_quotes(event):
            if quote not in report["text"] and quote not in (report["title"] or ""):
                yield f"{where}quote does not stand in the report: {quote!r}"
        for problem in (*_value_problems(event), *_mention_problems(event, report)):
            yield where + problem
        if event.get("part_of") is not None and event["part_of"] not in ids:
            yield f"{where}part_of names no event: {event['part_of']!r}"


def main() -> int:
    """Check the files named on the command line."""
    found = reports = events = 0
    for name in sys.argv[1:]:
        for number, line in enumerate(Path(name).read_text(encoding="utf-8").splitlines(), 1):
            try:
                report = json.loads(line)
                for problem in problems(report):
                    found += 1
                    print(f"{name}:{number} {report['id']} {problem}")
            except (KeyError, TypeError, json.JSONDecodeError) as error:
                found += 1
                print(f"{name}:{number} {type(error).__name__}: {error}")
                continue
            reports, events = reports + 1, events + len(report["events"])
    print(f"{reports} reports, {events} events, {found} problems")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
