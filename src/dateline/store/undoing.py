"""Which actions can be taken back: those after which nothing has changed that stands.

An action and the one that took it back leave no trace but their entries in the log; so of several actions the last
one can be taken back, then the one before it, and so on.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from dateline.store.errors import ConflictError, NotFoundError, RefusedError
from dateline.store.schema import DECISIONS, LOG


def undoable(c: Connection, batch: str) -> tuple[str, int]:
    """The first incident of a person's action, and the version that the action made of it.

    Raises NotFoundError for an unknown batch and RefusedError for one that was undone or is a program's.
    """
    query = select(LOG.c.incident, LOG.c.version, LOG.c.kind).where(LOG.c.batch == batch).order_by(LOG.c.number)
    found = c.execute(query).first()
    if found is None:
        raise NotFoundError(f"no action {batch!r} in the history")
    if found.kind != "person":
        raise RefusedError(f"action {batch} was the program's; only what people did can be undone")
    by = undone_by(c, batch)
    if by is not None:
        raise RefusedError(f"action {batch} was undone by {by} already; undo that to bring it back")
    return found.incident, found.version


def undone_by(c: Connection, batch: str) -> str | None:
    """Who took an action back, if that has not been taken back itself."""
    query = select(LOG.c.batch, LOG.c.who).where(LOG.c.undoes == batch).order_by(LOG.c.number.desc())
    return next((row.who for row in c.execute(query).all() if undone_by(c, row.batch) is None), None)


def is_regrouping(c: Connection, batch: str) -> bool:
    """Whether a batch is a merge, a split, the linking of a report, or an undo of one: it holds decisions."""
    query = (
        select(DECISIONS.c.number)
        .join(LOG, (LOG.c.who == DECISIONS.c.who) & (LOG.c.at == DECISIONS.c.at))
        .where(LOG.c.batch == batch)
    )
    return c.execute(query.limit(1)).first() is not None


def stands_for(c: Connection, incident: str, version: int) -> int:
    """The earliest version that a version is equal to: after undoing, that before the action undone."""
    query = select(LOG.c.version, LOG.c.batch, LOG.c.undoes).where(LOG.c.incident == incident)
    rows = c.execute(query).all()
    made = {row.batch: row.version for row in rows}
    undoes = {row.version: row.undoes for row in rows if row.undoes is not None}
    while undoes.get(version) in made:
        version = made[undoes[version]] - 1
    return version


def refuse_later(c: Connection, incidents: Collection[str], batch: str) -> None:
    """Raises ConflictError where a person has changed one of the incidents after this action, and that stands."""
    query = select(
        LOG.c.number, LOG.c.batch, LOG.c.undoes, LOG.c.who, LOG.c.action, LOG.c.incident, LOG.c.version, LOG.c.kind
    ).where(LOG.c.incident.in_(incidents))
    rows = c.execute(query.order_by(LOG.c.number)).all()
    last = max(row.number for row in rows if row.batch == batch)
    later = {row.batch: row for row in rows if row.number > last and row.kind == "person"}
    undone: set[str] = set()
    for row in sorted(later.values(), key=lambda row: -row.number):
        if row.batch not in undone and row.undoes is not None:
            undone.add(row.undoes)
    for row in later.values():
        if row.batch not in undone and row.undoes not in later:
            raise ConflictError(
                f"incident {row.incident}: {row.who} has changed it since ({row.action}), so this cannot be taken "
                "back; take that back first, or change it by hand",
                current=row.version,
            )
