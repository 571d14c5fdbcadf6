from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selection_samples import columns, fill_memory, people

from dateline.store.selection import facts
from dateline.store.selection.columns import Columns
from dateline.store.selection.filters import Filters
from dateline.store.selection.reader import reading
from dateline.store.selection.results import Bucket, Timeline
from dateline.store.selection.timeline import timeline


@pytest.fixture(scope="module")
def memory() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        facts.create(connection)
        yield connection


def line(memory: duckdb.DuckDBPyConnection, rows: Sequence[Columns]) -> Timeline:
    fill_memory(memory, rows)
    with reading(memory, None) as reader:
        return timeline(reader, Filters())


def on(start: date, end: date | None = None, killed: int | None = None) -> Columns:
    return columns(start=start, end=end or start, killed=people(killed, killed))


def test_each_incident_is_counted_once_at_its_first_day(memory: duckdb.DuckDBPyConnection) -> None:
    rows = [
        on(date(2016, 2, 28), killed=2),
        on(date(2016, 2, 28), date(2016, 3, 5)),
        on(date(2016, 3, 1), killed=0),
        columns(),
    ]
    found = line(memory, rows)
    assert (found.size, found.undated) == ("day", 1)
    first, last = date(2016, 2, 28), date(2016, 3, 1)
    assert found.buckets == (
        Bucket(start=first, end=first, count=2, imprecise=1, killed=2, killed_known=1),
        Bucket(start=last, end=last, count=1, imprecise=0, killed=0, killed_known=1),
    )


@pytest.mark.parametrize(
    ("days", "size", "first", "last"),
    [
        (91, "day", (date(2015, 12, 31), date(2015, 12, 31)), (date(2016, 3, 31), date(2016, 3, 31))),
        (92, "week", (date(2015, 12, 28), date(2016, 1, 3)), (date(2016, 3, 28), date(2016, 4, 3))),
        (732, "month", (date(2015, 12, 1), date(2015, 12, 31)), (date(2018, 1, 1), date(2018, 1, 31))),
        (8000, "year", (date(2015, 1, 1), date(2015, 12, 31)), (date(2037, 1, 1), date(2037, 12, 31))),
    ],
)
def test_the_buckets_go_by_the_time_that_the_selection_spans(
    memory: duckdb.DuckDBPyConnection, days: int, size: str, first: tuple[date, date], last: tuple[date, date]
) -> None:
    start = date(2015, 12, 31)
    found = line(memory, [on(start), on(start + timedelta(days))])
    assert found.size == size
    assert [(one.start, one.end) for one in found.buckets] == [first, last]


def test_the_first_and_the_last_day_of_the_calendar_have_buckets(memory: duckdb.DuckDBPyConnection) -> None:
    assert [one.end for one in line(memory, [on(date.max), on(date(9999, 1, 1))]).buckets][-1] == date.max
    assert [one.start for one in line(memory, [on(date.min), on(date.max)]).buckets] == [date.min, date(9999, 1, 1)]


def test_nothing_gives_no_buckets(memory: duckdb.DuckDBPyConnection) -> None:
    assert line(memory, []) == Timeline(size="day", buckets=(), undated=0)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.dates(), min_size=1, max_size=6), st.integers(0, 400))
def test_every_first_day_lies_in_its_bucket(memory: duckdb.DuckDBPyConnection, days: list[date], length: int) -> None:
    ends = {day: min(date.max - timedelta(length), day) + timedelta(length) for day in days}
    found = line(memory, [on(day, max(day, ends[day])) for day in days])
    for one in found.buckets:
        held = [day for day in days if one.start <= day <= one.end]
        assert one.count == len(held)
        assert one.imprecise == sum(max(day, ends[day]) > one.end for day in held)
    assert sum(one.count for one in found.buckets) == len(days)
