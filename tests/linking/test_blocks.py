import pytest
from linking_samples import mill_and_port

from dateline.linking import LinkModel, State, candidates, intake, store
from dateline.linking.blocking import Kind
from dateline.linking.blocks import find_pairs
from dateline.linking.collection import collect
from dateline.linking.items import items_of
from dateline.linking.syndication import Fingerprint


def unprinted(item):
    item.telling.printed.__dict__["fingerprint"] = Fingerprint(frozenset(), 0)
    return item


def compared(state, first=0):
    find_pairs(state.store, first)
    query = """SELECT DISTINCT least(l.report, r.report), greatest(l.report, r.report)
               FROM compared JOIN items l ON l.item = a JOIN items r ON r.item = b"""
    return set(state.store.rows(query))


@pytest.mark.parametrize("pivots", [60, 1])
def test_joins_and_memory_give_the_same_pairs(gazetteer, monkeypatch, pivots):
    for module in (store, candidates):
        monkeypatch.setattr(module, "PIVOTS", dict.fromkeys(Kind, pivots))
    items = [unprinted(item) for report in mill_and_port() for item in items_of(report, gazetteer)]
    collection = collect(item.evidence for item in items)
    monkeypatch.setattr(candidates, "rank_of", lambda name: intake.rank_of((name[0], "e1")))
    expected = {
        (collection.reports[a], collection.reports[b])
        for left, right in candidates.candidates(collection)
        for a, b in zip(left, right, strict=True)
    }
    with State(None, LinkModel.load()) as state:
        state.add_items(items)
        assert compared(state) == expected


def test_blocks_too_large_are_counted(gazetteer, monkeypatch):
    monkeypatch.setattr(store, "PIVOTS", dict.fromkeys(Kind, 1))
    with State(None, LinkModel.load()) as state:
        state.add(mill_and_port(), gazetteer)
        blocks, largest = find_pairs(state.store, 0)
        assert blocks > 0
        assert largest == 3


def test_only_pairs_with_a_new_item_are_compared(gazetteer):
    items = [item for report in mill_and_port() for item in items_of(report, gazetteer)]
    with State(None, LinkModel.load()) as state:
        state.add_items(items)
        assert all({"p2", "x1", "x2"} & set(pair) for pair in compared(state, first=4))
