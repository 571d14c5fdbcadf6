"""What users without the right to unmask get: private persons without their names, in every page, answer and export.

A report is masked as a whole: its title and text lose the names too, and all offsets follow, so that each quote is
still the slice that it says it is. Incidents, notes and log entries are masked with the names that their reports and
their own values mark as private. Where the report of a quote is not at hand, its capitalised words are withheld, for
whose names they are is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar
from urllib.parse import unquote

from sqlalchemy import Connection

from dateline.desk.covering import Covered
from dateline.export.incidents.wording import problem_text, without_names
from dateline.export.privacy import PRIVATE_PERSON
from dateline.linking.records import Incident, ToldActor, ToldNumber, Toll, Witness
from dateline.records import CodedReport, Part, Quote, Record
from dateline.store.cases import get_case
from dateline.store.private_names import hidden, names_of, pattern, private_quotes
from dateline.store.records import ActorsValue, Archived, Case, LogEntry, NamedActor
from dateline.store.reports import reports_of
from dateline.store.words import tokens

ACTOR_FIELDS: Final = ("perpetrators", "targets")
Told = TypeVar("Told", bound=Record)


@dataclass(frozen=True)
class Masking:
    """The private persons of an incident: their names, and its reports with the names covered.

    `of` makes one for an incident and the reports of it that are at hand, `NOBODY` knows none.
    """

    names: re.Pattern[str] | None = None
    reports: Mapping[str, Covered] = field(default_factory=dict)

    @classmethod
    def of(cls, told: Case | Incident | None, reports: Iterable[CodedReport] = ()) -> Masking:
        """The persons whom the incident, its corrections and its reports mark as private; all are taken unmasked."""
        reports = tuple(reports)
        covered = {report.id: covered_report(report) for report in reports}
        return cls(pattern(_quotes(told, reports)), covered)

    def text(self, text: str) -> str:
        """`text` with the known names replaced: reasons, notes and names that people typed."""
        return text if self.names is None else self.names.sub(PRIVATE_PERSON, text)

    def incident(self, incident: Incident) -> Incident:
        """The incident with the names of private persons replaced; offsets of witnesses follow the masked reports."""
        return incident.model_copy(
            update={
                "types": tuple(self._told(told) for told in incident.types),
                "dates": tuple(self._told(told, keep=True) for told in incident.dates),
                "places": tuple(self._told(told, keep=True) for told in incident.places),
                "statuses": tuple(self._told(told) for told in incident.statuses),
                "perpetrators": tuple(self._actor(actor) for actor in incident.perpetrators),
                "targets": tuple(self._actor(actor) for actor in incident.targets),
                "tolls": tuple(self._toll(toll) for toll in incident.tolls),
                "problems": tuple(self._problem(problem) for problem in incident.problems),
            }
        )

    def case(self, case: Case) -> Case:
        """The case with incident, corrections, reasons and notes masked."""
        return case.model_copy(
            update={
                "incident": self.incident(case.incident),
                "corrections": tuple(
                    one.model_copy(
                        update={
                            "reason": self.text(one.reason),
                            "value": self._actors(one.value) if isinstance(one.value, ActorsValue) else one.value,
                        }
                    )
                    for one in case.corrections
                ),
                "notes": tuple(note.model_copy(update={"text": self.text(note.text)}) for note in case.notes),
            }
        )

    def entry(self, entry: LogEntry) -> LogEntry:
        """The log entry with its reason and, for actors, its values masked."""
        own = pattern((*_named_private(entry.before), *_named_private(entry.after)))
        reason = entry.reason if own is None else own.sub(PRIVATE_PERSON, entry.reason)
        update: dict[str, Any] = {"reason": self.text(reason)}
        if entry.field is None or entry.field in ACTOR_FIELDS:
            update |= {"before": self.value(entry.before), "after": self.value(entry.after)}
        return entry.model_copy(update=update)

    def value(self, value: Any) -> Any:
        """A JSON value with names replaced: known ones anywhere, and the `name` of whatever is marked `private`."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list | tuple):
            return [self.value(one) for one in value]
        if isinstance(value, Mapping):
            masked = {key: self.value(one) for key, one in value.items()}
            if masked.get("private") and masked.get("name"):
                masked["name"] = PRIVATE_PERSON
            return masked
        return value

    def _told(self, told: Told, *, keep: bool = False) -> Told:
        witnesses = tuple(self._witness(witness, keep=keep) for witness in getattr(told, "told_by", ()))
        return told.model_copy(update={"told_by": witnesses})

    def _witness(self, witness: Witness, *, keep: bool = False) -> Witness:
        """`keep`: a quote that names a day or place, which stays where its report is not at hand."""
        if witness.quote is None:
            return witness
        covered = self.reports.get(witness.report)
        if covered is None or witness.start is None or witness.end is None:
            quote = self.text(witness.quote) if keep else self._unsure(witness.quote)
            return witness.model_copy(update={"quote": quote})
        return witness.model_copy(update=covered.slice(witness.start, witness.end, witness.part))

    def _quote(self, quote: Quote, report: str) -> Quote:
        covered = self.reports.get(report)
        if covered is None:
            return quote.model_copy(update={"quote": self._unsure(quote.quote)})
        return quote.model_copy(update=covered.slice(quote.start, quote.end, quote.part))

    def _unsure(self, quote: str) -> str:
        return without_names(self.text(quote))

    def _actor(self, actor: ToldActor) -> ToldActor:
        if not actor.private:
            name = None if actor.name is None else self.text(actor.name)
            return self._told(actor.model_copy(update={"name": name}), keep=True)
        hidden = tuple(self._witness(w).model_copy(update={"quote": PRIVATE_PERSON}) for w in actor.told_by)
        return actor.model_copy(update={"name": PRIVATE_PERSON if actor.name else None, "told_by": hidden})

    def _toll(self, toll: Toll) -> Toll:
        return toll.model_copy(update={"told": tuple(self._number(told) for told in toll.told)})

    def _number(self, told: ToldNumber) -> ToldNumber:
        return told.model_copy(
            update={
                "told_by": self._witness(told.told_by),
                "added": tuple(self._quote(quote, told.told_by.report) for quote in told.added),
            }
        )

    def _problem(self, problem: str) -> str:
        return self.text(problem) if self.reports else problem_text(self.text(problem), names=False)

    def _actors(self, value: ActorsValue) -> ActorsValue:
        return value.model_copy(update={"actors": tuple(self._named(actor) for actor in value.actors)})

    def _named(self, actor: NamedActor) -> NamedActor:
        if actor.name is None:
            return actor
        return actor.model_copy(update={"name": PRIVATE_PERSON if actor.private else self.text(actor.name)})


