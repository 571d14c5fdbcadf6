from __future__ import annotations

import json

import pytest

from dateline.evaluation.muc4 import keys as k
from dateline.evaluation.muc4.keys import Template
from dateline.evaluation.muc4.score import best_mapping, score_slot, score_templates


def template(kind: str, *, optional: bool = False, **slots: tuple[str, ...]) -> Template:
    fills = {getattr(k, name.upper()): value for name, value in slots.items()}
    return Template("M", "1", optional, {k.TYPE: (kind,), **fills})


def test_a_slot_pairs_its_fills_best_first():
    tally = score_slot(k.PHYS_ID, ['"STORES"', '? "HOMES"'], ['"CARS"', '"STORES"'])
    assert (tally.gold, tally.predicted, tally.credit) == (1, 2, 1.0)  # the optional fill counts only where matched
    assert score_slot(k.PHYS_ID, ['? "HOMES"'], ['"HOMES"']).gold == 1


def test_templates_are_mapped_for_the_highest_credit():
    lima = template("BOMBING", location=("PERU",), phys_id=('"BANK"',))
    quito = template("BOMBING", location=("ECUADOR",), phys_id=('"BANK"',))
    assert best_mapping([lima, quito], [quito, lima]) == [(lima, lima), (quito, quito)]


def test_types_must_match_and_optional_templates_may_be_left_out():
    bombing, robbery, maybe = template("BOMBING"), template("ROBBERY"), template("ARSON", optional=True)
    assert best_mapping([bombing, maybe], [robbery]) == [(bombing, None), (None, robbery)]


@pytest.mark.parametrize("size", [3, 7])  # exhaustive and greedy
def test_a_key_against_itself_is_right(size: int):
    key = {"M": [template("BOMBING", phys_id=(f'"BANK {i}"',)) for i in range(size)]}
    figures = score_templates(key, key)
    assert (figures.templates.credit, figures.f1) == (size, 100.0)


def test_all_templates_counts_unmapped_ones():
    key = {"M": [template("BOMBING", location=("PERU",))], "N": [template("ARSON", location=("PERU",))]}
    figures = score_templates(key, {"M": [template("BOMBING", location=("PERU",))], "X": [template("ARSON")]})
    row = figures.rows()["ALL TEMPLATES"]
    assert (row.gold, row.predicted, row.credit) == (4, 2, 2.0)
    assert figures.f1 == pytest.approx(200 / 3)
    assert json.loads(json.dumps(figures.as_dict()))["template-id"]["recall"] == 50.0
    assert figures.table().splitlines()[-1].split()[:4] == ["ALL", "TEMPLATES", "4", "2"]
