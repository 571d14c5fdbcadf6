from collections import Counter
from dataclasses import replace

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.linking import LinkModel, State
from dateline.linking.blocking import Kind
from dateline.linking.blocks import find_pairs
from dateline.linking.evidence import Evidence
from dateline.linking.items import Item
from dateline.linking.syndication import Fingerprint, Printed
from dateline.linking.telling import Telling
from dateline.linking.whereabouts import SMALL, Whereabouts, apart, apart_in_sql, whereabouts_of

NOTHING = Evidence(
    report="r", published=None, outlet="", words=Counter(), lead=Counter(), title=frozenset(), names=frozenset(),
    streets=frozenset(), ages=frozenset(), times=frozenset(), dead=frozenset(), numbers=frozenset(), hours={}, days={},
    towns={}, regions={}, killed={}, injured={}, kind="",
)  # fmt: skip
LARGE = SMALL + 1
HERE, THERE = Whereabouts(regions=1, towns=4, nights=3), Whereabouts(regions=2, towns=8, nights=48)


def test_a_day_is_two_nights_and_what_is_unknown_has_no_bits():
    assert whereabouts_of(replace(NOTHING, days={65: 1.0})) == Whereabouts(regions=0, towns=0, nights=0b110)


def test_likely_towns_only():
    assert whereabouts_of(replace(NOTHING, towns={3: 0.9, 5: 0.05})).towns == 1 << 3


@pytest.mark.parametrize(
    ("kind", "other", "expected"),
    [
        (Kind.TERM_DAY, THERE, True),
        (Kind.TERM_DAY, replace(THERE, regions=3), False),
        (Kind.TERM_DAY, replace(THERE, regions=0), False),
        (Kind.TERMS, THERE, True),
        (Kind.TERMS, replace(THERE, nights=6), False),
        (Kind.REGION_DAY, THERE, True),
        (Kind.REGION_DAY, replace(THERE, towns=4), False),
        (Kind.NAME, THERE, False),
        (Kind.COPY, THERE, False),
    ],
)
def test_place_and_day_tell_pairs_of_large_blocks_apart(kind, other, expected):
    assert apart(kind, LARGE, HERE, other) is expected
    assert not apart(kind, SMALL, HERE, other)


bits = st.integers(0, 7).map(lambda value: value << 61)


@given(st.sampled_from(Kind), st.integers(SMALL - 1, SMALL + 2), *[st.builds(Whereabouts, bits, bits, bits)] * 2)
def test_in_sql_the_same(kind, size, left, right):
    sides = (
        f"(SELECT {s.regions}::UBIGINT AS regions, {s.towns}::UBIGINT AS towns, {s.nights}::UBIGINT AS nights) {name}"
        for name, s in (("l", left), ("r", right))
    )
    query = f"SELECT {apart_in_sql(str(int(kind)), str(size), 'l', 'r')} FROM {', '.join(sides)}"
    assert duckdb.execute(query).fetchall() == [(apart(kind, size, left, right),)]


def items(count: int) -> list[Item]:
    """Reports that share one rare word and a day, from two provinces in turn."""
    told = []
    for n in range(count):
        evidence = replace(
            NOTHING, report=f"r{n}", words=Counter({"zqvax": 1}), days={736000: 1.0}, regions={f"XX {n % 2}": 1.0}
        )
        prints = Fingerprint(frozenset([n]), 1)
        told.append(Item(Telling(f"r{n}", None, None, (), Printed(f"r{n}", f"o{n}", "", prints)), evidence))
    return told


def pairs(state: State, table: str) -> set[tuple[int, int]]:
    return set(state.store.rows(f"SELECT DISTINCT a, b FROM {table}"))


def test_pairs_that_a_block_is_too_large_for_are_given_up():
    some = items(LARGE)
    with State(None, LinkModel.load()) as state:
        state.add_items(some[:SMALL])
        find_pairs(state.store, 0)
        before = pairs(state, "compared")
        assert len(before) == SMALL * (SMALL - 1) // 2
        state.add_items(some[SMALL:])
        find_pairs(state.store, SMALL)
        lost = pairs(state, "lost")
        assert lost == {(a, b) for a, b in before if a % 2 != b % 2}
        together = before - lost | pairs(state, "compared")
    with State(None, LinkModel.load()) as state:
        state.add_items(some)
        find_pairs(state.store, 0)
        assert pairs(state, "compared") == together
