from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from incident_samples import MILL_ID
from store_samples import PORT_ID, fill, mill, write

from dateline.store import Store
from dateline.store.agreement import FieldAgreement, agreement, category, krippendorff_alpha
from dateline.store.cases import get_case
from dateline.store.history import history
from dateline.store.records import TollValue, TypeValue
from dateline.store.review import Reviewer

# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability": examples A, B and C; "." stands for no value.
BINARY = ("0100000010", "1110010000")
TWO_CODERS = ("aabbdcccedda", "babbbccceddd")
FOUR_CODERS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def units(*coders: str) -> list[list[str]]:
    return [[value for value in unit if value != "."] for unit in zip(*coders, strict=True)]


@pytest.mark.parametrize(
    ("coders", "alpha"), [(BINARY, 0.095), (TWO_CODERS, 0.692), (FOUR_CODERS, 0.743)], ids=["A", "B", "C"]
)
def test_alpha_of_the_published_examples(coders: tuple[str, ...], alpha: float):
    found = krippendorff_alpha(units(*coders))
    assert found == pytest.approx(alpha, abs=0.0005)


@pytest.mark.parametrize("told", [[], [["a"], ["b"]], [["a", "a"], ["a", "a", "a"]]])
def test_no_alpha_without_two_values_to_tell_apart(told: list[list[str]]):
    assert krippendorff_alpha(told) is None


def test_alpha_of_perfect_agreement_is_one():
    assert krippendorff_alpha([["a", "a"], ["b", "b", "b"]]) == 1.0


@given(told=st.lists(st.lists(st.sampled_from("abc"), max_size=4), max_size=8))
def test_alpha_depends_on_no_order_and_is_at_most_one(told: list[list[str]]):
    alpha = krippendorff_alpha(told)
    assert alpha == krippendorff_alpha([sorted(unit) for unit in reversed(told)])
    assert alpha is None or alpha <= 1.0


def test_categories_ignore_what_is_not_the_value():
    place = {"name": "Oldenmill", "country": "KZ", "admin1": None, "lat": 1.0, "lon": 2.0, "precision": "town"}
    entry = {**place, "geonames_id": 7}
    assert category("place", entry) == category("place", {**entry, "name": "Old Mill", "lat": None})
    unnumbered = {**place, "geonames_id": None}
    assert category("place", unnumbered) == category("place", {**unnumbered, "name": " oldenmill", "lat": 1.5})
    assert category("place", unnumbered) != category("place", {**unnumbered, "country": "UZ"})
    farmers, police = {"kind": "civilians", "name": "Farmers"}, {"kind": "state_forces", "name": None}
    assert category("targets", [farmers, police]) == category("targets", [police, {**farmers, "name": "farmers"}])
    assert category("targets", [farmers]) != category("targets", [police])
    assert category("type", None) != category("type", "null")


@pytest.fixture
def people(store: Store) -> tuple[Reviewer, Reviewer]:
    """Two who have reviewed both incidents: of one mind on the port, not on the mill's type."""
    fill(store)
    ada, ben = (Reviewer(store, who, "coder") for who in ("ada", "ben"))
    ada.correct(MILL_ID, 1, [TypeValue(type="battle.armed_clash")], "soldiers fired")
    ben.accept(MILL_ID, 2, blind=True)
    ada.accept(PORT_ID, 1)
    ben.accept(PORT_ID, 2, blind=True)
    return ada, ben


def of(store: Store, *, independent: bool = True) -> dict[str, FieldAgreement]:
    with store.reading() as c:
        return {told.field: told for told in agreement(c, independent=independent)}


def test_agreement_by_field(people: tuple[Reviewer, Reviewer]):
    found = of(people[0].store)
    assert list(found)[:7] == ["verdict", "type", "status", "date", "place", "perpetrators", "targets"]
    assert found["verdict"] == FieldAgreement("verdict", 2, 2, 2, None)
    # Four types: clash, attack, bomb, bomb. Two ordered pairs differ in one unit of two: D_o = 2; of all ordered
    # pairs 16 - (1 + 1 + 4) = 10 differ: D_e = 10 / 3.
    assert found["type"] == FieldAgreement("type", 2, 2, 1, float(1 - Fraction(2) / Fraction(10, 3)))
    assert found["type"].percent == 50.0
    # Only the mill has a toll of killed targets.
    assert found["toll killed target"] == FieldAgreement("toll killed target", 1, 1, 1, None)


def test_a_value_that_one_person_does_not_see_differs(people: tuple[Reviewer, Reviewer]):
    cem = Reviewer(people[0].store, "cem", "coder")
    cem.correct(MILL_ID, 3, [TollValue(measure="killed", side="target")], "nobody knows", blind=True)
    told = of(cem.store)["toll killed target"]
    assert (told.pairs, told.agreed) == (3, 1)


def test_the_values_of_what_is_rejected_are_not_compared(people: tuple[Reviewer, Reviewer]):
    people[1].reject(MILL_ID, 3, "a drill", blind=True)
    found = of(people[0].store)
    assert (found["verdict"].pairs, found["verdict"].agreed) == (2, 1)
    assert found["type"].incidents == 1


def test_only_independent_verdicts_count_by_default(store: Store):
    fill(store)
    Reviewer(store, "ada", "coder").accept(MILL_ID, 1)
    Reviewer(store, "ben", "coder").accept(MILL_ID, 2)
    assert of(store) == {}
    assert of(store, independent=False)["type"].pairs == 1


def test_verdicts_on_other_reports_are_not_compared(store: Store):
    fill(store)
    ada, ben = (Reviewer(store, who, "coder") for who in ("ada", "ben"))
    held = ada.accept(MILL_ID, 1)
    write(store, [held.case.model_copy(update={"incident": mill(confidence=0.3)})], expected=2, action="updated")
    ben.accept(MILL_ID, 3, blind=True)
    assert of(store) == {}
    ada.accept(MILL_ID, 4, blind=True)
    assert of(store)["verdict"].pairs == 1


def test_what_was_undone_does_not_count(people: tuple[Reviewer, Reviewer]):
    ben = people[1]
    with ben.store.reading() as c:
        batch = history(c, incident=PORT_ID)[0].batch
        assert get_case(c, PORT_ID).version == 3
    ben.undo(batch)
    assert of(ben.store)["verdict"].incidents == 1


def test_no_reviews_no_agreement(sqlite_store: Store):
    fill(sqlite_store)
    assert of(sqlite_store) == {}
