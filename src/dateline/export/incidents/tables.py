"""Incidents as CSV and as GeoJSON (RFC 7946), one row or feature each."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, get_args

from dateline.export.base import ExportError, Output
from dateline.export.csv_table import cell
from dateline.export.incidents.columns import COLUMNS, row
from dateline.linking.records import Incident

TableFormat = Literal["csv", "geojson"]
TABLE_FORMATS: Final[tuple[TableFormat, ...]] = get_args(TableFormat)


def table_format_of(path: Path) -> TableFormat:
    """The format that a file name asks for. Raises ExportError for an extension that is no format's."""
    found = next((name for name in TABLE_FORMATS if path.suffix.lower() == f".{name}"), None)
    if found is None:
        known = ", ".join(f".{name}" for name in TABLE_FORMATS)
        raise ExportError(f"{path}: cannot tell the format from its name ({known}); name it with --format")
    return found


def write_table(
    incidents: Iterable[Incident],
    form: TableFormat,
    path: Path | None,
    *,
    stream: BinaryIO | None = None,
) -> int:
    """Write incidents to the file `path`, or to `stream` where `path` is None; returns how many.

    The file appears when it is complete. Raises ExportError where it cannot be written.
    """
    output = Output(path, stream)
    try:
        count = _WRITERS[form](incidents, output.stream)
    except BaseException:
        output.discard()
        raise
    output.commit()
    return count


def _csv(incidents: Iterable[Incident], stream: BinaryIO) -> int:
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    count = 0
    try:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([column.name for column in COLUMNS])
        for incident in incidents:
            values = row(incident)
            writer.writerow([cell(column.kind, values[column.name]) for column in COLUMNS])
            count += 1
    finally:
        text.detach()  # flushes, and leaves the stream open
    return count


def _geojson(incidents: Iterable[Incident], stream: BinaryIO) -> int:
    stream.write(b'{"type": "FeatureCollection", "features": [')
    count = 0
    for incident in incidents:
        line = json.dumps(feature(row(incident)), ensure_ascii=False, default=str)
        stream.write((b",\n" if count else b"\n") + line.encode())
        count += 1
    stream.write(b"\n]}\n")
    return count


def feature(values: dict[str, Any]) -> dict[str, Any]:
    """A feature; an incident without coordinates is kept, with a null geometry."""
    latitude, longitude = values["latitude"], values["longitude"]
    located = latitude is not None and longitude is not None
    return {
        "type": "Feature",
        "id": values["incident_id"],
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]} if located else None,
        "properties": {name: value for name, value in values.items() if name not in ("latitude", "longitude")},
    }


_WRITERS: Final[dict[TableFormat, Callable[[Iterable[Incident], BinaryIO], int]]] = {"csv": _csv, "geojson": _geojson}
