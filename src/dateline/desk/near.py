"""Incidents and reports that may belong to an incident: what people choose from when they merge and link."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from sqlalchemy import Connection, select

from dateline.desk.masking import masked_report
from dateline.desk.values import Field, standing_value
from dateline.records import CodedReport
from dateline.store.records import Case, DateValue, PlaceValue
from dateline.store.reports import get_report
from dateline.store.schema import REPORTS
from dateline.store.selection.filters import LONGEST, Filters
from dateline.store.selection.index import Index
from dateline.store.selection.results import Row
from dateline.store.selection.words import reports_with

DAYS: Final = 7
"""Days between two incidents that may be one."""
MOST: Final = 30
FETCHED: Final = 200


def near(index: Index, case: Case, words: str = "") -> list[Row]:
    """Incidents of the same country within DAYS, the most alike first; with `words`, those that reports tell them of.

    An incident without country is near those of any, one without date near those of any day.
    """
    when, where = standing_value(case, Field("date")), standing_value(case, Field("place"))
    given: dict[str, object] = {"limit": FETCHED}
    if isinstance(where, PlaceValue) and where.country:
        given["countries"] = (where.country,)
    first, last = (when.start, when.end) if isinstance(when, DateValue) else (None, None)
    if first is not None and last is not None:
        given |= {"start": first - timedelta(days=DAYS), "end": last + timedelta(days=DAYS)}
    if words.strip():
        given["words"] = words.strip()[:LONGEST]
    rows = [row for row in index.page(Filters.model_validate(given)).rows if row.id != case.incident.id]
    return sorted(rows, key=lambda row: _apart(row, where, first))[:MOST]


def near_reports(c: Connection, case: Case, words: str, *, unmask: bool) -> list[CodedReport]:
    """The latest reports that hold these words and are not of the incident."""
    if not words.strip():
        return []
    own = {member.report for member in case.incident.members}
    numbers = reports_with(c, words.strip()[:LONGEST], masked=not unmask)[-(MOST + len(own)) :]
    ids = c.execute(
        select(REPORTS.c.id).where(REPORTS.c.number.in_(numbers)).order_by(REPORTS.c.number.desc())
    ).scalars()
    found = [get_report(c, report).coded for report in ids.all() if report not in own][:MOST]
    return found if unmask else [masked_report(report) for report in found]


def _apart(row: Row, where: object, first: date | None) -> tuple[bool, bool, int]:
    """What orders near incidents: another place last, another division, then days between them."""
    place = where if isinstance(where, PlaceValue) else None
    days = abs((row.start - first).days) if row.start is not None and first is not None else DAYS + 1
    return (
        place is None or row.place is None or row.place != place.name,
        place is None or row.admin1 is None or row.admin1 != place.admin1,
        days,
    )
