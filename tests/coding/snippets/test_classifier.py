from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from dateline.coding.errors import ModelError
from dateline.coding.snippets.classifier import RECIPES, SnippetRecipe, SnippetTypes, choose, written_snippets
from dateline.coding.snippets.features import SnippetFeatures, words_of
from dateline.records import EventType

RECIPE = SnippetRecipe({"tokens": 1.0, "words": 1.0}, 0.1)
TEXTS = ("a bomb went off", "the bomb exploded", "they marched in peace", "students marched on")
ANSWERS: tuple[EventType, ...] = (
    "explosion.remote_explosive",
    "explosion.remote_explosive",
    "protest.peaceful",
    "protest.peaceful",
)


def snippet(text: str, state: float) -> SnippetFeatures:
    return SnippetFeatures({"tokens": np.array([state, 1.0], dtype=np.float32)}, words_of(text))


LEARNT = [snippet(text, state) for text, state in zip(TEXTS, (1.0, 0.9, -1.0, -0.9), strict=True)]


def test_what_was_learnt_is_told_from_words_and_states():
    fitted = SnippetTypes.fit(LEARNT, ANSWERS, RECIPE)
    assert fitted.types([snippet("one more bomb", 0.0), snippet("hundreds marched", 0.0)]) == [ANSWERS[0], ANSWERS[2]]
    assert fitted.types([snippet("", 1.0), snippet("", -1.0)]) == [ANSWERS[0], ANSWERS[2]]
    assert fitted.types([]) == []


def test_a_saved_classifier_scores_the_same_for_its_model_only(tmp_path: Path):
    fitted = SnippetTypes.fit(LEARNT, ANSWERS, RECIPE, frozenset({"ab"}))
    fitted.save(tmp_path / "m.npz", "m-1")
    loaded = SnippetTypes.load(tmp_path / "m.npz", "m-1")
    assert loaded is not None
    assert loaded.learnt == {"ab"}
    assert loaded.scores(LEARNT) == pytest.approx(fitted.scores(LEARNT), abs=2e-3)
    assert SnippetTypes.load(tmp_path / "m.npz", "m-2") is None
    assert SnippetTypes.load(tmp_path / "absent.npz", "m-1") is None


def test_a_damaged_file_is_told(tmp_path: Path):
    (tmp_path / "m.npz").write_bytes(b"no archive")
    with pytest.raises(ModelError, match=r"m\.npz: damaged"):
        SnippetTypes.load(tmp_path / "m.npz", "m-1")


def test_the_recipe_is_chosen_on_snippets_left_out():
    # The words say it, the state misleads.
    misleading = [snippet(text, state) for text, state in zip(TEXTS, (1.0, -1.0, 1.0, -1.0), strict=True)]
    states, words = (SnippetRecipe({name: 1.0}, 0.1) for name in ("tokens", "words"))
    assert choose(misleading, ANSWERS, len(ANSWERS), (states, words)) is words
    assert choose(misleading, ANSWERS, len(ANSWERS), (words, words)) is words


def test_every_type_has_written_snippets():
    written = written_snippets()
    assert min(Counter(kind for kind, _ in written).values()) >= 8
    assert {kind for kind, _ in written} == set(get_args(EventType))
    assert len({text for _, text in written}) == len(written)
    assert all("words" in recipe.parts for recipe in RECIPES)
