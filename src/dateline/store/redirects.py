"""Ids of incidents that lead to others: merged ones, and those that linking once gave to the same incident."""

from __future__ import annotations

from sqlalchemy import Connection, select

from dateline.store.errors import StoreError
from dateline.store.schema import INCIDENTS, REDIRECTS


def resolve(c: Connection, id: str) -> str:  # noqa: A002
    """The id of the incident that this id stands for now: the last one of the redirects that start from it.

    An id that redirects nowhere, a live incident's or an unknown one, is given back. Raises StoreError where redirects
    go round in a circle.
    """
    seen = {id}
    while (new := _next(c, id)) is not None:
        if new in seen:
            raise StoreError(f"the redirects of incident {id} go round in a circle; the store is damaged")
        seen.add(new)
        id = new  # noqa: A001
    return id


def _next(c: Connection, id: str) -> str | None:  # noqa: A002
    """Where a live incident's id leads nowhere, whatever its redirect says: it stands for itself again."""
    live = select(INCIDENTS.c.number).where(INCIDENTS.c.id == id, INCIDENTS.c.live.is_(True)).exists()
    return c.execute(select(REDIRECTS.c.new).where(REDIRECTS.c.old == id, ~live)).scalar()
