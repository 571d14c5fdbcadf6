"""The order of the list, and cursors that go on in it where a page ended, whatever has changed before it.

Offsets reach `MAXIMUM_OFFSET` rows far, so that a list can number its pages; cursors reach everywhere at the same
cost, which is what programs that read all pages use.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from dateline.store.selection.conditions import Condition
from dateline.store.selection.errors import FilterError
from dateline.store.selection.filters import Sort


class Order(NamedTuple):
    """A column of the facts, and whether the largest come first."""

    column: str
    falling: bool


ORDERS: Final[Mapping[Sort, Order]] = {
    "date": Order("start", falling=False),
    "-date": Order("start", falling=True),
    "killed": Order("killed", falling=False),
    "-killed": Order("killed", falling=True),
    "worth": Order("worth", falling=True),
    "-changed": Order("entry", falling=True),
}
Key = tuple[Any, str]
"""The value of the column and the id of a row."""


def order_by(sort: Sort) -> str:
    """SQL that sorts, the unknown last and equal ones by id."""
    column, falling = ORDERS[sort]
    return f"{column} {'DESC' if falling else 'ASC'} NULLS LAST, id"


def behind(sort: Sort, key: Key) -> Condition:
    """The rows that stand behind the one of `key`."""
    column, falling = ORDERS[sort]
    value, name = key
    if value is None:
        return Condition(f"({column} IS NULL AND id > ?)", (name,))
    sign = "<" if falling else ">"
    return Condition(
        f"({column} {sign} ? OR ({column} = ? AND id > ?) OR {column} IS NULL)",
        (value, value, name),
    )


def cursor_of(sort: Sort, key: Key) -> str:
    """The cursor behind the row of `key`, for an address."""
    value, name = key
    text = json.dumps([sort, value.isoformat() if isinstance(value, date) else value, name], separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def key_of(sort: Sort, cursor: str) -> Key:
    """What `cursor_of` was made from. Raises FilterError where it was made for another order, or not by it."""
    try:
        made_for, value, name = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if ORDERS[sort].column == "start" and value is not None:
            value = date.fromisoformat(value)
        fits = made_for == sort and isinstance(name, str) and (value is None or isinstance(value, (int, float, date)))
    except (ValueError, TypeError) as error:
        raise FilterError("after", cursor, "not a cursor of a page; start without one") from error
    if not fits:
        raise FilterError("after", cursor, f"not a cursor of a page in the order {sort}; start without one")
    return value, name
