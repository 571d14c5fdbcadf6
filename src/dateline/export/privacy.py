"""Withholding the names of private persons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import overload

from dateline.records import Actor, Attribution, CodedReport, Count, Event, Part, Period, Place, Quote, Span

PRIVATE_PERSON = "[private person]"


@dataclass(frozen=True)
class Mask:
    """The private persons of one report: where their names stand, and the names themselves."""

    spans: frozenset[tuple[Part, int, int]]
    names: re.Pattern[str] | None

    @classmethod
    def of(cls, events: Iterable[Event]) -> Mask:
        """The mask of all actors with `private` set and all sources marked by `source_private`."""
        persons = [quote for event in events for quote in _private_quotes(event)]
        quotes = sorted({person.quote for person in persons if person.quote}, key=lambda quote: (-len(quote), quote))
        pattern = "|".join(re.escape(quote) for quote in quotes)
        return cls(
            spans=frozenset((person.part, person.start, person.end) for person in persons),
            names=re.compile(rf"(?<!\w)(?:{pattern})(?!\w)") if pattern else None,
        )

    @overload
    def apply(self, text: str, start: int | None = None, part: Part = "text") -> str: ...
    @overload
    def apply(self, text: None, start: int | None = None, part: Part = "text") -> None: ...
    def apply(self, text: str | None, start: int | None = None, part: Part = "text") -> str | None:
        """`text`, which stands at `start` of `part`, with private names replaced by PRIVATE_PERSON.

        A name is known by its place where `start` is given, and by its wording everywhere.
        """
        if text is None or self.names is None:
            return text
        hidden = [match.span() for match in self.names.finditer(text)]
        if start is not None:
            overlaps = (
                (max(0, first - start), min(len(text), last - start))
                for of_part, first, last in self.spans
                if of_part == part
            )
            hidden += [(first, last) for first, last in overlaps if first < last]
        return _replace(text, hidden)


def _private_quotes(event: Event) -> Iterator[Quote]:
    for actor in (*event.perpetrators, *event.targets):
        if actor.private:
            yield actor
    for source, span, private in zip(event.sources, event.source_spans, event.source_private, strict=False):
        if private:
            yield Quote(quote=source, start=span.start, end=span.end, part=span.part)
    for said in event.attributions:
        if said.private and said.quote is not None and said.start is not None and said.end is not None:
            yield Quote(quote=said.quote, start=said.start, end=said.end, part=said.part)


def _replace(text: str, hidden: list[tuple[int, int]]) -> str:
    pieces, done = [], 0
    for first, last in sorted(hidden):
        if first >= done:
            pieces += [text[done:first], PRIVATE_PERSON]
        done = max(done, last)
    return "".join([*pieces, text[done:]])


def withhold(coded: CodedReport) -> CodedReport:
    """The same report with the names of private persons replaced in every value of its events.

    Offsets stay, so whoever holds the text can still check each value. `title` and `text`,
    which the offsets point into, stay as they are.
    """
    mask = Mask.of(coded.events)
    if mask.names is None:
        return coded
    return coded.model_copy(
        update={
            "events": tuple(_event(event, mask) for event in coded.events),
            "problems": tuple(mask.apply(problem) for problem in coded.problems),
        }
    )


def _event(event: Event, mask: Mask) -> Event:
    return event.model_copy(
        update={
            "trigger": mask.apply(event.trigger, event.trigger_start, event.trigger_part),
            "date": _dated(event.date, mask),
            "place": _placed(event.place, mask),
            "perpetrators": tuple(_actor(actor, mask) for actor in event.perpetrators),
            "targets": tuple(_actor(actor, mask) for actor in event.targets),
            "counts": tuple(_count(count, mask) for count in event.counts),
            "weapons": _quotes(event.weapons, event.weapon_spans, mask),
            "sources": _quotes(event.sources, event.source_spans, mask),
            "attributions": tuple(_attribution(said, mask) for said in event.attributions),
        }
    )


def _quotes(texts: tuple[str, ...], spans: tuple[Span, ...], mask: Mask) -> tuple[str, ...]:
    return tuple(mask.apply(text, span.start, span.part) for text, span in zip(texts, spans, strict=True))


def _actor(actor: Actor, mask: Mask) -> Actor:
    quote = PRIVATE_PERSON if actor.private else mask.apply(actor.quote, actor.start, actor.part)
    return actor.model_copy(update={"quote": quote})


def _attribution(said: Attribution, mask: Mask) -> Attribution:
    quote = PRIVATE_PERSON if said.private else mask.apply(said.quote, said.start, said.part)
    return said.model_copy(update={"quote": quote})


def _count(count: Count, mask: Mask) -> Count:
    return count.model_copy(
        update={
            "quote": mask.apply(count.quote, count.start, count.part),
            "who": mask.apply(count.who, count.who_start, count.part),
        }
    )


def _dated(period: Period, mask: Mask) -> Period:
    return period.model_copy(
        update={"quote": mask.apply(period.quote, period.quote_start, period.part), "basis": mask.apply(period.basis)}
    )


def _placed(place: Place, mask: Mask) -> Place:
    return place.model_copy(
        update={"quote": mask.apply(place.quote, place.start, place.part), "basis": mask.apply(place.basis)}
    )
