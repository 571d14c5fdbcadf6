"""Who has which incident at hand, so that two people do not get the same one from the queue."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from dateline.store.column_types import utc_now
from dateline.store.schema import CLAIMS

MINUTES: Final = 10
"""How long a claim stands unless it is renewed."""


def claim(c: Connection, incident: str, who: str, minutes: int = MINUTES) -> bool:
    """Claim an incident, or renew one's own claim; False where another person holds it."""
    now = utc_now()
    insert = postgresql.insert if c.dialect.name == "postgresql" else sqlite.insert
    mine = insert(CLAIMS).values(incident=incident, who=who, until=now + timedelta(minutes=minutes))
    # One statement, so that of two people who claim at once the database lets one through.
    taken = mine.on_conflict_do_update(
        index_elements=[CLAIMS.c.incident],
        set_={"who": mine.excluded.who, "until": mine.excluded.until},
        where=or_(CLAIMS.c.who == who, CLAIMS.c.until <= now),
    )
    return c.execute(taken.returning(CLAIMS.c.incident)).first() is not None


def release(c: Connection, incident: str, who: str) -> None:
    """Give up one's claim, if there is one."""
    c.execute(CLAIMS.delete().where(CLAIMS.c.incident == incident, CLAIMS.c.who == who))


def claimed(c: Connection) -> dict[str, tuple[str, datetime]]:
    """The claims that stand: incident to who holds it, until when (UTC)."""
    now = utc_now()
    rows = c.execute(select(CLAIMS.c.incident, CLAIMS.c.who, CLAIMS.c.until).where(CLAIMS.c.until > now))
    return {row.incident: (row.who, row.until) for row in rows}
