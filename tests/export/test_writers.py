import io
import tracemalloc
from pathlib import Path

import pytest

from dateline.export.base import ExportError
from dateline.export.writers import FORMATS, Format, format_of, open_writer
from dateline.records import CodedReport


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_same_reports_give_the_same_bytes(
    format_name: Format, tmp_path: Path, coded_report: CodedReport, quiet_report: CodedReport
):
    for name in ("a", "b"):
        with open_writer(format_name, tmp_path / name) as writer:
            writer.write(coded_report)
            writer.write(quiet_report)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() != b""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_stream_gets_what_a_file_gets(format_name: Format, tmp_path: Path, coded_report: CodedReport):
    stream = io.BytesIO()
    with open_writer(format_name, None, stream=stream) as to_stream:
        to_stream.write(coded_report)
    with open_writer(format_name, tmp_path / "out") as to_file:
        to_file.write(coded_report)
    assert stream.getvalue() == (tmp_path / "out").read_bytes()


@pytest.mark.parametrize("format_name", [name for name in FORMATS if name != "jsonl"])
def test_an_interrupted_file_leaves_the_older_one(format_name: Format, tmp_path: Path, coded_report: CodedReport):
    path = tmp_path / "out"
    path.write_text("older")
    writer = open_writer(format_name, path)
    writer.write(coded_report)
    writer.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert path.read_text() == "older"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("format_name", FORMATS)
def test_without_events_the_output_is_whole(format_name: Format, tmp_path: Path):
    with open_writer(format_name, tmp_path / "out"):
        pass
    assert (tmp_path / "out").exists()


@pytest.mark.parametrize("format_name", [f for f in FORMATS if f != "jsonl"])
def test_tables_and_cards_withhold_names_unless_asked_for(format_name: Format, coded_report: CodedReport):
    coded = coded_report.model_copy(update={"text": "", "title": None})
    outputs = {}
    for names in (False, True):
        stream = io.BytesIO()
        with open_writer(format_name, None, stream=stream, names=names) as writer:
            writer.write(coded)
        outputs[names] = stream.getvalue()
    assert b"Tolland" not in outputs[False]
    assert b"Tolland" in outputs[True]


@pytest.mark.parametrize("format_name", ["csv", "geojson", "jsonl", "parquet"])
def test_memory_does_not_grow_with_the_number_of_reports(
    format_name: Format, tmp_path: Path, coded_report: CodedReport
):
    with open_writer(format_name, tmp_path / "out") as writer:
        for number in range(100):
            writer.write(coded_report.model_copy(update={"id": f"warm{number}"}))
        tracemalloc.start()
        for number in range(400):
            writer.write(coded_report.model_copy(update={"id": f"r{number}"}))
        grown, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    # Parquet holds the 800 rows of an unfinished row group, at most 5,000 ever; the others hold ids at most.
    assert grown < (10_000_000 if format_name == "parquet" else 400_000)


@pytest.mark.parametrize(
    ("name", "expected"), [("a.jsonl", "jsonl"), ("a.CSV", "csv"), ("b.geojson", "geojson"), ("c.txt", "cards")]
)
def test_the_extension_names_the_format(name: str, expected: Format):
    assert format_of(Path(name)) == expected


def test_an_unknown_extension_is_refused():
    with pytest.raises(ExportError, match="--format"):
        format_of(Path("events.xlsx"))


def test_a_folder_is_refused_as_output(tmp_path: Path):
    with pytest.raises(ExportError, match="is a folder"):
        open_writer("csv", tmp_path)


def test_the_folder_of_an_output_is_made(tmp_path: Path):
    with open_writer("csv", tmp_path / "new" / "out.csv"):
        pass
    assert (tmp_path / "new" / "out.csv").exists()
