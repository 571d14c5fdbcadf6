from datetime import date

import numpy as np
import pytest

from dateline.coding.background import background_chance, background_evidence
from dateline.coding.document import Document
from dateline.coding.frames import Frame
from dateline.records import Period

EMPTY = Document("a" * 100, 0, *(np.zeros(0, dtype=np.int64) for _ in range(3)))


def frame(chance, at=10):
    labels = {"background": "yes" if chance > 0.5 else "no"}
    return Frame("civilians.attack", 0.9, ((at, at + 4),), (), labels, {"background": max(chance, 1 - chance)})


def days(day):
    return Period(start=day, end=day, precision="day")


def test_evidence_tells_age_and_place_in_the_report():
    frames = [frame(0.5), frame(0.2, at=50), frame(0.2, at=80)]
    periods = [days(date(2020, 3, 9)), days(date(2020, 2, 1)), Period()]
    first, old, unknown = background_evidence(frames, periods, date(2020, 3, 10), EMPTY)
    assert (first["first"], first["older"], first["stale"], first["model"]) == (1.0, 0.0, 0.0, 0.0)
    assert (old["first"], old["weeks"], old["stale"], old["position"]) == (0.0, 1.0, 1.0, 0.5)
    assert unknown["unknown"] == 1.0


def test_without_weights_the_models_own_probability_counts():
    evidence = background_evidence([frame(0.2)], [Period()], None, EMPTY)[0]
    assert background_chance(evidence, frame(0.2), {}) == pytest.approx(0.2)


def test_weights_move_the_probability():
    evidence = background_evidence([frame(0.2)], [days(date(2019, 1, 1))], date(2020, 1, 1), EMPTY)[0]
    assert background_chance(evidence, frame(0.2), {"older": 2.0, "constant": -1.0}) == pytest.approx(0.731, abs=1e-3)
