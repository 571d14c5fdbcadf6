"""Which incidents are written together: those that exchange tellings or ids, so that none is ever told twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Final

from sqlalchemy import Connection, select

from dateline.linking import State
from dateline.linking.identity import members_of
from dateline.store.carrying import Family, stands
from dateline.store.engine import Store
from dateline.store.linking_state import PAGE, live_cases
from dateline.store.records import Case, Held
from dateline.store.schema import INCIDENTS, MEMBERS, VERSIONS

TOGETHER: Final = 100
"""Incidents that are written in one transaction, where families allow: people can review in between."""


def differing(store: Store, state: State) -> list[str]:
    """The ids of all incidents that are not the same in state and store."""
    linked, found = state.ids(), []
    for names in _pages(linked):
        with store.reading() as c:
            held = held_of(c, names)
        for incident in state.named(names):
            case = held[incident.id].case if incident.id in held else None
            if case is None or not stands(case) or case.incident != incident:
                found.append(incident.id)
    there = set(linked)
    return found + [name for name, _ in live_cases(store) if name not in there]


def families(store: Store, state: State, names: Sequence[str]) -> Iterator[list[str]]:
    """The ids of these incidents and of those that they have tellings or ids of, family by family.

    Small families come together, up to `TOGETHER` ids.
    """
    group: dict[str, str] = {}

    def root(name: str) -> str:
        while group.setdefault(name, name) != name:
            group[name] = group[group[name]]
            name = group[name]
        return name

    for name in names:
        root(name)
    for page in _pages(names):
        for name, other in _ties(store, state, page):
            group[root(other)] = root(name)
    members: defaultdict[str, list[str]] = defaultdict(list)
    for name in group:
        members[root(name)].append(name)
    batch: list[str] = []
    for family in sorted(sorted(family) for family in members.values()):
        if batch and len(batch) + len(family) > TOGETHER:
            yield batch
            batch = []
        batch = batch + family
    if batch:
        yield batch


def _ties(store: Store, state: State, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Pairs of an incident of the state and an id that has to do with it.

    That of a case that has one of its tellings, one that redirects to it, or the one that this redirected to before.
    """
    incidents = state.named(names)
    tellings = {telling: incident.id for incident in incidents for telling in members_of(incident)}
    reports = sorted({report for report, _ in tellings})
    query = select(MEMBERS.c.incident, MEMBERS.c.report, MEMBERS.c.event)
    for page in _pages(reports):
        with store.reading() as c:
            rows = c.execute(query.where(MEMBERS.c.report.in_(page))).all()
        for row in rows:
            if (row.report, row.event) in tellings:
                yield tellings[row.report, row.event], row.incident
    heirs = {name: incident.id for incident in incidents for name in incident.formerly}
    with store.reading() as c:
        held = held_of(c, heirs)
    for name, heir in heirs.items():
        yield heir, name
        before = held[name].case.into if name in held else None
        if before is not None:
            yield heir, before


def family_of(c: Connection, state: State, names: Collection[str]) -> Family:
    """What store and state hold of these incidents."""
    return Family(held_of(c, names), {incident.id: incident for incident in state.named(names)})


def held_of(c: Connection, names: Collection[str]) -> dict[str, Held]:
    """The cases of these ids that there are, merged and withdrawn ones too, without following redirects."""
    latest = (VERSIONS.c.incident == INCIDENTS.c.id) & (VERSIONS.c.version == INCIDENTS.c.version)
    query = select(INCIDENTS.c.id, INCIDENTS.c.version, INCIDENTS.c.body, VERSIONS.c.at).join(VERSIONS, latest)
    found: dict[str, Held] = {}
    for page in _pages(sorted(names)):
        for row in c.execute(query.where(INCIDENTS.c.id.in_(page))):
            found[row.id] = Held(case=Case.model_validate_json(row.body), version=row.version, changed=row.at)
    return found


def _pages(names: Collection[str]) -> Iterator[list[str]]:
    rest = iter(names)
    while page := list(islice(rest, PAGE)):
        yield page
