import numpy as np
from linking_samples import mill_and_port

from dateline.linking import candidates as module
from dateline.linking.candidates import candidates
from dateline.linking.collection import collect
from dateline.linking.evidence import evidence_of


def pairs(collection):
    return [
        (collection.reports[a], collection.reports[b])
        for left, right in candidates(collection)
        for a, b in zip(left, right, strict=True)
    ]


def test_reports_of_one_incident_are_candidates(gazetteer):
    found = pairs(collect(evidence_of(r, gazetteer) for r in mill_and_port()))
    assert {("m1", "m2"), ("m1", "m3"), ("m2", "m3"), ("p1", "p2")} <= set(found)
    assert len(found) == len(set(found))
    assert ("p1", "x1") not in found


def test_batches_change_nothing(gazetteer, monkeypatch):
    collection = collect(evidence_of(r, gazetteer) for r in mill_and_port())
    whole = pairs(collection)
    monkeypatch.setattr(module, "BATCH", 2)
    assert pairs(collection) == whole


def test_no_reports_no_candidates():
    assert list(candidates(collect([]))) == []
    assert np.array(collect([]).published).size == 0
