"""What people decided of links: two tellings (report, event) are one incident, or two."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from dateline.linking import Decision
from dateline.linking.telling import Name
from dateline.store.schema import DECISIONS


def decisions(c: Connection, *, until: int | None = None) -> list[Decision]:
    """The decisions that stand, in the order they were taken, up to the number `until`. Times are UTC."""
    query = select(DECISIONS).order_by(DECISIONS.c.number)
    if until is not None:
        query = query.where(DECISIONS.c.number <= until)
    standing: dict[tuple[Name, Name], Decision] = {}
    for row in c.execute(query):
        left, right = _pair((row.left_report, row.left_event), (row.right_report, row.right_event))
        standing.pop((left, right), None)
        if row.same is not None:  # else taken back
            standing[left, right] = Decision(left, right, row.same, row.who, row.at)
    return list(standing.values())


def last_decision(c: Connection) -> int:
    """The number of the last decision; 0 where there is none."""
    return int(c.execute(select(func.coalesce(func.max(DECISIONS.c.number), 0))).scalar_one())


def _pair(left: Name, right: Name) -> tuple[Name, Name]:
    return (left, right) if left < right else (right, left)
