import random
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.linking import ties
from dateline.linking.clustering import Constraints, cluster
from dateline.linking.grouping import regroup
from dateline.linking.store import Store

LIFT = 0.5


def arrive(
    store: Store,
    first: int,
    last: int,
    weights: dict[tuple[int, int], float],
    crowds: dict[int, int] | None = None,
    *,
    lost: Iterable[tuple[int, int]] = (),
) -> dict[int, int]:
    """Items `first` to `last` - 1 arrive, with their pairs with all that are there; the group of each item.

    `crowds`: in which crowd each item that is in one stands from now on; `lost`: pairs that are not compared any more.
    """
    store.execute("CREATE OR REPLACE TEMP TABLE lost (a INTEGER, b INTEGER)")
    for pair in lost:
        store.execute("INSERT INTO lost VALUES (?, ?)", pair)
    store.execute("CREATE OR REPLACE TEMP TABLE crowded (item INTEGER)")
    before = dict(store.rows("SELECT item, crowd FROM crowds"))
    for item, crowd in (crowds or {}).items():
        if item < last and before.get(item) != crowd:
            store.execute("INSERT INTO crowded VALUES (?)", [item])
            store.execute("DELETE FROM crowds WHERE item = ?", [item])
            store.execute("INSERT INTO crowds VALUES (?, ?)", [item, crowd])
    rows = [(n, n, f"r{n}", "e1", None, 0, None, n, b"") for n in range(first, last)]
    store.connection.executemany("INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?)", rows)
    new = [(a, b, weight) for (a, b), weight in weights.items() if first <= b < last]
    if new:
        store.connection.executemany("INSERT INTO pairs VALUES (?, ?, ?)", new)
    ties.drop_lost(store, LIFT)
    regroup(store, first, LIFT)
    store.execute("DELETE FROM membership WHERE item IN (SELECT item FROM grouped)")
    store.execute("INSERT INTO membership SELECT item, grp::VARCHAR FROM grouped")
    return {item: int(group) for item, group in store.rows("SELECT item, incident FROM membership")}


def weights_of(seed: int, count: int) -> dict[tuple[int, int], float]:
    """Chance weights: pairs of four families of items are likelier to be one than others."""
    chance = random.Random(seed)
    pairs = [(a, b) for b in range(count) for a in range(b) if chance.random() < 0.4]
    return {(a, b): round(chance.gauss(3.0 if a % 4 == b % 4 else -2.0, 4.0), 3) for a, b in pairs}


@pytest.mark.parametrize("many", [0.2, 2.0])
@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.lists(st.integers(1, 23), max_size=3))
def test_level_by_level_and_bit_by_bit_the_groups_are_those_of_one_go(many, seed, stops):
    weights, ends = weights_of(seed, 24), sorted({*stops, 24})
    whole = cluster(24, {pair: weight + LIFT for pair, weight in weights.items()})
    store = Store()
    groups: dict[int, int] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ties, "MANY", many)  # pairs of what is touched are kept apart always, or if it is little
        for first, last in zip([0, *ends], ends, strict=False):
            groups = arrive(store, first, last, weights)
    store.close()
    assert [groups[item] for item in range(24)] == whole


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.integers(1, 23))
def test_items_that_move_to_another_crowd_are_grouped_as_if_they_had_always_stood_there(seed, stop):
    weights = {pair: weight for pair, weight in weights_of(seed, 24).items() if pair[0] % 4 != 3}
    chance = random.Random(seed)
    early, late = ({item: chance.randrange(3) for item in chance.sample(range(24), 16)} for _ in range(2))
    late = early | late
    crowds = [{late[item]: 1} if item in late else {} for item in range(24)]
    whole = cluster(
        24, {pair: weight + LIFT for pair, weight in weights.items()}, constraints=Constraints(crowds=crowds)
    )
    store = Store()
    arrive(store, 0, stop, weights, early)
    groups = arrive(store, stop, 24, weights, late)
    store.close()
    assert [groups[item] for item in range(24)] == whole


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000), st.integers(12, 23), st.sampled_from([0, 1, 3]))
def test_without_lost_pairs_groups_are_as_if_these_had_never_been_there(seed, stop, families):
    weights = weights_of(seed, 24)
    chance = random.Random(seed)
    lost = [pair for pair in weights if pair[1] < stop and chance.random() < 0.3]
    crowd = {item: item % families for item in range(24)} if families else {}
    constraints = Constraints(crowds=[{crowd[item]: 1} if crowd else {} for item in range(24)])
    kept = {pair: weight + LIFT for pair, weight in weights.items() if pair not in lost}
    whole = cluster(24, kept, constraints=constraints)
    store = Store()
    arrive(store, 0, stop, weights, crowd)
    groups = arrive(store, stop, 24, weights, crowd, lost=lost)
    store.close()
    assert [groups[item] for item in range(24)] == whole


def test_what_a_lost_pair_kept_apart_may_join():
    store, crowd = Store(), dict.fromkeys(range(5), 1)
    groups = arrive(store, 0, 4, {(0, 1): 5.0, (2, 3): 5.0, (0, 2): 1.0, (1, 3): -3.0}, crowd)
    assert groups == {0: 0, 1: 0, 2: 2, 3: 2}
    assert arrive(store, 4, 5, {}, crowd, lost=[(1, 3)]) == {0: 0, 1: 0, 2: 0, 3: 0, 4: 4}
    store.close()


def test_what_is_not_touched_is_not_grouped_anew():
    store = Store()
    arrive(store, 0, 4, {(0, 1): 5.0, (2, 3): 5.0})
    arrive(store, 4, 5, {(0, 4): 5.0, (1, 4): 5.0})
    assert sorted(store.rows("SELECT item, grp FROM grouped")) == [(0, 0), (1, 0), (4, 0)]
    store.close()
