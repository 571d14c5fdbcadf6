from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.evaluation import gold_credit as credit


@pytest.mark.parametrize(
    ("gold", "predicted", "worth"),
    [
        ("the two soldiers", "two soldiers", 1.0),  # determiners do not count
        ("soldiers", "two soldiers", 1.0),  # half of the words
        ("soldiers", "two young army soldiers", 0.5),  # within, but only a quarter
        ("red army soldiers", "red army officers", 0.5),  # 2 of 4 words
        ("soldiers", "officers", 0.0),
        ("soldiers", None, 0.0),
    ],
)
def test_same_string(gold: str, predicted: str | None, worth: float):
    assert credit.same_string(gold, predicted) == worth


@given(st.text(max_size=40), st.text(max_size=40))
def test_same_string_is_symmetric(a: str, b: str):
    assert credit.same_string(a, b) == credit.same_string(b, a)


def test_dates():
    may = {"start": "2020-05-01", "end": "2020-05-31"}
    assert credit.date_credit(may, may) == 1.0
    assert credit.date_credit(may, {"start": "2020-05-31", "end": "2020-06-02"}) == 0.5
    assert credit.date_credit(may, {"start": "2020-06-01", "end": "2020-06-02"}) == 0.0
    assert credit.date_credit(may, {"start": None}) == 0.0


def test_places():
    town = {"name": "Arvan", "country": "TR", "lat": 38.0, "lon": 40.0, "precision": "town"}
    assert credit.place_credit(town, {**town, "lat": 38.2}) == 1.0  # 22 km
    assert credit.place_credit(town, {**town, "lat": 38.3}) == 0.5  # 33 km, same country
    assert credit.place_credit({**town, "precision": "region"}, {**town, "lat": 38.3}) == 1.0
    assert credit.place_credit(town, {"name": "arvan", "country": "SY"}) == 1.0  # no point: by name
    assert credit.place_credit(town, {"name": "Delk", "country": "SY"}) == 0.0


def test_counts():
    six = {"measure": "killed", "side": "target", "low": 6, "best": 6, "high": 6}
    assert credit.count_credit(six, six) == 1.0
    assert credit.count_credit(six, {**six, "side": "unknown"}) == 0.5
    assert credit.count_credit(six, {**six, "high": None}) == 0.5
    assert credit.count_credit(six, {**six, "measure": "injured"}) == 0.0
    assert credit.count_credit(six, {**six, "low": 5, "best": 5}) == 0.0


def test_types():
    assert credit.type_credit("battle.armed_clash", "battle.armed_clash") == 1.0
    assert credit.type_credit("explosion.grenade", "explosion.shelling") == 0.5
    assert credit.type_credit("explosion.grenade", "battle.armed_clash") == 0.0
