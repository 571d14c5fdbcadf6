"""The reports of an incident by independent source, and why reports are taken for one source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dateline.desk.evidence import legible
from dateline.desk.incident_view import report_href
from dateline.export.incidents.wording import source_label
from dateline.linking.records import Incident
from dateline.records import CodedReport


@dataclass(frozen=True)
class ReportRow:
    """A report of an incident and the event that it tells of it ("" for a report without events)."""

    report: str
    event: str
    title: str
    published: date | None
    publisher: str
    language: str
    href: str


@dataclass(frozen=True)
class SourceRow:
    """An independent source with its reports; `because` says why they are one."""

    label: str
    name: str
    because: tuple[str, ...]
    reports: tuple[ReportRow, ...]


def source_rows(incident: Incident, reports: Mapping[str, CodedReport]) -> tuple[SourceRow, ...]:
    """The sources in the order of the incident, each with its reports in order of publication."""
    return tuple(
        SourceRow(
            label=source_label(index),
            name=legible(source.name or "unnamed source"),
            because=tuple(map(legible, source.because)),
            reports=tuple(
                _row(member.report, event, member.published, reports.get(member.report))
                for member in incident.members
                if member.source == index
                for event in member.events or ("",)
            ),
        )
        for index, source in enumerate(incident.sources)
    )


def _row(report: str, event: str, published: date | None, coded: CodedReport | None) -> ReportRow:
    return ReportRow(
        report=report,
        event=event,
        title=legible((coded.title if coded else None) or report),
        published=published,
        publisher=legible((coded.publisher if coded else None) or ""),
        language=(coded.language if coded else None) or "",
        href=report_href(report) + (f"?event={event}" if event else ""),
    )
