"""The table of facts: what is filtered, sorted and counted of all live incidents, in memory.

It is filled from the JSON that the store holds of each incident's columns, which DuckDB parses in bulk.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import ascii_uppercase
from typing import Any, Final, Protocol, get_args

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from sqlalchemy import Connection, Row, Select, select

from dateline.records import DatePrecision, EventType, PlacePrecision
from dateline.store.records import ReviewState
from dateline.store.schema import INCIDENTS, MEMBERS, REPORTS
from dateline.store.selection.bands import band_sql
from dateline.store.selection.conditions import KINDS
from dateline.store.selection.profiles import profile_sql

BATCH: Final = 50_000
"""Rows read from the store at a time."""
DEPTH: Final = 26
"""Bits of a coordinate of the map: 0.6 m at the equator."""
LARGEST: Final = 2_000_000_000
"""Larger numbers of people are taken for this one."""

_ENUMS: Final = {
    "event_type": get_args(EventType),
    "review_state": get_args(ReviewState),
    "place_precision": get_args(PlacePrecision),
    "date_precision": get_args(DatePrecision),
    "country_code": tuple(first + second for first in ascii_uppercase for second in ascii_uppercase),
}
_TABLES: Final = """
CREATE TABLE facts (
    number BIGINT, id VARCHAR, entry BIGINT, state review_state, changed_since_review BOOLEAN, type event_type,
    start DATE, "end" DATE, month INTEGER, end_month INTEGER,
    country country_code, admin1 VARCHAR, lat DOUBLE, lon DOUBLE, place_precision place_precision,
    near BOOLEAN, located BOOLEAN, x UINTEGER, y UINTEGER, area place_precision, area_name VARCHAR,
    killed INTEGER, killed_band UTINYINT, sources INTEGER, sources_band UTINYINT,
    confidence DOUBLE, confidence_band UTINYINT, perpetrators USMALLINT, targets USMALLINT,
    disputed BOOLEAN, worth DOUBLE, date_precision date_precision, profile UINTEGER
);
CREATE TABLE tellings (report BIGINT, incident BIGINT);
"""
_JSON: Final = """{
    "id": "VARCHAR", "state": "VARCHAR", "changed_since_review": "BOOLEAN", "type": "VARCHAR",
    "start": "DATE", "end": "DATE", "country": "VARCHAR", "admin1": "VARCHAR", "place": "VARCHAR",
    "lat": "DOUBLE", "lon": "DOUBLE", "place_precision": "VARCHAR", "killed": {"low": "DOUBLE", "best": "DOUBLE"},
    "perpetrators": ["VARCHAR"], "targets": ["VARCHAR"], "sources": "INTEGER", "confidence": "DOUBLE",
    "disputed": ["VARCHAR"], "worth": "DOUBLE", "date_precision": "VARCHAR"
}"""


def _mask(column: str) -> str:
    bits = (f"(list_contains({column}, '{kind}')::USMALLINT << {bit})" for bit, kind in enumerate(KINDS))
    return f"coalesce({' | '.join(bits)}, 0)"


def _month(column: str) -> str:
    return f"year({column}) * 12 + month({column}) - 1"


# Web Mercator as tiles have it: (0, 0) is the north-west corner of the world, 2^DEPTH the opposite one.
_ACROSS: Final = f"least(floor((lon + 180) / 360 * {1 << DEPTH}), {(1 << DEPTH) - 1})::UINTEGER"
_DOWN: Final = (
    f"least(greatest(floor((1 - asinh(tan(radians(lat))) / pi()) / 2 * {1 << DEPTH}), 0), {(1 << DEPTH) - 1})::UINTEGER"
)
# A place that is known no closer is drawn as the smallest area that is certain to hold it.
_AREA: Final = """CASE
    WHEN pointed THEN NULL
    WHEN place_precision = 'district' AND lat IS NOT NULL THEN 'district'
    WHEN country IS NULL THEN CASE WHEN lat IS NOT NULL AND place_precision <> 'unknown' THEN place_precision END
    WHEN admin1 IS NULL OR place_precision IN ('country', 'unknown') THEN 'country'
    ELSE 'region' END"""
# Not `least`, which passes over what is unknown.
_CAPPED: Final = f"""CASE
    WHEN coalesce(killed.best, killed.low) > {LARGEST} THEN {LARGEST}
    ELSE coalesce(killed.best, killed.low) END"""
_INSERT: Final = f"""
INSERT INTO facts
WITH parsed AS (
    SELECT number, entry, unnest(from_json(columns, '{_JSON}')) FROM batch
), known AS (
    -- What an older version may have called otherwise is unknown to this one.
    SELECT * REPLACE (
        coalesce(try_cast(place_precision AS place_precision), 'unknown'::place_precision) AS place_precision,
        coalesce(try_cast(date_precision AS date_precision), 'unknown'::date_precision) AS date_precision,
        coalesce(try_cast(state AS review_state), 'unreviewed'::review_state) AS state,
        try_cast(type AS event_type) AS type, try_cast(country AS country_code) AS country,
        coalesce(changed_since_review, false) AS changed_since_review, coalesce(len(disputed), 0) > 0 AS disputed,
        coalesce(sources, 0) AS sources, coalesce(confidence, 0) AS confidence, {_CAPPED}::INTEGER AS killed)
    FROM parsed
), placed AS (
    SELECT *, lat IS NOT NULL AND lon IS NOT NULL AND place_precision IN ('site', 'town') AS pointed FROM known
), drawn AS (
    SELECT *, {_AREA} AS area FROM placed
), counted AS (
    SELECT *, pointed OR area IS NOT NULL AS located, {band_sql("killed")} AS killed_band,
        {band_sql("sources")} AS sources_band, {band_sql("confidence")} AS confidence_band
    FROM drawn
)
SELECT number, id, entry, state, changed_since_review, type, start, "end", {_month("start")}, {_month('"end"')},
    country, admin1, lat, lon, place_precision, pointed OR coalesce(area = 'district', false), located,
    CASE WHEN pointed THEN {_ACROSS} END, CASE WHEN pointed THEN {_DOWN} END, area,
    CASE WHEN area = 'district' OR (area IS NOT NULL AND country IS NULL) THEN place END,
    killed, killed_band, sources, sources_band, confidence, confidence_band,
    {_mask("perpetrators")}, {_mask("targets")}, disputed, coalesce(worth, 0), date_precision, {profile_sql()}
