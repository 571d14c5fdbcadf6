from __future__ import annotations

import pytest
from incident_samples import incident, told, toll, when, witness
from store_samples import case

from dateline.store.worth import worth

ONE, TWO = witness("r1", 0, 6), witness("r2", 1, 6)


def test_worth_is_doubt_times_weight() -> None:
    assert worth(case(incident(confidence=0.75))) == pytest.approx(0.25)
    killed = toll(told(7, ONE), low=7, best=7, high=7)
    assert worth(case(incident(confidence=0.75, tolls=(killed,)))) == pytest.approx(0.25 * (1 + 3))


def test_disputes_add_to_doubt_and_weight() -> None:
    dates = (when(5, 5, ONE), when(4, 4, TWO))
    assert worth(case(incident(confidence=0.8, dates=dates))) == pytest.approx((1 - 0.8 * 0.5) * 2)


def test_the_most_that_may_have_died_counts() -> None:
    killed = toll(told(7, ONE), low=7, best=7, high=15)
    assert worth(case(incident(confidence=0.5, tolls=(killed,)))) == pytest.approx(0.5 * (1 + 4))


@pytest.mark.parametrize("state", ["accepted", "corrected", "rejected"])
def test_what_was_reviewed_is_worth_no_look_until_reports_change_it(state: str) -> None:
    assert worth(case(incident(confidence=0.5), state=state)) == 0
    assert worth(case(incident(confidence=0.5), state=state, changed_since_review=True)) == 0.5


def test_what_is_not_live_is_worth_no_look() -> None:
    assert worth(case(incident(), into="i1")) == 0
    assert worth(case(incident(), withdrawn=True)) == 0
