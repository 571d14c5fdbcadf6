from __future__ import annotations

import pytest

from dateline.coding.model import Model
from dateline.coding.snippets.features import snippet_features, words_of


def test_words_are_cut_numbers_alike_and_neighbours_paired():
    assert words_of("Protesters burned 1,200 cars; protesting") == {
        "protest": 2,
        "burned": 1,
        "#": 1,
        "cars": 1,
        "protest burned": 1,
        "burned #": 1,
        "# cars": 1,
        "cars protest": 1,
    }


def test_features_have_one_shape_whatever_is_told():
    model = Model.load("small")
    attack = snippet_features(model, "A suicide bomber blew himself up at a checkpoint.")
    weather = snippet_features(model, "Sunny")
    assert {k: v.shape for k, v in attack.dense.items()} == {k: v.shape for k, v in weather.dense.items()}
    assert attack.dense["surest"].max() > weather.dense["surest"].max()
    with pytest.raises(ValueError, match="without a word"):
        snippet_features(model, " ")