FROM counted
"""  # noqa: S608 - put together from constants of this module


class Fact(Protocol):
    """An incident for the table: its numbers in the store, and its columns as JSON."""

    @property
    def number(self) -> int:
        """That of the incident."""

    @property
    def entry(self) -> int:
        """That of the log entry of its last change."""

    @property
    def columns(self) -> str:
        """`Columns.to_json`."""


def create(memory: duckdb.DuckDBPyConnection) -> None:
    """Make the types and the empty tables."""
    for name, members in _ENUMS.items():
        memory.execute(f"CREATE TYPE {name} AS ENUM ({', '.join(repr(member) for member in members)})")
    memory.execute(_TABLES)


def fill(memory: duckdb.DuckDBPyConnection, c: Connection) -> None:
    """Fill the empty tables with all live incidents."""
    incidents = select(INCIDENTS.c.number, INCIDENTS.c.entry, INCIDENTS.c.columns).where(INCIDENTS.c.live)
    for rows in _partitions(c, incidents):
        insert_facts(memory, rows)
    for rows in _partitions(c, _tellings()):
        _insert_tellings(memory, rows)


def replace(memory: duckdb.DuckDBPyConnection, c: Connection, known: int) -> int:
    """Bring the tables up to date with incidents changed by log entries after `known`; how many there were."""
    changed = select(INCIDENTS.c.number, INCIDENTS.c.entry, INCIDENTS.c.columns, INCIDENTS.c.live).where(
        INCIDENTS.c.entry > known
    )
    count = 0
    for rows in _partitions(c, changed):
        count += len(rows)
        batch = pa.table({"number": pa.array([row.number for row in rows], pa.int64())})
        _with_batch(memory, "DELETE FROM facts WHERE number IN (SELECT number FROM batch)", batch)
        _with_batch(memory, "DELETE FROM tellings WHERE incident IN (SELECT number FROM batch)", batch)
        insert_facts(memory, [row for row in rows if row.live])
    for rows in _partitions(c, _tellings().where(INCIDENTS.c.entry > known)):
        _insert_tellings(memory, rows)
    return count


def insert_facts(memory: duckdb.DuckDBPyConnection, rows: Sequence[Fact]) -> None:
    """Add the facts of incidents; `columns` is `Columns.to_json` of each."""
    batch = pa.table(
        {
            "number": pa.array([row.number for row in rows], pa.int64()),
            "entry": pa.array([row.entry for row in rows], pa.int64()),
            "columns": pa.array([row.columns for row in rows], pa.string()),
        }
    )
    _with_batch(memory, _INSERT, batch)


def told_by(memory: duckdb.DuckDBPyConnection, reports: Sequence[int]) -> npt.NDArray[np.int64]:
    """The numbers of the incidents that reports tell of, once each."""
    memory.register("asked", pa.table({"report": pa.array(reports, pa.int64())}))
    query = "SELECT DISTINCT incident FROM tellings WHERE report IN (SELECT report FROM asked)"
    numbers: npt.NDArray[np.int64] = memory.execute(query).fetchnumpy()["incident"]
    return numbers


def _with_batch(memory: duckdb.DuckDBPyConnection, sql: str, batch: pa.Table) -> None:
    """Run a statement that takes rows from the table `batch`."""
    memory.register("batch", batch)
    try:
        memory.execute(sql)
    finally:
        memory.unregister("batch")


def _tellings() -> Select[Any]:
    """Numbers of reports with those of the incidents that they tell of."""
    return select(REPORTS.c.number.label("report"), INCIDENTS.c.number.label("incident")).select_from(
        MEMBERS.join(REPORTS, REPORTS.c.id == MEMBERS.c.report).join(INCIDENTS, INCIDENTS.c.id == MEMBERS.c.incident)
    )


def _partitions(c: Connection, query: Select[Any]) -> Iterator[Sequence[Row[Any]]]:
    return c.execution_options(yield_per=BATCH).execute(query).partitions(BATCH)


def _insert_tellings(memory: duckdb.DuckDBPyConnection, rows: Sequence[Row[Any]]) -> None:
    batch = pa.table(
        {
            "report": pa.array([row.report for row in rows], pa.int64()),
            "incident": pa.array([row.incident for row in rows], pa.int64()),
        }
    )
    _with_batch(memory, "INSERT INTO tellings SELECT DISTINCT report, incident FROM batch", batch)
