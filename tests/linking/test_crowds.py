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


@pytest.fixture
def blocks():
    """A store to which blocks of 80 items each are known: the first two share 76, the third 24 with the second."""
    found = Store()
    found.execute(
        "CREATE TEMP TABLE members (key UBIGINT, item INTEGER, place INTEGER, kind INTEGER, size INTEGER, most INTEGER)"
    )
    for key, first in ((1, 0), (2, 4), (3, 60)):
        rows = [(key, first + n, n + 1, int(Kind.TERM_DAY), 80, 60) for n in range(80)]
        found.connection.executemany("INSERT INTO members VALUES (?, ?, ?, ?, ?, ?)", rows)
    yield found
    found.close()


def test_blocks_of_mostly_the_same_items_are_one_crowd(blocks):
    crowds.gather(blocks, 0)
    crowds.place(blocks)
    crowd = dict(blocks.rows("SELECT item, crowd FROM crowds"))
    assert {item for item, key in crowd.items() if key == 1} == set(range(84))  # 60 to 83 by two blocks against one
    assert {item for item, key in crowd.items() if key == 3} == set(range(84, 140))


def test_only_items_that_move_are_named(blocks):
    crowds.gather(blocks, 0)
    crowds.place(blocks)
    assert len(blocks.rows("SELECT item FROM crowded")) == 140
    rows = [(0, 200 + n, n + 1, int(Kind.COPY), 62, 60) for n in range(62)]
    blocks.execute("DELETE FROM members")
    blocks.connection.executemany("INSERT INTO members VALUES (?, ?, ?, ?, ?, ?)", rows)
    crowds.gather(blocks, 200)
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
