from hypothesis import given
from hypothesis import strategies as st

from dateline.linking.clustering import ABSENT, CLIP, UNIT, Constraints, cluster, contract

PAIRS = st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda pair: pair[0] < pair[1])


def test_links_join():
    assert cluster(4, {(0, 2): 3.0, (1, 3): 1.0}) == [0, 1, 0, 1]


def test_one_doubtful_link_does_not_chain():
    # 0-1 and 2-3 are sure; 1-2 is likely by itself, but all else speaks against it.
    weights = {(0, 1): 5.0, (2, 3): 5.0, (1, 2): 2.0, (0, 2): -3.0, (1, 3): -3.0, (0, 3): -3.0}
    assert cluster(4, weights) == [0, 0, 2, 2]


def test_no_pair_speaks_louder_than_all_others():
    # Clipped to 6, the link of 0 and 1 cannot outweigh what 2, which belongs to 0, has against 1.
    assert cluster(3, {(0, 1): 4.0, (0, 2): 5.0, (1, 2): -1000.0}) == [0, 1, 0]


def test_absent_pairs_speak_against():
    assert cluster(3, {(0, 1): 2.0, (1, 2): 1.0}) == [0, 0, 2]
    assert cluster(3, {(0, 1): 2.0, (1, 2): 1.0}, absent=0.0) == [0, 0, 0]


@given(st.dictionaries(PAIRS, st.floats(-8, 8, allow_nan=False)))
def test_the_order_of_the_weights_does_not_matter(weights):
    groups = cluster(7, weights)
    assert groups == cluster(7, dict(reversed(weights.items())))
    assert all(groups[group] == group <= node for node, group in enumerate(groups))


def test_what_is_decided_overrules_the_weights():
    weights = {(0, 1): 5.0, (1, 2): -6.0}
    assert cluster(3, weights, constraints=Constraints(apart=[(0, 1)])) == [0, 1, 2]
    assert cluster(3, weights, constraints=Constraints(together=[(1, 2)])) == [0, 1, 1]
    assert cluster(3, {}, constraints=Constraints(together=[(0, 2)], apart=[(0, 2)])) == [0, 1, 0]


def test_what_is_apart_stays_apart_in_groups():
    # 2 is as near to 0 as to 1, which are apart; once it has joined one, the other stays out.
    weights = {(0, 2): 5.0, (1, 2): 4.0, (0, 1): 6.0}
    assert cluster(3, weights, constraints=Constraints(apart=[(0, 1)])) == [0, 1, 0]


def test_in_a_crowd_pairs_that_were_not_compared_say_nothing():
    weights = {(0, node): 3.0 for node in range(1, 6)}
    assert cluster(6, weights) == [0, 0, 2, 3, 4, 5]
    assert cluster(6, weights, constraints=Constraints(crowds=[{7: 1}] * 6)) == [0] * 6


@given(
    st.dictionaries(PAIRS, st.floats(-8, 8, allow_nan=False)), st.lists(PAIRS, max_size=3), st.lists(PAIRS, max_size=3)
)
def test_decisions_always_hold(weights, together, apart):
    groups = cluster(7, weights, constraints=Constraints(together=together, apart=apart))
    assert all(groups[a] == groups[b] for a, b in together)
    joined = cluster(7, {}, constraints=Constraints(together=together))
    assert all(groups[a] != groups[b] for a, b in apart if joined[a] != joined[b])


@given(st.dictionaries(PAIRS, st.floats(-6, 8, allow_nan=False)), st.lists(PAIRS, max_size=2), st.floats(0.5, 5))
def test_above_a_floor_first_gives_the_same_groups(weights, apart, floor):
    # What joins above the floor, taken as nodes of their own, goes on to the groups of one go.
    excess = {pair: round(min(CLIP, weight) * UNIT) - round(ABSENT * UNIT) for pair, weight in weights.items()}
    above = contract([1] * 7, excess.items(), names=range(7), floor=floor, constraints=Constraints(apart=apart))
    firsts = sorted(set(above))
    node = [firsts.index(first) for first in above]
    between: dict[tuple[int, int], int] = {}
    for (a, b), more in excess.items():
        if node[a] != node[b]:
            pair = min(node[a], node[b]), max(node[a], node[b])
            between[pair] = between.get(pair, 0) + more
    still = Constraints(apart=[(node[a], node[b]) for a, b in apart])
    joined = contract([node.count(at) for at in range(len(firsts))], between.items(), names=firsts, constraints=still)
    assert [firsts[joined[at]] for at in node] == cluster(7, weights, constraints=Constraints(apart=apart))
