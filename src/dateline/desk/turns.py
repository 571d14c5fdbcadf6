"""Going on in the queue: which incident is next for a person, and claiming it."""

from __future__ import annotations

from typing import Final

from dateline.desk.incident_view import incident_href
from dateline.desk.queue_place import Place
from dateline.store.claims import claim, release
from dateline.store.engine import Store
from dateline.store.queue import waiting
from dateline.store.selection.index import Index

TRIES: Final = 5
"""Incidents tried where others claim the next one first."""


def take_turn(store: Store, index: Index, who: str, place: Place) -> str:
    """Claim the next incident for this person; returns the address of its page, of the queue where nothing waits."""
    with store.writing() as c:
        if place.previous is not None:
            release(c, place.previous, who)
        found = waiting(index, c, who, place.skipped + TRIES, second=place.blind)
        upcoming = [incident for incident in found[place.skipped :] if incident != place.previous]
        mine = next((incident for incident in upcoming if claim(c, incident, who)), None)
    if mine is None:
        return f"/queue?round={place.round}&done=yes"
    return f"{incident_href(mine)}{place.query}"
