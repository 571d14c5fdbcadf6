import json
from pathlib import Path

import pytest
from linking_samples import mill_and_port

from dateline.cli import main


@pytest.fixture
def events(tmp_path: Path) -> Path:
    path = tmp_path / "events.jsonl"
    path.write_text("".join(f"{report.model_dump_json()}\n" for report in mill_and_port()))
    return path


def ids(path: Path) -> list[str]:
    return [json.loads(line)["id"] for line in path.read_text().splitlines()]


def test_events_become_incidents(events: Path, tmp_path: Path, capsys):
    output = tmp_path / "incidents.jsonl"
    assert main(["link", str(events), "--output", str(output)]) == 0
    assert len(ids(output)) == 4
    assert "7 tellings of events, 4 incidents, 4 independent sources" in capsys.readouterr().err


def test_a_second_run_keeps_the_ids(events: Path, tmp_path: Path, capsys):
    output = tmp_path / "incidents.jsonl"
    assert main(["link", str(events), "--output", str(output)]) == 0
    first = output.read_text()
    assert main(["link", str(events), "--output", str(output)]) == 0
    assert output.read_text() == first
    assert "4 incidents known before" in capsys.readouterr().err


def test_a_state_takes_new_reports(events: Path, tmp_path: Path, capsys):
    whole, first, output = tmp_path / "whole.jsonl", tmp_path / "first.jsonl", tmp_path / "out.jsonl"
    assert main(["link", str(events), "--output", str(whole)]) == 0
    first.write_text("".join(events.read_text().splitlines(keepends=True)[:4]))
    kept = ["--state", str(tmp_path / "state.duckdb"), "--output", str(output)]
    assert main(["link", str(first), *kept]) == 0
    assert main(["link", str(events), *kept]) == 0
    assert "3 reports new, 4 known" in capsys.readouterr().err
    assert output.read_text() == whole.read_text()
    assert main(["link", str(events), *kept, "--changed"]) == 0
    assert output.read_text() == ""


def test_what_cannot_be_linked_is_wrong_usage(tmp_path: Path, capsys):
    path = tmp_path / "notes.txt"
    path.write_text("not JSON\n")
    assert main(["link", str(path), "--output", str(tmp_path / "out.jsonl")]) == 2
    assert "line 1" in capsys.readouterr().err
    assert not (tmp_path / "out.jsonl").exists()


def test_a_register_is_compared_with(events: Path, tmp_path: Path, capsys):
    truth = tmp_path / "truth.csv"
    rows = [f"{r.id},{r.id[0]},2016-06-05,X,{r.id[0]}-town,0,0" for r in mill_and_port()]
    truth.write_text("id,incident,date,state,city,killed,injured\n" + "\n".join(rows) + "\n")
    files = ["--reports", str(events), "--coded", str(events), "--truth", str(truth)]
    assert main(["evaluate", "clusters", *files, "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["without labels"]["reports"] == 7
    assert figures["without labels"]["pairwise"]["precision"] == 100
    assert "more reports" in figures["left_out"]["learned from other cities"]
