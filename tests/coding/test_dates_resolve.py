from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.coding.dates import find_times, resolve_time
from dateline.coding.dates.lexicon import MONTHS, normalise

WEDNESDAY = date(2016, 6, 8)


@pytest.mark.parametrize(
    ("expression", "start", "end", "precision"),
    [
        ("on Sunday", "2016-06-05", "2016-06-05", "day"),
        ("Wednesday", "2016-06-08", "2016-06-08", "day"),
        ("last Wednesday", "2016-06-01", "2016-06-01", "day"),
        ("next Friday", "2016-06-10", "2016-06-10", "day"),
        ("EARLY TUESDAY MORNING", "2016-06-07", "2016-06-07", "day"),
        ("Thursday of last week", "2016-06-02", "2016-06-02", "day"),
        ("yesterday’s", "2016-06-07", "2016-06-07", "day"),
        ("this morning", "2016-06-08", "2016-06-08", "day"),
        ("last night", "2016-06-07", "2016-06-07", "day"),
        ("tomorrow", "2016-06-09", "2016-06-09", "day"),
        ("the night before last", "2016-06-06", "2016-06-06", "day"),
        ("overnight", "2016-06-07", "2016-06-08", "range"),
        ("three days ago", "2016-06-05", "2016-06-05", "day"),
        ("two weeks ago", "2016-05-23", "2016-05-29", "week"),
        ("a month ago", "2016-05-01", "2016-05-31", "month"),
        ("ten years ago", "2006-01-01", "2006-12-31", "year"),
        ("a few days ago", "2016-06-03", "2016-06-07", "range"),
        ("last week", "2016-05-30", "2016-06-05", "week"),
        ("this week", "2016-06-06", "2016-06-08", "week"),
        ("next month", "2016-07-01", "2016-07-31", "month"),
        ("last year", "2015-01-01", "2015-12-31", "year"),
        ("over the weekend", "2016-06-04", "2016-06-05", "range"),
        ("next weekend", "2016-06-11", "2016-06-12", "range"),
        ("in the last 72 hours", "2016-06-05", "2016-06-08", "range"),
        ("for the past three days", "2016-06-05", "2016-06-08", "range"),
        ("since Friday", "2016-06-03", "2016-06-08", "range"),
        ("in April and May", "2016-04-01", "2016-05-31", "range"),
        ("between 3 and 5 May", "2016-05-03", "2016-05-05", "range"),
        ("from Monday to Wednesday", "2016-06-06", "2016-06-08", "range"),
        ("from December 30 to January 2", "2015-12-30", "2016-01-02", "range"),
        ("May 3-5, 2014", "2014-05-03", "2014-05-05", "range"),
        ("on the night of 5 to 6 May", "2016-05-05", "2016-05-06", "range"),
        ("in late May", "2016-05-21", "2016-05-31", "range"),
        ("early this month", "2016-06-01", "2016-06-10", "range"),
        ("earlier this month", "2016-06-01", "2016-06-07", "range"),
        ("the first half of 2015", "2015-01-01", "2015-06-30", "range"),
        ("the second week of May", "2016-05-08", "2016-05-14", "week"),
        ("the first two-and-a-half months of 2012", "2012-01-01", "2012-03-15", "range"),
        ("the week of 5 May", "2016-05-02", "2016-05-08", "week"),
        ("5 April", "2016-04-05", "2016-04-05", "day"),
        ("March 3", "2016-03-03", "2016-03-03", "day"),
        ("12 June", "2016-06-12", "2016-06-12", "day"),
        ("12 August", "2015-08-12", "2015-08-12", "day"),
        ("9 July last year", "2015-07-09", "2015-07-09", "day"),
        ("on the 5th", "2016-06-05", "2016-06-05", "day"),
        ("on the 9th", "2016-05-09", "2016-05-09", "day"),
        ("in March", "2016-03-01", "2016-03-31", "month"),
        ("last August", "2015-08-01", "2015-08-31", "month"),
        ("last summer", "2015-06-01", "2015-08-31", "range"),
        ("Christmas Eve", "2015-12-24", "2015-12-24", "day"),
        ("Good Friday", "2016-03-25", "2016-03-25", "day"),
    ],
)
def test_told_from_the_publication_date(expression: str, start: str, end: str, precision: str):
    resolved = resolve_time(expression, WEDNESDAY)
    assert (str(resolved.start), str(resolved.end), resolved.precision) == (start, end, precision)


@pytest.mark.parametrize(
    ("expression", "start", "end", "precision"),
    [
        ("April 5th, 2014", "2014-04-05", "2014-04-05", "day"),
        ("30 DEC 89", "1989-12-30", "1989-12-30", "day"),
        ("17 Nov 88", "1988-11-17", "1988-11-17", "day"),
        ("2014-04-05", "2014-04-05", "2014-04-05", "day"),
        ("13/04/2014", "2014-04-13", "2014-04-13", "day"),
        ("04/13/2014", "2014-04-13", "2014-04-13", "day"),
        ("8 February 2014 (Saturday)", "2014-02-08", "2014-02-08", "day"),
        ("in June 2005", "2005-06-01", "2005-06-30", "month"),
        ("in 2006", "2006-01-01", "2006-12-31", "year"),
        ("in late 2010", "2010-10-01", "2010-12-31", "range"),
        ("the 1990s", "1990-01-01", "1999-12-31", "range"),
        ("in the spring of 2003", "2003-03-01", "2003-05-31", "range"),
        ("2013-14", "2013-01-01", "2014-12-31", "range"),
    ],
)
def test_dates_with_a_year_need_no_reference(expression: str, start: str, end: str, precision: str):
    resolved = resolve_time(expression, None)
    assert (str(resolved.start), str(resolved.end), resolved.precision) == (start, end, precision)


