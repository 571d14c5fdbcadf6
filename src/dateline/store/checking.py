"""Whether all that a store says of its incidents fits together: versions, log, members, redirects and reports.

A run that is killed at any instant must leave a store in which nothing is found here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from dateline.linking.identity import members_of
from dateline.linking.telling import Name
from dateline.records import CodedReport
from dateline.store.carrying import stands
from dateline.store.errors import StoreError
from dateline.store.inserting import CHUNK
from dateline.store.records import Case
from dateline.store.redirects import resolve
from dateline.store.schema import INCIDENTS, LOG, MEMBERS, REDIRECTS, REPORTS, VERSIONS


def problems(c: Connection) -> list[str]:
    """What does not fit together, one sentence each; empty where all does.

    Every incident and report is looked at: seconds for thousands, minutes for a million.
    """
    return [*_incidents(c), *_versions(c), *_log(c), *_members(c), *_redirects(c), *_reports(c)]


def _incidents(c: Connection) -> Iterator[str]:
    """Each incident is as its last version has it."""
    last = (VERSIONS.c.incident == INCIDENTS.c.id) & (VERSIONS.c.version == INCIDENTS.c.version)
    query = select(INCIDENTS, VERSIONS.c.body.label("kept"), VERSIONS.c.entry.label("kept_entry"))
    for row in _all(c, query.outerjoin(VERSIONS, last), INCIDENTS.c.number):
        case = Case.model_validate_json(row.body)
        if row.kept is None:
            yield f"incident {row.id}: version {row.version} is not among its versions"
        elif (row.body, row.entry) != (row.kept, row.kept_entry):
            yield f"incident {row.id}: differs from its version {row.version}"
        if case.incident.id != row.id:
            yield f"incident {row.id}: holds incident {case.incident.id}"
        if row.live != stands(case):
            yield f"incident {row.id}: is {'not ' if row.live else ''}merged or withdrawn, its row says otherwise"


def _versions(c: Connection) -> Iterator[str]:
    """The versions of each incident are 1 to its last."""
    counted = (
        select(
            VERSIONS.c.incident,
            func.count().label("count"),
            func.min(VERSIONS.c.version).label("first"),
            func.max(VERSIONS.c.version).label("last"),
        )
        .group_by(VERSIONS.c.incident)
        .subquery()
    )
    query = select(counted, INCIDENTS.c.version).outerjoin(INCIDENTS, INCIDENTS.c.id == counted.c.incident)
    for row in c.execute(query.order_by(counted.c.incident)):
        if row.version is None:
            yield f"incident {row.incident}: has versions, but is not there"
        elif (row.first, row.last, row.count) != (1, row.version, row.version):
            told = f"{row.count} versions from {row.first} to {row.last}"
            yield f"incident {row.incident}: is of version {row.version}, but has {told}"


def _log(c: Connection) -> Iterator[str]:
    """Each version has entries in the log, the last of which it names, and each entry is of a version."""
    told = (
        select(LOG.c.incident, LOG.c.version, func.max(LOG.c.number).label("last"))
        .group_by(LOG.c.incident, LOG.c.version)
        .subquery()
    )
    same = (told.c.incident == VERSIONS.c.incident) & (told.c.version == VERSIONS.c.version)
    silent = select(VERSIONS.c.incident, VERSIONS.c.version).outerjoin(told, same)
    silent = silent.where(told.c.last.is_(None) | (told.c.last != VERSIONS.c.entry))
    for row in c.execute(silent.order_by(VERSIONS.c.incident, VERSIONS.c.version)):
        yield f"incident {row.incident}: the log does not tell of its version {row.version}"
    lost = select(told.c.incident, told.c.version).outerjoin(VERSIONS, same).where(VERSIONS.c.incident.is_(None))
    for row in c.execute(lost.order_by(told.c.incident, told.c.version)):
        yield f"incident {row.incident}: the log tells of version {row.version}, which is not there"


def _members(c: Connection) -> Iterator[str]:
    """The table of members says what live incidents say, and no telling is in two of them."""
    live = select(INCIDENTS.c.number, INCIDENTS.c.id, INCIDENTS.c.body)
    for page in _pages(c, live, INCIDENTS.c.number, INCIDENTS.c.live.is_(True)):
        kept: dict[str, set[Name]] = {row.id: set() for row in page}
        for row in c.execute(select(MEMBERS).where(MEMBERS.c.incident.in_(kept))):
            kept[row.incident].add((row.report, row.event))
        for row in page:
            if kept[row.id] != set(members_of(Case.model_validate_json(row.body).incident)):
                yield f"incident {row.id}: its members are not those of the table of members"
    stray = select(MEMBERS.c.incident).outerjoin(INCIDENTS, INCIDENTS.c.id == MEMBERS.c.incident)
    for name in c.execute(stray.where(INCIDENTS.c.live.is_not(True)).distinct()).scalars():
        yield f"incident {name}: does not stand, but has members"
    twice = select(MEMBERS.c.report, MEMBERS.c.event).group_by(MEMBERS.c.report, MEMBERS.c.event)
    for row in c.execute(twice.having(func.count() > 1)):
        yield f"report {row.report}: its event {row.event!r} is in more than one incident"


def _redirects(c: Connection) -> Iterator[str]:
    """Every id that was merged or withdrawn before leads to the incident that says so."""
    query = select(INCIDENTS.c.number, INCIDENTS.c.id, INCIDENTS.c.body)
    ids = select(INCIDENTS.c.id)
    for row in _all(c, query, INCIDENTS.c.number):
        case = Case.model_validate_json(row.body)
        wanted = [(row.id, case.into)] if case.into else []
        wanted += [(old, row.id) for old in case.incident.formerly] if stands(case) else []
        for old, new in wanted:
            if (found := _target(c, old)) != new and found != _target(c, new):
                yield f"incident {old}: should lead to {new}, but leads to {found or 'itself in a circle'}"
    for old, new in c.execute(select(REDIRECTS.c.old, REDIRECTS.c.new).where(REDIRECTS.c.new.not_in(ids))):
        yield f"incident {old}: leads to {new}, which is not there"


def _target(c: Connection, name: str) -> str | None:
    try:
        return resolve(c, name)
    except StoreError:  # in a circle
        return None


def _reports(c: Connection) -> Iterator[str]:
    """Each event of a linked report, unless it is background, is in an incident, and each member is there."""
    query = select(REPORTS.c.number, REPORTS.c.id, REPORTS.c.body)
    for page in _pages(c, query, REPORTS.c.number, REPORTS.c.linked.is_(True)):
        found = select(MEMBERS.c.report, MEMBERS.c.event).where(MEMBERS.c.report.in_([row.id for row in page]))
        kept = {(row.report, row.event) for row in c.execute(found)}
        for row in page:
            events = (e.id for e in CodedReport.model_validate_json(row.body).events if not e.background)
            for event in events:
                if (row.id, event) not in kept:
                    yield f"report {row.id}: was linked, but its event {event!r} is in no incident"
    lost = select(MEMBERS.c.incident, MEMBERS.c.report).outerjoin(REPORTS, REPORTS.c.id == MEMBERS.c.report)
    for incident, report in c.execute(lost.where(REPORTS.c.id.is_(None))):
        yield f"incident {incident}: its report {report} is not there"


def _all(c: Connection, query: Select[Any], number: ColumnElement[int]) -> Iterator[Row[Any]]:
    for page in _pages(c, query, number):
        yield from page


def _pages(
    c: Connection, query: Select[Any], number: ColumnElement[int], *where: ColumnElement[bool]
) -> Iterator[list[Row[Any]]]:
    """The rows of a query that selects `number` first or as a column "number", some at a time."""
    last = 0
    while rows := list(c.execute(query.where(number > last, *where).order_by(number).limit(CHUNK))):
        yield rows
        last = rows[-1].number
