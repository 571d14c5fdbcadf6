"""Inserting rows that may be there, and asking for many keys: what SQLite and PostgreSQL say alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Item = TypeVar("Item")
CHUNK: Final = 500
"""Keys asked for in one query."""


def insert_new(c: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that leaves a row that is already there as it is."""
    if c.dialect.name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()


def insert_or_update(c: Connection, table: Table, *keys: str) -> sqlite.Insert | postgresql.Insert:
    """An INSERT of all columns that overwrites a row with the same `keys`."""
    make: Any = sqlite.insert if c.dialect.name == "sqlite" else postgresql.insert
    statement = make(table)
    others = {column.name: statement.excluded[column.name] for column in table.columns if column.name not in keys}
    inserting: sqlite.Insert | postgresql.Insert = statement.on_conflict_do_update(index_elements=keys, set_=others)
    return inserting


def chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[Sequence[Item]]:
    """The items in lists of at most `size`."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part