@pytest.mark.parametrize(
    "expression", ["on Sunday", "April 18", "last week", "in August", "three days ago", "between 3 and 5 May", "today"]
)
def test_without_a_year_nothing_is_told(expression: str):
    resolved = resolve_time(expression, None)
    assert (resolved.start, resolved.end, resolved.precision) == (None, None, "unknown")


@pytest.mark.parametrize(
    "expression",
    [
        "in recent weeks",
        "recently",
        "for three days",
        "at 3 p.m.",
        "two days later",
        "31 February 2014",
        "Bloody Sunday",
    ],
)
def test_what_no_date_can_be_told_for(expression: str):
    assert resolve_time(expression, WEDNESDAY).start is None


@pytest.mark.parametrize(
    ("expression", "context", "day"),
    [
        ("on Friday", "The union will march on Friday.", "2016-06-10"),
        ("on Friday", "The union said on Friday that it will march.", "2016-06-03"),
        ("12 August", "The vote is scheduled for 12 August.", "2016-08-12"),
        ("at 3 p.m.", "On Monday police closed the road. A bomb went off at 3 p.m. there.", "2016-06-06"),
        ("Two days later", "He was seized on 1 June. Two days later he was freed.", "2016-06-03"),
        ("two days after", "Sunday's blast came two days after a bomb hit the market.", "2016-06-03"),
        ("the same day", "On Tuesday a guard was shot; the same day a shop burned.", "2016-06-07"),
    ],
)
def test_what_the_context_decides(expression: str, context: str, day: str):
    resolved = resolve_time(expression, WEDNESDAY, context=context, offset=context.index(expression))
    assert (str(resolved.start), resolved.precision) == (day, "day")


def test_ambiguous_numeric_dates_are_flagged():
    assert resolve_time("05/04/2014", None).basis == (
        "05/04/2014 → 2014-04-05 (read day first; month first would be 2014-05-04)"
    )
    assert resolve_time("07/06/2016", date(2016, 7, 8)).start == date(2016, 6, 7)
    assert resolve_time("06/07/2016", WEDNESDAY).start == date(2016, 6, 7)


def test_basis_names_the_chain():
    assert resolve_time("on Sunday", date(2016, 6, 6)).basis == "on Sunday + published 2016-06-06 → 2016-06-05"
    assert resolve_time("LAST\nWEEK", WEDNESDAY, reference_name="dateline").basis == (
        "LAST WEEK + dateline 2016-06-08 → 2016-05-30 to 2016-06-05"
    )
    assert resolve_time("in June 2005", WEDNESDAY).basis == "in June 2005 → 2005-06-01 to 2005-06-30"
    assert resolve_time("recently", WEDNESDAY).basis == "recently: too vague for a date"


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_written_dates_round_trip(day: date):
    for written in (day.isoformat(), f"{day:%d} {day:%B} {day:%Y}", f"{day:%B} {day.day}, {day.year}"):
        resolved = resolve_time(written, None)
        assert (resolved.start, resolved.end, resolved.precision) == (day, day, "day")


WORDS = ["on", "in", "since", "last", "next", "early", "Friday", "May", "3", "12", "2014", "two", "weeks", "ago", "to"]
WORDS += ["between", "and", "the", "weekend", "week", "month", "late", "night", "yesterday", "first", "half", "of"]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), st.dates(date(1950, 1, 1), date(2050, 1, 1)))
def test_any_words_give_an_ordered_stretch_or_none(words: list[str], reference: date):
    resolved = resolve_time(" ".join(words), reference)
    if resolved.start is None or resolved.end is None:
        assert (resolved.start, resolved.end, resolved.precision) == (None, None, "unknown")
    else:
        assert resolved.start <= resolved.end
        assert (resolved.start == resolved.end) or resolved.precision != "day"


@given(st.text(max_size=60), st.none() | st.dates(date(1950, 1, 1), date(2050, 1, 1)))
def test_any_text_is_resolved_or_refused(text: str, reference: date | None):
    for span in find_times(text):
        resolve_time(text[span.start : span.end], reference, context=text, offset=span.start)
    assert (resolve_time(text, reference).start is None) == (resolve_time(text, reference).end is None)


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(0, 6))
def test_a_weekday_is_one_of_the_last_seven_days(reference: date, number: int):
    name = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][number]
    found = resolve_time(name, reference).start
    assert found is not None
    assert found.weekday() == number
    assert timedelta(0) <= reference - found < timedelta(7)


def test_normalise():
    assert normalise(" Friday’s\n ") == "friday"
    assert normalise("3:30 P.M., (Sunday)") == "3:30 pm, (sunday"
    assert MONTHS["sept"] == 9


def test_a_part_that_the_month_has_not_come_to_is_the_month_so_far():
    resolved = resolve_time("late month", date(2000, 1, 1))
    assert (resolved.start, resolved.end) == (date(2000, 1, 1), date(2000, 1, 1))
