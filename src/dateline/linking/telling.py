"""What is kept of a report while linking: what it tells of its main event, without its text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateline.linking.evidence import main_event, outlet
from dateline.linking.records import Witness
from dateline.linking.syndication import Printed, fingerprint
from dateline.linking.words import own_paragraphs
from dateline.records import CodedReport, Event, Quote


@dataclass(frozen=True)
class Telling:
    """A report's main event (None where it has none), the parts of it, and what tells copies apart."""

    report: str
    published: date | None
    event: Event | None
    parts: tuple[Event, ...]
    printed: Printed

    def witness(self, source: int, quote: Quote | None = None) -> Witness:
        """The report as the one who tells something. `source`: its index among the incident's sources."""
        return Witness(
            report=self.report,
            event=self.event.id if self.event else "",
            source=source,
            published=self.published,
            **({} if quote is None else quote.model_dump(include={"quote", "start", "end", "part"})),
        )


def telling_of(report: CodedReport) -> Telling:
    """What linking keeps of a report."""
    main = main_event(report.events)
    parts = tuple(e for e in report.events if main is not None and e.part_of == main.id)
    return Telling(
        report=report.id,
        published=report.published,
        event=main,
        parts=parts,
        printed=Printed(
            report=report.id,
            outlet=outlet(report),
            agency=report.agency or "",
            fingerprint=fingerprint("\n".join(own_paragraphs(report))),
        ),
    )


def by_time(telling: Telling) -> tuple[date, str]:
    """Sort key: order of publication, reports without a date last, then by id."""
    return telling.published or date.max, telling.report
