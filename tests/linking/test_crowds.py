import random
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from dateline.linking import LinkModel, State, crowds, store
from dateline.linking.blocking import Kind
from dateline.linking.evidence import Evidence
from dateline.linking.items import Item
from dateline.linking.store import Store
from dateline.linking.syndication import Fingerprint, Printed
from dateline.linking.telling import Telling

DAY = date(2020, 5, 4)


def take_in(found, key, items, *, days=None, kind=Kind.TERM_DAY, first=0):
    """Let a block be gathered: its items in their fixed order, and the days of those that are new."""
    found.execute("DELETE FROM members")
    rows = [(key, item, place, int(kind), len(items), 60) for place, item in enumerate(items, 1)]
    found.connection.executemany("INSERT INTO members VALUES (?, ?, ?, ?, ?, ?)", rows)
    for item, day in zip(items, days or [1] * len(items), strict=True):
        if not found.rows("SELECT 1 FROM vectors WHERE item = ?", [item]):
            found.execute("INSERT INTO vectors (item, published, days) VALUES (?, 9, [?])", [item, day])
    assert crowds.gather(found, first)


def crowd_of(found):
    """The items of each crowd."""
    crowds.place(found)
    items: dict[int, set[int]] = {}
    for item, crowd in found.rows("SELECT item, crowd FROM crowds"):
        items.setdefault(crowd, set()).add(item)
    return items


@pytest.fixture
def blocks():
    """A store without blocks."""
    found = Store()
    found.execute(
        "CREATE TEMP TABLE members (key UBIGINT, item INTEGER, place INTEGER, kind INTEGER, size INTEGER, most INTEGER)"
    )
    yield found
    found.close()


def test_blocks_of_mostly_the_same_items_are_one_crowd(blocks):
    take_in(blocks, 1, range(80))
    take_in(blocks, 2, range(4, 84))
    take_in(blocks, 3, range(60, 140))  # of its 80 items, 24 are in the second block
    assert crowd_of(blocks) == {1: set(range(84)), 3: set(range(84, 140))}


def test_alike_blocks_of_two_days_are_two_crowds(blocks):
    take_in(blocks, 1, range(80), days=[1] * 9 + [2] * 71)  # of its first 16 items, 9 are of the first day
    take_in(blocks, 2, range(4, 84), days=[1] * 5 + [2] * 75)  # here 5 are
    assert crowd_of(blocks) == {1: set(range(80)), 2: {80, 81, 82, 83}}


def test_a_small_block_inside_a_crowd_of_its_day_is_of_that_crowd(blocks):
    copies = [*range(500, 530), *range(30, 70)]
    take_in(blocks, 1, range(600))
    take_in(blocks, 2, copies, kind=Kind.COPY)  # their first 16 items are not the same
    assert crowd_of(blocks) == {1: set(range(600))}
    take_in(blocks, 3, range(590, 690), days=[1] * 100, kind=Kind.COPY)  # of 100, 10 are in the large one
    assert crowd_of(blocks) == {1: set(range(600)), 3: set(range(600, 690))}


def test_only_items_that_move_are_named(blocks):
    take_in(blocks, 1, range(140))
    crowds.place(blocks)
    assert len(blocks.rows("SELECT item FROM crowded")) == 140
    take_in(blocks, 0, range(200, 262), kind=Kind.COPY, first=200)
    crowds.place(blocks)
    assert sorted(blocks.rows("SELECT item FROM crowded")) == [(200 + n,) for n in range(62)]


def telling(number: int, chance: random.Random) -> Item:
    """One of many reports of one incident, each with some of its rare words."""
    words = Counter(f"zq{word}x" for word in range(12) if chance.random() < 0.65)
    report = f"r{number}"
    evidence = Evidence(
        report=report, published=DAY.toordinal(), outlet=report, words=words, title=frozenset(), lead=words,
        names=frozenset(), streets=frozenset(), ages=frozenset(), times=frozenset(), dead=frozenset(), hours={},
        days={DAY.toordinal(): 1.0}, towns={7: 1.0}, regions={"XX 1": 1.0}, numbers=frozenset({"9"}),
        killed={9: 1.0}, injured={}, kind="civilians.attack",
    )  # fmt: skip
    printed = Printed(report, report, "", Fingerprint(frozenset({chance.getrandbits(60)}), 1))
    return Item(Telling(report, DAY, None, (), printed), evidence)


@pytest.mark.parametrize("batches", [(120,), (50, 51, 120)])
def test_an_incident_of_more_reports_than_are_compared_stays_one(monkeypatch, batches):
    monkeypatch.setattr(store, "PIVOTS", dict.fromkeys(Kind, 4))
    chance = random.Random(5)
    items = [telling(number, chance) for number in range(120)]
    with State(None, LinkModel.load()) as state:
        for first, last in pairwise((0, *batches)):
            state.add_items(items[first:last])
            linked = state.link()
        assert linked.blocks > 0
        assert linked.pairs < 120 * 119 / 2 / 3
        assert len(state.ids()) == 1
