"""What an export holds: the incidents of a selection as they stand now or stood at a moment, in order of their ids.

The same store, selection and moment give the same incidents in the same order, for ever: versions are never changed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Final, NamedTuple

import duckdb
from sqlalchemy import Connection, select

from dateline.store.column_types import utc_now
from dateline.store.errors import RefusedError
from dateline.store.history import as_of, held
from dateline.store.inserting import chunks
from dateline.store.records import Held
from dateline.store.schema import INCIDENTS, REPORTS, VERSIONS
from dateline.store.selection import facts
from dateline.store.selection.columns import columns_of
from dateline.store.selection.conditions import conditions, together
from dateline.store.selection.filters import Filters
from dateline.store.selection.index import Index
from dateline.store.selection.reader import reading
from dateline.store.selection.words import reports_with

BATCH: Final = 500
"""Incidents read at a time; both databases take that many values in a query."""
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def exported(
    c: Connection,
    index: Index | None,
    filters: Filters | None = None,
    *,
    moment: datetime | None = None,
    rejected: bool = False,
    masked: bool = False,
) -> Iterator[Held]:
    """The live incidents that `filters` select (None: all), now or as they stood at `moment` (UTC, naive), by id.

    `index` is that of the same store; only a selection of the present needs it. Rejected incidents are left out
    unless `rejected` is set or the filters ask for that state. `masked`: words do not find the names of private
    persons; for a selection of the present the index has to be masked too.
    """
    chosen = Filters() if filters is None else filters.selecting()
    wanted = rejected or "rejected" in chosen.states
    found = _now(c, index, chosen) if moment is None else _then(c, chosen, moment, masked=masked)
    return (held for held in found if wanted or held.case.state != "rejected")


def moment_of(text: str, *, now: datetime | None = None) -> datetime:
    """The moment (UTC, naive) that a day ("2026-03-01": its last instant in UTC) or a time names.

    A time without zone is UTC. Raises RefusedError where `text` is neither, or where the moment has not passed yet:
    what the store will hold by then is not known, so that the export could not be made again.
    """
    try:
        if _DAY.fullmatch(text):
            moment = datetime.combine(date.fromisoformat(text), time.max)
        else:
            moment = datetime.fromisoformat(text)
            moment = moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError) as error:
        raise RefusedError(
            f"{text[:100]!r} is neither a day such as 2026-03-01 nor a time such as 2026-03-01T18:00:00Z"
        ) from error
    if moment > (now or utc_now()):
        raise RefusedError(
            f"{text} has not passed yet (in UTC), and what the store will hold then is not known; name an earlier "
            "moment, or none for the present state"
        )
    return moment


def _now(c: Connection, index: Index | None, filters: Filters) -> Iterator[Held]:
    asked = (
        select(VERSIONS)
        .join(INCIDENTS, (INCIDENTS.c.id == VERSIONS.c.incident) & (INCIDENTS.c.version == VERSIONS.c.version))
        .where(INCIDENTS.c.live.is_(True))
        .order_by(VERSIONS.c.incident)
    )
    if filters == Filters():
        for row in c.execute(asked, execution_options={"yield_per": BATCH}):
            yield held(row)
        return
    assert index is not None, "a selection of the present needs the index"
    ids = iter(sorted(index.ids(filters)))
    while batch := list(islice(ids, BATCH)):
        for row in c.execute(asked.where(INCIDENTS.c.id.in_(batch))).all():
            yield held(row)


class _Then(NamedTuple):
    """An incident of the past for the table of facts."""

    number: int
    columns: str
    entry: int = 0


def _then(c: Connection, filters: Filters, moment: datetime, *, masked: bool) -> Iterator[Held]:
    cases = as_of(c, moment)
    if filters == Filters():
        yield from cases
        return
    told = _telling(c, filters, masked=masked)
    with duckdb.connect(":memory:", config={"threads": 1}) as memory:
        facts.create(memory)
        while batch := list(islice(cases, BATCH)):
            yield from _sifted(memory, batch, filters, told)


def _sifted(
    memory: duckdb.DuckDBPyConnection, batch: Sequence[Held], filters: Filters, told: Sequence[Collection[str]]
) -> Iterator[Held]:
    """Those of the batch that the filters select; `told`: of each of these sets, a report must tell of it."""
    memory.execute("DELETE FROM facts")
    facts.insert_facts(memory, [_Then(at, columns_of(one.case).to_json()) for at, one in enumerate(batch)])
    with reading(memory, None) as reader:
        found = [at for (at,) in reader.rows("number", together(conditions(filters)), "ORDER BY number")]
    for at in found:
        members = batch[at].case.incident.members
        if all(any(member.report in reports for member in members) for reports in told):
            yield batch[at]


def _telling(c: Connection, filters: Filters, *, masked: bool) -> list[set[str]]:
    """The reports that hold the words, and the one whose id the filters ask for, as far as they do.

    As in a selection of the present, the words may stand in another report of the incident than the one asked for.
    """
    told = [] if filters.report is None else [{filters.report}]
    if filters.words is None:
        return told
    holding = {
        name
        for numbers in chunks(reports_with(c, filters.words, masked=masked))
        for name in c.execute(select(REPORTS.c.id).where(REPORTS.c.number.in_(numbers))).scalars()
    }
    return [*told, holding]
