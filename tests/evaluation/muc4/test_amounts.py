from __future__ import annotations

import pytest

from dateline.coding.numbers import Quantity
from dateline.evaluation.muc4.amounts import format_quantity, number_fill


@pytest.mark.parametrize(
    ("quantity", "fill"),
    [
        (Quantity(6, 6, 6), "6"),
        (Quantity(6, None, 8), "6-8"),
        (Quantity(6, 6, None), "6-"),
        (Quantity(None, 20, 20), "-20"),
        (Quantity(None, 20, None), "~20"),
        (Quantity(24, None, None), "PLURAL"),
    ],
)
def test_format_quantity(quantity: Quantity, fill: str):
    assert format_quantity(quantity) == fill


@pytest.mark.parametrize(
    ("text", "mention", "fill"),
    [
        ("THEY KILLED THREE YOUNG PEASANTS.", "PEASANTS", "3"),
        ("THEY KILLED AT LEAST SIX PEASANTS.", "PEASANTS", "6-"),
        ("THEY KILLED PEASANTS.", "PEASANTS", "PLURAL"),
        ("THEY KILLED A PEASANT.", "PEASANT", "1"),
        ("TWO REBELS KILLED A PEASANT.", "PEASANT", "1"),  # the number is of the rebels
        ("PEASANTS DIED. THE FOUR PEASANTS WERE BURIED.", "PEASANTS", "4"),  # told later
    ],
)
def test_number_fill(text: str, mention: str, fill: str):
    start = text.index(mention)
    assert number_fill(text, start, start + len(mention)) == fill
