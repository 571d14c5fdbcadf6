from __future__ import annotations

import pytest

from dateline.evaluation.muc4 import credit as c
from dateline.evaluation.muc4 import keys as k


@pytest.mark.parametrize(
    ("key", "response", "worth"),
    [
        ('"PEASANTS"', "PEASANTS", 1.0),
        ('"PEASANTS"', "THE THREE PEASANTS", 1.0),  # ignored words
        ('"PEASANTS"', "YOUNG PEASANTS", 1.0),  # more modifiers of the same head
        ('"YOUNG PEASANTS"', "PEASANTS", 0.5),
        ('"YOUNG PEASANTS"', "OLD PEASANTS", 0.5),  # the same head
        ('"MEN" / "PEASANTS"', "PEASANTS", 1.0),
        ('"PEASANTS"', "SOLDIERS", 0.0),
    ],
)
def test_strings(key: str, response: str, worth: float):
    assert c.string_credit(key, response) == worth


@pytest.mark.parametrize(
    ("key", "response", "worth"),
    [
        ("03 JAN 90", "03 JAN 90", 1.0),
        ("- 03 JAN 90", "- 03 JAN 90", 1.0),
        ("03 JAN 90", "- 03 JAN 90", 0.5),
        ("- 03 JAN 90", "03 JAN 90", 0.5),
        ("01 JAN 90 - 03 JAN 90", "02 JAN 90", 0.5),
        ("03 JAN 90", "02 JAN 90", 0.0),
        ("03 JAN 90 / 02 JAN 90", "02 JAN 90", 1.0),
        ("03 JAN 90", "-", 0.0),
    ],
)
def test_dates(key: str, response: str, worth: float):
    assert c.date_credit(key, response) == worth


@pytest.mark.parametrize(
    ("key", "response", "worth"),
    [
        ("PERU", "PERU", 1.0),
        ("PERU", "PERU: LIMA (CITY)", 0.5),
        ("PERU: LIMA (CITY): SAN ISIDRO", "PERU: SAN ISIDRO", 1.0),
        ("PERU", "CHILE", 0.0),
    ],
)
def test_locations(key: str, response: str, worth: float):
    assert c.location_credit(key, response) == worth


@pytest.mark.parametrize(
    ("slot", "key", "response", "worth"),
    [
        (k.TYPE, "BOMBING", "BOMBING", 1.0),
        (k.TYPE, "BOMBING", "ATTACK", 0.5),
        (k.TYPE, "ATTACK", "BOMBING", 0.0),
        (k.HUM_TYPE, 'CIVILIAN / POLITICAL FIGURE: "MEN"', 'POLITICAL FIGURE: "MEN"', 1.0),
        (k.HUM_TYPE, 'CIVILIAN: "MEN"', "CIVILIAN", 0.5),
        (k.HUM_TYPE, 'CIVILIAN: "MEN"', 'CIVILIAN: "WOMEN"', 0.5),
        (k.INSTRUMENT_TYPE, 'BOMB: "IT"', 'EXPLOSIVE: "IT"', 0.5),
        (k.HUM_NUMBER, '~50: "MEN"', '50: "MEN"', 0.5),
        (k.HUM_NUMBER, '50: "MEN"', '~50: "MEN"', 1.0),
        (k.HUM_TOTAL, "5-7", "7", 0.5),
    ],
)
def test_set_fills(slot: int, key: str, response: str, worth: float):
    assert c.credit(slot, key, response) == worth


def test_descriptions_are_compared_without_their_names():
    assert c.credit(k.HUM_DESCRIPTION, '"MAYOR": "JUAN PEREZ"', '"MAYOR": "X"') == 1.0
