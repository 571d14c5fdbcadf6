"""The log of users: who added whom, gave or took which rights, and when. Nothing in it is ever changed."""

from __future__ import annotations

import json
from typing import Any, Final, Literal

from sqlalchemy import Connection, func, insert, select, text

from dateline.records import Record
from dateline.store.column_types import utc_now
from dateline.store.records import Moment
from dateline.store.schema import USER_LOG

TERMINAL: Final = "terminal"
"""Stands in the log for whoever has the store itself at hand."""
UserAction = Literal["added", "rights", "password", "shut out", "let in", "token", "revoked"]
_LOCK: Final = "dateline user log"


class UserEntry(Record):
    """One thing that was done to the user `user`. `told` holds what it set.

    Of `added` and `rights` that are `role` and `unmask`, of the latter also those of `before`; of `token` and
    `revoked`, which are of API tokens, the `label`.
    """

    number: int
    at: Moment
    who: str
    user: str
    action: UserAction
    told: dict[str, Any]


def log(c: Connection, who: str, user: str, action: UserAction, **told: object) -> None:
    """Write down what `who` did to a user."""
    if c.dialect.name == "postgresql":  # on SQLite there is one writer at a time anyway
        c.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": _LOCK})
    last = c.scalar(select(func.max(USER_LOG.c.number))) or 0
    row = {"number": last + 1, "at": utc_now(), "who": who, "user": user, "action": action}
    c.execute(insert(USER_LOG).values(**row, told=json.dumps(told, ensure_ascii=False)))


def user_log(c: Connection, *, before: int | None = None, limit: int = 100) -> list[UserEntry]:
    """At most `limit` entries, the newest first; with `before` those older than the entry of that number."""
    asked = select(USER_LOG).order_by(USER_LOG.c.number.desc()).limit(limit)
    if before is not None:
        asked = asked.where(USER_LOG.c.number < before)
    return [UserEntry.model_validate({**row, "told": json.loads(row["told"])}) for row in c.execute(asked).mappings()]
