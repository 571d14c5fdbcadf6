"""An incident with its reports and log as one user may see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection

from dateline.desk.masking import NOBODY, Masking, masked_report
from dateline.desk.queue_place import Place
from dateline.desk.values import Field, logged_words
from dateline.records import CodedReport
from dateline.store.accounts import User
from dateline.store.cases import get_case
from dateline.store.drafts import Draft, drafts_of
from dateline.store.history import history
from dateline.store.records import Action, Case, Correction, Held, LogEntry, StoredReport
from dateline.store.reports import reports_of

NOWHERE: Final = Place()
ENTRIES: Final = 200
"""Log entries of an incident that its page shows."""


@dataclass(frozen=True)
class Change:
    """A field that an action changed, in words; empty where nothing was known."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Act:
    """One action of the log with all that it changed."""

    batch: str
    at: datetime
    who: str
    kind: str
    action: Action
    incident: str
    version: int
    reason: str
    changes: tuple[Change, ...]
    undoes: str | None = None


@dataclass(frozen=True)
class Loaded:
    """What a user sees of an incident. `unmasked` is the same case with all names, for what forms send back.

    `drafts`: in a second look, what this user has entered so far; both cases show it.
    """

    held: Held
    case: Case
    unmasked: Case
    reports: Mapping[str, CodedReport]
    stored: Mapping[str, StoredReport]
    acts: tuple[Act, ...]
    drafts: tuple[Draft, ...] = ()

    @property
    def id(self) -> str:
        """The incident's id."""
        return self.case.incident.id


def load(c: Connection, incident: str, user: User, place: Place = NOWHERE) -> Loaded:
    """The incident of that id, or the one that it went into; in a second look, as if nobody else had reviewed it.

    Raises NotFoundError.
    """
    held = get_case(c, incident)
    stored = {report.coded.id: report for report in reports_of(c, held.case.incident.id)}
    coded = [report.coded for report in stored.values()]
    masking = NOBODY if user.unmask else Masking.of(held.case, coded)
    drafts = drafts_of(c, user.name, held.case.incident.id) if place.blind else ()
    case = second_look(held.case, user, drafts) if place.blind else held.case
    entries = [] if place.blind else history(c, incident=held.case.incident.id, limit=ENTRIES)
    return Loaded(
        held=held,
        case=case if user.unmask else masking.case(case),
        unmasked=case,
        reports={report.id: report if user.unmask else masked_report(report) for report in coded},
        stored=stored,
        acts=acts(entries if user.unmask else [masking.entry(entry) for entry in entries]),
        drafts=drafts,
    )


def second_look(case: Case, user: User, drafts: Sequence[Draft]) -> Case:
    """The case as its reports tell it, with what this person has entered so far."""
    now = datetime.now(UTC).replace(tzinfo=None)
    made = tuple(Correction(value=one.value, by=user.name, at=now, reason=one.reason) for one in drafts)
    return unreviewed(case).model_copy(update={"corrections": made})


def unreviewed(case: Case) -> Case:
    """The case as its reports tell it, without anything that people did."""
    return Case(incident=case.incident, into=case.into, withdrawn=case.withdrawn)


def acts(entries: Sequence[LogEntry]) -> tuple[Act, ...]:
    """Log entries put together by action and incident, in the order given."""
    grouped: dict[tuple[str, str, int], list[LogEntry]] = {}
    for entry in entries:
        grouped.setdefault((entry.batch, entry.incident, entry.version), []).append(entry)
    return tuple(_act(together) for together in grouped.values())


def _act(entries: Sequence[LogEntry]) -> Act:
    first = entries[0]
    changes = tuple(change for entry in entries for change in _changes(entry))
    return Act(
        batch=first.batch,
        at=first.at,
        who=first.who,
        kind=first.kind,
        action=first.action,
        incident=first.incident,
        version=first.version,
        reason=first.reason,
        changes=changes,
        undoes=first.undoes,
    )


def _changes(entry: LogEntry) -> Iterator[Change]:
    """What an entry changed; one without a field holds the values of all."""
    if entry.field is not None:
        yield _change(entry.field, entry.before, entry.after)
        return
    whole = [side if isinstance(side, Mapping) else {} for side in (entry.before, entry.after)]
    for key in dict.fromkeys((*whole[0], *whole[1])):
        before, after = (side.get(key) for side in whole)
        if before != after:
            yield _change(key, before, after)


def _change(key: str, before: Any, after: Any) -> Change:
    field = Field.parse(key)
    return Change(field.label if field else key, *("" if v is None else logged_words(key, v) for v in (before, after)))
