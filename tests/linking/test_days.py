from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linking_samples import event, on

from dateline.linking.days import day_weights

MONDAY = date(2016, 6, 6)
SUNDAY = date(2016, 6, 5)


def peak(weights: dict[int, float]) -> date:
    return date.fromordinal(max(weights, key=weights.__getitem__))


def test_the_day_beside_the_violence_weighs_most():
    text = ["Gunmen killed two on Sunday.", "The mayor spoke on Monday."]
    assert peak(day_weights(text, MONDAY)) == SUNDAY


def test_a_follow_up_names_the_day_of_the_event_by_the_calendar():
    text = ["A jury convicted him on Friday.", "He shot two men on Feb. 14, 2015."]
    assert peak(day_weights(text, MONDAY)) == date(2015, 2, 14)


def test_the_coded_date_counts():
    assert peak(day_weights(["Two are dead."], MONDAY, event(date=on(date(2016, 6, 3))))) == date(2016, 6, 3)


def test_without_any_day_publication_is_presumed():
    assert day_weights(["Two are dead."], MONDAY) == pytest.approx({SUNDAY.toordinal(): 0.4, MONDAY.toordinal(): 0.6})


def test_without_publication_and_days_nothing_is_known():
    assert day_weights(["Two were shot on Sunday."], None) == {}


@given(st.lists(st.sampled_from(["shot on Sunday", "next Friday", "in June", "on May 3", "in court"]), max_size=4))
def test_weights_add_up_and_never_lie_in_the_future(text):
    weights = day_weights(text, MONDAY)
    assert sum(weights.values()) == pytest.approx(1)
    assert max(weights) <= MONDAY.toordinal()
