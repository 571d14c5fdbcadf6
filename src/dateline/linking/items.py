"""The units that are linked: tellings of an event, with their evidence.

A report's main event has all that the report says for evidence. Each further event that is not background, as in
round-ups, has its own fields and the sentences around its mentions only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from dateline.gazetteer import Gazetteer
from dateline.linking.accounts import account_of, voice_of
from dateline.linking.evidence import Evidence, evidence_of
from dateline.linking.telling import Telling, tellings_of
from dateline.records import CodedReport, Event

_SENTENCE: Final = re.compile(r"[^\n]+?(?:[.!?]['\"”’)]*(?=\s)|(?=\n)|\Z)")


@dataclass(frozen=True)
class Item:
    """A telling and its evidence."""

    telling: Telling
    evidence: Evidence


def items_of(report: CodedReport, gazetteer: Gazetteer) -> list[Item]:
    """The items of a report, that of its main event first; none where it has no event that is not background."""
    told = [telling for telling in tellings_of(report) if telling.event is not None]
    return [_item(telling, report, gazetteer) for telling in told]


def _item(telling: Telling, report: CodedReport, gazetteer: Gazetteer) -> Item:
    if not telling.main:
        return Item(telling, evidence_of(excerpt(report, telling), gazetteer))
    account = account_of(report, gazetteer)
    said = None if account is None else voice_of(account)
    return Item(replace(telling, account=said), evidence_of(report, gazetteer, account))


def excerpt(report: CodedReport, telling: Telling) -> CodedReport:
    """The report with one event only, and blanks for all sentences but those around the event's mentions.

    Offsets still hold. The title stays where the event is mentioned in it.
    """
    event = telling.event
    assert event is not None
    quotes = [quote for _, quote in event.quotes()]
    kept = [
        match.span()
        for match in _SENTENCE.finditer(report.text)
        if any(q.part == "text" and q.start < match.end() and match.start() < q.end for q in quotes)
    ]
    text = list(re.sub(r"[^\n]", " ", report.text))
    for start, end in kept:
        text[start:end] = report.text[start:end]
    titled = any(q.part == "title" for q in quotes)
    return report.model_copy(
        update={
            "text": "".join(text),
            "title": report.title if titled else None,
            "events": (_alone(event),),
        }
    )


def _alone(event: Event) -> Event:
    return event.model_copy(update={"part_of": None})


def named(item: Item, report: str) -> Item:
    """The item under another report's id: for tests and benchmarks."""
    telling = replace(item.telling, report=report, printed=replace(item.telling.printed, report=report))
    return Item(telling, replace(item.evidence, report=report))
