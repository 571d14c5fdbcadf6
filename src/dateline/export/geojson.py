"""GeoJSON (RFC 7946): one feature an event."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, BinaryIO

from dateline.export.base import Output, Writer
from dateline.export.rows import rows
from dateline.records import CodedReport


class GeoJsonWriter(Writer):
    """Writes a FeatureCollection. An event without coordinates is kept, with a null geometry."""

    def __init__(self, path: Path | None, *, names: bool, stream: BinaryIO | None) -> None:
        """Write to `path`, or to `stream` where it is None. Raises ExportError where that fails."""
        self._names = names
        self._output = Output(path, stream)
        self._output.stream.write(b'{"type": "FeatureCollection", "features": [')
        self._separator = b"\n"

    def write(self, coded: CodedReport) -> None:
        """Write the report's events."""
        for row in rows(coded, names=self._names):
            line = json.dumps(_feature(row), ensure_ascii=False, default=str)
            self._output.stream.write(self._separator + line.encode())
            self._separator = b",\n"

    def close(self) -> None:
        """Finish the collection."""
        self._output.stream.write(b"\n]}\n")
        self._output.commit()

    def discard(self) -> None:
        """Remove the unfinished collection."""
        self._output.discard()


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    latitude, longitude = row["latitude"], row["longitude"]
    located = latitude is not None and longitude is not None
    return {
        "type": "Feature",
        "id": f"{row['report_id']}/{row['event_id']}",
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]} if located else None,
        "properties": {name: value for name, value in row.items() if name not in ("latitude", "longitude")},
    }
