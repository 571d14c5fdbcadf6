"""From the reports and decisions of the store to its incidents: linked again, with what people did carried over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, Literal
from uuid import uuid4

import duckdb

from dateline import __version__
from dateline.gazetteer import Gazetteer
from dateline.linking import LinkModel, LinkStateError, State
from dateline.records import CodedReport
from dateline.store.carrying import Family, changes_of, stands
from dateline.store.cases import Change, write_cases
from dateline.store.decisions import decisions, last_decision
from dateline.store.engine import Store
from dateline.store.errors import ConflictError, StoreError
from dateline.store.families import differing, families, family_of
from dateline.store.linking_state import (
    Mark,
    begin,
    discard,
    formers,
    mark_of,
    open_state,
    reports,
    set_mark,
    standing,
    state_path_of,
)
from dateline.store.locking import relinking_lock
from dateline.store.reports import mark_linked

__all__ = ["PROGRAM", "Relinked", "relink", "state_path_of"]

PROGRAM: Final = f"dateline {__version__}"
WAIT: Final = 60.0
"""Seconds to wait for another run that is relinking."""
TRIES: Final = 20
"""Times that a change of incidents is tried which people are changing at the same moment."""
MARKED: Final = 1000
"""Reports that are marked as linked in one transaction."""


@dataclass(frozen=True)
class Relinked:
    """What relinking did to incidents.

    `new` ones and those `updated` (that stood before and stand now), `merged` into others, `split` off or standing
    again, `withdrawn`.
    """

    new: int = 0
    updated: int = 0
    merged: int = 0
    split: int = 0
    withdrawn: int = 0

    def __add__(self, other: Relinked) -> Relinked:
        """What both did."""
        return Relinked(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    def __bool__(self) -> bool:
        """Whether anything was done."""
        return any(astuple(self))


@dataclass(frozen=True)
class Author:
    """Who relinks, as the log tells it; fields as in `LogEntry`."""

    who: str = PROGRAM
    kind: Literal["program", "person"] = "program"
    reason: str = ""
    batch: str = field(default_factory=lambda: uuid4().hex)
    undoes: str | None = None
    at: datetime | None = None


def relink(
    store: Store,
    state_path: Path | None = None,
    *,
    who: str = PROGRAM,
    kind: Literal["program", "person"] = "program",
    reason: str = "",
    batch: str | None = None,
    undoes: str | None = None,
    at: datetime | None = None,
    wait: float = WAIT,
    processes: int = 1,
) -> Relinked:
    """Link what was added and decided since the last run, and write the incidents that this made or changed.

    `who`, `kind`, `reason`, `batch`, `undoes` and `at` go into the log. A person's run takes up decisions only;
    reports that are not linked yet wait for the next run of the program. What an earlier run left undone is done
    first, as the program. `state_path`: where linking keeps its state (default `state_path_of(store)`); one that is
    lost, damaged or of another store is made anew. `processes`: how many link at a time.
    Raises BusyError where another run does not end within `wait` seconds, and StoreError where decisions contradict
    each other.
    """
    path = state_path or state_path_of(store)
    author = Author(who, kind, reason, batch or uuid4().hex, undoes, at)
    with relinking_lock(store, state_path_of(store).with_suffix(".lock"), wait):
        try:
            return _run(store, path, author, processes)
        except duckdb.Error:  # damaged within: what the store holds is enough to make it anew
            discard(path)
            return _run(store, path, author, processes)


def _run(store: Store, path: Path, author: Author, processes: int) -> Relinked:
    model = LinkModel.load()
    with store.reading() as c:
        mark = mark_of(c)
    state = open_state(path, model, processes)
    how = standing(state, mark, PROGRAM)
    if how == "unknown" and state.store.meta("store") is not None:
        state.close()
        discard(path)
        state = open_state(path, model, processes)
    with state:
        try:
            done = Relinked()
            if how != "agrees":
                done = _Relinking(store, state, Author()).repair(old_only=author.kind == "person")
            return done + _Relinking(store, state, author).advance()
        except LinkStateError as error:
            raise StoreError(f"{error}; take one of these decisions back, then link again") from error


class _Relinking:
    """One go from the store through linking and back: both agree at its end."""

    def __init__(self, store: Store, state: State, author: Author) -> None:
        self._store, self._state, self._author = store, state, author
        self._token = uuid4().hex
        with store.reading() as c:
            self._mark = mark_of(c)

    def repair(self, *, old_only: bool) -> Relinked:
        """Make the store hold what its reports and decisions make, whatever the state holds.

        `old_only`: only of the reports and decisions that a run took up before.
        """
        begin(self._state, self._mark, self._token)
        with self._store.reading() as c:
            until = last_decision(c) if not old_only else self._mark.decided if self._mark else 0
            wanted = decisions(c, until=until)
        fed = self._feed(reports(self._store, linked=True if old_only else None))
        self._state.obey(wanted)
        self._state.link([] if self._state.ids() else formers(self._store))
        done = self._write(differing(self._store, self._state))
        self._end(fed, until)
        return done

    def advance(self) -> Relinked:
        """Take up what is new. Where nothing is, nothing is written."""
        with self._store.reading() as c:
            wanted, last = decisions(c), last_decision(c)
        waiting = self._author.kind == "program" and next(reports(self._store, linked=False), None) is not None
        if not waiting and wanted == self._state.decisions():
            return Relinked()
        begin(self._state, self._mark, self._token)
        fed = self._feed(reports(self._store, linked=False)) if waiting else []
        self._state.obey(wanted)
        self._state.link()
        done = self._write(self._state.ids(changed=True))
        self._end(fed, last)
        return done

    def _feed(self, found: Iterator[CodedReport]) -> list[str]:
        """Give reports to the state; their ids."""
        fed: list[str] = []

        def noted() -> Iterator[CodedReport]:
            for report in found:
                fed.append(report.id)
                yield report

        self._state.add(noted(), Gazetteer.open())
        return fed

    def _write(self, names: Sequence[str]) -> Relinked:
        done = Relinked()
        for batch in families(self._store, self._state, names):
            done += self._write_batch(batch)
        return done

    def _write_batch(self, names: Sequence[str]) -> Relinked:
        """Write the changes of families in one transaction. Where a person was quicker, theirs is carried over."""
        for _ in range(TRIES - 1):
            try:
                return self._try_batch(names)
            except ConflictError:
                continue
        return self._try_batch(names)

    def _try_batch(self, names: Sequence[str]) -> Relinked:
        author = self._author
        with self._store.writing() as c:
            family = family_of(c, self._state, names)
            changes = changes_of(family)
            write_cases(
                c,
                changes,
                who=author.who,
                kind=author.kind,
                reason=author.reason,
                batch=author.batch,
                undoes=author.undoes,
                at=author.at,
            )
        return _counted(changes, family)

    def _end(self, fed: Sequence[str], decided: int) -> None:
        for start in range(0, len(fed), MARKED):
            with self._store.writing() as c:
                mark_linked(c, fed[start : start + MARKED])
        with self._store.writing() as c:
            set_mark(c, Mark(self._token, decided, PROGRAM))


def _counted(changes: Sequence[Change], family: Family) -> Relinked:
    """What the changes of a family come to."""
    new = updated = merged = split = withdrawn = 0
    for change in changes:
        name, stays = change.case.incident.id, stands(change.case)
        stood = family.live(name)
        known = name in family.held
        new += stays and not known and change.action != "split"
        split += stays and not stood and (known or change.action == "split")
        updated += stays and stood
        merged += stood and change.case.into is not None
        withdrawn += change.case.withdrawn
    return Relinked(new, updated, merged, split, withdrawn)
