import numpy as np
import pytest

from dateline.coding.document import Document
from dateline.coding.judging import Seen, filler_evidence, group_evidence, pair_evidence, weigh
from dateline.coding.scheme import EVENTS

STRING = "Gunmen shot two farmers. The shooting was in Ramu."
STARTS = np.array([0, 7, 12, 16, 25, 29, 38, 42, 45])
ENDS = np.array([6, 11, 15, 23, 28, 37, 41, 44, 49])
ROLES = EVENTS.filler_roles


def seen():
    """Two mentions, "shot" and "shooting"; "Gunmen" is a perpetrator of both, "Ramu" a place of the second."""
    document = Document(STRING, 0, np.arange(9), STARTS, ENDS)
    links = np.array([[0.9, 0.2], [0.8, 0.6]], dtype=np.float32)
    return Seen(
        document=document,
        scheme=EVENTS,
        spans=[(1, 1), (5, 5)],
        logits=np.array([2.0, 1.0], dtype=np.float32),
        labels={"type": np.array([[0.7, 0.3], [0.4, 0.6]], dtype=np.float32)},
        same=np.array([[0.0, 3.0], [1.0, 0.0]], dtype=np.float32),
        links=links,
        fillers=[(0, 0), (8, 8)],
        filler_logits=np.array([1.5, -0.5], dtype=np.float32),
        roles=np.array([1 + ROLES.index("perpetrator"), 1 + ROLES.index("place")]),
        relevant=0.5,
    )


def test_pairs_share_what_both_are_linked_to():
    evidence = pair_evidence(seen())
    assert evidence["same"][0, 1] == evidence["same"][1, 0] == pytest.approx(2.0)
    assert evidence["perpetrator shared"][0, 1] == pytest.approx(0.8)
    assert evidence["perpetrator differs"][0, 1] == pytest.approx(0.0)
    assert evidence["place shared"][0, 1] == pytest.approx(0.2)
    assert evidence["target shared"][0, 1] == 0.0
    assert evidence["type agrees"][0, 1] == pytest.approx(0.7 * 0.4 + 0.3 * 0.6)
    assert (evidence["same sentence"][0, 1], evidence["alike"][0, 1]) == (0.0, 0.0)


def test_groups_are_judged_by_their_best_mention_and_by_what_they_have():
    evidence = group_evidence(seen(), [[0, 1]])
    assert evidence["best mention"] == pytest.approx([2.0])
    assert evidence["mean mention"] == pytest.approx([1.5])
    assert evidence["has place"] == pytest.approx([0.6])
    assert evidence["relevant"] == pytest.approx([0.0])
    assert evidence["nearest other"] == pytest.approx([0.0])


def test_a_filler_is_judged_by_its_best_link_and_by_where_else_it_fits():
    evidence = filler_evidence(seen(), [[0], [1]], np.array([0.5, 0.9]))
    odds = np.log(0.9 / 0.1)
    assert evidence["best link"][0, 0] == pytest.approx(odds, abs=1e-4)
    assert evidence["behind elsewhere"][0, 0] == pytest.approx(np.log(0.8 / 0.2) - odds, abs=1e-4)
    assert evidence["same sentence"].tolist() == [[1.0, 0.0], [0.0, 1.0]]
    assert evidence["event"][0, 1] == pytest.approx(0.0)
    assert evidence["often"][0, 0] == 0.0


def test_weights_add_up_and_unknown_evidence_counts_nothing():
    evidence = {"a": np.array([1.0, 2.0]), "b": np.array([5.0, 5.0])}
    assert weigh(evidence, {"a": 2.0, "constant": -1.0}).tolist() == [1.0, 3.0]
