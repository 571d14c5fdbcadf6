from pathlib import Path

import pytest

from dateline.export.base import ReportRefusedError
from dateline.export.json_lines import ResumeError
from dateline.export.writers import open_writer
from dateline.records import CodedReport, Versions


def write(path: Path, *reports: CodedReport, versions: Versions | None = None) -> int:
    with open_writer("jsonl", path, versions=versions) as writer:
        for report in reports:
            writer.write(report)
        return writer.earlier


def test_a_line_is_the_report_itself(tmp_path: Path, coded_report: CodedReport):
    write(tmp_path / "out", coded_report)
    assert CodedReport.model_validate_json((tmp_path / "out").read_bytes()) == coded_report


def test_an_interrupted_run_is_resumed_without_doubling(
    tmp_path: Path, coded_report: CodedReport, quiet_report: CodedReport
):
    write(tmp_path / "whole", coded_report, quiet_report)
    write(tmp_path / "out", coded_report)
    assert write(tmp_path / "out", coded_report, quiet_report) == 1
    assert (tmp_path / "out").read_bytes() == (tmp_path / "whole").read_bytes()


@pytest.mark.parametrize("torn", [1, 40, 2000])
def test_a_torn_last_line_is_coded_again(
    tmp_path: Path, coded_report: CodedReport, quiet_report: CodedReport, torn: int
):
    write(tmp_path / "whole", quiet_report, coded_report)
    whole = (tmp_path / "whole").read_bytes()
    (tmp_path / "out").write_bytes(whole[:-torn])
    assert write(tmp_path / "out", quiet_report, coded_report) == 1
    assert (tmp_path / "out").read_bytes() == whole


def test_lines_are_there_before_the_writer_is_closed(tmp_path: Path, coded_report: CodedReport):
    writer = open_writer("jsonl", tmp_path / "out")
    writer.write(coded_report)
    assert (tmp_path / "out").read_bytes().count(b"\n") == 1
    writer.close()


def test_holds_knows_reports_by_id(tmp_path: Path, coded_report: CodedReport, quiet_report: CodedReport):
    write(tmp_path / "out", coded_report)
    with open_writer("jsonl", tmp_path / "out") as writer:
        assert writer.holds(coded_report)
        assert not writer.holds(quiet_report)


def test_another_text_under_a_known_id_is_refused(tmp_path: Path, coded_report: CodedReport):
    with open_writer("jsonl", tmp_path / "out") as writer:
        writer.write(coded_report)
        with pytest.raises(ReportRefusedError, match="r1"):
            writer.write(coded_report.model_copy(update={"text": "Another text."}))


def test_versions_are_not_mixed(tmp_path: Path, coded_report: CodedReport):
    write(tmp_path / "out", coded_report, versions=coded_report.versions)
    newer = coded_report.versions.model_copy(update={"model": "small-2"})
    with pytest.raises(ResumeError, match="model small-1 there, small-2 now"):
        write(tmp_path / "out", versions=newer)


@pytest.mark.parametrize("content", [b"not json\n", b'{"id": 3}\n', b"[]\n"])
def test_a_file_of_something_else_is_left_alone(tmp_path: Path, content: bytes):
    path = tmp_path / "notes.jsonl"
    path.write_bytes(content)
    with pytest.raises(ResumeError, match="line 1"):
        write(path)
    assert path.read_bytes() == content


def test_fields_that_json_cannot_hold_refuse_the_report_alone(
    tmp_path: Path, coded_report: CodedReport, quiet_report: CodedReport
):
    with open_writer("jsonl", tmp_path / "out") as writer:
        with pytest.raises(ReportRefusedError, match="extra"):
            writer.write(coded_report.model_copy(update={"extra": {"half": "\ud800"}}))
        writer.write(quiet_report)
    assert (tmp_path / "out").read_bytes().count(b"\n") == 1
