from datetime import date

import pytest

from dateline.coding.totals import toll, with_totals
from dateline.records import Count, Event, Period, Place

SUNDAY, MONDAY = date(2016, 6, 5), date(2016, 6, 6)


def event(id_: str, killed: int | None, *, day: date | None = SUNDAY, country: str = "KZ", **changes: object) -> Event:
    """An attack with so many killed on the targets' side."""
    counts = (
        ()
        if killed is None
        else (
            Count(quote="x", start=0, end=1, measure="killed", side="target", low=killed, best=killed, confidence=1.0),
        )
    )
    values: dict[str, object] = {
        "id": id_,
        "type": "civilians.attack",
        "trigger": "x",
        "trigger_start": 0,
        "trigger_end": 1,
        "status": "happened",
        "background": False,
        "date": Period(start=day, end=day),
        "place": Place(country=country),
        "responsibility": "unknown",
        "counts": counts,
        "confidence": 1.0,
    }
    return Event.model_validate(values | changes)


def parts(*events: Event) -> dict[str, str | None]:
    return {e.id: e.part_of for e in with_totals(events)}


def test_six_killed_in_three_attacks_of_two_one_and_three():
    told = parts(event("e1", 6), event("e2", 2), event("e3", 1), event("e4", 3))
    assert told == {"e1": None, "e2": "e1", "e3": "e1", "e4": "e1"}


def test_the_total_may_be_told_last():
    assert parts(event("e1", 2), event("e2", 4), event("e3", 6)) == {"e1": "e3", "e2": "e3", "e3": None}


@pytest.mark.parametrize(
    "other",
    [
        event("e3", 3),
        event("e3", 4, country="RU"),
        event("e3", 4, day=MONDAY),
        event("e3", 4, background=True),
        event("e3", 4, type="strategic.arrests"),
        event("e3", None),
    ],
)
def test_no_total_without_a_sum_of_like_events(other):
    assert set(parts(event("e1", 6), event("e2", 2), other).values()) == {None}


def test_two_equal_tolls_are_not_each_others_part():
    assert set(parts(event("e1", 3), event("e2", 3)).values()) == {None}


def test_parts_that_are_not_told_in_a_row_are_left_alone():
    told = parts(event("e1", 6), event("e2", 2), event("e3", 5), event("e4", 4))
    assert set(told.values()) == {None}


def test_counts_of_one_side_are_added_up():
    clerk = event("e1", 1)
    both = clerk.model_copy(update={"counts": clerk.counts * 2})
    assert toll(both, "killed", "target") == 2
    assert toll(both, "killed", "perpetrator") == 0


def test_the_total_with_the_most_parts_comes_first():
    told = parts(event("e1", 3), event("e2", 6), event("e3", 2), event("e4", 1), event("e5", 3))
    assert told == {"e1": None, "e2": None, "e3": "e2", "e4": "e2", "e5": "e2"}
