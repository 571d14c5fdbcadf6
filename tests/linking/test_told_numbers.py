import pytest
from linking_samples import count, event

from dateline.linking.told_numbers import number_weights


def test_the_coded_count_and_the_lead_are_weighed():
    # The coder's 6 weighs 2 x 0.9, the lead's 5 weighs 1.
    weights = number_weights("killed", event(counts=(count(6),)), "Gunmen killed five farmers.")
    assert weights == pytest.approx({5: 1 / 2.8, 6: 1.8 / 2.8})


def test_people_shot_are_injured_unless_dead():
    assert number_weights("injured", None, "Four people were shot in the square.") == {4: 1.0}
    assert number_weights("injured", None, "Four people were shot dead in the square.") == {}


def test_nothing_told_is_nothing_known():
    assert number_weights("killed", None, "Police are investigating.") == {}
