"""Tellings by the names that people type: REPORT for a report's main event, REPORT:EVENT for any."""

from __future__ import annotations

import re

from dateline.linking.errors import LinkingError
from dateline.linking.state import State
from dateline.linking.telling import Name

_EVENT = re.compile(r"(.+):(e\d+)", re.DOTALL)


def telling_named(state: State, text: str) -> Name:
    """The telling that REPORT or REPORT:EVENT names. Ids of reports may hold colons.

    Raises LinkingError where the state holds no such report or no such event of it.
    """
    events = _events(state, text)
    if events:
        return text, events[0]
    named = _EVENT.fullmatch(text)
    if named is None:
        raise LinkingError(f"{text}: no report of this id with an event in the state; link it first")
    report, event = named[1], named[2]
    events = _events(state, report)
    if event in events:
        return report, event
    there = f"its events there are {', '.join(events)}" if events else "no such report there"
    raise LinkingError(f"{text}: the state holds no such event; {there}")


def said(name: Name) -> str:
    """A telling as `telling_named` reads it."""
    report, event = name
    return f"{report}:{event}" if event else report


def _events(state: State, report: str) -> list[str]:
    """The events of a report in the state, its main event first."""
    query = "SELECT event FROM items WHERE report = ? ORDER BY item"
    return [str(event) for (event,) in state.store.rows(query, [report])]
