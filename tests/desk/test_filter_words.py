from __future__ import annotations

import pytest

from dateline.desk.filter_words import address, chips, value_words
from dateline.store.selection.filters import Filters


@pytest.mark.parametrize(
    ("facet", "value", "words"),
    [
        ("types", "battle", "Battles"),
        ("types", "battle.armed_clash", "Armed clash"),
        ("types", "untold", "not told"),
        ("countries", "KZ", "Kazakhstan"),
        ("countries", "untold", "unknown"),
        ("admin1", "NG:Borno State", "Borno State, NG"),
        ("admin1", "NG:", "region unknown, NG"),
        ("perpetrator_kinds", "rebel_group", "rebel group"),
        ("killed", "25+", "25 or more"),
        ("killed", "2-4", "2 to 4"),
        ("killed", "unknown", "unknown"),
        ("confidence", "0.5-0.7", "50% to 70%"),
        ("disputed", "false", "no"),
    ],
)
def test_values_in_words(facet: str, value: str, words: str):
    assert value_words(facet, value) == words


@pytest.mark.parametrize(
    ("query", "label", "value"),
    [
        ("words=bomb", "Words", "bomb"),
        ("start=2024-01-31", "Dates", "from 31 January 2024"),
        ("end=2024-02-01", "Dates", "until 1 February 2024"),
        ("start=2024-01-31&end=2024-02-01", "Dates", "31 January to 1 February 2024"),
        ("dated=false", "Date", "unknown"),
        ("box=-10.0,-5.0,20.0,30.0", "Box on the map", "5.0°S 10.0°W to 30.0°N 20.0°E"),
        ("types=riot", "Type", "Riots"),
        ("killed_from=5", "Killed", "5 or more"),
        ("killed_to=0", "Killed", "0"),
        ("killed_from=2&killed_to=4", "Killed", "2 to 4"),
        ("killed_known=false", "Killed", "number unknown"),
        ("sources_from=2", "Independent sources", "2 or more"),
        ("confidence_to=0.5", "Confidence", "0% to 50%"),
        ("disputed=true", "Reports disagree", "yes"),
        ("report=r1", "Report", "r1"),
    ],
)
def test_each_filter_in_use_has_a_chip_that_takes_it_away(query: str, label: str, value: str):
    [chip] = chips(Filters.from_query(query))
    assert (chip.label, chip.value, chip.href) == (label, value, "/incidents")


def test_a_chip_takes_its_own_value_alone_and_starts_at_the_first_row():
    found = {chip.value: chip.href for chip in chips(Filters.from_query("types=riot&types=battle&offset=50&sort=date"))}
    assert found == {"Battles": "/incidents?sort=date&types=riot", "Riots": "/incidents?sort=date&types=battle"}


def test_address_leaves_out_what_is_not_set():
    assert address(Filters()) == "/incidents"
    assert address(Filters.from_query("types=riot"), types=(), offset=50) == "/incidents?offset=50"
