"""The store of a linking run: items, their keys, the weights of pairs, incidents and decisions, in one DuckDB file.

Everything lies on disk; memory is bounded by the limit given, whatever the number of items. Work that has begun is
done in a transaction, so a run that is killed leaves what was there before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dateline.linking.blocking import PIVOTS
from dateline.linking.errors import LinkStateBusyError, LinkStateError
from dateline.linking.intake import Rows
from dateline.linking.vectors import columns

FORMAT: Final = "5"
FLOORS: Final = (5.9, 3.0, 0.0)
"""Means of log-odds (at most 6) above which groups are made, one level after the other; the last one stands."""
MEMORY: Final = "1500MB"
"""What DuckDB may hold before it writes to its temporary folder."""
CHECKPOINT: Final = "256MB"
"""How much DuckDB writes to its log before it brings the file up to date, which takes longer the larger the file is."""
GAP: Final = 20_000
"""Items that lie further apart are read by queries of their own, which pass over what lies between."""
_LISTS: Final = {"uint32": "UINTEGER", "uint16": "USMALLINT", "float": "FLOAT"}
_TABLES: Final = """
CREATE TABLE meta (name VARCHAR, value VARCHAR);
CREATE TABLE reports (report VARCHAR, digest UBIGINT, run INTEGER);
CREATE TABLE items (item INTEGER, head INTEGER, report VARCHAR, event VARCHAR, total VARCHAR, role UTINYINT,
                    published DATE, rank UBIGINT, regions UBIGINT, towns UBIGINT, nights UBIGINT, telling BLOB);
CREATE TABLE keys (key UBIGINT, item INTEGER);
CREATE TABLE crowding (key UBIGINT, item INTEGER);
CREATE TABLE sketches (key UBIGINT, item INTEGER);
CREATE TABLE crowd_blocks (key UBIGINT, day INTEGER, crowd UBIGINT);
CREATE TABLE crowds (item INTEGER, crowd UBIGINT);
CREATE TABLE pairs (a INTEGER, b INTEGER, weight FLOAT);
CREATE TABLE membership (item INTEGER, incident VARCHAR);
CREATE TABLE incidents (id VARCHAR, anchor VARCHAR, anchor_event VARCHAR, formerly VARCHAR[], split_from VARCHAR,
                        part_of VARCHAR, published DATE, report VARCHAR, event VARCHAR, members INTEGER,
                        sources INTEGER, run INTEGER, line BLOB);
CREATE TABLE decisions (number INTEGER, left_report VARCHAR, left_event VARCHAR, right_report VARCHAR,
                        right_event VARCHAR, same BOOLEAN, who VARCHAR, "at" TIMESTAMP);
