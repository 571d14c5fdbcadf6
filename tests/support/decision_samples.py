"""Decisions on pairs of tellings, as they stand in a store."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert
from store_samples import AT

from dateline.linking.telling import Name
from dateline.store.schema import DECISIONS


def decide(c: Connection, left: Name, right: Name, *, same: bool, who: str = "Ada", at: datetime = AT) -> None:
    """Keep that a person says so."""
    c.execute(insert(DECISIONS).values(**_named(left, right), same=same, who=who, at=at))


def withdraw(c: Connection, left: Name, right: Name) -> None:
    """Let nothing be decided on this pair."""
    c.execute(delete(DECISIONS).filter_by(**_named(left, right)))


def _named(left: Name, right: Name) -> dict[str, str]:
    names = "left_report", "left_event", "right_report", "right_event"
    return dict(zip(names, (*left, *right), strict=True))
