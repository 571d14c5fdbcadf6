"""What to look at next: the incidents that a look is worth most (`dateline.store.worth`), no two people the same."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from hashlib import blake2b
from itertools import islice
from typing import Final

from sqlalchemy import Connection, func, select, text

from dateline.store.cases import get_case
from dateline.store.claims import claim, claimed, release
from dateline.store.opinions import reviewers
from dateline.store.records import Case
from dateline.store.schema import INCIDENTS, REVIEWS
from dateline.store.selection.filters import Filters
from dateline.store.selection.index import Index

SHARE: Final = 0.1
"""Of the reviewed incidents, how many are looked at by a second person."""
FIRST: Final = (
    Filters(states=("unreviewed",), sort="worth"),
    Filters(changed_since_review=True, sort="worth"),
)
"""Incidents that nobody has reviewed, or not since reports changed them."""
ROWS: Final = 50
"""Rows that are read at a time: as many as most hand-outs need."""
LOCK: Final = 7_303_014_771
"""Number of PostgreSQL's advisory lock for handing items out, so that two hand-outs cannot wait for each other."""


def waiting(index: Index, c: Connection, who: str, n: int, *, second: bool = False, share: float = SHARE) -> list[str]:
    """The next `n` incidents for this person, those worth most first; nothing is claimed.

    What others have claimed is left out. `second`: instead, incidents that exactly one other person has reviewed, for
    a blind second look; of all incidents the `share` chosen by a hash of their ids, those reviewed first come first.
    """
    held = {incident for incident, (by, _) in claimed(c).items() if by != who}
    found = (incident for incident in _candidates(index, c, who, second=second, share=share) if incident not in held)
    return list(islice(found, n))


def next_items(
    index: Index, c: Connection, who: str, n: int, *, second: bool = False, share: float = SHARE
) -> list[str]:
    """The same, claimed for this person, so that nobody else gets them; `c` must be writing.

    Claims that the person holds already are renewed.
    """
    if c.dialect.name == "postgresql":
        c.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK})
    held = {incident for incident, (by, _) in claimed(c).items() if by != who}
    found: list[str] = []
    for incident in _candidates(index, c, who, second=second, share=share):
        if len(found) == n:
            break
        if incident in held or not claim(c, incident, who):
            continue
        if _due(c, incident, who, second=second):
            found.append(incident)
        else:  # another person has reviewed it since the index was read
            release(c, incident, who)
    return found


def remaining(index: Index, c: Connection, who: str, *, second: bool = False, share: float = SHARE) -> int:
    """How many incidents wait for this person, those claimed by others included."""
    if second:
        return sum(1 for _ in _reviewed_once(c, who, share))
    return sum(index.count(filters) for filters in FIRST)


def chosen(incident: str, share: float) -> bool:
    """Whether an incident is among the share that a second person looks at: the same for everybody, at all times."""
    number = int.from_bytes(blake2b(incident.encode(), digest_size=8, person=b"second").digest())
    return number < share * 2**64


def _candidates(index: Index, c: Connection, who: str, *, second: bool, share: float) -> Iterator[str]:
    if second:
        yield from _reviewed_once(c, who, share)
        return
    rows = heapq.merge(*(_rows(index, filters) for filters in FIRST))
    yield from (incident for _, incident in rows)


def _rows(index: Index, filters: Filters) -> Iterator[tuple[float, str]]:
    """The incidents of a selection with what a look is worth, negative, in order."""
    after: str | None = None
    while True:
        page = index.page(filters.model_copy(update={"limit": ROWS, "after": after}))
        yield from ((-row.worth, row.id) for row in page.rows)
        after = page.next
        if after is None:
            return


def _reviewed_once(c: Connection, who: str, share: float) -> Iterator[str]:
    """Incidents of the share that one other person has reviewed as they stand now."""
    ranked = select(
        REVIEWS.c.incident,
        REVIEWS.c.who,
        REVIEWS.c.verdict,
        REVIEWS.c.number,
        func.row_number()
        .over(partition_by=(REVIEWS.c.incident, REVIEWS.c.who), order_by=REVIEWS.c.number.desc())
        .label("rank"),
    ).subquery()
    query = (
        select(ranked.c.incident)
        .join(INCIDENTS, INCIDENTS.c.id == ranked.c.incident)
        .where(ranked.c.rank == 1, ranked.c.verdict != "undone", INCIDENTS.c.live)
        .group_by(ranked.c.incident)
        .having(func.count() == 1, func.min(ranked.c.who) != who)
        .order_by(func.min(ranked.c.number))
    )
    for (incident,) in c.execute(query).all():
        if chosen(incident, share) and _reviewed(get_case(c, incident).case):
            yield incident


def _reviewed(case: Case) -> bool:
    return case.state != "unreviewed" and not case.changed_since_review


def _due(c: Connection, incident: str, who: str, *, second: bool) -> bool:
    case = get_case(c, incident).case
    if second:
        others = reviewers(c, incident)
        return _reviewed(case) and len(others) == 1 and who not in others
    return case.incident.id == incident and not case.withdrawn and not _reviewed(case)
