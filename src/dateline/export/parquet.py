"""Parquet: one row an event, typed columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from dateline.export.base import Output, Writer
from dateline.export.rows import COLUMNS, rows
from dateline.records import CodedReport

ROWS_A_GROUP = 5_000
_COUNT = pa.struct(
    [
        ("measure", pa.string()),
        ("side", pa.string()),
        ("who", pa.string()),
        ("low", pa.int64()),
        ("best", pa.int64()),
        ("high", pa.int64()),
        ("quote", pa.string()),
        ("confidence", pa.float64()),
    ]
)
_TYPES = {
    "text": pa.string(),
    "date": pa.date32(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "texts": pa.list_(pa.string()),
    "counts": pa.list_(_COUNT),
    "numbers": pa.map_(pa.string(), pa.float64()),
}
SCHEMA = pa.schema([(column.name, _TYPES[column.kind]) for column in COLUMNS])


class ParquetWriter(Writer):
    """Writes a row group every ROWS_A_GROUP events, so that memory stays flat."""

    def __init__(self, path: Path | None, *, names: bool, stream: BinaryIO | None) -> None:
        """Write to `path`, or to `stream` where it is None. Raises ExportError where that fails."""
        self._names = names
        self._output = Output(path, stream)
        self._writer = pq.ParquetWriter(self._output.stream, SCHEMA, compression="zstd")
        self._rows: list[dict[str, Any]] = []

    def write(self, coded: CodedReport) -> None:
        """Take the report's events; they reach the file with their row group."""
        for row in rows(coded, names=self._names):
            row["field_confidence"] = list(row["field_confidence"].items())  # how pyarrow takes a map
            self._rows.append(row)
        if len(self._rows) >= ROWS_A_GROUP:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=SCHEMA))
            self._rows = []

    def close(self) -> None:
        """Write the last row group and the footer."""
        self._flush()
        self._writer.close()
        self._output.commit()

    def discard(self) -> None:
        """Remove the unfinished file."""
        self._writer.close()
        self._output.discard()
