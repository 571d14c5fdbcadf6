"""Incidents of the store: reading the last version, and writing new ones with their log in one transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text, update

from dateline.store.column_types import utc_now
from dateline.store.errors import ConflictError, NotFoundError, RefusedError
from dateline.store.history import held
from dateline.store.inserting import chunks, insert_or_update
from dateline.store.records import Action, Case, Held, LogEntry
from dateline.store.redirects import resolve
from dateline.store.schema import INCIDENTS, LOG, MEMBERS, REDIRECTS, VERSIONS
from dateline.store.selection.columns import columns_of
from dateline.store.showing import values

__all__ = [
    "Change",
    "changed_since",
    "get_case",
    "get_cases",
    "incidents_of_report",
    "last_entry",
    "resolve",
    "write_cases",
]


@dataclass(frozen=True)
class Change:
    """A case to be written: `expected` is the version that it follows, 0 for a new incident."""

    case: Case
    expected: int
    action: Action


def get_case(c: Connection, id: str, *, version: int | None = None) -> Held:  # noqa: A002
    """The last version of an incident, or the one asked for. An id that was merged leads to what it was merged into.

    With a version, no redirect is followed: it is of the incident of exactly this id. Raises NotFoundError.
    """
    name = id if version is not None else resolve(c, id)
    asked = select(VERSIONS).where(VERSIONS.c.incident == name)
    if version is not None:
        asked = asked.where(VERSIONS.c.version == version)
    row = c.execute(asked.order_by(VERSIONS.c.version.desc()).limit(1)).first()
    if row is None:
        of = "" if version is None else f" of version {version}"
        raise NotFoundError(f"the store has no incident {id!r}{of}; check the id")
    return held(row)


def get_cases(c: Connection, ids: Collection[str]) -> list[Held]:
    """The last versions of these incidents, in the order of their ids given; one under an id that redirects likewise.

    For many at once. Raises NotFoundError.
    """
    found: dict[str, Held] = {}
    for part in chunks(ids):
        current = select(VERSIONS).join(
            INCIDENTS, (INCIDENTS.c.id == VERSIONS.c.incident) & (INCIDENTS.c.version == VERSIONS.c.version)
        )
        for row in c.execute(current.where(INCIDENTS.c.id.in_(part), INCIDENTS.c.live)):
            found[row.incident] = held(row)
    return [found.get(name) or get_case(c, name) for name in ids]


def incidents_of_report(c: Connection, report: str) -> list[str]:
    """The ids of the live incidents that a report tells of."""
    asked = select(MEMBERS.c.incident).where(MEMBERS.c.report == report).distinct().order_by(MEMBERS.c.incident)
    return list(c.execute(asked).scalars())


def last_entry(c: Connection) -> int:
    """The number of the last entry of the log; 0 if there is none. It rises with every change of any incident."""
    return c.execute(select(func.max(LOG.c.number))).scalar() or 0


def changed_since(c: Connection, entry: int) -> Iterator[tuple[int, str]]:
    """The incidents whose last change is behind this entry of the log: the entry of that change, and the id."""
    asked = select(INCIDENTS.c.entry, INCIDENTS.c.id).where(INCIDENTS.c.entry > entry).order_by(INCIDENTS.c.entry)
    found = c.execute(asked, execution_options={"yield_per": 5_000})
    yield from ((number, name) for number, name in found)


def write_cases(
    c: Connection,
    changes: Sequence[Change],
    *,
    who: str,
    kind: Literal["program", "person"],
    reason: str,
    batch: str | None = None,
    undoes: str | None = None,
    at: datetime | None = None,
) -> list[LogEntry]:
    """Write new versions of incidents, with what the log tells of them; all of them or, on an error, none.

    A new incident has one entry, whose `after` holds all its `values`. A changed one has an entry for each field whose
    shown value changed, and one without field if something else did, whose `before` and `after` hold what differs of:
    `state`, `reviewed_by`, `changed_since_review`, `notes`, `reports`, `into`, `withdrawn`, `formerly`, `split_from`
    (the first three only if no value changed). `batch` names the action that all entries belong to (a new one, where
    None), `undoes` the one that it takes back. Raises ConflictError where an incident is no longer of the version
    expected, and RefusedError where one is named twice.
    """
    if not changes:
        return []
    _lock(c)
    before = _current(c, changes)
    given = {"who": who, "kind": kind, "reason": reason, "undoes": undoes, "batch": batch or uuid4().hex}
    entries, ends = _entries(changes, before, last_entry(c), {"at": at or utc_now(), **given})
    _insert(c, LOG, [_log_row(entry) for entry in entries])
    _write_versions(c, changes, ends, entries[0].at)
    _write_members(c, changes, before)
    _write_redirects(c, changes, before)
    return entries


def _lock(c: Connection) -> None:
    """Makes writers take turns, so that entries become visible in the order of their numbers.

    On SQLite a writing transaction is the only one anyway.
    """
    if c.dialect.name == "postgresql":
        c.execute(text("LOCK TABLE log IN EXCLUSIVE MODE"))


def _current(c: Connection, changes: Sequence[Change]) -> dict[str, Case]:
    """The cases that the changes follow. Raises ConflictError and RefusedError."""
    expected: dict[str, int] = {}
    for change in changes:
        name = change.case.incident.id
        if name in expected:
            raise RefusedError(f"incident {name} is to be changed twice at once; give one change of it")
        expected[name] = change.expected
    found: dict[str, Case] = {}
    for part in chunks(expected):
        asked = select(INCIDENTS.c.id, INCIDENTS.c.version, INCIDENTS.c.body).where(INCIDENTS.c.id.in_(part))
        for name, version, body in c.execute(asked):
            if version != expected[name]:
                raise ConflictError(
                    f"incident {name} was changed meanwhile: it is of version {version}, not {expected[name]}; look "
                    "at it again before changing it",
                    current=version,
                )
            found[name] = Case.model_validate_json(body)
    for name, version in expected.items():
        if version and name not in found:
            raise ConflictError(f"incident {name} has no version {version}: the store does not know it", current=0)
    return found


def _entries(
    changes: Sequence[Change], before: dict[str, Case], last: int, given: dict[str, Any]
) -> tuple[list[LogEntry], list[int]]:
    """The entries that follow number `last`, and the number of the last one of each change."""
    entries: list[LogEntry] = []
    ends: list[int] = []
    for change in changes:
        name = change.case.incident.id
        told = {**given, "incident": name, "version": change.expected + 1, "action": change.action}
        for field, old, new in _differences(before.get(name), change.case):
            number = last + len(entries) + 1
            entries.append(LogEntry(number=number, field=field, before=old, after=new, **told))
        ends.append(last + len(entries))
    return entries, ends


def _differences(before: Case | None, after: Case) -> Iterator[tuple[str | None, Any, Any]]:
    """What the log tells of a change: field, value before and after; at least one."""
    new = values(after)
    if before is None:
        yield None, None, new
        return
    old = values(before)
    fields = [field for field in {**old, **new} if old.get(field) != new.get(field)]
    for field in fields:
        yield field, old.get(field), new.get(field)
    was, stands = _standing(before, review=not fields), _standing(after, review=not fields)
    differing = [name for name in stands if was[name] != stands[name]]
    if differing:
        yield None, {name: was[name] for name in differing}, {name: stands[name] for name in differing}
    elif not fields:
        yield None, None, None


def _standing(case: Case, *, review: bool) -> dict[str, Any]:
    """What stands of a case beside its values, as JSON values."""
    incident = case.incident
    found: dict[str, Any] = {
        "notes": [note.text for note in case.notes],
        "reports": sorted({member.report for member in incident.members}),
        "into": case.into,
        "withdrawn": case.withdrawn,
        "formerly": sorted(incident.formerly),
        "split_from": incident.split_from,
    }
    if review:
        found |= case.model_dump(mode="json", include={"state", "reviewed_by", "changed_since_review"})
    return found


def _log_row(entry: LogEntry) -> dict[str, Any]:
    row = entry.model_dump()
    for name in ("before", "after"):
        row[name] = None if row[name] is None else json.dumps(row[name], ensure_ascii=False)
    return row


def _insert(c: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        c.execute(insert(table), rows)


def _write_versions(c: Connection, changes: Sequence[Change], ends: Sequence[int], at: datetime) -> None:
    """Writes rows of `incident_versions` and `incidents`; `ends` are the log's numbers after each change."""
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    kept: list[dict[str, Any]] = []
    for change, entry in zip(changes, ends, strict=True):
        case = change.case
        body, name, version = case.model_dump_json(), case.incident.id, change.expected + 1
        row = {"version": version, "entry": entry, "live": _live(case), "body": body}
        row["columns"] = columns_of(case).to_json()
        kept.append({"incident": name, "version": version, "entry": entry, "at": at, "body": body})
        if change.expected:
            changed.append({**row, "name": name, "expected": change.expected})
        else:
            new.append({**row, "id": name})
    _insert(c, VERSIONS, kept)
    _insert(c, INCIDENTS, new)
    if changed:
        where = (INCIDENTS.c.id == bindparam("name")) & (INCIDENTS.c.version == bindparam("expected"))
        columns: dict[str, Any] = {name: bindparam(name) for name in ("version", "entry", "live", "body", "columns")}
        done = c.execute(update(INCIDENTS).where(where).values(columns), changed)
        if done.rowcount != len(changed):
            raise ConflictError("incidents were changed by another writer meanwhile; try again", current=0)


