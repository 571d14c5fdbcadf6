from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.evaluation.perturbation import PERTURBATIONS


@pytest.mark.parametrize("name", sorted(PERTURBATIONS))
@given(text=st.text(max_size=60))
@settings(deadline=None)  # the first call is slow on a busy machine
def test_the_length_stays(name: str, text: str):
    assert len(PERTURBATIONS[name](text, random.Random(1))) == len(text)


def test_what_is_done():
    text, chance = 'At 1,200 m, "rebels" fled.', random.Random(1)
    assert PERTURBATIONS["capitals"](text, chance) == 'AT 1,200 M, "REBELS" FLED.'
    assert PERTURBATIONS["small letters"](text, chance) == 'at 1,200 m, "rebels" fled.'
    assert PERTURBATIONS["no punctuation"](text, chance) == "At 1,200 m   rebels  fled "


def test_a_bad_scan_changes_one_letter_in_fifty_and_no_figure():
    text = "a" * 5000 + "1" * 100
    scanned = PERTURBATIONS["bad scan"](text, random.Random(1))
    assert 60 < scanned.count("o") < 140
    assert scanned.endswith("1" * 100)
