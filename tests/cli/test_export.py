import csv
import json
from pathlib import Path

import pytest
from incident_samples import MILL_ID
from store_samples import PORT_ID, case, fill, later, mill, note, write

from dateline.cli import main
from dateline.cli.desk_arguments import STORE_FORMATS as OFFERED
from dateline.export.incidents.reviewed import STORE_FORMATS
from dateline.store.engine import Store


@pytest.fixture
def path(sqlite_store: Store) -> str:
    fill(sqlite_store)
    return str(sqlite_store.path)


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_store_becomes_a_file(path: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    output = tmp_path / "out.csv"
    assert main(["export", "--store", path, "--output", str(output)]) == 0
    assert "2 incidents" in capfd.readouterr().err
    with output.open(newline="", encoding="utf-8") as lines:
        assert [row["incident_id"] for row in csv.DictReader(lines)] == [MILL_ID, PORT_ID]


def test_a_selection_of_a_moment_is_the_same_each_time(sqlite_store: Store, path: str, tmp_path: Path):
    chosen = ["export", "--store", path, "--filter", "countries=KZ&words=josef", "--as-of", "2026-03-01T12:30:00Z"]
    first, second = tmp_path / "a.jsonl", tmp_path / "b"
    assert main([*chosen, "--output", str(first)]) == 0
    write(sqlite_store, [case(mill(), notes=(note(),))], expected=1, action="noted", who="ada", at=later(60))
    assert main([*chosen, "--output", str(second), "--format", "jsonl"]) == 0
    assert first.read_bytes() == second.read_bytes()
    assert json.loads(first.read_text())["incident"]["id"] == MILL_ID


def test_names_and_rejected_ones_come_where_asked_for(sqlite_store: Store, path: str, tmp_path: Path):
    output = tmp_path / "out.jsonl"
    write(sqlite_store, [case(mill(), state="rejected")], expected=1, action="rejected", who="ada")
    chosen = ["export", "--store", path, "--output", str(output)]
    assert main(chosen) == 0
    assert MILL_ID not in output.read_text()
    assert main([*chosen, "--rejected"]) == 0
    assert "Josef Tarrow" not in output.read_text()
    assert main([*chosen, "--rejected", "--names", "--filter", "states=rejected"]) == 0
    assert "Josef Tarrow" in output.read_text()


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--output", "out.xlsx"], "--format"),
        (["--output", "out.csv", "--filter", "colour=red"], "colour"),
        (["--output", "out.csv", "--as-of", "soon"], "neither a day"),
        (["--output", "out.csv", "--as-of", "2999-01-01"], "has not passed"),
        (["--output", "out.csv", "--store", "none.db"], "none.db"),
    ],
)
@pytest.mark.usefixtures("in_folder")
def test_wrong_choices_are_told(path: str, capfd: pytest.CaptureFixture[str], options: list[str], problem: str):
    assert main(["export", "--store", path, *options]) == 2
    assert problem in capfd.readouterr().err
    assert not Path("out.csv").exists()


def test_the_formats_offered_are_those_written():
    assert OFFERED == STORE_FORMATS
