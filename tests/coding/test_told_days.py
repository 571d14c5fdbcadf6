from datetime import date
from typing import Any

import pytest

from dateline.coding.told_days import REACH, REACH_OF_HOURS, with_told_days
from dateline.records import Event, Period, Place

MONDAY = date(2016, 6, 6)
ON_MONDAY = Period(
    start=MONDAY,
    end=MONDAY,
    precision="day",
    quote="on Monday",
    quote_start=0,
    quote_end=9,
    basis="on Monday",
    confidence=0.8,
)


def event(id_: str, at: int, period: Period | None = None, **changes: Any) -> Event:
    values: dict[str, Any] = {
        "id": id_,
        "type": "civilians.attack",
        "trigger": "x",
        "trigger_start": at,
        "trigger_end": at + 1,
        "status": "happened",
        "background": False,
        "date": period or Period(basis="no time is told with the event"),
        "place": Place(),
        "responsibility": "unknown",
        "confidence": 1.0,
    }
    return Event.model_validate(values | changes)


def words(quote: str) -> Period:
    return Period(quote=quote, quote_start=0, quote_end=len(quote))


def test_an_event_without_a_day_has_that_of_the_one_told_just_before():
    first, second = with_told_days([event("e1", 0, ON_MONDAY), event("e2", REACH - 1)])
    assert first.date == ON_MONDAY
    assert (second.date.start, second.date.end, second.date.precision, second.date.quote) == (
        MONDAY,
        MONDAY,
        "day",
        None,
    )
    assert second.date.confidence == pytest.approx(0.48)
    assert second.date.basis == "no time of its own; the day of e1, told just before → on Monday"


@pytest.mark.parametrize(
    "other",
    [
        event("e2", REACH),
        event("e2", 50, background=True),
        event("e2", 50, trigger_part="title"),
        event("e2", 50, words("on Friday")),
        event("e2", 50, words("recently")),
        event("e2", 50, words("for 11 days")),
    ],
    ids=["too far", "background", "in the title", "another day", "no hour", "a length of days"],
)
def test_days_are_not_carried_where_another_may_be_meant(other: Event):
    assert with_told_days([event("e1", 0, ON_MONDAY), other])[1] == other


@pytest.mark.parametrize("quote", ["Hours later", "BEFORE DAWN", "at about 9 p.m.", "at the same time"])
def test_an_hour_is_one_of_the_day_told_before(quote: str):
    _, second = with_told_days([event("e1", 0, ON_MONDAY), event("e2", REACH_OF_HOURS - 1, words(quote))])
    assert (second.date.start, second.date.quote) == (MONDAY, quote)


def test_a_carried_day_is_not_carried_on_past_its_reach():
    last = with_told_days([event("e1", 0, ON_MONDAY), event("e2", 400), event("e3", 800)])[2]
    assert last.date.start is None
