"""The output formats, by name."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Literal, get_args

from dateline.export.base import ExportError, Writer
from dateline.records import Versions

Format = Literal["cards", "jsonl", "csv", "geojson", "parquet"]
FORMATS: tuple[Format, ...] = get_args(Format)
_BY_SUFFIX: dict[str, Format] = {
    ".txt": "cards",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".geojson": "geojson",
    ".parquet": "parquet",
}


def format_of(path: Path) -> Format:
    """The format that a file name asks for. Raises ExportError for an extension that is no format's."""
    suffix = path.suffix.lower()
    if suffix not in _BY_SUFFIX:
        known = ", ".join(_BY_SUFFIX)
        raise ExportError(f"{path}: cannot tell the format from its name ({known}); name it with --format")
    return _BY_SUFFIX[suffix]


def open_writer(
    format: Format,  # noqa: A002 - the word users know
    path: Path | None,
    *,
    stream: BinaryIO | None = None,
    versions: Versions | None = None,
    names: bool = False,
) -> Writer:
    """A writer of `format` to the file `path`, or to `stream` where `path` is None.

    Tables and cards withhold the names of private persons unless `names` is set; JSON lines are
    the full record. `versions` are those of this run: JSON lines of other versions are not added
    to. Raises ExportError where the output cannot be opened or the format is unknown.
    """
    match format:  # each module is imported when asked for: Parquet alone takes a third of a second
        case "jsonl":
            from dateline.export.json_lines import JsonLinesWriter  # noqa: PLC0415

            return JsonLinesWriter(path, versions=versions, stream=stream)
        case "csv":
            from dateline.export.csv_table import CsvWriter  # noqa: PLC0415

            return CsvWriter(path, names=names, stream=stream)
        case "geojson":
            from dateline.export.geojson import GeoJsonWriter  # noqa: PLC0415

            return GeoJsonWriter(path, names=names, stream=stream)
        case "parquet":
            from dateline.export.parquet import ParquetWriter  # noqa: PLC0415

            return ParquetWriter(path, names=names, stream=stream)
        case "cards":
            from dateline.export.cards import CardWriter  # noqa: PLC0415

            return CardWriter(path, names=names, stream=stream)
        case _:
            raise ExportError(f"{format!r} is no output format; choose one of {', '.join(FORMATS)}")
