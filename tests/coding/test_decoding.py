import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.coding.decoding import Decision, best_spans, group
from dateline.coding.heads import NEVER, WIDTH


def scores(length: int, **values: float) -> np.ndarray:
    """(T, WIDTH) logits, NEVER but for those named `s<first>_<last>`."""
    out = np.full((length, WIDTH), NEVER, dtype=np.float32)
    for name, value in values.items():
        first, last = (int(n) for n in name[1:].split("_"))
        out[first, last - first] = value
    return out


def test_the_best_span_stands_for_those_that_overlap_it():
    spans, logits = best_spans(scores(9, s1_2=2.0, s1_3=1.0, s5_5=0.5), limit=5)
    assert spans == [(1, 2), (5, 5)]
    assert logits == pytest.approx([np.logaddexp(2.0, 1.0), 0.5])


def test_no_more_spans_than_the_limit_and_none_below_the_floor():
    spans, _ = best_spans(scores(9, s0_0=3.0, s2_2=2.0, s4_4=1.0, s6_6=-9.0), limit=2)
    assert spans == [(0, 0), (2, 2)]
    assert best_spans(scores(9, s6_6=-9.0), limit=2) == ([], [])


def test_groups_are_merged_by_their_mean_and_do_not_chain():
    chain = np.array([[1, 0.9, 0.1], [0.9, 1, 0.7], [0.1, 0.7, 1]])
    assert group(chain, 0.5) == [[0, 1], [2]]
    assert group(chain, 0.35) == [[0, 1, 2]]


@given(st.integers(1, 8), st.randoms(use_true_random=False))
def test_groups_divide_the_mentions(count, rng):
    affinity = np.array([[rng.random() for _ in range(count)] for _ in range(count)])
    groups = group((affinity + affinity.T) / 2, 0.5)
    assert sorted(m for g in groups for m in g) == list(range(count))


def test_an_unknown_decision_is_refused():
    with pytest.raises(TypeError, match="mentoin"):
        Decision.from_json({"mentoin": 0.5})
