from __future__ import annotations

import pytest

from dateline.evaluation.muc4.vocabulary import classify, core, is_group, is_plural, nations_in


@pytest.mark.parametrize(
    ("slot", "text", "fill"),
    [
        ("instrument", "A CAR BOMB", "VEHICLE BOMB"),
        ("instrument", "STICKS OF DYNAMITE", "DYNAMITE"),
        ("instrument", "TWO RIFLES", "RIFLE"),
        ("phys", "CAR OF THE SPANISH AMBASSADOR", "TRANSPORT VEHICLE"),  # the head decides
        ("phys", "HOME OF THE SPANISH AMBASSADOR", "DIPLOMAT OFFICE OR RESIDENCE"),  # but a home is its owner's
        ("building", "HOME OF A TEACHER", "CIVILIAN RESIDENCE"),
        ("phys", "TELEPHONE COMPANY OFFICES", "COMMUNICATIONS"),
        ("hum", "TWO POLICEMEN", "LAW ENFORCEMENT"),
        ("state", "SOLDIERS OF THE ARMY", "STATE-SPONSORED VIOLENCE"),
        ("hum", "SHOPPERS", None),
    ],
)
def test_classify(slot: str, text: str, fill: str | None):
    assert classify(slot, text) == fill


def test_core_ends_before_a_complement():
    assert core("YOUNG MEMBERS OF THE FRONT") == ["YOUNG", "MEMBERS"]


def test_plurals_and_groups():
    assert is_plural("PEASANTS FROM THE VALLEY")
    assert is_plural("CHILDREN")
    assert not is_plural("UNION HEADQUARTERS")
    assert not is_plural("ONE OF THE GIRLS")
    assert is_group("A GUERRILLA COLUMN")
    assert not is_group("A REBEL")


def test_nations():
    assert nations_in("A U.S. CITIZEN AND A SPANIARD IN PERU") == ["UNITED STATES", "SPAIN", "PERU"]
    assert nations_in("A U.S. CITIZEN IN PERU", adjectives=True) == ["UNITED STATES"]
    assert nations_in("LATIN AMERICA") == []
