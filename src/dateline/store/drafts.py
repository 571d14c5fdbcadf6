"""Values that a person has entered in a second look that is not done yet: they lie here, seen by nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from dateline.store.column_types import utc_now
from dateline.store.records import Value
from dateline.store.schema import DRAFTS
from dateline.store.showing import field_of

_VALUE: Final[TypeAdapter[Value]] = TypeAdapter(Value)


@dataclass(frozen=True)
class Draft:
    """A value that was entered, and why."""

    value: Value
    reason: str


def keep_draft(c: Connection, who: str, incident: str, draft: Draft) -> None:
    """Keep a value entered, in the place of an earlier one of its field."""
    insert = postgresql.insert if c.dialect.name == "postgresql" else sqlite.insert
    row = insert(DRAFTS).values(
        who=who,
        incident=incident,
        field=field_of(draft.value),
        value=_VALUE.dump_json(draft.value).decode(),
        reason=draft.reason,
        at=utc_now(),
    )
    changed = {name: row.excluded[name] for name in ("value", "reason", "at")}
    c.execute(row.on_conflict_do_update(index_elements=list(DRAFTS.primary_key), set_=changed))


def drafts_of(c: Connection, who: str, incident: str) -> tuple[Draft, ...]:
    """What a person has entered for an incident, in the order of entering."""
    query = select(DRAFTS.c.value, DRAFTS.c.reason).where(DRAFTS.c.who == who, DRAFTS.c.incident == incident)
    rows = c.execute(query.order_by(DRAFTS.c.at, DRAFTS.c.field))
    return tuple(Draft(_VALUE.validate_json(row.value), row.reason) for row in rows)


def drop_drafts(c: Connection, who: str, incident: str, field: str | None = None) -> None:
    """Forget what a person has entered for a field of an incident, named as in the log, or for all of them."""
    mine = DRAFTS.delete().where(DRAFTS.c.who == who, DRAFTS.c.incident == incident)
    c.execute(mine if field is None else mine.where(DRAFTS.c.field == field))
