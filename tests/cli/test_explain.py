from pathlib import Path

import pytest
from incident_samples import FORMER_ID, MILL_ID, contested_mill

from dateline.cli import main
from dateline.cli.coders import ReportCoder


def run(coder: ReportCoder, *argv: object) -> int:
    return main(["explain", *map(str, argv)], load=lambda _: coder)


def test_a_report_of_several_is_named_by_its_id(coder: ReportCoder, reports: Path, capfd: pytest.CaptureFixture[str]):
    assert run(coder, f"{reports}#c") == 0
    assert "Another [e1 trigger: bomb] exploded" in capfd.readouterr().out


def test_a_file_with_one_report_needs_no_id(coder: ReportCoder, tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    (tmp_path / "one#1.txt").write_text("A bomb exploded in the market on Sunday.")
    assert run(coder, tmp_path / "one#1.txt") == 0
    assert "[e1 trigger: bomb]" in capfd.readouterr().out


def test_an_id_may_hold_the_mark(coder: ReportCoder, tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    (tmp_path / "two.jsonl").write_text(
        '{"id": "x", "text": "A bomb was found."}\n{"id": "x", "text": "Two bombs fell."}\n'
    )
    assert run(coder, f"{tmp_path}/two.jsonl#x#2") == 0
    assert "Two [e1 trigger: bomb]s fell." in capfd.readouterr().out


def test_what_could_not_be_read_is_told_where_an_id_is_not_found(
    coder: ReportCoder, tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    (tmp_path / "bad.jsonl").write_text('{"id": "x", "text": ""}\n')
    assert run(coder, f"{tmp_path}/bad.jsonl#x") == 2
    assert "no report with the id 'x' (the text is empty)" in capfd.readouterr().err


@pytest.mark.parametrize(("name", "said"), [("{}", "several reports"), ("{}#z", "no report with the id 'z'")])
def test_an_unclear_name_is_wrong_usage(
    coder: ReportCoder, reports: Path, name: str, said: str, capfd: pytest.CaptureFixture[str]
):
    assert run(coder, name.format(reports)) == 2
    assert said in capfd.readouterr().err


@pytest.fixture
def incidents(tmp_path: Path) -> Path:
    path = tmp_path / "incidents.jsonl"
    path.write_text(f"{contested_mill().model_dump_json()}\n")
    return path


def test_an_incident_is_explained_and_drawn(
    coder: ReportCoder, incidents: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    picture = tmp_path / "pictures" / "mill.svg"
    assert run(coder, MILL_ID, "--incidents", incidents, "--picture", picture) == 0
    out = capfd.readouterr().out
    assert "one incident with probability 0.98" in out
    assert "Tarrow" not in out + picture.read_text()
    assert "<svg" in picture.read_text()


def test_a_former_id_leads_to_the_incident(coder: ReportCoder, incidents: Path, capfd: pytest.CaptureFixture[str]):
    assert run(coder, FORMER_ID, "--incidents", incidents, "--names") == 0
    out = capfd.readouterr().out
    assert out.startswith(f"{FORMER_ID} is now {MILL_ID}")
    assert "Josef Tarrow" in out


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["i0000000000000000", "--incidents", "{incidents}"], "no incident with the id"),
        ([MILL_ID], "name the file of incidents with --incidents"),
        (["one.txt", "--picture", "one.svg"], "--picture draws incidents"),
    ],
)
def test_an_unclear_incident_is_wrong_usage(
    coder: ReportCoder, incidents: Path, argv: list[str], said: str, capfd: pytest.CaptureFixture[str]
):
    assert run(coder, *(word.format(incidents=incidents) for word in argv)) == 2
    assert said in capfd.readouterr().err
