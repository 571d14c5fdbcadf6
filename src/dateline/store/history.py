"""What was: the log of all changes, the versions of an incident, and the data set as of any time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from dateline.store.records import Action, Case, Held, LogEntry
from dateline.store.schema import LOG, VERSIONS


def history(
    c: Connection,
    *,
    incident: str | None = None,
    who: str | None = None,
    batch: str | None = None,
    action: Action | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    limit: int = 100,
) -> list[LogEntry]:
    """At most `limit` entries of the log, newest first: of an incident, by a person or program, of one batch or action.

    `since` is included, `until` is not (UTC). `before` is the number of the oldest entry seen so far, to go on from.
    """
    asked = select(LOG).order_by(LOG.c.number.desc()).limit(limit)
    equal = ((LOG.c.incident, incident), (LOG.c.who, who), (LOG.c.batch, batch), (LOG.c.action, action))
    for column, value in equal:
        if value is not None:
            asked = asked.where(column == value)
    if since is not None:
        asked = asked.where(LOG.c.at >= since)
    if until is not None:
        asked = asked.where(LOG.c.at < until)
    if before is not None:
        asked = asked.where(LOG.c.number < before)
    return [_entry(row) for row in c.execute(asked)]


def following(c: Connection, after: int, *, limit: int = 100) -> list[LogEntry]:
    """At most `limit` entries of the log behind the one of the number `after`, oldest first."""
    asked = select(LOG).where(LOG.c.number > after).order_by(LOG.c.number).limit(limit)
    return [_entry(row) for row in c.execute(asked)]


def versions(c: Connection, incident: str) -> list[Held]:
    """All versions of the incident of exactly this id, the first one first; none if there is no such incident."""
    asked = select(VERSIONS).where(VERSIONS.c.incident == incident).order_by(VERSIONS.c.version)
    return [held(row) for row in c.execute(asked)]


def as_of(c: Connection, moment: datetime) -> Iterator[Held]:
    """The incidents as they stood at this time (UTC), ordered by id: those neither merged into others nor withdrawn."""
    last = (
        select(VERSIONS.c.incident, func.max(VERSIONS.c.version).label("version"))
        .where(VERSIONS.c.at <= moment)
        .group_by(VERSIONS.c.incident)
        .subquery()
    )
    asked = (
        select(VERSIONS)
        .join(last, (VERSIONS.c.incident == last.c.incident) & (VERSIONS.c.version == last.c.version))
        .order_by(VERSIONS.c.incident)
    )
    for row in c.execute(asked, execution_options={"yield_per": 500}):
        found = held(row)
        if found.case.into is None and not found.case.withdrawn:
            yield found


def held(row: Row[Any]) -> Held:
    """The case in a row of `incident_versions`."""
    return Held(case=Case.model_validate_json(row.body), version=row.version, changed=row.at)


def _entry(row: Row[Any]) -> LogEntry:
    told = dict(row._mapping)  # noqa: SLF001  # documented, in spite of its name
    for name in ("before", "after"):
        told[name] = None if told[name] is None else json.loads(told[name])
    return LogEntry(**told)