NOBODY: Final = Masking()


def masked_incident(incident: Incident, reports: Iterable[CodedReport] = ()) -> Incident:
    """The incident as users without the right to unmask get it; `reports`: its reports that are at hand, unmasked."""
    return Masking.of(incident, reports).incident(incident)


def masked_case(case: Case, reports: Iterable[CodedReport] = ()) -> Case:
    """The case as users without the right to unmask get it."""
    return Masking.of(case, reports).case(case)


def masked_entry(entry: LogEntry, case: Case | None = None) -> LogEntry:
    """The log entry as users without the right to unmask get it; `case`: the incident it is of, where at hand."""
    return (NOBODY if case is None else Masking.of(case)).entry(entry)


def masked_entries(c: Connection, entries: Sequence[LogEntry]) -> list[LogEntry]:
    """Log entries as users without the right to unmask get them.

    Where a person wrote something, the reports of the incident tell too who is a private person.
    """
    written = {entry.incident for entry in entries if entry.kind == "person" and entry.reason}
    maskings: dict[str, Masking] = {}
    for incident in dict.fromkeys(entry.incident for entry in entries):
        reports = [report.coded for report in reports_of(c, incident)] if incident in written else []
        maskings[incident] = Masking(pattern(_quotes(get_case(c, incident).case, reports)))
    return [maskings[entry.incident].entry(entry) for entry in entries]


def masked_report(coded: CodedReport) -> CodedReport:
    """The report with private names replaced in title, text and all values; offsets hold in the masked text."""
    masking = Masking(pattern(private_quotes(coded.events)))
    url = coded.url
    return (
        covered_report(coded)
        .report(coded)
        .model_copy(
            update={
                "problems": tuple(masking.text(problem) for problem in coded.problems),
                "extra": {},  # its texts are not coded: whom they name is not known
                "url": None if url is None else masked_address(coded, url),
            }
        )
    )


def masked_address(coded: CodedReport, address: str) -> str:
    """An address of the report; no more than its site where a word of it is of the name of a private person.

    Sites make addresses of headlines: `https://news.example/2024/mira-tolland-wounded`.
    """
    names = {word for name in names_of(private_quotes(coded.events)) for word in tokens(name) if len(word) > 2}
    if names.isdisjoint(tokens(unquote(address))):
        return address
    scheme, found, rest = address.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/" if found else PRIVATE_PERSON


def masked_originals(coded: CodedReport, originals: Iterable[Archived]) -> tuple[Archived, ...]:
    """What a report was read from, as users without the right to unmask get it; `coded` is taken unmasked."""
    return tuple(one.model_copy(update={"where": masked_address(coded, one.where)}) for one in originals)


def covered_report(coded: CodedReport) -> Covered:
    """Title and text of a report with the names of private persons covered."""
    parts: dict[Part, str] = {"text": coded.text, "title": coded.title or ""}
    return Covered.of(parts, hidden(coded), replacement=PRIVATE_PERSON)


def _quotes(told: Case | Incident | None, reports: Iterable[CodedReport]) -> set[str]:
    """How the incident, its corrections and its reports call private persons."""
    case, incident = (told, told.incident) if isinstance(told, Case) else (None, told)
    quotes = {quote for report in reports for quote in private_quotes(report.events)}
    for actor in (*incident.perpetrators, *incident.targets) if incident else ():
        if actor.private:
            quotes.update(quote for quote in (actor.name, *(w.quote for w in actor.told_by)) if quote)
    for one in case.corrections if case else ():
        if isinstance(one.value, ActorsValue):
            quotes.update(actor.name for actor in one.value.actors if actor.private and actor.name)
    return quotes


def _named_private(value: Any) -> Iterator[str]:
    """The names of private persons in a JSON value."""
    if isinstance(value, list | tuple):
        for one in value:
            yield from _named_private(one)
    elif isinstance(value, Mapping):
        if value.get("private") and value.get("name"):
            yield str(value["name"])
        for one in value.values():
            yield from _named_private(one)
