from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from dateline.evaluation import gold
from dateline.evaluation.errors import CorpusError

if TYPE_CHECKING:
    from pathlib import Path


def event(**changes: Any) -> dict[str, Any]:
    base = {
        "type": "explosion.remote_explosive",
        "trigger": "bomb exploded",
        "status": "happened",
        "background": False,
        "date": {"start": "2020-03-01", "end": "2020-03-01"},
        "place": {"name": "Arvan", "country": "TR", "lat": 38.0, "lon": 40.0, "precision": "town"},
        "perpetrators": [{"quote": "the rebels", "kind": "rebel_group"}],
        "targets": [{"quote": "a police post", "kind": "property"}],
        "responsibility": "fact",
        "counts": [{"measure": "killed", "side": "target", "low": 2, "best": 2, "high": 2}],
        "weapons": ["bomb"],
        "sources": [],
    }
    return {**base, **changes}


def figures(wanted: list[dict[str, Any]], given: list[dict[str, Any]]) -> gold.GoldFigures:
    return gold.score({"r1": {"id": "r1", "events": wanted}}, {"r1": {"id": "r1", "events": given}})


def test_the_gold_itself_is_right_in_everything():
    got = figures([event()], [event()])
    assert (got.events.f1, got.all_fields.f1, got.row, got.relevant_accuracy) == (100.0, 100.0, 100.0, 100.0)


def test_a_missing_and_a_spurious_event_cost_recall_and_precision():
    other = event(type="protest.peaceful", trigger="marched", place={"name": "Delk"}, date={"start": "2020-04-01"})
    got = figures([event(), other], [event(), event(type="strategic.arrests", trigger="were held")])
    assert (got.events.credit, got.events.gold, got.events.predicted) == (1, 2, 2)
    assert got.events.f1 == 50.0


def test_same_family_is_worth_half_of_the_type_and_no_row():
    got = figures([event()], [event(type="explosion.grenade")])
    assert got.fields["type"].credit == 0.5
    assert got.row == 0.0


def test_events_of_strange_families_are_not_mapped():
    assert gold.tie(event(), event(type="strategic.agreement")) is None
    assert gold.tie(event(type="protest.peaceful"), event(type="riot.mob_violence")) is not None


def test_a_mapping_needs_a_tie_besides_the_type():
    stranger = event(
        trigger="fired", date={}, place={}, perpetrators=[], targets=[], counts=[], weapons=["bomb"], sources=[]
    )
    assert gold.tie(event(), stranger) is None


def test_row_needs_the_toll_but_not_what_gold_leaves_open():
    wrong = event(counts=[{"measure": "killed", "side": "target", "low": 3, "best": 3, "high": 3}])
    assert not gold.right_row(event(), wrong)
    undated = event(date={"start": None, "end": None})
    assert gold.right_row(undated, event())


def test_a_report_that_was_not_coded_counts_as_without_events():
    got = gold.score({"r1": {"id": "r1", "events": [event()]}}, {})
    assert (got.coded, got.events.recall, got.relevant_accuracy) == (0, 0.0, 0.0)


def test_dict_is_for_json_and_table_names_every_field():
    got = figures([event()], [event()])
    assert json.loads(json.dumps(got.as_dict()))["ALL FIELDS"]["f1"] == 100.0
    assert [line.split()[0] for line in got.table().splitlines()[1:]] == ["events", *gold.FIELDS, "ALL"]


def test_load_takes_a_list_or_lines_and_refuses_the_rest(tmp_path: Path):
    rows = [{"id": "a", "events": []}, {"id": "b", "events": []}]
    listed, lined, broken = tmp_path / "a.json", tmp_path / "b.jsonl", tmp_path / "c.json"
    listed.write_text(json.dumps(rows))
    lined.write_text("\n".join(json.dumps(row) for row in rows))
    broken.write_text("no json")
    assert gold.load(listed) == gold.load(lined)
    with pytest.raises(CorpusError, match="neither"):
        gold.load(broken)
    with pytest.raises(CorpusError, match="cannot read"):
        gold.load(tmp_path / "absent.json")
    listed.write_text("[1]")
    with pytest.raises(CorpusError, match="without id"):
        gold.load(listed)