def _live(case: Case) -> bool:
    return case.into is None and not case.withdrawn


def _tellings(case: Case | None) -> set[tuple[str, str]]:
    """The reports that a live case has, with the event in each ("" for none)."""
    if case is None or not _live(case):
        return set()
    return {(member.report, event) for member in case.incident.members for event in member.events or ("",)}


def _write_members(c: Connection, changes: Sequence[Change], before: dict[str, Case]) -> None:
    """Keeps `members` in step: the reports and events of live incidents."""
    stale: list[str] = []
    rows: list[dict[str, Any]] = []
    for change in changes:
        name = change.case.incident.id
        was, stands = _tellings(before.get(name)), _tellings(change.case)
        if was != stands:
            stale += [name] if was else []
            rows += [{"incident": name, "report": report, "event": event} for report, event in sorted(stands)]
    for part in chunks(stale):
        c.execute(delete(MEMBERS).where(MEMBERS.c.incident.in_(part)))
    _insert(c, MEMBERS, rows)


def _write_redirects(c: Connection, changes: Sequence[Change], before: dict[str, Case]) -> None:
    """Keeps `redirects` in step: a merged case leads to where it went, what was `formerly` an id to its incident.

    A case of its own decides by `into` where its id leads; hence those come last.
    """
    gone: list[tuple[str, str]] = []
    formerly: list[dict[str, str]] = []
    into: list[dict[str, str]] = []
    for change in changes:
        case, name = change.case, change.case.incident.id
        was = before.get(name)
        known = set(was.incident.formerly) if was else set[str]()
        gone += [(old, name) for old in sorted(known - set(case.incident.formerly))]
        formerly += [{"old": old, "new": name} for old in sorted(set(case.incident.formerly) - known)]
        if was and was.into and was.into != case.into:
            gone.append((name, was.into))
        if case.into and case.into != (was and was.into):
            into.append({"old": name, "new": case.into})
    _drop_redirects(c, gone)
    for rows in (formerly, into):
        if rows:
            c.execute(insert_or_update(c, REDIRECTS, "old"), rows)


def _drop_redirects(c: Connection, gone: Sequence[tuple[str, str]]) -> None:
    """Takes redirects away, save those that the old id's own case still asks for."""
    for old, new in gone:
        body = c.execute(select(INCIDENTS.c.body).where(INCIDENTS.c.id == old)).scalar()
        if body is None or Case.model_validate_json(body).into != new:
            c.execute(delete(REDIRECTS).where(REDIRECTS.c.old == old, REDIRECTS.c.new == new))
