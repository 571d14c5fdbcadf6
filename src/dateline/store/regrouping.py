"""Merging and splitting incidents, and linking single reports: what people say of links, obeyed by linking.

What a person says is kept first, as decisions on pairs of tellings (`dateline.store.pinning`) and in the log; then
linking runs and obeys it. Should it be unable to run, the next run obeys.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select

from dateline.linking.errors import LinkingError
from dateline.linking.naming import said
from dateline.linking.telling import Name, tellings_of
from dateline.store.cases import Change, get_case, resolve, write_cases
from dateline.store.claims import release
from dateline.store.column_types import utc_now
from dateline.store.engine import Store
from dateline.store.errors import BusyError, RefusedError
from dateline.store.pinning import Pins, decide_all, disobeyed, homes, homes_of_reports, taken_back, tellings
from dateline.store.records import Action, Held
from dateline.store.relinking import relink
from dateline.store.reports import get_report
from dateline.store.review import Reviewer, checked, new_batch, seen
from dateline.store.schema import LOG
from dateline.store.undoing import is_regrouping, refuse_later, undoable

WAIT: Final = 20.0
"""Seconds to wait for another run of linking before the decision is left to the next run."""


@dataclass(frozen=True)
class Regrouped:
    """What became of a regrouping, or of taking an action back.

    `incidents`: those concerned, as they stand now, the one that was acted on first. `pending`: why linking could not
    run now, None where it did; the decision is kept and the next run obeys it. `disobeyed`: what linking did not do
    as told, in words; empty where it did.
    """

    batch: str
    incidents: tuple[Held, ...]
    pending: str | None = None
    disobeyed: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Plan:
    """What a regrouping says: `pins`, the `groups` that tellings are to be in, and what is done to which incident."""

    pins: Pins
    groups: Sequence[Sequence[Name]]
    actions: Sequence[tuple[Held, Action]]
    reason: str = ""
    undoes: str | None = None


@dataclass(frozen=True)
class _Run:
    """By whom and how a regrouping is done."""

    store: Store
    reviewer: Reviewer
    overrule: bool
    state_path: Path | None
    wait: float
    batch: str = field(default_factory=new_batch)


def merge(  # noqa: PLR0917 in the order of the methods of `Reviewer`
    store: Store,
    reviewer: Reviewer,
    incident: str,
    version: int,
    other: str,
    other_version: int,
    reason: str,
    *,
    overrule: bool = False,
    state_path: Path | None = None,
    wait: float = WAIT,
) -> Regrouped:
    """All reports of both incidents tell of one; the id published first stays, the other leads to it.

    `overrule`: decisions of other people that say otherwise give way; without it, RefusedError names them.
    Raises what the actions of `Reviewer` raise, and RefusedError for an incident with itself. `wait`: seconds.
    """
    told = checked(reason, "reason")
    if incident == other:
        raise RefusedError(f"incident {incident}: it is one with itself; name another incident")

    def plan(c: Connection) -> _Plan:
        both = [seen(c, incident, version), seen(c, other, other_version)]
        left, right = (tellings(held.case.incident) for held in both)
        pins = Pins()
        pins.hold(left)
        pins.hold(right)
        pins.tell(left[0], right[0], same=True)
        return _Plan(pins, [left + right], [(held, "merged") for held in both], told)

    return _regroup(_Run(store, reviewer, overrule, state_path, wait), plan)


def split(  # noqa: PLR0917 in the order of the methods of `Reviewer`
    store: Store,
    reviewer: Reviewer,
    incident: str,
    version: int,
    chosen: Sequence[Name],
    reason: str,
    *,
    overrule: bool = False,
    state_path: Path | None = None,
    wait: float = WAIT,
) -> Regrouped:
    """The chosen tellings (report, event) of an incident are of another one, together.

    The id goes with its anchor (`Incident.anchor`). Raises as `merge` does, and RefusedError where none or all of
    the incident's tellings are chosen, or one that is not of it.
    """
    told = checked(reason, "reason")

    def plan(c: Connection) -> _Plan:
        held = seen(c, incident, version)
        every = tellings(held.case.incident)
        if strange := [name for name in chosen if name not in every]:
            raise RefusedError(f"incident {incident}: {said(strange[0])} is not of it; choose of its own reports")
        away = [name for name in every if name in chosen]
        rest = [name for name in every if name not in chosen]
        if not away or not rest:
            raise RefusedError(f"incident {incident}: choose some of its {len(every)} reports, not {len(away)}")
        pins = Pins()
        pins.hold(rest)
        pins.hold(away)
        for name in away:
            pins.tell(name, rest[0], same=False)
        _hold_siblings(c, pins, away)
        return _Plan(pins, [away, rest], [(held, "split")], told)

    return _regroup(_Run(store, reviewer, overrule, state_path, wait), plan)


def link_report(  # noqa: PLR0917 in the order of the methods of `Reviewer`
    store: Store,
    reviewer: Reviewer,
    incident: str,
    version: int,
    report: str,
    event: str,
    reason: str,
    *,
    overrule: bool = False,
    state_path: Path | None = None,
    wait: float = WAIT,
) -> Regrouped:
    """An event of a report ("" for a report without events) is of the incident, not of the one that it is in.

    Raises as `merge` does, NotFoundError for an unknown report, and RefusedError for a telling that is of the
    incident already or is not linked because it is background.
    """
    told, name = checked(reason, "reason"), (report, event)

    def plan(c: Connection) -> _Plan:
        held = seen(c, incident, version)
        there = tellings(held.case.incident)
        if name in there:
            raise RefusedError(f"incident {incident}: {said(name)} is of it already")
        if name not in [telling.name for telling in tellings_of(get_report(c, report).coded)]:
            raise RefusedError(f"{said(name)}: no event of this report, or background; name one that is news")
        pins = Pins()
        pins.hold(there)
        pins.tell(there[0], name, same=True)
        _hold_siblings(c, pins, [name])
        home = homes(c, [name]).get(name)
        if home is None:
            return _Plan(pins, [[*there, name]], [(held, "merged")], told)
        before = get_case(c, home)
        rest = [other for other in tellings(before.case.incident) if other != name]
        if rest:
            pins.hold(rest)
            pins.tell(name, rest[0], same=False)
        return _Plan(pins, [[*there, name], rest], [(held, "merged"), (before, "split" if rest else "merged")], told)

    return _regroup(_Run(store, reviewer, overrule, state_path, wait), plan)


def unlink_report(  # noqa: PLR0917 in the order of the methods of `Reviewer`
    store: Store,
    reviewer: Reviewer,
    incident: str,
    version: int,
    report: str,
    event: str,
    reason: str,
    *,
    overrule: bool = False,
    state_path: Path | None = None,
    wait: float = WAIT,
) -> Regrouped:
    """An event of a report is not of the incident; where it goes instead, linking finds. Raises as `split` does."""
    chosen = [(report, event)]
    return split(
        store, reviewer, incident, version, chosen, reason, overrule=overrule, state_path=state_path, wait=wait
    )


def undo(
    store: Store, reviewer: Reviewer, batch: str, *, state_path: Path | None = None, wait: float = WAIT
) -> Regrouped:
    """Take back any action of a person; to undo the batch of that brings it back.

    After a regrouping is taken back, what was decided of its pairs before stands again, if anything was; ids and
    corrections come back. Other actions: see `Reviewer.undo`, also for the errors. Raises ConflictError where a
    person has changed one of the incidents since.
    """
    reviewer.check_role()
    with store.reading() as c:
        regrouping = is_regrouping(c, batch)
    if not regrouping:
        held = reviewer.undo(batch)
        with store.reading() as c:
            return Regrouped(_undoing(c, batch), (held,))

    def plan(c: Connection) -> _Plan:
        undoable(c, batch)
        query = select(LOG.c.incident, LOG.c.who, LOG.c.at).where(LOG.c.batch == batch)
        rows = c.execute(query.order_by(LOG.c.number)).all()
        touched = list(dict.fromkeys(row.incident for row in rows))
        refuse_later(c, touched, batch)
        pins = taken_back(c, rows[0].who, rows[0].at)
        ids = dict.fromkeys(resolve(c, incident) for incident in touched)
        return _Plan(pins, (), [(get_case(c, name), "undone") for name in ids], undoes=batch)

    return _regroup(_Run(store, reviewer, overrule=True, state_path=state_path, wait=wait), plan)


def _hold_siblings(c: Connection, pins: Pins, moved: Sequence[Name]) -> None:
    """The other events of the reports of these tellings stay in the incidents that they are in.

    Linking keeps two events of one report apart; so where one of them leaves an incident, another could move in.
    """
    for name, home in homes_of_reports(c, {report for report, _ in moved}).items():
        group = tellings(get_case(c, home).case.incident)
        if name != group[0] and name not in moved and not set(group) & set(moved):
            pins.hold([group[0], name])


def _regroup(run: _Run, plan: Callable[[Connection], _Plan]) -> Regrouped:
    """Keep what a person says, then link."""
    who = run.reviewer.who
    run.reviewer.check_role()
    with run.store.writing() as c:
        made, at = plan(c), utc_now()
        decide_all(c, made.pins, made.groups, who, at, overrule=run.overrule)
        write_cases(
            c,
            [Change(held.case, held.version, action) for held, action in made.actions],
            who=who,
            kind="person",
            reason=made.reason,
            batch=run.batch,
            undoes=made.undoes,
            at=at,
        )
        for held, _ in made.actions:
            release(c, held.case.incident.id, who)
    pending = None
    try:
        relink(
            run.store,
            run.state_path,
            who=who,
            kind="person",
            reason=made.reason,
            batch=run.batch,
            undoes=made.undoes,
            wait=run.wait,
        )
    except (BusyError, LinkingError) as error:
        pending = str(error)
    verdicts = made.pins.verdicts()
    with run.store.reading() as c:
        amiss = () if pending else disobeyed(c, verdicts)
        ids = [held.case.incident.id for held, _ in made.actions]
        found = homes(c, [name for both in verdicts for name in both])
        names = dict.fromkeys(resolve(c, name) for name in (*ids, *sorted(set(found.values()))))
        return Regrouped(run.batch, tuple(get_case(c, name) for name in names), pending, amiss)


def _undoing(c: Connection, batch: str) -> str:
    """The batch that undid this one."""
    return str(c.execute(select(LOG.c.batch).where(LOG.c.undoes == batch).limit(1)).scalar_one())
