"""Incidents of a store as people have reviewed them: JSON lines, CSV and GeoJSON, in pieces as they are made.

The same incidents give the same bytes: nothing tells when the export was made.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal, get_args

from dateline.export.base import ExportError, Output
from dateline.export.csv_table import cell
from dateline.export.incidents.columns import COLUMNS as INCIDENT_COLUMNS
from dateline.export.incidents.columns import IncidentColumn
from dateline.export.incidents.tables import feature
from dateline.export.rows import ColumnKind
from dateline.linking.records import Incident, ToldActor
from dateline.records import Record
from dateline.store.disputes import disputes
from dateline.store.records import Correction, Held, Moment, Note, ReviewState
from dateline.store.showing import field_of, shown

StoreFormat = Literal["jsonl", "csv", "geojson"]
STORE_FORMATS: Final[tuple[StoreFormat, ...]] = get_args(StoreFormat)
MEDIA_TYPES: Final[dict[StoreFormat, str]] = {
    "jsonl": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
}
_PIECE: Final = 1 << 16


class ReviewedIncident(Record):
    """An incident as it is shown, corrections in it, and what people did to it: one line of an export of a store."""

    incident: Incident
    version: int
    changed: Moment
    state: ReviewState
    reviewed_by: str | None
    changed_since_review: bool
    corrections: tuple[Correction, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class ReviewColumn:
    """A column on the review, as `dateline.export.incidents.columns.IncidentColumn`."""

    name: str
    kind: ColumnKind
    meaning: str
    value: Callable[[Held], Any]


def utc(moment: datetime) -> str:
    """A time of the store, which is UTC without zone, as in RFC 3339."""
    return f"{moment.isoformat()}Z"


def _named(actors: tuple[ToldActor, ...]) -> list[str]:
    return [actor.name or actor.kind for actor in actors]


_MORE: Final[tuple[IncidentColumn, ...]] = (
    IncidentColumn("perpetrators", "texts", "who did it; the kind where unnamed", lambda i: _named(i.perpetrators)),
    IncidentColumn("targets", "texts", "to whom or what; the kind where unnamed", lambda i: _named(i.targets)),
)
SHOWN_COLUMNS: Final[tuple[IncidentColumn, ...]] = (*INCIDENT_COLUMNS, *_MORE)
"""Columns on the incident as it is shown."""
REVIEW_COLUMNS: Final[tuple[ReviewColumn, ...]] = (
    ReviewColumn("review_state", "text", "unreviewed, accepted, corrected, rejected", lambda h: h.case.state),
    ReviewColumn("reviewed_by", "text", "who reviewed it last", lambda h: h.case.reviewed_by),
    ReviewColumn(
        "corrected", "texts", "fields put right by people", lambda h: [field_of(c.value) for c in h.case.corrections]
    ),
    ReviewColumn(
        "changed_since_review", "boolean", "true where reports changed it since", lambda h: h.case.changed_since_review
    ),
    ReviewColumn("version", "integer", "rises with each change", lambda h: h.version),
    ReviewColumn("changed", "text", "time of the last change, UTC", lambda h: utc(h.changed)),
)
COLUMNS: Final[tuple[IncidentColumn | ReviewColumn, ...]] = (*SHOWN_COLUMNS, *REVIEW_COLUMNS)


def reviewed(held: Held) -> ReviewedIncident:
    """The incident as it is shown, with its review."""
    case = held.case
    return ReviewedIncident(
        incident=shown(case),
        version=held.version,
        changed=held.changed,
        state=case.state,
        reviewed_by=case.reviewed_by,
        changed_since_review=case.changed_since_review,
        corrections=case.corrections,
        notes=case.notes,
    )


def row(held: Held) -> dict[str, Any]:
    """The values of `COLUMNS` by name. What a person has decided is in conflict no more."""
    incident = shown(held.case)
    values = {column.name: column.value(incident) for column in SHOWN_COLUMNS}
    decided = {"in_conflict": list(disputes(held.case))}
    return values | decided | {column.name: column.value(held) for column in REVIEW_COLUMNS}


def pieces(incidents: Iterable[Held], form: StoreFormat) -> Iterator[bytes]:
    """The export in pieces of some 64 KiB, to be sent or written one after the other."""
    waiting: list[bytes] = []
    size = 0
    for part in _PARTS[form](incidents):
        waiting.append(part)
        size += len(part)
        if size >= _PIECE:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)


def store_format_of(path: Path) -> StoreFormat:
    """The format that a file name asks for. Raises ExportError for an extension that is no format's."""
    found = next((name for name in STORE_FORMATS if path.suffix.lower() == f".{name}"), None)
    if found is None:
        known = ", ".join(f".{name}" for name in STORE_FORMATS)
        raise ExportError(f"{path}: cannot tell the format from its name ({known}); name it with --format")
    return found


def write_export(incidents: Iterable[Held], form: StoreFormat, path: Path) -> None:
    """Write the export to the file `path`, which appears when it is complete. Raises ExportError where it cannot be."""
    output = Output(path)
    try:
        for piece in pieces(incidents, form):
            output.stream.write(piece)
    except BaseException:
        output.discard()
        raise
    output.commit()


def _json_lines(incidents: Iterable[Held]) -> Iterator[bytes]:
    for held in incidents:
        yield reviewed(held).model_dump_json().encode() + b"\n"


def _csv(incidents: Iterable[Held]) -> Iterator[bytes]:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in COLUMNS])
    for held in incidents:
        values = row(held)
        writer.writerow([cell(column.kind, values[column.name]) for column in COLUMNS])
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()
    yield text.getvalue().encode()


def _geojson(incidents: Iterable[Held]) -> Iterator[bytes]:
    yield b'{"type": "FeatureCollection", "features": ['
    separator = b"\n"
    for held in incidents:
        yield separator + json.dumps(feature(row(held)), ensure_ascii=False, default=str).encode()
        separator = b",\n"
    yield b"\n]}\n"


_PARTS: Final[dict[StoreFormat, Callable[[Iterable[Held]], Iterator[bytes]]]] = {
    "jsonl": _json_lines,
    "csv": _csv,
    "geojson": _geojson,
}
