"""A report whose private names are covered: replaced in title and text, with all offsets moved along."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from dateline.records import Attribution, CodedReport, Count, Event, Part, Period, Place, Quote, Section, Span

AnyQuote = TypeVar("AnyQuote", bound=Quote)


@dataclass(frozen=True)
class Covering:
    """One text in which stretches were replaced.

    `starts`, `ends` are the replaced stretches of the old text, in order and apart; `size` the length of what stands
    in their place.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    size: int

    @classmethod
    def of(cls, text: str, hidden: Iterable[tuple[int, int]], replacement: str) -> Covering:
        """`text` with each stretch of `hidden` replaced; stretches that overlap are one."""
        joined: list[tuple[int, int]] = []
        for start, end in sorted((max(0, s), min(len(text), e)) for s, e in hidden):
            if start >= end:
                continue
            if joined and start < joined[-1][1]:
                joined[-1] = joined[-1][0], max(end, joined[-1][1])
            else:
                joined.append((start, end))
        pieces, done = [], 0
        for start, end in joined:
            pieces += [text[done:start], replacement]
            done = end
        starts, ends = (tuple(pair[at] for pair in joined) for at in (0, 1))
        return cls("".join([*pieces, text[done:]]), starts, ends, len(replacement))

    def moved(self, offset: int, *, end: bool = False) -> int:
        """Where an offset of the old text is in the new one.

        An offset inside a replaced stretch moves to the start of the replacement, with `end` to its end.
        """
        before = bisect_right(self.starts, offset - 1 if end else offset)
        shift = sum(self.size - (e - s) for s, e in zip(self.starts[:before], self.ends[:before], strict=True))
        inside = before > 0 and (offset <= self.ends[before - 1] if end else offset < self.ends[before - 1])
        if not inside:
            return offset + shift
        new_end = self.ends[before - 1] + shift
        return new_end if end else new_end - self.size


@dataclass(frozen=True)
class Covered:
    """Title and text of a report with stretches replaced."""

    parts: Mapping[Part, Covering]

    @classmethod
    def of(
        cls, parts: Mapping[Part, str], hidden: Mapping[Part, Iterable[tuple[int, int]]], *, replacement: str
    ) -> Covered:
        """The parts with their `hidden` stretches replaced by `replacement`."""
        return cls({part: Covering.of(text, hidden[part], replacement) for part, text in parts.items()})

    def slice(self, start: int, end: int, part: Part) -> dict[str, Any]:
        """The fields `quote`, `start` and `end` of what stood at [start:end] of the part."""
        covering = self.parts[part]
        first, last = covering.moved(start), covering.moved(end, end=True)
        return {"quote": covering.text[first:last], "start": first, "end": last}

    def report(self, coded: CodedReport) -> CodedReport:
        """The report with the covered title and text, and every quote and offset of its events as in them."""
        text = self.parts["text"]
        return coded.model_copy(
            update={
                "title": None if coded.title is None else self.parts["title"].text,
                "text": text.text,
                "sections": tuple(self._section(section) for section in coded.sections),
                "events": tuple(self._event(event) for event in coded.events),
            }
        )

    def _section(self, section: Section) -> Section:
        text = self.parts["text"]
        return section.model_copy(update={"start": text.moved(section.start), "end": text.moved(section.end, end=True)})

    def _event(self, event: Event) -> Event:
        trigger = self.slice(event.trigger_start, event.trigger_end, event.trigger_part)
        return event.model_copy(
            update={
                "trigger": trigger["quote"],
                "trigger_start": trigger["start"],
                "trigger_end": trigger["end"],
                "date": self._dated(event.date),
                "place": self._placed(event.place),
                "perpetrators": tuple(self._quote(actor) for actor in event.perpetrators),
                "targets": tuple(self._quote(actor) for actor in event.targets),
                "counts": tuple(self._count(count) for count in event.counts),
                "weapons": tuple(self._words(span) for span in event.weapon_spans),
                "weapon_spans": tuple(self._span(span) for span in event.weapon_spans),
                "sources": tuple(self._words(span) for span in event.source_spans),
                "source_spans": tuple(self._span(span) for span in event.source_spans),
                "attributions": tuple(self._attribution(said) for said in event.attributions),
            }
        )

    def _dated(self, period: Period) -> Period:
        if period.quote is None or period.quote_start is None or period.quote_end is None:
            return period
        now = self.slice(period.quote_start, period.quote_end, period.part)
        return period.model_copy(update={"quote": now["quote"], "quote_start": now["start"], "quote_end": now["end"]})

    def _placed(self, place: Place) -> Place:
        if place.quote is None or place.start is None or place.end is None:
            return place
        return place.model_copy(update=self.slice(place.start, place.end, place.part))

    def _quote(self, quote: AnyQuote) -> AnyQuote:
        return quote.model_copy(update=self.slice(quote.start, quote.end, quote.part))

    def _count(self, count: Count) -> Count:
        moved = self._quote(count)
        if count.who_start is None or count.who_end is None:
            return moved
        who = self.slice(count.who_start, count.who_end, count.part)
        return moved.model_copy(update={"who": who["quote"], "who_start": who["start"], "who_end": who["end"]})

    def _words(self, span: Span) -> str:
        return str(self.slice(span.start, span.end, span.part)["quote"])

    def _span(self, span: Span) -> Span:
        now = self.slice(span.start, span.end, span.part)
        return span.model_copy(update={"start": now["start"], "end": now["end"]})

    def _attribution(self, said: Attribution) -> Attribution:
        spans = {
            name: None if span is None else self._span(span) for name, span in (("cue", said.cue), ("said", said.said))
        }
        if said.quote is None or said.start is None or said.end is None:
            return said.model_copy(update=spans)
        return said.model_copy(update={**spans, **self.slice(said.start, said.end, said.part)})
