from __future__ import annotations

from incident_samples import incident, toll

from dateline.linking.records import Toll
from dateline.store.people import People, people


def total(*tolls: Toll) -> People:
    return people(incident(tolls=tolls), "killed")


def side(name: str, low: int | None, best: int | None, high: int | None) -> Toll:
    return toll(side=name, low=low, best=best, high=high)


def test_sides_add_up() -> None:
    assert total(side("target", 5, 6, 9), side("perpetrator", 1, 1, 1)) == People(low=6, best=7, high=10)


def test_one_side_can_be_asked_for() -> None:
    told = incident(tolls=(side("target", 5, 6, 9), side("perpetrator", 1, 1, 1)))
    assert people(told, "killed", side="perpetrator") == People(low=1, best=1, high=1)
    assert people(told, "injured") == People()


def test_what_one_side_leaves_open_the_whole_leaves_open() -> None:
    found = total(side("target", 6, 6, 6), side("perpetrator", 2, None, None))
    assert found == People(low=8, best=None, high=None)
    assert found.known == 8


def test_a_number_of_no_side_may_count_the_same_people_again() -> None:
    assert total(side("target", 9, 9, 9), side("unknown", 12, 12, 12)) == People(low=12, best=12, high=12)
    assert total(side("target", 9, 9, 9), side("unknown", 4, 4, 4)) == People(low=9, best=9, high=9)


def test_no_best_number_lies_below_the_least() -> None:
    assert total(side("target", 9, None, None), side("unknown", 4, 4, 4)) == People(low=9, best=None, high=None)


def test_nobody_is_a_number_and_unknown_is_none() -> None:
    assert total(side("unknown", 0, 0, 0)).known == 0
    assert total().known is None
    assert total(side("target", None, None, 20)).known is None
