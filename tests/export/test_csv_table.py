import csv
from pathlib import Path

import pytest

from dateline.export.csv_table import cell, guarded
from dateline.export.rows import COLUMNS
from dateline.export.writers import open_writer
from dateline.records import CodedReport


def read_back(path: Path, coded: CodedReport) -> list[dict[str, str]]:
    with open_writer("csv", path) as writer:
        writer.write(coded)
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_the_header_names_the_columns(tmp_path: Path, coded_report: CodedReport):
    assert list(read_back(tmp_path / "out.csv", coded_report)[0]) == [column.name for column in COLUMNS]


def test_cells(tmp_path: Path, coded_report: CodedReport):
    shooting, march = read_back(tmp_path / "out.csv", coded_report)
    assert shooting["date_start"] == "2016-06-05"
    assert shooting["targets"] == "six people | [private person]"
    assert (shooting["background"], march["background"]) == ("false", "true")
    assert (march["date_start"], march["latitude"], march["killed_low"]) == ("", "", "")


def test_a_cell_that_a_spreadsheet_would_run_is_guarded(tmp_path: Path, coded_report: CodedReport):
    assert read_back(tmp_path / "out.csv", coded_report)[1]["trigger"].startswith("'=Later=")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "  =1", "\u00a0@x", "\u200f\ufeff=1", "＝1"]
)
def test_guarded(text: str):
    assert guarded(text) == "'" + text


def test_guarded_leaves_words():
    assert guarded("six = 6") == "six = 6"
    assert guarded("  six") == "  six"


def test_a_carriage_return_begins_no_row():
    assert cell("text", "one\rtwo\r\nthree") == "one\ntwo\nthree"


def test_negative_coordinates_stay_numbers(tmp_path: Path, coded_report: CodedReport):
    event = coded_report.events[0]
    western = event.model_copy(update={"place": event.place.model_copy(update={"lon": -74.08})})
    row = read_back(tmp_path / "out.csv", coded_report.model_copy(update={"events": (western,)}))[0]
    assert float(row["longitude"]) == -74.08
