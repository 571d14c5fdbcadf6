import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.linking.clock import clock_times, hours


def test_clock_times_are_hours_and_minutes():
    assert clock_times("about 2:05 a.m. or 11 PM, not 13 pm") == {"2:05 a", "11:00 p"}


def test_an_hour_told_by_the_clock_allows_its_neighbours_a_little():
    assert hours("Shots were fired at 12:30 a.m. near the mill.") == pytest.approx({23: 0.2, 0: 0.6, 1: 0.2})


def test_words_allow_all_hours_they_may_mean():
    assert hours("Shots were fired on Friday afternoon.") == pytest.approx(dict.fromkeys(range(12, 18), 1 / 6))
    assert hours("Late Friday, shots were fired.").keys() == {18, 19, 20, 21, 22, 23, 0, 1, 2}


def test_the_first_clock_weighs_most():
    told = hours("Shots at 3 p.m.; one of them died at 9 p.m.")
    assert told[15] == pytest.approx(2 * told[21])


def test_no_hour_where_none_is_told():
    assert hours("Two were shot on Friday.") == {}


@given(st.text())
def test_weights_add_up_to_one(text: str):
    told = hours(text)
    assert not told or sum(told.values()) == pytest.approx(1.0)
