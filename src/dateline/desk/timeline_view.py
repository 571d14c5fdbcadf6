"""The time line as a picture: a bar for each stretch of time, drawn on the server so that it needs no script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Final

from dateline.desk.filter_words import PATH, address
from dateline.store.selection.filters import Filters
from dateline.store.selection.queries import Queries
from dateline.store.selection.results import Bucket, BucketSize, Timeline
from dateline.store.selection.titles import MONTHS

HEIGHT: Final = 72
"""Height of the highest bar in pixels."""
LEAST_HEIGHT: Final = 2
MOST_TICKS: Final = 6
"""Dates below the axis; more would touch each other on a narrow screen."""
SHORT: Final = 62
"""Days of an axis that has days below it."""
MONTH_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)


@dataclass(frozen=True)
class Bar:
    """A stretch of time: `x` and `width` in percent of the axis, `height` and `imprecise` in pixels.

    `imprecise` is the part of the bar whose incidents may have been later. `href` selects the stretch.
    """

    x: float
    width: float
    height: float
    imprecise: float
    label: str
    href: str


@dataclass(frozen=True)
class Tick:
    """A date below the axis, `x` in percent."""

    x: float
    label: str


@dataclass(frozen=True)
class TimelineView:
    """The bars from `start` to `end` (both included), and the number of incidents without date.

    `undated_href` selects these. `note` says in short what is drawn, `summary` in full for those who do not see it.
    """

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    start: date | None
    end: date | None
    note: str
    undated: int
    summary: str
    undated_href: str
    height: int = HEIGHT


def timeline_view(timeline: Timeline, filters: Filters) -> TimelineView:
    """The time line of a selection; each bar selects its stretch of time within it."""
    undated = address(filters.selecting(), dated=False)
    if not timeline.buckets:
        return TimelineView(
            (), (), None, None, "", timeline.undated, "No incident of this selection has a date.", undated
        )
    start, end = timeline.buckets[0].start, timeline.buckets[-1].end
    most = max(bucket.count for bucket in timeline.buckets)
    counted = sum(bucket.count for bucket in timeline.buckets)
    queries = Queries(filters.selecting())
    bars = tuple(_bar(bucket, timeline.size, (start, end), most, queries) for bucket in timeline.buckets)
    summary = (
        f"{counted} incidents from {day_words(start)} to {day_words(end)}, by the {timeline.size}; "
        f"at most {most} in one {timeline.size}."
    )
    note = f"by the {timeline.size}, {day_words(start)} to {day_words(end)}"
    return TimelineView(bars, tuple(_ticks(start, end)), start, end, note, timeline.undated, summary, undated)


def day_words(day: date) -> str:
    """Such as "5 June 2016"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _bar(bucket: Bucket, size: BucketSize, axis: tuple[date, date], most: int, queries: Queries) -> Bar:
    left = _share(bucket.start, *axis)
    height = max(LEAST_HEIGHT, HEIGHT * bucket.count / most)
    return Bar(
        x=left,
        width=_share(bucket.end + timedelta(days=1), *axis) - left,
        height=round(height, 1),
        imprecise=round(height * bucket.imprecise / bucket.count, 1) if bucket.count else 0.0,
        label=_label(bucket, size),
        href=f"{PATH}?{queries(start=bucket.start, end=bucket.end)}",
    )


def _label(bucket: Bucket, size: BucketSize) -> str:
    match size:
        case "day":
            stretch = day_words(bucket.start)
        case "week":
            stretch = f"{day_words(bucket.start)} to {day_words(bucket.end)}"
        case "month":
            stretch = f"{MONTHS[bucket.start.month - 1]} {bucket.start.year}"
        case "year":
            stretch = str(bucket.start.year)
    parts = [f"{bucket.count} incident{'s' if bucket.count != 1 else ''}"]
    if bucket.killed_known:
        parts.append(f"{bucket.killed} killed")
    if bucket.imprecise:
        parts.append(f"{bucket.imprecise} may have been later")
    return f"{stretch}: {', '.join(parts)}"


def _share(day: date, start: date, end: date) -> float:
    """Where the first moment of a day stands on the axis, in percent."""
    return round(100 * (day - start).days / ((end - start).days + 1), 4)


def _ticks(start: date, end: date) -> Iterator[Tick]:
    """Round dates: days where the axis is short, else first days of months or years."""
    length = (end - start).days + 1
    if length <= SHORT:
        step = ceil(length / MOST_TICKS)
        days = [start + timedelta(days=at) for at in range(0, length, step)]
        yield from (Tick(_share(day, start, end), f"{day.day} {MONTHS[day.month - 1][:3]}") for day in days)
        return
    months = length / 30.44
    step = next((step for step in MONTH_STEPS if months / step <= MOST_TICKS), MONTH_STEPS[-1])
    number = start.year * 12 + start.month - 1
    number += -number % step
    while (day := date(number // 12, number % 12 + 1, 1)) <= end:
        if day >= start:
            yield Tick(_share(day, start, end), str(day.year) if day.month == 1 else MONTHS[day.month - 1][:3])
        number += step
