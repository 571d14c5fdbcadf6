from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from dateline.evaluation.errors import CorpusError
from dateline.evaluation.perturbation import PERTURBATIONS
from dateline.evaluation.rewriting import REWRITINGS
from dateline.evaluation.robustness import UNTOUCHED, evaluate_robustness, perturbed
from dateline.records import CodedReport, Event, Period, Place, Report, Versions

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Gunmen of Zula shot Mohammed on 5 March 2014. He was a clerk at the town hall. A bomb went off in Beda."
VERSIONS = Versions(program="1", model="1", codebook="1", gazetteer="1")


def event(trigger: str, **fields: Any) -> dict[str, Any]:
    return {"type": "civilians.attack", "trigger": trigger, "date": {}, "place": {}, **fields}


class Caseful:
    """Finds "shot" where it stands in small letters; counts what it codes."""

    def __init__(self) -> None:
        self.coded = 0

    def code(self, report: Report) -> CodedReport:
        self.coded += 1
        at = report.text.find("shot")
        found = Event(
            id="e1",
            type="civilians.attack",
            trigger="shot",
            trigger_start=max(0, at),
            trigger_end=max(0, at) + 4,
            status="happened",
            background=False,
            date=Period(),
            place=Place(),
            responsibility="unknown",
            confidence=1.0,
        )
        events = (found,) if at >= 0 else ()
        return CodedReport(id=report.id, text=report.text, relevant=True, events=events, versions=VERSIONS)


def test_gold_quotes_are_what_stands_where_they_stood():
    attack = event(
        "shot",
        date={"start": "2014-03-05", "end": "2014-03-05", "quote": "on 5 March 2014"},
        targets=[{"quote": "Mohammed", "kind": "civilians"}],
        weapons=["nowhere said"],
    )
    report = Report(id="a", title="Mohammed shot", text=TEXT)
    turned = perturbed(report, "dates turned").event(attack)
    assert turned is not None
    assert turned["date"]["quote"] == "on March 5, 2014"
    assert turned["weapons"] == ["nowhere said"]
    follow = perturbed(report, "names respelled")
    spelled = follow.event(attack)
    assert spelled is not None
    assert spelled["targets"][0]["quote"] != "Mohammed"
    assert spelled["targets"][0]["quote"] in follow.after.text
    assert perturbed(report, "capitals").event(attack)["trigger"] == "SHOT"  # type: ignore[index]


def test_events_that_only_the_end_told_are_not_asked_for():
    follow = perturbed(Report(id="a", text=TEXT), "end cut")
    assert follow.after.text == TEXT[:45]
    assert follow.event(event("bomb went off", place={"name": "Beda", "quote": "Beda"})) is None
    shot = follow.event(event("shot", sources=["clerk"], place={"name": "Beda", "quote": "Beda"}))
    assert shot is not None
    assert (shot["sources"], shot["place"]) == ([], {})


def test_a_report_has_the_same_copy_every_time():
    report = Report(id="a", text=TEXT * 5)
    assert perturbed(report, "bad scan").after == perturbed(report, "bad scan").after
    assert perturbed(report, "bad scan", seed=2).after != perturbed(report, "bad scan").after


def test_the_drop_is_what_a_copy_loses(tmp_path: Path):
    reports, gold = tmp_path / "r.jsonl", tmp_path / "g.json"
    reports.write_text(json.dumps({"id": "a", "text": TEXT}) + "\n")
    gold.write_text(json.dumps([{"id": "a", "events": [event("shot")]}]))
    coder = Caseful()
    figures = evaluate_robustness(coder, reports, gold)
    values = figures.as_dict()
    assert list(values) == [UNTOUCHED, *PERTURBATIONS, *REWRITINGS]
    assert values[UNTOUCHED]["events"]["f1"] == 100.0
    assert (values["capitals"]["ALL FIELDS"]["f1"], values["capitals"]["drop"]) == (0.0, 100.0)
    assert values["dates turned"]["drop"] == 0.0
    changed = sum(
        perturbed(Report(id="a", text=TEXT), name).after.text != TEXT for name in (*PERTURBATIONS, *REWRITINGS)
    )
    assert coder.coded == 1 + changed  # a copy in which nothing changed is not coded again
    assert figures.table().splitlines()[2].split() == ["capitals", "0.0", "0.0", "0.0", "100.0"]


def test_reports_and_gold_must_use_the_same_ids(tmp_path: Path):
    reports, gold = tmp_path / "r.jsonl", tmp_path / "g.json"
    reports.write_text(json.dumps({"id": "x", "text": TEXT}) + "\n")
    gold.write_text(json.dumps([{"id": "a", "events": []}]))
    with pytest.raises(CorpusError, match="the same ids"):
        evaluate_robustness(Caseful(), reports, gold)
