import numpy as np

from dateline.linking.components import components, firsts


def test_nodes_that_pairs_connect_have_one_number_and_one_first():
    labels = components(6, np.array([4, 1]), np.array([2, 4]))
    assert len(set(labels[[1, 2, 4]].tolist())) == 1
    assert len(set(labels.tolist())) == 4
    assert firsts(labels).tolist() == [0, 1, 1, 3, 1, 5]


def test_without_nodes_there_are_none():
    nothing = np.zeros(0, dtype=np.int64)
    assert firsts(components(0, nothing, nothing)).tolist() == []
