"""Failed logins, counted against guessing: for a name from one address, for a name from everywhere, and for an address.

A name has a low limit for each address and a high one over all, so that whoever guesses at a name does not keep its
owner out, who calls from elsewhere.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from ipaddress import ip_network
from typing import Final

from sqlalchemy import Connection, delete, func, insert, or_, select, text

from dateline.store.column_types import utc_now
from dateline.store.errors import StoreError
from dateline.store.schema import ATTEMPTS

WINDOW: Final = timedelta(minutes=15)
FAILURES_PER_NAME_AND_ADDRESS: Final = 5
FAILURES_PER_ADDRESS: Final = 20
FAILURES_PER_NAME: Final = 100
"""At this rate some 10,000 passwords a day: nothing against 12 characters."""


class TooManyAttemptsError(StoreError):
    """Too many failed logins for a name or from an address; `retry_after` is the time to wait in seconds."""

    def __init__(self, retry_after: int) -> None:
        minutes = -(-retry_after // 60)
        super().__init__(f"too many failed logins; wait {minutes} minutes and try again")
        self.retry_after = retry_after


def admit_attempt(c: Connection, name: str, address: str, *, at: datetime | None = None) -> None:
    """Count a login as failed before its password is looked at, so that many at once are counted too.

    Raises TooManyAttemptsError from the sixth within 15 minutes for one name from one address, from the 21st from one
    address, and from the 101st for one name. Of IPv6 an address is a /64 network, which is what one subscriber has.
    `forgive` takes it back after a login that went well.
    """
    now = at if at is not None else utc_now()
    limits = {
        _both_key(name, address): FAILURES_PER_NAME_AND_ADDRESS,
        _address_key(address): FAILURES_PER_ADDRESS,
        _name_key(name): FAILURES_PER_NAME,
    }
    if c.dialect.name == "postgresql":  # on SQLite there is one writer at a time anyway
        for key in sorted(limits):
            c.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": key})
    c.execute(delete(ATTEMPTS).where(ATTEMPTS.c.at <= now - WINDOW))
    for key, limit in limits.items():
        times = list(c.scalars(select(ATTEMPTS.c.at).where(ATTEMPTS.c.key == key).order_by(ATTEMPTS.c.at.desc())))
        if len(times) >= limit:
            raise TooManyAttemptsError(max(1, round((times[limit - 1] + WINDOW - now).total_seconds())))
    c.execute(insert(ATTEMPTS), [{"key": key, "at": now} for key in limits])


def forgive(c: Connection, name: str, address: str) -> None:
    """Forget the failed logins for a name from an address, and the last of each alone, after one that went well."""
    c.execute(delete(ATTEMPTS).where(ATTEMPTS.c.key == _both_key(name, address)))
    for key in (_address_key(address), _name_key(name)):
        last = select(func.max(ATTEMPTS.c.number)).where(ATTEMPTS.c.key == key).scalar_subquery()
        c.execute(delete(ATTEMPTS).where(ATTEMPTS.c.number == last))


def forget(c: Connection, name: str) -> None:
    """Forget the failed logins for a name, from wherever they came."""
    own = _name_key(name)
    c.execute(delete(ATTEMPTS).where(or_(ATTEMPTS.c.key == own, ATTEMPTS.c.key.startswith(f"{own} from "))))


def _name_key(name: str) -> str:
    """Hashed, for people at times type their password where the name goes."""
    return f"name {hashlib.sha256(name.strip().lower().encode()).hexdigest()}"


def _both_key(name: str, address: str) -> str:
    return f"{_name_key(name)} from {_address_key(address)}"


def _address_key(address: str) -> str:
    try:
        return f"address {ip_network((address, 64 if ':' in address else 32), strict=False)}"
    except ValueError:
        return f"address {address}"
