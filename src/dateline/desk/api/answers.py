"""What the API answers with, beside the records of the store."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from dateline.desk.masking import Masking, masked_case
from dateline.linking.records import Incident
from dateline.records import CodedReport, Record
from dateline.store.accounts import User
from dateline.store.records import Case, Held, LogEntry, Moment, ReviewState
from dateline.store.selection.results import FacetCount, Row
from dateline.store.showing import shown


class IncidentAnswer(Record):
    """An incident: `shown` is what users see, corrections in it; `case.incident` what the reports tell."""

    id: str
    version: int = Field(description="rises with each change; the ETag")
    changed: Moment
    shown: Incident
    case: Case
    batch: str | None = Field(None, description="after a change: what `POST /api/v1/undo/{batch}` takes back")


class IncidentList(Record):
    """A page of incidents of a selection."""

    items: tuple[Row, ...]
    total: int = Field(description="incidents in the selection")
    next: str | None = Field(description="address of the next page; null at the end")
    facets: dict[str, list[FacetCount]] | None = Field(None, description="where asked for with `facets=true`")


class VersionSummary(Record):
    """A version of an incident, without its content."""

    version: int
    changed: Moment
    state: ReviewState
    reviewed_by: str | None
    address: str


class VersionList(Record):
    """All versions of an incident, the newest first."""

    items: tuple[VersionSummary, ...]


class LogPage(Record):
    """Entries of the log. `next` is the address of the entries that follow in the order of the list."""

    items: tuple[LogEntry, ...]
    next: str | None


class RegroupedAnswer(Record):
    """What became of a change of more than one incident: those concerned as they stand now, the one acted on first."""

    batch: str = Field(description="what `POST /api/v1/undo/{batch}` takes back")
    incidents: tuple[IncidentAnswer, ...]
    pending: str | None = Field(description="why linking could not run now; the next run obeys the decision")
    disobeyed: tuple[str, ...] = Field(description="what linking did not do as told, and why")


def answer(held: Held, user: User, reports: Iterable[CodedReport] = (), *, batch: str | None = None) -> IncidentAnswer:
    """The incident as this user may see it; `reports`: those of it, by which private persons are known."""
    case = held.case if user.unmask else masked_case(held.case, reports)
    return IncidentAnswer(
        id=held.case.incident.id,
        version=held.version,
        changed=held.changed,
        shown=shown(case),
        case=case,
        batch=batch,
    )


def entries_for(user: User, entries: Iterable[LogEntry], maskings: dict[str, Masking]) -> tuple[LogEntry, ...]:
    """Log entries as this user may see them; `maskings` by incident."""
    if user.unmask:
        return tuple(entries)
    nobody = Masking()
    return tuple(maskings.get(entry.incident, nobody).entry(entry) for entry in entries)
