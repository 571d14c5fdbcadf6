import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.evaluation.calibration import calibration_error, event_cases, reliability

CASES = [(0.2, False), (0.2, True), (0.8, True), (0.8, True)]


def test_bins_hold_equally_many_least_confident_first():
    low, high = reliability(CASES, bins=2)
    assert (low.count, low.right, high.count, high.right) == (2, 0.5, 2, 1.0)
    assert [low.confidence, high.confidence] == pytest.approx([0.2, 0.8])


def test_the_error_is_the_mean_distance_in_points():
    assert calibration_error(CASES, bins=2) == pytest.approx((30 + 20) / 2)
    assert calibration_error([]) == 0.0


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans())), st.integers(1, 20))
def test_every_case_is_in_one_bin_and_the_error_is_a_percentage(cases, bins):
    assert sum(b.count for b in reliability(cases, bins)) == len(cases)
    assert 0 <= calibration_error(cases, bins) <= 100 + 1e-9


def test_a_coded_event_is_right_if_an_annotated_one_is_mapped_to_it():
    attack = {"type": "civilians.attack", "trigger": "shot dead", "date": {}, "place": {}}
    protest = {"type": "protest.peaceful", "trigger": "marched", "date": {}, "place": {}}
    predicted = {"events": [{**attack, "confidence": 0.9}, {**protest, "confidence": 0.4}]}
    assert event_cases({"events": [attack]}, predicted) == [(0.9, True), (0.4, False)]
