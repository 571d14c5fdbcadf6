from __future__ import annotations

from datetime import date

from hypothesis import given
from selection_samples import some_columns
from store_samples import case, correction, mill, port

from dateline.store.people import People
from dateline.store.records import DateValue, PlaceValue, TollValue, TypeValue
from dateline.store.selection.columns import Columns, columns_of


def test_the_columns_hold_what_users_see() -> None:
    found = columns_of(case(mill()))
    assert (found.type, found.status, found.start, found.end) == (
        "civilians.attack",
        "happened",
        date(2016, 6, 5),
        date(2016, 6, 5),
    )
    assert (found.place, found.country, found.place_precision, found.lat) == ("Oldenmill", "KZ", "town", 50.25)
    assert (found.killed, found.killed_targets) == (People(low=6, best=7, high=10), People(low=5, best=6, high=9))
    assert (found.injured, found.sources, found.reports, found.confidence) == (People(), 3, 4, 0.8)
    assert (found.perpetrators, found.targets) == (("unidentified_armed",), ("civilians",))
    assert found.title == "Attack on civilians, Oldenmill, Oldenmill Region, KZ, 5 June 2016"
    assert found.live


def test_corrections_come_first_and_settle_disputes() -> None:
    told = columns_of(case(mill())).disputed
    assert {"date", "toll killed target"} <= set(told)
    corrections = (
        correction(TypeValue(type="battle.armed_clash")),
        correction(DateValue(start=None, end=None, precision="unknown")),
        correction(PlaceValue(name=None, precision="unknown")),
        correction(TollValue(measure="killed", side="target")),
    )
    found = columns_of(case(mill(), state="corrected", corrections=corrections))
    assert (found.type, found.start, found.place, found.state) == ("battle.armed_clash", None, None, "corrected")
    assert found.killed == People(low=1, best=1, high=1)
    assert not {"date", "toll killed target"} & set(found.disputed)
    assert found.title == "Armed clash, date unknown"


def test_what_was_merged_or_withdrawn_is_not_live() -> None:
    assert not columns_of(case(port(), into="i1")).live
    assert not columns_of(case(port(), withdrawn=True)).live


@given(some_columns())
def test_the_json_gives_the_same_columns(columns: Columns) -> None:
    assert Columns.model_validate_json(columns.to_json()) == columns
