"""When an event took place: from its time fillers to civil dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dateline.coding.dates import ResolvedTime, dateline_date, resolve_time
from dateline.coding.document import Document
from dateline.coding.frames import Filler
from dateline.records import Period, Report


@dataclass(frozen=True)
class Reference:
    """The day that relative expressions count from, and what it is."""

    day: date | None
    name: str


def reference_of(report: Report) -> Reference:
    """The publication date, else the day of the report's dateline."""
    if report.published is not None:
        return Reference(report.published, "published")
    dateline = dateline_date(report.text)
    return Reference(dateline.day if dateline else None, "dateline")


@dataclass(frozen=True)
class _Reading:
    filler: Filler
    time: ResolvedTime


def _finer(first: ResolvedTime, second: ResolvedTime) -> bool:
    """Whether `second` is a shorter stretch inside `first`: "Tuesday" beside "last week"."""
    if second.start is None or second.end is None:
        return False
    if first.start is None or first.end is None:
        return True
    inside = first.start <= second.start and second.end <= first.end
    return inside and second.end - second.start < first.end - first.start


def to_period(
    fillers: Sequence[Filler], document: Document, reference: Reference, *, planned: bool | None = None
) -> Period:
    """The period of the most probable filler, or of a further one that narrows it down.

    `planned` as for `resolve_time`. Without any filler the period is unknown: the publication date is never passed off
    as the event's.
    """
    ranked = sorted(fillers, key=lambda f: (-f.score, f.start))
    readings = [_read(f, document, reference, planned=planned) for f in ranked]
    if not readings:
        return Period(basis="no time is told with the event")
    chosen = readings[0]
    for other in readings[1:]:
        if _finer(chosen.time, other.time):
            chosen = other
    quote = document.quote(chosen.filler.start, chosen.filler.end)
    return Period(
        start=chosen.time.start,
        end=chosen.time.end,
        precision=chosen.time.precision,
        quote=quote.quote,
        quote_start=quote.start,
        quote_end=quote.end,
        part=quote.part,
        basis=chosen.time.basis,
        confidence=round(chosen.filler.score, 4),
    )


def _read(filler: Filler, document: Document, reference: Reference, *, planned: bool | None) -> _Reading:
    time = resolve_time(
        filler.text,
        reference.day,
        context=document.string,
        offset=filler.start,
        reference_name=reference.name,
        planned=planned,
    )
    return _Reading(filler, time)
