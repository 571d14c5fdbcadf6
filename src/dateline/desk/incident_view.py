"""What the page of an incident shows: for each field what stands, who told it with which words, and what differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import quote

from dateline.desk.evidence import Excerpt, excerpt, legible
from dateline.desk.values import (
    Field,
    actor_words,
    as_value,
    correction_of,
    fields_of,
    in_words,
    standing_value,
    told_values,
)
from dateline.export.incidents.wording import source_label
from dateline.linking.records import Incident, Toll, Witness
from dateline.records import CodedReport, Quote
from dateline.store.disputes import disputes
from dateline.store.records import Case, Correction, TollValue, Value

AT_ONCE: Final = 3
"""Tellings of a value that are shown at once; the others lie folded up below."""


@dataclass(frozen=True)
class Telling:
    """One report's words for a value. `excerpts` is empty where the words, or the report, are not at hand."""

    source: str
    report: str
    title: str
    published: date | None
    href: str
    excerpts: tuple[Excerpt, ...]
    superseded: bool = False


@dataclass(frozen=True)
class ValueRow:
    """A value that reports tell. `stands`: users see this one. `value`: as a form takes it; None for single actors.

    `private`: an actor who is neither official nor public figure.
    """

    words: str
    sources: int
    tellings: tuple[Telling, ...]
    stands: bool
    superseded: bool = False
    value: Value | None = None
    private: bool = False

    @property
    def first(self) -> tuple[Telling, ...]:
        """The tellings shown at once: no more than one of a source while there are others."""
        seen: dict[str, Telling] = {}
        for telling in self.tellings:
            seen.setdefault(telling.source, telling)
        return tuple(seen.values())[:AT_ONCE]

    @property
    def others(self) -> tuple[Telling, ...]:
        """The tellings folded up."""
        first = set(map(id, self.first))
        return tuple(telling for telling in self.tellings if id(telling) not in first)


@dataclass(frozen=True)
class FieldView:
    """A field with its value, its correction, and what reports tell of it."""

    field: Field
    words: str
    correction: Correction | None
    disputed: bool
    rows: tuple[ValueRow, ...]


def field_views(case: Case, reports: Mapping[str, CodedReport]) -> tuple[FieldView, ...]:
    """The fields of a case in the order of the page; `reports` are those at hand, by id."""
    contested = disputes(case)
    views = []
    for field in fields_of(case):
        correction = correction_of(case, field)
        views.append(
            FieldView(
                field=field,
                words=in_words(standing_value(case, field)),
                correction=correction,
                disputed=field.key in contested,
                rows=tuple(_rows(case.incident, field, reports, stands=correction is None)),
            )
        )
    return tuple(views)


def report_href(report: str, at: int | None = None, part: str = "text", end: int | None = None) -> str:
    """The address of a report's page, at these words where given."""
    path = f"/reports/{quote(report, safe='')}"
    if at is None:
        return path
    return f"{path}?at={at}&to={at if end is None else end}&part={part}#at"


def incident_href(incident: str) -> str:
    """The address of an incident's page."""
    return f"/incidents/{quote(incident, safe='')}"


def _rows(incident: Incident, field: Field, reports: Mapping[str, CodedReport], *, stands: bool) -> Iterable[ValueRow]:
    for number, told in enumerate(told_values(incident, field)):
        if isinstance(told, Toll):
            yield from _toll_rows(told, reports, stands=stands)
        elif isinstance(told, tuple):
            for actor in told:
                words = legible(actor_words(actor.kind, actor.name))
                tellings = _tellings(actor.told_by, reports)
                yield ValueRow(words, actor.sources, tellings, stands, private=actor.private)
        else:
            value = as_value(told, field)
            tellings = _tellings(told.told_by, reports)
            yield ValueRow(legible(in_words(value)), told.sources, tellings, stands and number == 0, value=value)


def _toll_rows(toll: Toll, reports: Mapping[str, CodedReport], *, stands: bool) -> Iterable[ValueRow]:
    """The numbers that reports tell, equal ones together: those that stand first, then those superseded."""
    found: dict[tuple[int | None, int | None, int | None, bool], list[Telling]] = {}
    sources: dict[tuple[int | None, int | None, int | None, bool], set[int]] = {}
    for told in toll.told:
        key = told.low, told.best, told.high, told.superseded
        found.setdefault(key, []).append(_telling(told.told_by, reports, told.added, superseded=told.superseded))
        sources.setdefault(key, set()).add(told.told_by.source)
    ordered = sorted(found, key=lambda key: (key[3], key[1] != toll.best, -len(sources[key])))
    for key in ordered:
        low, best, high, superseded = key
        value = TollValue(measure=toll.measure, side=toll.side, low=low, best=best, high=high)
        agrees = not superseded and best == toll.best
        tellings = tuple(found[key])
        yield ValueRow(in_words(value), len(sources[key]), tellings, stands and agrees, superseded, value)


def _tellings(witnesses: Sequence[Witness], reports: Mapping[str, CodedReport]) -> tuple[Telling, ...]:
    return tuple(_telling(witness, reports) for witness in witnesses)


def _telling(
    witness: Witness,
    reports: Mapping[str, CodedReport],
    added: Sequence[Quote] = (),
    *,
    superseded: bool = False,
) -> Telling:
    report = reports.get(witness.report)
    spots = [(witness.start, witness.end, witness.part), *((q.start, q.end, q.part) for q in added)]
    excerpts = [
        excerpt(report.text if part == "text" else report.title or "", start, end)
        for start, end, part in spots
        if report is not None and start is not None and end is not None
    ]
    if not excerpts and witness.quote is not None:
        excerpts = [Excerpt("", legible(witness.quote), "", cut_before=True, cut_after=True)]
    return Telling(
        source=source_label(witness.source),
        report=witness.report,
        title=legible((report.title if report else None) or witness.report),
        published=witness.published,
        href=report_href(witness.report, witness.start, witness.part, witness.end),
        excerpts=tuple(excerpts),
        superseded=superseded,
    )
