"""The time line of a selection: each incident counted once, where its first day lies."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, NamedTuple

from dateline.store.selection.conditions import Condition, conditions, together
from dateline.store.selection.filters import Filters
from dateline.store.selection.reader import Reader
from dateline.store.selection.results import Bucket, BucketSize, Timeline
from dateline.store.selection.sums import Sums

FIRST_MONDAY: Final = date(1, 1, 1)


class Size(NamedTuple):
    """How long the time from the first day to the last may be, and in which bucket a first and a last day lie."""

    days: int
    name: BucketSize
    starts: str
    ends: str


SIZES: Final = (
    Size(92, "day", "start - DATE '0001-01-01'", "\"end\" - DATE '0001-01-01'"),
    Size(2 * 366, "week", "(start - DATE '0001-01-01') // 7", "(\"end\" - DATE '0001-01-01') // 7"),
    Size(20 * 366, "month", "month", "end_month"),
    Size(date.max.toordinal(), "year", "month // 12", "end_month // 12"),
)
"""At most some 100 buckets of days or weeks, 240 of months."""


def timeline(reader: Reader, filters: Filters, whole: Sums | None = None) -> Timeline:
    """The buckets of a selection; their size goes by the time from its first day to its last.

    `whole`: the sums of the selection, where they are at hand.
    """
    where = together(conditions(filters))
    total, dated, first, last = whole[:4] if whole else _extent(reader, where)
    if first is None or last is None:
        return Timeline(size="day", buckets=(), undated=total)
    size = next(size for size in SIZES if (last - first).days < size.days)
    rows = reader.rows(
        f"{size.starts} AS bucket, count(*), count(*) FILTER ({size.ends} > {size.starts}), "
        "coalesce(sum(killed), 0)::BIGINT, count(killed)",
        Condition(f"{where.sql} AND start IS NOT NULL", where.values),
        "GROUP BY bucket ORDER BY bucket",
    )
    buckets = []
    for at, count, imprecise, killed, known in rows:
        start, end = _days(size.name, at)
        buckets.append(
            Bucket(start=start, end=end, count=count, imprecise=imprecise, killed=killed, killed_known=known)
        )
    return Timeline(size=size.name, buckets=tuple(buckets), undated=total - dated)


def _extent(reader: Reader, where: Condition) -> tuple[int, int, date | None, date | None]:
    """How many incidents, how many of them dated, the first and the last day."""
    [(total, dated, first, last)] = reader.rows("count(*), count(start), min(start), max(start)", where)
    return total, dated, first, last


def _days(size: BucketSize, at: int) -> tuple[date, date]:
    """The first and the last day of a bucket."""
    match size:
        case "day":
            return FIRST_MONDAY + timedelta(at), FIRST_MONDAY + timedelta(at)
        case "week":
            return FIRST_MONDAY + timedelta(7 * at), FIRST_MONDAY + timedelta(min(7 * at + 6, date.max.toordinal() - 1))
        case "month":
            year, month = divmod(at, 12)
            return date(year, month + 1, 1), _before(year + month // 11, (month + 1) % 12 + 1)
        case "year":
            return date(at, 1, 1), date(at, 12, 31)


def _before(year: int, month: int) -> date:
    """The day before the first of a month."""
    return date.max if year > date.max.year else date(year, month, 1) - timedelta(1)
