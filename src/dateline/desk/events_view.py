"""The events of a report with their values in words."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.desk.evidence import EvidenceField, legible
from dateline.desk.values import actor_words, date_words, kind_words, place_words, toll_words, type_words
from dateline.records import Actor, CodedReport, Event


@dataclass(frozen=True)
class Fact:
    """One value of an event: its field's label and colour, its words, and how sure the coder is."""

    label: str
    colour: EvidenceField
    words: str
    confidence: float | None = None
    uncertain: bool = False


@dataclass(frozen=True)
class EventView:
    """An event as the page of its report tells it; `number` counts from 1."""

    id: str
    number: int
    title: str
    status: str
    background: bool
    part_of: str | None
    confidence: float
    facts: tuple[Fact, ...]


def event_views(coded: CodedReport) -> tuple[EventView, ...]:
    """The events in the order of the report."""
    return tuple(
        EventView(
            id=event.id,
            number=number,
            title=type_words(event.type),
            status=event.status,
            background=event.background,
            part_of=event.part_of,
            confidence=event.confidence,
            facts=tuple(_facts(event)),
        )
        for number, event in enumerate(coded.events, start=1)
    )


def _facts(event: Event) -> list[Fact]:
    doubtful = set(event.review)

    def fact(label: str, colour: EvidenceField, words: str, confidence: float | None, *fields: str) -> Fact:
        return Fact(label, colour, legible(words), confidence, uncertain=bool(doubtful & set(fields)))

    when, where = event.date, event.place
    found = [fact("What happened", "trigger", event.trigger, event.field_confidence.get("type"), "type", "trigger")]
    found.append(fact("Date", "date", date_words(when.start, when.end, when.precision), when.confidence, "date"))
    places = place_words(where.name, where.admin1, where.country, where.precision)
    found.append(fact("Place", "place", places, where.confidence, "place"))
    found += [
        fact("Perpetrator", "perpetrators", _actor(actor), actor.confidence, "perpetrators")
        for actor in event.perpetrators
    ]
    found += [fact("Target", "targets", _actor(actor), actor.confidence, "targets") for actor in event.targets]
    for count in event.counts:
        told = toll_words(count.low, count.best, count.high)
        words = f"{told} {count.measure} ({count.side}): {count.quote}"
        found.append(fact("Number", "counts", words, count.confidence, "counts"))
    if event.perpetrators:
        responsibility = event.field_confidence.get("responsibility")
        found.append(
            fact("Responsibility", "perpetrators", kind_words(event.responsibility), responsibility, "responsibility")
        )
    found += [fact("Weapon", "weapons", weapon, None, "weapons") for weapon in event.weapons]
    found += [fact("Source", "sources", source, None, "sources") for source in event.sources]
    return found


def _actor(actor: Actor) -> str:
    return actor_words(actor.kind, actor.quote)
