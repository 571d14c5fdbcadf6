from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.linking import mutual
from dateline.linking.clustering import UNIT, Constraints, contract
from dateline.linking.mutual import Ties, joined

COUNT = 9
PAIRS = st.tuples(st.integers(0, COUNT - 1), st.integers(0, COUNT - 1)).filter(lambda pair: pair[0] < pair[1])
# Few different weights: many means are equal.
EXCESS = st.sampled_from([12, 12, 12, 11, 8, 6, 3, 1, -2])
CROWDS = st.lists(st.dictionaries(st.integers(1, 2), st.just(1), max_size=1), min_size=COUNT, max_size=COUNT)


def ties(excess: dict[tuple[int, int], int]) -> Ties:
    pairs = np.array([*excess], dtype=np.int64).reshape(-1, 2)
    return Ties(pairs[:, 0], pairs[:, 1], np.array([*excess.values()], dtype=np.int64) * UNIT)


def test_all_that_are_each_others_best_join_at_once():
    found = joined(np.ones(4, int), ties({(0, 2): 12, (1, 3): 12, (0, 1): 7}), np.arange(4, dtype=np.uint64), 0.0)
    assert found.tolist() == [0, 1, 0, 1]


@settings(max_examples=300)
@given(
    st.dictionaries(PAIRS, EXCESS),
    st.lists(st.integers(0, 2**63), min_size=COUNT, max_size=COUNT, unique=True),
    st.builds(Constraints, st.lists(PAIRS, max_size=2), st.lists(PAIRS, max_size=3), st.one_of(st.just([]), CROWDS)),
    st.sampled_from([0.0, 1.5, 5.9]),
)
def test_it_gives_what_joining_one_after_the_other_gives(excess, names, held, floor):
    sizes = [1 + number % 3 for number in names]
    values = np.array(sizes), ties(excess), np.array(names, dtype=np.uint64), floor, held
    one_by_one = contract(
        sizes, ((pair, more * UNIT) for pair, more in excess.items()), names=names, floor=floor, constraints=held
    )
    assert joined(*values).tolist() == one_by_one
    with patch.multiple(mutual, FEWEST=0, SHARE=0):  # mutual pairs to the end, where so few would be left to the rest
        assert joined(*values).tolist() == one_by_one