CREATE TABLE log (run INTEGER, change VARCHAR, incident VARCHAR, other VARCHAR);
"""


class Store:
    """A connection to the tables. Not to be shared between threads."""

    def __init__(self, path: Path | None = None, *, memory: str = MEMORY, threads: int = 2) -> None:
        """Open the file, or make it; without a path, the tables are held in memory.

        Raises LinkStateError where the file is not a store of this version, LinkStateBusyError where another process
        has it open.
        """
        settings: dict[str, str | bool | int | float | list[str]] = {
            "checkpoint_threshold": CHECKPOINT,
            "memory_limit": memory,
            "threads": threads,
            "preserve_insertion_order": False,
        }
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            settings["temp_directory"] = f"{path}.tmp"
        try:
            self.connection = duckdb.connect(":memory:" if path is None else str(path), config=settings)
        except duckdb.Error as error:
            if "Conflicting lock" in str(error):
                raise LinkStateBusyError(f"{path}: another process has this state open; let it end first") from error
            raise LinkStateError(f"{path}: cannot be used as a state ({error}); name another file") from error
        try:
            self._check(path)
        except LinkStateError:
            self.close()
            raise
        self.execute("CREATE TEMP TABLE limits (kind UTINYINT, pivots INTEGER)")
        self.connection.executemany("INSERT INTO limits VALUES (?, ?)", [(int(k), n) for k, n in PIVOTS.items()])

    def drop_passing(self) -> None:
        """Drop the temporary tables that a run of linking has filled: after it they only take memory."""
        for (name,) in self.rows("SELECT table_name FROM duckdb_tables() WHERE temporary AND table_name <> 'limits'"):
            self.execute(f"DROP TABLE {name}")

    def _check(self, path: Path | None) -> None:
        """Make the tables where there are none; raises LinkStateError where they are not those of this version."""
        try:
            if not self.rows("SELECT 1 FROM duckdb_tables() WHERE NOT temporary"):
                with self.transaction():
                    self._create()
            if self.meta("format") != FORMAT:
                raise LinkStateError(f"{path}: a state of another version of dateline; start a new one")
        except duckdb.Error as error:
            raise LinkStateError(f"{path}: cannot be used as a state ({error}); name another file") from error

    def _create(self) -> None:
        for statement in _TABLES.split(";"):
            if statement.strip():
                self.execute(statement)
        for level in range(len(FLOORS) - 1):
            self.execute(f"CREATE TABLE level{level} (item INTEGER, grp INTEGER)")
        empty = columns([], [])
        told = ", ".join(f"{field.name} {_type(field.type)}" for field in empty.schema)
        self.execute(f"CREATE TABLE vectors ({told})")
        self.set_meta("format", FORMAT)
        for name in ("runs", "linked", "items", "decided"):
            self.set_meta(name, "0")

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def execute(self, statement: str, values: Sequence[Any] = (), **tables: pa.Table) -> None:
        """Run one statement, with `tables` under their names."""
        with self._with(tables):
            self.connection.execute(statement, values)

    def rows(self, query: str, values: Sequence[Any] = (), **tables: pa.Table) -> list[tuple[Any, ...]]:
        """The rows that a query gives."""
        with self._with(tables):
            return self.connection.execute(query, values).fetchall()

    def arrow(self, query: str, values: Sequence[Any] = (), **tables: pa.Table) -> pa.Table:
        """The columns that a query gives."""
        with self._with(tables):
            return self.connection.sql(query, params=list(values) or None).to_arrow_table()

    def of_items(self, table: str, items: NDArray[np.integer], by: str = "item") -> pa.Table:
        """The rows of `items` or `vectors` for these items, whose numbers ascend, in their order.

        Or those of another table, by the numbers in its column `by`.
        """
        query = f"SELECT t.* FROM {table} t JOIN needed USING ({by}) WHERE {by} BETWEEN ? AND ? ORDER BY {by}"  # noqa: S608
        stretches = np.split(items.astype(np.int32), np.flatnonzero(np.diff(items) > GAP) + 1)
        ends = ((int(part[0]), int(part[-1])) if len(part) else (0, 0) for part in stretches)
        read = (
            self.arrow(query, [*both], needed=pa.table({by: part})) for both, part in zip(ends, stretches, strict=True)
        )
        return pa.concat_tables(read)

    @contextmanager
    def _with(self, tables: dict[str, pa.Table]) -> Iterator[None]:
        for name, table in tables.items():
            self.connection.register(name, table)
        try:
            yield
        finally:
            for name in tables:
                self.connection.unregister(name)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What is done inside is done as a whole or not at all."""
        self.connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def meta(self, name: str) -> str | None:
        """A setting of the state."""
        found = self.rows("SELECT value FROM meta WHERE name = ?", [name])
        return str(found[0][0]) if found else None

    def set_meta(self, name: str, value: str) -> None:
        """Keep a setting."""
        self.execute("DELETE FROM meta WHERE name = ?", [name])
        self.execute("INSERT INTO meta VALUES (?, ?)", [name, value])

    def number(self, name: str) -> int:
        """A setting that is a whole number."""
        return int(self.meta(name) or 0)

    def insert(self, rows: Rows) -> None:
        """Add items, numbered after those that are there. To be called in a transaction."""
        first = self.number("items")
        new = rows.numbered(first)
        for name, table in (("items", new.items), ("keys", new.keys), ("vectors", new.vectors)):
            self.execute(f"INSERT INTO {name} SELECT * FROM new_rows", new_rows=table)  # noqa: S608
        self.set_meta("items", str(first + len(rows.items)))


def _type(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return f"{_LISTS[str(kind.value_type)]}[]"
    return {"int64": "INTEGER", "int32": "INTEGER", "uint32": "UINTEGER"}[str(kind)]
