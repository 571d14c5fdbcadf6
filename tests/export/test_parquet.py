from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dateline.export import parquet
from dateline.export.parquet import SCHEMA
from dateline.export.writers import open_writer
from dateline.records import CodedReport


def test_typed_columns(tmp_path: Path, coded_report: CodedReport):
    with open_writer("parquet", tmp_path / "out") as writer:
        writer.write(coded_report)
    table = pq.read_table(tmp_path / "out")
    shooting, march = table.to_pylist()
    assert table.schema.equals(SCHEMA)
    assert shooting["date_start"] == date(2016, 6, 5)
    assert shooting["perpetrators"] == ["Three gunmen"]
    assert shooting["counts"][0]["measure"] == "killed"
    assert shooting["field_confidence"] == [("status", 0.99)]
    assert march["latitude"] is None


def test_row_groups(tmp_path: Path, coded_report: CodedReport, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(parquet, "ROWS_A_GROUP", 4)
    with open_writer("parquet", tmp_path / "out") as writer:
        for _ in range(3):
            writer.write(coded_report)  # two events
    assert pq.ParquetFile(tmp_path / "out").num_row_groups == 2
