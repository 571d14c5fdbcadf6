import json
from pathlib import Path

import pytest
from linking_samples import mill_and_port

from dateline.cli import main
from dateline.linking import LinkModel


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = "".join(f"{report.model_dump_json()}\n" for report in mill_and_port())
    (tmp_path / "events.jsonl").write_text(lines)
    assert linked(tmp_path) == 0
    return tmp_path


def linked(folder: Path) -> int:
    files = [str(folder / "events.jsonl"), "--output", str(folder / "incidents.jsonl")]
    return main(["link", *files, "--state", str(folder / "state")])


def groups(folder: Path) -> list[list[str]]:
    incidents = [json.loads(line) for line in (folder / "incidents.jsonl").read_text().splitlines()]
    return sorted(sorted(member["report"] for member in incident["members"]) for incident in incidents)


def decide(folder: Path, *argv: str) -> int:
    return main(["decide", *argv, "--state", str(folder / "state")])


def test_decisions_are_obeyed_and_listed(folder: Path, capsys):
    assert decide(folder, "same", "x1", "x2:e1", "--who", "Ada") == 0
    assert decide(folder, "different", "m1", "m2", "--who", "Ada") == 0
    assert linked(folder) == 0
    found = groups(folder)
    assert ["x1", "x2"] in found
    assert not any({"m1", "m2"} <= set(group) for group in found)
    capsys.readouterr()
    assert decide(folder, "list") == 0
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(told["left"], told["right"], told["same"], told["who"]) for told in listed] == [
        (["x1", "e1"], ["x2", "e1"], True, "Ada"),
        (["m1", "e1"], ["m2", "e1"], False, "Ada"),
    ]


def test_decisions_move_to_another_state(folder: Path, capsys):
    decide(folder, "same", "x1", "x2")
    capsys.readouterr()
    decide(folder, "list")
    (folder / "decisions.jsonl").write_text(capsys.readouterr().out)
    (folder / "state").unlink()
    assert linked(folder) == 0
    assert decide(folder, "load", str(folder / "decisions.jsonl")) == 0
    assert linked(folder) == 0
    assert ["x1", "x2"] in groups(folder)


def test_weights_are_learned_from_decisions(folder: Path, capsys):
    decide(folder, "same", "x1", "x2")
    output = folder / "weights" / "ours.json"
    assert main(["learn-links", "--state", str(folder / "state"), "--output", str(output)]) == 0
    assert "learned from 1 decisions (1 pairs of one incident, 0 of two)" in capsys.readouterr().err
    assert LinkModel.load(output).weights.keys() == LinkModel.load().weights.keys()


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["same", "x1", "q"], "no report of this id"),
        (["same", "x1", "x1"], "name two"),
        (["load", "absent.jsonl"], "cannot be read"),
    ],
)
def test_what_cannot_be_decided_is_wrong_usage(folder: Path, argv: list[str], said: str, capsys):
    assert decide(folder, *argv) == 2
    assert said in capsys.readouterr().err


def test_a_state_that_is_not_there_is_wrong_usage(tmp_path: Path, capsys):
    assert decide(tmp_path, "list") == 2
    assert "no such state" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_learned_without_decisions(folder: Path, capsys):
    assert main(["learn-links", "--state", str(folder / "state"), "--output", str(folder / "w.json")]) == 2
    assert "decide" in capsys.readouterr().err
    assert not (folder / "w.json").exists()
