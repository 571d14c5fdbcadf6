import numpy as np
import pytest
from linking_samples import mill_and_port

from dateline.linking.background import Background
from dateline.linking.collection import collect, read_collection
from dateline.linking.evidence import evidence_of
from dateline.linking.pairs import features
from dateline.linking.vectors import SCHEMA, columns


@pytest.fixture(scope="module")
def evidence(gazetteer):
    return [evidence_of(r, gazetteer) for r in mill_and_port()]


def test_each_item_is_a_row_with_ascending_terms(evidence):
    table = columns([3, 4, 5, 6, 7, 8, 9], evidence)
    assert table.schema.names == SCHEMA.names
    assert table["item"].to_pylist() == [3, 4, 5, 6, 7, 8, 9]
    for name in ("words", "days", "names"):
        assert all(row == sorted(set(row)) for row in table[name].to_pylist())
    assert [len(row) for row in table["words_n"].to_pylist()] == [len(row) for row in table["words"].to_pylist()]


def test_no_items_give_an_empty_collection():
    assert len(read_collection(columns([], []), Background.load())) == 0


def test_a_pair_weighs_the_same_whatever_stands_beside_it(evidence):
    whole, two = collect(evidence), collect(evidence[:2])
    pair = [np.array([whole.reports.index(name)]) for name in ("m1", "m2")]
    assert (features(whole, *pair) == features(two, np.array([0]), np.array([1]))).all()
