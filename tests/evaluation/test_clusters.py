from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.evaluation.clusters import (
    TrueIncident,
    b_cubed,
    baseline,
    confusable_pairs,
    pairwise,
    read_truth,
    score,
)
from dateline.evaluation.errors import CorpusError
from dateline.records import CodedReport, Event, Period, Place, Versions

GROUPINGS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 3))


def incident(name: str, day: int, city: str = "Aktobe") -> TrueIncident:
    return TrueIncident(name, date(2016, 6, day), "KZ", city, 1, 0)


def test_pairs_are_counted():
    # Found: ab, ac, bc. True: ab, cd. Right: ab.
    scores = pairwise({"a": 1, "b": 1, "c": 1, "d": 2}, {"a": "x", "b": "x", "c": "y", "d": "y"})
    assert scores.precision == pytest.approx(100 / 3)
    assert scores.recall == 50
    assert scores.f1 == pytest.approx(40)


def test_b_cubed_averages_over_reports():
    # Purity: a and b 2/3, c 1/3, d 1; completeness: a and b 1, c and d 1/2.
    scores = b_cubed({"a": 1, "b": 1, "c": 1, "d": 2}, {"a": "x", "b": "x", "c": "y", "d": "y"})
    assert scores.precision == pytest.approx(100 * (2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert scores.recall == pytest.approx(75)


@given(GROUPINGS)
def test_the_truth_itself_is_perfect(truth):
    assert pairwise(truth, truth).f1 == 100
    assert b_cubed(truth, truth).f1 == pytest.approx(100)


@given(GROUPINGS, GROUPINGS)
def test_precision_and_recall_change_places_with_the_groupings(one, other):
    assert pairwise(one, other).precision == pairwise(other, one).recall
    assert b_cubed(one, other).precision == pytest.approx(b_cubed(other, one).recall)


def test_confusable_are_near_in_time_and_in_one_city():
    truth = {"a": incident("1", 1), "b": incident("2", 8), "c": incident("3", 9), "d": incident("4", 1, "Lima")}
    assert confusable_pairs(truth) == [("a", "b"), ("b", "c")]


def test_late_reports_are_told_apart():
    truth = {"a": incident("1", 1), "b": incident("1", 1), "c": incident("1", 1), "d": incident("2", 3)}
    published = {"a": date(2016, 6, 1), "b": date(2016, 6, 8), "c": date(2016, 6, 9), "d": None}
    figures = score({"a": 1, "b": 1, "c": 2, "d": 1}, truth, published)
    assert figures.within_week.f1 == 100  # a and b; seven days are within the week
    assert figures.late_recall == 0  # ac and bc
    assert figures.apart == pytest.approx(100 / 3)  # of ad, bd and cd, only cd
    assert figures.incidents == 2


def coded(name: str, place: int | None, day: int | None) -> CodedReport:
    told = Event(
        id="e1",
        type="civilians.attack",
        trigger="x",
        trigger_start=0,
        trigger_end=1,
        status="happened",
        background=False,
        date=Period(start=date(2016, 6, day), end=date(2016, 6, day), precision="day") if day else Period(),
        place=Place(geonames_id=place),
        responsibility="unknown",
        confidence=0.9,
    )
    versions = Versions(program="1", model="1", codebook="1", gazetteer="1")
    return CodedReport(id=name, text="x", relevant=True, events=(told,), versions=versions)


def test_the_baseline_joins_same_place_day_and_type_and_nothing_unknown():
    groups = baseline([coded("a", 7, 1), coded("b", 7, 1), coded("c", 7, 2), coded("d", None, 1), coded("e", None, 1)])
    assert groups["a"] == groups["b"]
    assert len({groups[name] for name in "acde"}) == 4


def test_a_register_is_read(tmp_path: Path):
    path = tmp_path / "truth.csv"
    path.write_text("id,incident,date,state,city,killed,injured\na,7,2016-06-05,KZ,Aktobe,6,1\n")
    assert read_truth(path) == {"a": TrueIncident("7", date(2016, 6, 5), "KZ", "Aktobe", 6, 1)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id,incident\na,7\n", "no column date"),
        ("id,incident,date,state,city,killed,injured\na,7,June,KZ,Aktobe,6,1\n", "line 2"),
    ],
)
def test_what_is_no_register_is_refused(tmp_path: Path, text: str, told: str):
    path = tmp_path / "truth.csv"
    path.write_text(text)
    with pytest.raises(CorpusError, match=told):
        read_truth(path)


def test_a_register_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(CorpusError, match="cannot be read"):
        read_truth(tmp_path / "truth.csv")
