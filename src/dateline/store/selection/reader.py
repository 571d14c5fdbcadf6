"""A look at the facts as they stand at one moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import duckdb
import numpy as np
import numpy.typing as npt

from dateline.store.selection.conditions import EVERY, Condition

_FOUND: Final = Condition(
    # What came after the search has a number beyond the bits.
    "CASE WHEN number < bit_length(getvariable('found')) THEN get_bit(getvariable('found'), number::INTEGER) = 1 END"
)


class Reader:
    """Questions about the facts of all incidents, or of those found by words or a report."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, found: Condition = EVERY) -> None:
        self._cursor = cursor
        self._found = found

    def rows(self, what: str, where: Condition, rest: str = "") -> list[tuple[Any, ...]]:
        """`SELECT what FROM the facts WHERE … rest`."""
        return self._ask(what, where, rest).fetchall()

    def arrays(self, what: str, where: Condition, rest: str = "") -> list[npt.NDArray[Any]]:
        """The same by columns, for many rows; none of their values may be null."""
        return list(self._ask(what, where, rest).fetchnumpy().values())

    def _ask(self, what: str, where: Condition, rest: str) -> duckdb.DuckDBPyConnection:
        sql = f"SELECT {what} FROM facts WHERE {where.sql} AND {self._found.sql} {rest}"  # noqa: S608 - values are bound
        return self._cursor.execute(sql, where.values)


def bits_of(numbers: Sequence[int] | npt.NDArray[np.int64]) -> bytes:
    """A set of numbers for `reading`: bits in order for 0 up to the largest number, set for those in it."""
    held = np.asarray(numbers, np.int64)
    bits = np.zeros(int(held.max(initial=0)) + 1, np.bool_)
    bits[held] = True
    return np.packbits(bits).tobytes()


@contextmanager
def reading(memory: duckdb.DuckDBPyConnection, found: bytes | None) -> Iterator[Reader]:
    """A reader on a cursor of its own. `found`: the numbers of the incidents searched for as bits; None for all."""
    cursor = memory.cursor()
    try:
        if found is not None:
            cursor.execute("SET VARIABLE found = ?::BLOB::BIT", [found])
        cursor.begin()
        yield Reader(cursor, EVERY if found is None else _FOUND)
        cursor.rollback()
    finally:
        cursor.close()
