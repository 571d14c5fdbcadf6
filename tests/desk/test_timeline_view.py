from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.desk.timeline_view import HEIGHT, timeline_view
from dateline.store.selection.filters import Filters
from dateline.store.selection.results import Bucket, Timeline


def bucket(start: date, end: date, count: int = 1, imprecise: int = 0, killed: int = 0) -> Bucket:
    return Bucket(start=start, end=end, count=count, imprecise=imprecise, killed=killed, killed_known=count)


JANUARY, FEBRUARY = date(2023, 1, 1), date(2023, 2, 1)


def test_bars_stand_where_their_days_are():
    buckets = (
        bucket(JANUARY, date(2023, 1, 31), count=4, imprecise=1, killed=7),
        bucket(FEBRUARY, date(2023, 2, 28), count=1),
    )
    view = timeline_view(Timeline(size="month", buckets=buckets, undated=2), Filters.from_query("types=riot&offset=50"))
    first, second = view.bars
    assert (first.x, first.height, first.imprecise) == (0.0, HEIGHT, HEIGHT / 4)
    assert first.width == pytest.approx(100 * 31 / 59, abs=1e-3)
    assert second.x == pytest.approx(100 * 31 / 59, abs=1e-3)
    assert second.height == HEIGHT / 4
    assert first.label == "January 2023: 4 incidents, 7 killed, 1 may have been later"
    assert first.href == "/incidents?end=2023-01-31&start=2023-01-01&types=riot"
    assert view.undated == 2
    assert view.undated_href == "/incidents?dated=false&types=riot"
    assert "5 incidents from 1 January 2023 to 28 February 2023, by the month" in view.summary


def test_nothing_dated():
    view = timeline_view(Timeline(size="day", buckets=(), undated=3), Filters())
    assert view.bars == ()
    assert view.undated == 3


def test_ticks_name_the_year_in_january():
    ends = bucket(date(2022, 11, 1), date(2022, 11, 30)), bucket(date(2023, 3, 1), date(2023, 3, 31))
    view = timeline_view(Timeline(size="month", buckets=ends, undated=0), Filters())
    assert [tick.label for tick in view.ticks] == ["Nov", "Dec", "2023", "Feb", "Mar"]


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 60_000))
def test_ticks_are_few_and_on_the_axis(start: date, length: int):
    buckets = (bucket(start, start), bucket(start + timedelta(days=length), start + timedelta(days=length)))
    ticks = timeline_view(Timeline(size="day", buckets=buckets, undated=0), Filters()).ticks
    assert len(ticks) <= 7
    assert all(0 <= tick.x <= 100 for tick in ticks)
    assert list(ticks) == sorted(ticks, key=lambda tick: tick.x)
