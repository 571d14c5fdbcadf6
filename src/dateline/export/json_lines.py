"""JSON lines: one report a line, appended to and resumed after an interruption."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from pydantic_core import PydanticSerializationError

from dateline.export.base import ExportError, Output, ReportRefusedError, Writer, prepare
from dateline.records import CodedReport, Report, Versions


class ResumeError(ExportError):
    """An existing output that this run must not add to."""


class JsonLinesWriter(Writer):
    """Writes each report as one line at once, so that an interruption loses at most the line in hand.

    A file that exists is added to. `earlier` is the number of reports that it held, `holds`
    tells whether a report is among them. Memory grows by some 200 bytes for each report.
    The lines are the record itself: they hold the report's text and every quote as it stands
    there, names included, with `private` saying whose names other outputs leave out.
    """

    def __init__(self, path: Path | None, *, versions: Versions | None, stream: BinaryIO | None) -> None:
        """Open or resume `path`, or write to `stream` where it is None.

        Raises ResumeError where the file holds anything but coded reports of the same `versions`
        (None: of any), and ExportError where it cannot be written.
        """
        self._written: dict[str, bytes] = {}
        self._output = Output(None, stream) if path is None else None
        self._stream = self._output.stream if self._output is not None else _resume(path, versions, self._written)
        self.earlier = len(self._written)

    def holds(self, report: Report | CodedReport) -> bool:
        """Whether this report is in the output already.

        Raises ReportRefusedError where a report of that id is, but with another text or publication date.
        """
        known = self._written.get(report.id)
        if known is None:
            return False
        if known != _fingerprint(report.text, report.published):
            raise ReportRefusedError(
                f"{report.id}: the output already holds another report of this id, with a different text or "
                "publication date; give each report an id of its own or write to another file"
            )
        return True

    def write(self, coded: CodedReport) -> None:
        """Append the report and flush; a report that is there already is not written again."""
        if self.holds(coded):
            return
        try:
            line = coded.model_dump_json()
        except PydanticSerializationError as error:  # `extra` takes whatever the input held
            raise ReportRefusedError(
                f"{coded.id}: cannot be written as JSON ({error}); mend its extra fields"
            ) from error
        self._stream.write(line.encode() + b"\n")
        self._stream.flush()
        self._written[coded.id] = _fingerprint(coded.text, coded.published)

    def close(self) -> None:
        """Close the file; every line is already in it."""
        if self._output is None:
            self._stream.close()
        else:
            self._output.commit()

    def discard(self) -> None:
        """Close the file and keep its lines, to be resumed."""
        self.close()


def _fingerprint(text: str, published: date | None) -> bytes:
    return hashlib.blake2b(f"{published}\n{text}".encode(), digest_size=16).digest()


def _resume(path: Path | None, versions: Versions | None, written: dict[str, bytes]) -> BinaryIO:
    """Open `path` behind its last whole line, having noted in `written` the reports it holds."""
    assert path is not None
    prepare(path)
    try:
        stream = path.open("r+b" if path.exists() else "w+b")
    except OSError as error:
        raise ExportError(f"{path}: cannot write there ({error.strerror}); choose another output") from error
    try:
        end = 0
        for number, line in enumerate(stream, start=1):
            if not line.endswith(b"\n"):
                break  # torn off by an interruption: this report is coded again
            _note(line, f"{path}, line {number}", versions, written)
            end += len(line)
    except ResumeError:
        stream.close()
        raise
    stream.truncate(end)
    stream.seek(end)
    return stream


def _note(line: bytes, where: str, versions: Versions | None, written: dict[str, bytes]) -> None:
    try:
        held: dict[str, Any] = json.loads(line)
        published = held["published"]
        made_by = Versions.model_validate(held["versions"])
        fingerprint = _fingerprint(held["text"], None if published is None else date.fromisoformat(published))
        written[held["id"]] = fingerprint
    except (ValueError, KeyError, TypeError) as error:
        raise ResumeError(
            f"{where}: not a report coded by dateline ({error}); move the file away or choose another output"
        ) from error
    if versions is not None and made_by != versions:
        changed = ", ".join(
            f"{name} {old} there, {new} now"
            for (name, old), (_, new) in zip(made_by, versions, strict=True)
            if old != new
        )
        raise ResumeError(
            f"{where}: coded by other versions ({changed}), and one output must not mix them; "
            "choose another output, or move the file away to code everything again"
        )
