"""What is kept of a telling of an event while linking: the event, its parts, and what tells copies apart."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from dateline.coding.account import Account, Choice
from dateline.linking.evidence import main_event, outlet
from dateline.linking.packing import packed, unpacked
from dateline.linking.records import Witness
from dateline.linking.syndication import Fingerprint, Printed, fingerprint
from dateline.linking.words import own_paragraphs
from dateline.records import CodedReport, Event, Quote

Role = Literal["plain", "total", "part"]
"""A total is named by other events of its report in `part_of`; a part names one. Both at once is plain."""
PARTS: Final = ("days", "towns", "killed", "injured")
Name = tuple[str, str]
"""A telling by its report and its event; the event is empty where a report tells of none."""


@dataclass(frozen=True)
class Telling:
    """What one report tells of one event (None where it has none), and the parts of that event."""

    report: str
    published: date | None
    event: Event | None
    parts: tuple[Event, ...]
    printed: Printed
    role: Role = "plain"
    main: bool = True
    """Whether it is the report's main event."""
    account: Account | None = None
    """What a report that was coded as a whole says of its main event, without the places of the words."""

    @property
    def name(self) -> Name:
        """Report and event."""
        return self.report, self.event.id if self.event else ""

    @property
    def total(self) -> Name | None:
        """The telling of which this is a part."""
        return (self.report, self.event.part_of) if self.role == "part" and self.event and self.event.part_of else None

    def witness(self, source: int, quote: Quote | None = None) -> Witness:
        """The report as the one who tells something. `source`: its index among the incident's sources."""
        return Witness(
            report=self.report,
            event=self.event.id if self.event else "",
            source=source,
            published=self.published,
            **({} if quote is None else quote.model_dump(include={"quote", "start", "end", "part"})),
        )

    def dump(self) -> bytes:
        """As packed JSON, for the store."""
        events = [e.model_dump_json() for e in (self.event, *self.parts) if e is not None]
        line = json.dumps(
            {
                "published": self.published.isoformat() if self.published else None,
                "events": events,
                "outlet": self.printed.outlet,
                "agency": self.printed.agency,
                "shingles": self.printed.fingerprint.shingles,
                "smallest": sorted(self.printed.fingerprint.smallest),
                "role": self.role,
                "main": self.main,
                **({} if self.account is None else {"account": _dumped(self.account)}),
            },
            separators=(",", ":"),
        )
        return packed(line)

    @classmethod
    def load(cls, report: str, line: bytes) -> Telling:
        """From what `dump` gave."""
        told = json.loads(unpacked(line))
        events = [Event.model_validate_json(event) for event in told["events"]]
        prints = Fingerprint(frozenset(told["smallest"]), told["shingles"])
        return cls(
            report=report,
            published=date.fromisoformat(told["published"]) if told["published"] else None,
            event=events[0] if events else None,
            parts=tuple(events[1:]),
            printed=Printed(report, told["outlet"], told["agency"], prints),
            role=told["role"],
            main=told["main"],
            account=_loaded(told["account"]) if "account" in told else None,
        )


def _dumped(account: Account) -> dict[str, list[tuple[int, float]]]:
    return {part: [(choice.value, choice.probability) for choice in getattr(account, part)] for part in PARTS}


def _loaded(parts: dict[str, list[tuple[int, float]]]) -> Account:
    return Account(**{part: tuple(Choice(value, chance) for value, chance in parts[part]) for part in PARTS})


def tellings_of(report: CodedReport) -> list[Telling]:
    """The events that a report tells of as news, one telling each, its main event first; one without event if none.

    Events that are background are left out.
    """
    main = main_event(report.events)
    if main is None:
        return [telling_of(report)]
    told = [e for e in report.events if not e.background]
    printed = _printed(report)
    return [_telling(report, e, told, printed, main=e is main) for e in sorted(told, key=lambda e: e is not main)]


def telling_of(report: CodedReport) -> Telling:
    """What a report tells of its main event."""
    main = main_event(report.events)
    if main is None:
        return Telling(report.id, report.published, None, (), _printed(report))
    return _telling(report, main, report.events, _printed(report), main=True)


def _telling(report: CodedReport, event: Event, told: Sequence[Event], printed: Printed, *, main: bool) -> Telling:
    parts = tuple(e for e in told if e.part_of == event.id and e is not event)
    is_part = any(e.id == event.part_of for e in told if e is not event)
    role: Role = "plain" if bool(parts) == is_part else "total" if parts else "part"
    return Telling(report.id, report.published, event, parts, printed, role, main)


def _printed(report: CodedReport) -> Printed:
    return Printed(
        report=report.id,
        outlet=outlet(report),
        agency=report.agency or "",
        fingerprint=fingerprint("\n".join(own_paragraphs(report))),
    )


def by_time(telling: Telling) -> tuple[date, str, str]:
    """Sort key: order of publication, reports without a date last, then by report and event."""
    return telling.published or date.max, *telling.name
