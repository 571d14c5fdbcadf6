"""Annotated reports that a run did not learn from: for judges, thresholds and calibration."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from corpora import HERE, annotated_news, held_out_ids, is_written_held_out, written_reports
from dateline.reading import read
from dateline.records import Report

Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class HeldOut:
    """A report and its annotation by the guidelines.

    `mentions` and `fillers` by event: offsets of its mentions in the document string, and of the words that fill each
    role, wherever they stand.
    """

    report: Report
    annotation: dict[str, Any]
    mentions: list[Spans]
    fillers: list[dict[str, Spans]]
    written: bool


def held_out_news(gold: Path, count: int) -> Iterator[HeldOut]:
    """The `count` annotated news reports that are kept back."""
    ids = held_out_ids(gold / "train.json", count)
    truth = {r["id"]: r for r in json.loads((gold / "train.json").read_text(encoding="utf-8"))}
    raw = {r["id"]: r for r in annotated_news(gold)}
    for report in read([str(gold / "train.reports.jsonl")]):
        if isinstance(report, Report) and report.id in ids:
            yield _held_out(report, truth[report.id], raw[report.id], written=False)


def held_out_written(chosen: Callable[[str], bool] = is_written_held_out) -> Iterator[HeldOut]:
    """The written reports that are kept back, or those whose id is `chosen`."""
    annotated = {r["id"]: r for r in written_reports(HERE / "corpus")}
    for path in sorted((HERE / "corpus").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            raw = json.loads(line)
            if chosen(raw["id"]):
                published = date.fromisoformat(raw["published"]) if raw["published"] else None
                report = Report(id=raw["id"], title=raw["title"], text=raw["text"], published=published)
                yield _held_out(report, raw, annotated[raw["id"]], written=True)


def _held_out(report: Report, annotation: dict[str, Any], raw: dict[str, Any], *, written: bool) -> HeldOut:
    fillers: list[dict[str, Spans]] = []
    for event in raw["events"]:
        own: dict[str, Spans] = {}
        for filler in event["fillers"]:
            own.setdefault(filler["role"], []).extend(filler["spans"])
        fillers.append(own)
    return HeldOut(report, annotation, [e["mentions"] for e in raw["events"]], fillers, written)
