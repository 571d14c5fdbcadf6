"""CSV: one row an event."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any, BinaryIO

from dateline.export.base import Output, Writer
from dateline.export.rows import COLUMNS, ColumnKind, rows
from dateline.records import CodedReport

LIST_SEPARATOR = " | "
# Spreadsheets run cells that begin like this as formulas (OWASP, "CSV Injection"), some of them behind characters that
# are not seen: blanks, controls, zero-width characters and marks of the writing direction. The wide forms of the signs
# are taken for the signs in East Asian settings.
FORMULA = re.compile(r"[\t\r\n]|[\s\x00-\x20\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@＝＋－＠]")


class CsvWriter(Writer):
    """Writes UTF-8 CSV with a header row of the names of `dateline.export.rows.COLUMNS`."""

    def __init__(self, path: Path | None, *, names: bool, stream: BinaryIO | None) -> None:
        """Write to `path`, or to `stream` where it is None. Raises ExportError where that fails."""
        self._names = names
        self._output = Output(path, stream)
        self._text = io.TextIOWrapper(self._output.stream, encoding="utf-8", newline="")
        self._writer = csv.writer(self._text, lineterminator="\n")
        self._writer.writerow([column.name for column in COLUMNS])

    def write(self, coded: CodedReport) -> None:
        """Write the report's events."""
        for row in rows(coded, names=self._names):
            self._writer.writerow([cell(column.kind, row[column.name]) for column in COLUMNS])

    def close(self) -> None:
        """Finish the table."""
        self._text.detach()  # flushes
        self._output.commit()

    def discard(self) -> None:
        """Remove the unfinished table."""
        self._text.detach()
        self._output.discard()


def cell(kind: ColumnKind, value: Any) -> str:
    """A value as the text of a cell; empty where it is unknown."""
    if value is None:
        return ""
    match kind:
        case "boolean":
            return "true" if value else "false"
        case "texts":
            return _lines(guarded(LIST_SEPARATOR.join(value)))
        case "counts" | "numbers":
            return json.dumps(value, ensure_ascii=False) if value else ""
        case "text":
            return _lines(guarded(value))
        case "date" | "integer" | "number":
            return str(value)


def guarded(text: str) -> str:
    """`text` with an apostrophe before it where a spreadsheet would take it for a formula."""
    return "'" + text if FORMULA.match(text) else text


def _lines(text: str) -> str:
    """`text` with line feeds alone between lines: `csv` does not quote a carriage return, which begins a row."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
