import numpy as np
import pytest
from linking_samples import mill_and_port

from dateline.linking import LinkModel, State, scoring
from dateline.linking import store as linking_store
from dateline.linking.blocks import find_pairs
from dateline.linking.items import items_of


@pytest.fixture
def state(gazetteer):
    with State(None, LinkModel.load()) as state:
        state.add_items([item for report in mill_and_port() for item in items_of(report, gazetteer)])
        find_pairs(state.store, 0)
        yield state


def test_batches_change_no_weight(state, monkeypatch):
    compared = scoring.weigh(state.store, state.model, state.background)
    whole = state.store.rows("SELECT * FROM weighed ORDER BY ALL")
    find_pairs(state.store, 0)
    monkeypatch.setattr(scoring, "PAIRS", 2)
    monkeypatch.setattr(scoring, "BATCH", 1)
    monkeypatch.setattr(scoring, "TILE", 2)
    monkeypatch.setattr(linking_store, "GAP", 1)
    assert scoring.weigh(state.store, state.model, state.background) == compared
    assert state.store.rows("SELECT * FROM weighed ORDER BY ALL") == whole


def test_one_incident_outweighs_two(state):
    scoring.weigh(state.store, state.model, state.background)
    weight = {(a, b): w for a, b, w in state.store.rows("SELECT * FROM pairs")}
    assert weight[0, 1] > 0  # m1 and m2
    assert weight.get((0, 3), -9.0) < 0  # m1 and p1


def test_evidence_comes_in_the_order_of_the_items(state):
    evidence = scoring.evidence_of_items(state.store, np.array([1, 3]), state.background)
    assert evidence.published.tolist() == [736121.0, 736122.0]
