import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.coding.document import read_document
from dateline.coding.heads import BLOCK, NEVER, WIDTH, Heads, alike, gelu, pairs_between, sigmoid, softmax
from dateline.coding.scheme import Scheme

DIM = 2
TOY = Scheme("toy", "trigger", ("actor",), {}, {}, {})


def toy_heads(query: float = 0.0) -> Heads:
    """Span scores of two roles: role 0 starts at the first state and ends at the second, role 1 never; q·k = query²."""
    ends = np.zeros((4, DIM), np.float32)
    ends[0, 0] = ends[2, 1] = 1.0
    return Heads(
        {
            "schemes.toy.spans.ends.weight": ends,
            "schemes.toy.spans.ends.bias": np.zeros(4, np.float32),
            "schemes.toy.spans.query.weight": np.zeros((2, DIM), np.float32),
            "schemes.toy.spans.query.bias": np.full(2, query, np.float32),
            "schemes.toy.spans.key.weight": np.zeros((2, DIM), np.float32),
            "schemes.toy.spans.key.bias": np.full(2, query, np.float32),
            "schemes.toy.spans.width": np.zeros((2, WIDTH), np.float32),
        }
    )


def test_a_span_scores_its_start_its_end_and_their_agreement(tokenizer):
    document = read_document("a bomb exploded", None, tokenizer)
    states = np.array([[1, 0], [2, 0], [0, 5]], np.float32)
    scores = toy_heads(query=4.0).span_scores(document, states, TOY)
    assert scores.shape == (2, 3, WIDTH)
    assert scores[0, 1, 1] == pytest.approx(2 + 5 + 16 / 8)
    assert scores[1, 1, 1] == pytest.approx(16 / 8)
    assert scores[0, 2, 1] == NEVER


def test_spans_do_not_cut_words(tokenizer):
    document = read_document("Kyzylorda burned", None, tokenizer)
    scores = toy_heads().span_scores(document, np.zeros((len(document.ids), DIM), np.float32), TOY)
    pieces = len(document.ids) - 1
    assert scores[0, 0, pieces - 1] == 0.0
    assert (scores[0, 0, : pieces - 1] == NEVER).all()
    assert (scores[0, 1] == NEVER).all()


def test_blocks_of_rows_meet_without_a_seam(tokenizer):
    document = read_document("word " * (BLOCK + 40), None, tokenizer)
    rng = np.random.default_rng(0)
    states = rng.normal(size=(len(document.ids), DIM)).astype(np.float32)
    scores = toy_heads().span_scores(document, states, TOY)
    first = BLOCK - 3
    expected = states[first, 0] + states[first + 5, 1]
    assert scores[0, first, 5] == pytest.approx(expected)


def test_distances_count_tokens_sentences_and_the_anchors_between(tokenizer):
    document = read_document("Bombs fell. Guns fired. Men died.", None, tokenizer)
    pairs = pairs_between(document, [(0, 0), (3, 3), (6, 6)], [(7, 7)])
    assert pairs.between[:, 0].tolist() == [2, 1, 0]
    assert pairs.sentences[:, 0].tolist() == [6, 5, 4]


def test_mentions_are_alike_if_they_share_the_beginning_of_a_word(tokenizer):
    document = read_document("explosion exploded killed", None, tokenizer)
    assert alike(document, [(0, 0), (1, 1), (2, 2)]).tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 1]]


@given(st.lists(st.floats(-80, 80, width=32), min_size=1, max_size=8))
def test_probabilities_stay_probabilities(values):
    x = np.array(values, np.float32)
    assert softmax(x).sum() == pytest.approx(1.0, abs=1e-5)
    assert ((sigmoid(x) >= 0) & (sigmoid(x) <= 1)).all()
    assert np.abs(gelu(x) - np.maximum(x, 0)).max() < 0.2
