from __future__ import annotations

from incident_samples import incident, told, toll, when, where, witness
from store_samples import case, correction

from dateline.linking.records import ToldType
from dateline.store.disputes import disputes
from dateline.store.records import TypeValue

ONE, TWO, THREE = (witness(f"r{source}", source, 6) for source in range(3))


def test_a_share_is_that_of_the_sources_of_the_first_value() -> None:
    types = (
        ToldType(type="civilians.attack", sources=2, told_by=(ONE, TWO)),
        ToldType(type="battle.armed_clash", sources=1, told_by=(THREE,)),
    )
    dates = (when(5, 5, ONE), when(4, 4, TWO))
    found = disputes(case(incident(types=types, dates=dates)))
    assert found == {"type": 2 / 3, "date": 0.5}


def test_what_agrees_is_not_in_dispute() -> None:
    dates = (when(5, 5, ONE), when(1, 7, TWO))
    assert disputes(case(incident(dates=dates, places=(where("Oldenmill", ONE),)))) == {}


def test_tolls_are_named_as_in_the_log() -> None:
    killed = toll(told(4, ONE), told(6, TWO), told(6, THREE), best=6, sources=2)
    assert disputes(case(incident(tolls=(killed,)))) == {"toll killed target": 2 / 3}


def test_a_correction_settles_its_field_alone() -> None:
    types = tuple(ToldType(type=kind, sources=1, told_by=(ONE,)) for kind in ("riot.mob_violence", "protest.peaceful"))
    held = case(incident(types=types, problems=("the parts exceed the whole",)))
    assert disputes(held) == {"type": 0.5, "problems": 0.5}
    settled = held.model_copy(update={"corrections": (correction(TypeValue(type="protest.peaceful")),)})
    assert disputes(settled) == {"problems": 0.5}
