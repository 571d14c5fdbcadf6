from hypothesis import given
from hypothesis import strategies as st

from dateline.linking.assembly import strongest


def test_each_telling_is_tied_by_its_heaviest_pair():
    assert strongest(3, {(0, 1): 1.0, (0, 2): 2.0, (1, 2): 3.0}) == [(0, 2), (1, 2)]
    assert strongest(1, {}) == []


def test_of_equal_pairs_the_earliest_ties():
    assert strongest(3, {(0, 1): 1.0, (0, 2): 1.0, (1, 2): 1.0}) == [(0, 1), (0, 2)]


def test_what_no_pair_ties_is_tied_to_the_first():
    assert strongest(4, {(0, 2): 1.0}) == [(0, 2), (0, 1), (0, 3)]


@given(st.dictionaries(st.tuples(st.integers(0, 5), st.integers(6, 9)), st.floats(-5, 5)))
def test_all_are_tied_once(weights):
    links = strongest(10, weights)
    assert len(links) == 9
    assert {position for pair in links for position in pair} == set(range(10))
