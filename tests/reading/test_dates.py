from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.reading.dates import parse_published

TODAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    "value",
    [
        "2016-06-06",
        "2016-06-06T23:59:00+06:00",
        "2016-06-06 10:00:00",
        "2016-06-06T10:00:00Z",
        "2016/6/6",
        "20160606",
        "20160606T101500Z",
        "Mon, 06 Jun 2016 23:30:00 -0800",
        "6 June 2016",
        "Monday, 6th of June 2016, 10:15",
        "June 6, 2016 10:15 AM EDT",
        "Jun. 6, 2016",
        "06-Jun-2016",
        "6.6.2016",
        "06/06/2016",
        "6 de junio de 2016",
        "6 juin 2016",
        "6 июня 2016",
        "1465171200",
        1465171200,
        1465171200000,
        date(2016, 6, 6),
        datetime(2016, 6, 6, 23, 0, tzinfo=UTC),
    ],
)
def test_forms_of_one_day(value: object):
    assert parse_published(value, today=TODAY) == (date(2016, 6, 6), None)


def test_figures_are_told_apart_where_they_can_be():
    assert parse_published("25/12/2016", today=TODAY)[0] == date(2016, 12, 25)
    assert parse_published("12/25/2016", today=TODAY)[0] == date(2016, 12, 25)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("03/04/2016", "day and month cannot be told apart"),
        ("2016-02-31", "was not used"),
        ("2016-13-01", "was not used"),
        ("2016", "no day"),
        ("2016-06", "no day"),
        ("June 2016", "not a date"),
        ("yesterday", "not a date"),
        ("2 hours ago", "not a date"),
        ("1812-06-24", "before 1900"),
        ("2026-01-03", "in the future"),
        ("no date", "not a date"),
        (True, "neither a date nor a text"),
        ({"day": 1}, "neither a date nor a text"),
        (float("nan"), "not a date"),
    ],
)
def test_what_is_no_publication_date_says_why(value: object, reason: str):
    found, problem = parse_published(value, today=TODAY)
    assert found is None
    assert problem is not None
    assert reason in problem


def test_tomorrow_may_be_today_further_east():
    assert parse_published("2026-01-02", today=TODAY)[0] == date(2026, 1, 2)


@pytest.mark.parametrize("value", [None, "", "  "])
def test_no_value_is_no_problem(value: str | None):
    assert parse_published(value) == (None, None)


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)))
def test_iso_dates_come_back(day: date):
    assert parse_published(day.isoformat(), today=TODAY) == (day, None)


@settings(deadline=None)  # the first call loads dateparser
@given(st.text(max_size=40))
def test_any_text_gives_a_date_or_a_reason(text: str):
    found, problem = parse_published(text, today=TODAY)
    assert found is None or problem is None
    assert not text.strip() or found or problem
