from __future__ import annotations

import math

import pytest

from dateline.coding.frames import Filler, Frame
from dateline.evaluation.muc4.string_roles import (
    MODEL_ROLES,
    Judgement,
    Sighted,
    candidates,
    shipped_judgement,
    string_roles,
)

TEXT = "REBELS OF THE ZULA FRONT FIRED. THE REBELS OF THE FRONT FLED. ANA SOTO DIED."


def filler(role: str, text: str, score: float, after: int = 0) -> Filler:
    start = TEXT.index(text, after)
    return Filler(role, start, start + len(text), text, score)


def seen() -> Sighted:
    first, second = filler("perp_individual", "REBELS", 1.0), filler("perp_individual", "REBELS", 2.0, 10)
    name = filler("hum_name", "ANA SOTO", 0.5)
    frame = Frame("ATTACK", 0.5, ((0, 6),), (filler("hum_name", "ANA SOTO", 0.8),))
    return Sighted([frame], [first, second, name, filler("perp_organization", "ZULA FRONT", -1.0)], 0.5)


def test_evidence_is_pooled_over_a_strings_occurrences():
    rebels, name, front = candidates(seen(), TEXT)
    assert rebels.words == "rebels"
    assert rebels.evidence == {"span": 2.0, "filler": 0.0, "count": math.log(2), "relevance": pytest.approx(0.0)}
    assert name.evidence["filler"] == pytest.approx(0.4)  # the filler's probability times its frame's
    assert front.evidence["span"] == -1.0


def test_strings_above_their_roles_threshold_are_given_and_merged():
    judge = Judgement({"span": 1.0, "hum_name": -1.0, "constant": 0.5}, dict.fromkeys(MODEL_ROLES.values(), 0.0))
    both = Sighted([], [*seen().candidates, filler("perp_individual", "REBELS OF THE ZULA FRONT", 0.1)], 0.5)
    given = string_roles(both, TEXT, judge)
    assert given["perpetrator individual"] == [["REBELS"]]  # overlaps the longer one, which is less sure
    assert given["victim"] == [["ANA SOTO"]]  # 0.5 - 1 + 0.5 is on the line
    assert given["perpetrator organization"] == []


def test_a_role_has_its_own_threshold():
    judge = Judgement({"span": 1.0}, {**dict.fromkeys(MODEL_ROLES.values(), 0.0), "perp_organization": -2.0})
    assert string_roles(seen(), TEXT, judge)["perpetrator organization"] == [["ZULA FRONT"]]


def test_the_shipped_judgement_knows_every_role():
    assert set(shipped_judgement().thresholds) == set(MODEL_ROLES.values())
    assert shipped_judgement().weights["span"] > 0
