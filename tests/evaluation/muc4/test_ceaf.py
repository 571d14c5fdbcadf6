from __future__ import annotations

import pytest

from dateline.evaluation.muc4 import keys as k
from dateline.evaluation.muc4.ceaf import gold_entities, matched, normalise, score_roles
from dateline.evaluation.muc4.keys import Template

TEXT = "ARMED MEN OF THE ZULA FRONT\nTHREW A BOMB AT THE TOWN HALL."


def template(**slots: tuple[str, ...]) -> Template:
    numbers = {"men": k.PERP_INDIVIDUAL, "group": k.PERP_ORGANIZATION, "hall": k.PHYS_ID}
    return Template("M", "1", optional=False, slots={numbers[name]: fills for name, fills in slots.items()})


def test_mentions_are_compared_without_case_punctuation_and_articles():
    assert normalise("The U.S.  Embassy's (an annex)") == "us embassys annex"


def test_fills_of_all_templates_are_merged_and_must_stand_in_the_text():
    gold = gold_entities(
        [
            template(men=('"ARMED MEN"',), group=('"ZULA FRONT" / "ZF"',)),
            template(men=('? "ARMED MEN" / "MEN"',), group=('"ANOTHER FRONT"',), hall=('"TOWN HALL"', '"HALL"')),
        ],
        TEXT,
    )
    assert gold["perpetrator individual"] == [["armed men"]]  # the second has it among its mentions
    assert gold["perpetrator organization"] == [["zula front"]]
    assert gold["physical target"] == [["town hall"], ["hall"]]
    assert gold["victim"] == gold["weapon"] == []


@pytest.mark.parametrize(
    ("gold", "predicted", "right"),
    [
        ([["zula front", "zf"]], [["The Zula Front"]], 1),
        ([["zula front", "zf"]], [["zula front", "zf"]], 1),
        ([["zula front", "zf"]], [["zula front", "rebels"]], 0),  # not all of its mentions are the gold entity's
        ([["zula front", "zf"]], [["zula front"], ["zf"]], 1),  # one gold entity is right once
        ([["bus"], ["bus", "car"]], [["bus"], ["car"]], 2),  # "bus" must leave the second to "car"
        ([], [["bus"]], 0),
    ],
)
def test_an_entity_is_right_if_its_mentions_are_one_gold_entitys(
    gold: list[list[str]], predicted: list[list[str]], right: int
):
    assert matched(gold, predicted) == right


def test_figures_are_micro_averages():
    gold = {"a": {"victim": [["ana soto"]], "weapon": [["bomb"]]}, "b": {"weapon": [["gun"]]}}
    given = {"a": {"victim": [["ana soto"], ["juan"]], "weapon": [["bomb"]]}, "c": {"weapon": [["gun"]]}}
    figures = score_roles(gold, given)
    total = figures.all_roles
    assert (total.credit, total.gold, total.predicted) == (2, 3, 3)
    assert figures.as_dict()["weapon"] == {"precision": 100.0, "recall": 50.0, "f1": pytest.approx(200 / 3)}
    assert figures.table().splitlines()[-1].split() == ["ALL", "ROLES", "3", "3", "2", "66.67", "66.67", "66.67"]
