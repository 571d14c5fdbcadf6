from __future__ import annotations

import json

import numpy as np

from dateline.coding.snippets.features import SnippetFeatures, words_of
from dateline.evaluation.case2021 import Case2021Figures
from dateline.evaluation.snippet_types import FOLDS, SnippetFigures, cross_validate, fingerprint, folds, learn
from dateline.records import EventType

BOMB: EventType = "explosion.remote_explosive"
MARCH: EventType = "protest.peaceful"
DENSE = ("tokens", "told", "mentions", "types", "surest")


def example(text: str, kind: EventType) -> tuple[SnippetFeatures, EventType]:
    return SnippetFeatures({name: np.ones(2, dtype=np.float32) for name in DENSE}, words_of(text)), kind


def test_a_fingerprint_does_not_hang_on_blanks():
    assert fingerprint("a  bomb\n") == fingerprint("a bomb") != fingerprint("a bomber")


def test_each_type_is_dealt_out_over_the_folds():
    types: list[EventType] = [BOMB] * FOLDS + [MARCH] * FOLDS
    of = folds([str(k) for k in range(2 * FOLDS)], types)
    assert sorted(of[:FOLDS].tolist()) == sorted(of[FOLDS:].tolist()) == list(range(FOLDS))


def test_no_snippet_is_typed_by_a_classifier_that_learnt_from_it():
    # "drums" stands in the first and the last only: whoever learnt from the last calls the first a march.
    examples = [example("drums", BOMB), example("bomb", BOMB), example("bomb", BOMB), example("drums drums", MARCH)]
    written = [example("bomb", BOMB), example("drums", MARCH)]
    assert cross_validate(examples, np.array([0, 1, 2, 3]), written)[:3] == [MARCH, BOMB, BOMB]
    assert learn(examples[1:3], written).types([examples[0][0]]) == [MARCH]


def test_figures_name_both_and_what_was_cross_validated():
    figures = SnippetFigures(Case2021Figures((("a", "a"), ("b", "a")), ("a",)), Case2021Figures((), ()), 1)
    told = json.loads(json.dumps(figures.as_dict()))
    assert (told["accuracy"], told["cross_validated"], told["coder"]["snippets"]) == (50.0, 1, 0)
    assert told["confusions"] == [{"wanted": "b", "predicted": "a", "snippets": 1}]
    low, high = figures.interval()
    assert (low, high) == (0.0, 100.0)
    assert "1 snippets that it learnt from, cross-validated; 1 others" in figures.table()
    assert "b taken for a" in figures.table()
