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


def empty():
    """A store without blocks."""
    found = Store()
    found.execute(
        "CREATE TEMP TABLE members (key UBIGINT, item INTEGER, place INTEGER, kind INTEGER, size INTEGER, most INTEGER)"
    )
    return found


@pytest.fixture
def blocks():
    found = empty()
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


def test_a_crowd_is_one_with_another_of_its_day_where_its_items_mostly_stand(blocks):
    take_in(blocks, 1, range(600))
    take_in(blocks, 2, range(1, 601))  # alike
    copies = [*range(500, 530), *range(30, 70)]  # their first 16 items are not those of the others
    take_in(blocks, 3, copies, kind=Kind.COPY)
    assert crowd_of(blocks) == {1: set(range(601))}


def test_crowds_that_share_a_block_stay_two(blocks):
    for key, end in enumerate((100, 102, 104)):
        word = [*range(96), *range(end - 4, end)]
        take_in(blocks, key, word)
        take_in(blocks, 10 + key, [n + 500 for n in word])
    take_in(blocks, 99, [*range(200, 210), *range(96), *range(500, 596)])  # a word of nearly all, and others
    take_in(blocks, 98, [*range(700, 740), *range(60)])  # a word of the first, mostly
    assert crowd_of(blocks) == {
        0: set(range(104)),
        10: set(range(500, 604)),
        98: set(range(700, 740)),
        99: set(range(200, 210)),
    }


def test_an_item_is_of_the_crowd_of_most_of_its_blocks_of_equals_the_larger(blocks):
    take_in(blocks, 1, range(300, 380))
    take_in(blocks, 2, [*range(100), 300])
    take_in(blocks, 3, [*range(100), 301])
    take_in(blocks, 4, [*range(1, 90), 301, 500])
    take_in(blocks, 5, [*range(2, 100), 302])
    crowd = {item: key for key, items in crowd_of(blocks).items() for item in items}
    assert (crowd[301], crowd[300], crowd[302]) == (2, 2, 2)  # by two blocks against one; by its 102 items against 80
    assert crowd[303] == 1


def test_a_block_that_grows_is_as_one_that_came_at_once(blocks):
    whole = empty()
    words = {1: [*range(90)], 2: [*range(60, 150)], 3: [*range(5, 95)]}
    for key, items in words.items():
        take_in(whole, key, items)
    for first, last in ((0, 70), (70, 92), (92, 150)):  # at first, not all of these are large
        for key, items in words.items():
            here = [item for item in items if item < last]
            if len(here) > 61 and here[-1] >= first:
                take_in(blocks, key, here, first=first)
    tables = "SELECT key, item FROM {} ORDER BY ALL"
    for table in ("crowding", "sketches"):
        assert blocks.rows(tables.format(table)) == whole.rows(tables.format(table))
    assert crowd_of(blocks) == crowd_of(whole)
    whole.close()


def test_only_items_that_move_are_named(blocks):
    take_in(blocks, 1, range(140))
    crowds.place(blocks)
    assert len(blocks.rows("SELECT item FROM crowded")) == 140
    take_in(blocks, 0, range(200, 262), kind=Kind.COPY, first=200)
    crowds.place(blocks)
    assert sorted(blocks.rows("SELECT item FROM crowded")) == [(200 + n,) for n in range(62)]


def telling(number: int, chance: random.Random, incident: int = 0, own: int = 12, shared: int = 0) -> Item:
    """One of many reports of an incident, each with some of its rare words and of those that all incidents share."""
    told = [f"zq{incident}i{word}x" for word in range(own)] + [f"zqc{word}x" for word in range(shared)]
    words = Counter(word for word in told if chance.random() < 0.65)
    report = f"r{number}"
    evidence = Evidence(
        report=report, published=DAY.toordinal(), outlet=report, words=words, title=frozenset(), lead=words,
        names=frozenset(), streets=frozenset(), ages=frozenset(), times=frozenset(), dead=frozenset(), hours={},
        days={DAY.toordinal(): 1.0}, towns={7 + incident: 1.0}, regions={f"XX {incident}": 1.0},
        numbers=frozenset({str(9 + incident)}), killed={9 + incident: 1.0}, injured={}, kind="civilians.attack",
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


def test_incidents_of_one_day_that_share_rare_words_stay_apart(monkeypatch):
    monkeypatch.setattr(store, "PIVOTS", dict.fromkeys(Kind, 4))
    chance = random.Random(1)
    items = [telling(number, chance, number % 2, own=12, shared=2) for number in range(160)]
    with State(None, LinkModel.load()) as state:
        state.add_items(items)
        assert state.link().pairs < 160 * 159 / 2 / 3
        found = [{int(m.report[1:]) % 2 for m in incident.members} for incident in state.incidents()]
        assert sorted(map(sorted, found)) == [[0], [1]]
