from __future__ import annotations

import pytest

from dateline.coding.frames import Filler
from dateline.evaluation.muc4.entities import link_descriptions, merge_mentions


def fillers(text: str, role: str, *mentions: str, **labels: str) -> list[Filler]:
    out = []
    for mention in mentions:
        start = text.rindex(mention)
        out.append(Filler(role, start, start + len(mention), mention, 1 - start / 1e6, labels))
    return out


@pytest.mark.parametrize(
    ("role", "text", "mentions", "entities"),
    [
        ("hum_name", "JUAN PEREZ, OR PEREZ", ("JUAN PEREZ", "PEREZ"), 1),
        ("hum_name", "JUAN PEREZ AND LUIS SOTO", ("JUAN PEREZ", "LUIS SOTO"), 2),
        ("perp_organization", "POPULAR LIBERATION ARMY [EPL]", ("POPULAR LIBERATION ARMY", "EPL"), 1),
        ("perp_organization", "SHINING PATH AND MRTA", ("SHINING PATH", "MRTA"), 2),
        ("perp_individual", "ARMED MEN; THE REBELS FLED", ("ARMED MEN", "REBELS"), 1),  # groups are one group
        ("perp_individual", "COL SOTO; COLONEL SOTO", ("COL SOTO", "COLONEL SOTO"), 1),
        ("instrument", "A CAR BOMB IN A CAR LOT", ("CAR BOMB", "CAR LOT"), 2),
        ("hum_description", "JESUITS, JESUIT PRIESTS", ("JESUITS", "JESUIT PRIESTS"), 1),
        ("hum_description", "CIVILIANS AND A CIVILIAN", ("CIVILIAN", "CIVILIANS"), 2),  # one, and several
        ("phys_target", "TWO BANK OFFICES; THE OFFICES", ("BANK OFFICES", "OFFICES"), 1),
    ],
)
def test_merge_mentions(role: str, text: str, mentions: tuple[str, ...], entities: int):
    assert len(merge_mentions(fillers(text, role, *mentions), text)) == entities


def names_and_rest(text: str, names: tuple[str, ...], *descriptions: str) -> tuple[list[list[str]], list[str]]:
    people = merge_mentions(fillers(text, "hum_name", *names), text)
    left = link_descriptions(people, fillers(text, "hum_description", *descriptions), text)
    return [[d.text for d in p.descriptions] for p in people], [f.text for f in left]


def test_a_description_goes_to_the_name_beside_it():
    text = "SENATOR LUIS SOTO AND JUAN PEREZ, 40, THE MAYOR OF ZULA, DIED."
    linked, left = names_and_rest(text, ("LUIS SOTO", "JUAN PEREZ"), "SENATOR", "MAYOR OF ZULA")
    assert (linked, left) == ([["SENATOR"], ["MAYOR OF ZULA"]], [])


def test_a_plural_one_goes_to_all_names():
    text = "ENGINEERS LUIS SOTO AND JUAN PEREZ WERE TAKEN. TWO TEACHERS WERE NOT."
    linked, _ = names_and_rest(text, ("LUIS SOTO", "JUAN PEREZ"), "ENGINEERS")
    assert linked == [["ENGINEERS"], ["ENGINEERS"]]


def test_the_only_name_takes_what_is_left_but_no_one_elses():
    text = "LUIS SOTO DIED YESTERDAY WITH HIS DRIVER. IT WAS A BLOW TO FRIENDS OF THE BANKER."
    linked, left = names_and_rest(text, ("LUIS SOTO",), "HIS DRIVER", "BANKER")
    assert (linked, left) == ([["BANKER"]], ["HIS DRIVER"])


def test_titles_come_after_roles():
    text = "DR LUIS SOTO, MAYOR, DIED."
    linked, _ = names_and_rest(text, ("LUIS SOTO",), "DR", "MAYOR")
    assert linked == [["MAYOR", "DR"]]


def test_apposition_tells_more_than_the_classifiers_types():
    text = "A GUARD, LUIS SOTO, DIED."
    people = merge_mentions(fillers(text, "hum_name", "LUIS SOTO", type="CIVILIAN"), text)
    described = fillers(text, "hum_description", "GUARD", type="SECURITY GUARD")
    assert link_descriptions(people, described, text) == []
    assert people[0].descriptions == described
