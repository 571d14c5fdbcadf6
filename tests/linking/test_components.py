import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dateline.linking.assembly import strongest
from dateline.linking.components import components, firsts, forest


def test_nodes_that_pairs_connect_have_one_number_and_one_first():
    labels = components(6, np.array([4, 1]), np.array([2, 4]))
    assert len(set(labels[[1, 2, 4]].tolist())) == 1
    assert len(set(labels.tolist())) == 4
    assert firsts(labels).tolist() == [0, 1, 1, 3, 1, 5]


def test_without_nodes_there_are_none():
    nothing = np.zeros(0, dtype=np.int64)
    assert firsts(components(0, nothing, nothing)).tolist() == []


def pairs_of(weights):
    left, right = np.array(list(weights), dtype=np.int64).reshape(-1, 2).T
    return left, right, np.array(list(weights.values()), dtype=np.float64)


def test_a_forest_leaves_out_the_lightest_pair_of_a_ring():
    assert forest(*pairs_of({(0, 1): 1.0, (0, 2): 2.0, (1, 2): -3.0, (4, 5): -9.0})).tolist() == [0, 1, 3]
    assert forest(*pairs_of({})).tolist() == []


def test_of_equal_pairs_those_of_the_first_nodes_stay():
    assert forest(*pairs_of({(1, 2): 1.0, (0, 2): 1.0, (0, 1): 1.0})).tolist() == [1, 2]


PAIRS = st.tuples(st.integers(0, 4), st.integers(5, 9))


@given(st.dictionaries(PAIRS, st.floats(-5, 5)).filter(lambda found: len(set(found.values())) == len(found)))
def test_a_forest_is_all_that_tying_needs(weights):
    left, right, weight = pairs_of(weights)
    kept = {(int(left[at]), int(right[at])): float(weight[at]) for at in forest(left, right, weight)}
    assert strongest(10, kept) == strongest(10, weights)
