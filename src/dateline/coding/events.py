"""From frames to events: every value resolved, every value with its words.

A value that cannot be made is left out with its reason and the event stays; an event that
cannot be made is left out with its reason and the report stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar, cast

from dateline.coding.actors import distinct, sides, to_actor
from dateline.coding.attribution.linking import ReportStatements, Said
from dateline.coding.attribution.records import sources_of, to_attribution
from dateline.coding.background import background_chance, background_evidence
from dateline.coding.counts import to_counts
from dateline.coding.document import Document
from dateline.coding.frames import Filler, Frame
from dateline.coding.periods import reference_of, to_period
from dateline.coding.places import ReportPlaces, to_place, with_context
from dateline.coding.review import DOUBTFUL, doubtful_fields
from dateline.coding.told_days import with_told_days
from dateline.coding.totals import with_totals
from dateline.errors import DatelineError
from dateline.gazetteer import Gazetteer
from dateline.records import Actor, Event, EventType, Period, Place, Report, Responsibility, Span, Status

OFFICE_REACH = 80  # characters on either side of a source's name in which an office is looked for
Value = TypeVar("Value")


class Problems:
    """The reasons for which values of a report were left out."""

    def __init__(self) -> None:
        self.reasons: list[str] = []

    def attempt(self, what: str, make: Callable[[], Value], otherwise: Value) -> Value:
        """What `make` gives, or `otherwise` and a reason where it fails on the report's words."""
        try:
            return make()
        except (DatelineError, ValueError, ArithmeticError, LookupError) as error:
            self.reasons.append(f"{what} left out: {type(error).__name__}: {error}")
            return otherwise


def in_related_lines(frame: Frame, report: Report, document: Document) -> bool:
    """Whether all mentions of a frame stand in lines that only advertise other stories."""
    related = [s for s in report.sections if s.kind == "related"]
    shift = document.text_start
    return bool(related) and all(
        any(s.start <= start - shift and end - shift <= s.end for s in related) for start, end in frame.anchors
    )


def to_events(
    frames: Sequence[Frame],
    report: Report,
    document: Document,
    gazetteer: Gazetteer,
    background: Mapping[str, float] | None = None,
) -> tuple[tuple[Event, ...], tuple[str, ...]]:
    """The events of a report, numbered e1, e2 … in the order in which it first tells them, and what was left out.

    `background`: weights of the evidence of `dateline.coding.background`.
    """
    kept = [k for k, f in enumerate(frames) if not in_related_lines(f, report, document)]
    if not kept:
        return (), ()
    problems = Problems()
    ids = {old: f"e{new}" for new, old in enumerate(kept, 1)}
    places = ReportPlaces(document, [f for k in kept for f in _of(frames[k], "place")], gazetteer)
    own = [
        problems.attempt(f"{ids[k]}: place", partial(to_place, _of(frames[k], "place"), document, places), Place())
        for k in kept
    ]
    where = with_context(own, [frames[k].anchors[0][0] for k in kept], places)
    reference = reference_of(report)
    when = [
        problems.attempt(
            f"{ids[k]}: date",
            partial(to_period, _of(frames[k], "time"), document, reference, planned=lies_ahead(frames[k])),
            Period(),
        )
        for k in kept
    ]
    evidence = background_evidence([frames[k] for k in kept], when, reference.day, document)
    maker = EventMaker(document, problems)
    events: list[Event | None] = []
    for k, place, period, told in zip(kept, where, when, evidence, strict=True):
        context = background_chance(told, frames[k], background or {})
        make = partial(maker.make, frames[k], Setting(period, place, context), ids[k])
        events.append(problems.attempt(ids[k], make, None))
    coded = with_totals(with_told_days([e for e in events if e is not None]))
    return tuple(e.model_copy(update={"review": doubtful_fields(e)}) for e in coded), tuple(problems.reasons)


def _of(frame: Frame, role: str) -> list[Filler]:
    return [f for f in frame.fillers if f.role == role]


def lies_ahead(frame: Frame) -> bool | None:
    """Whether an event is planned or threatened; None where what the model says of its status is rather wrong."""
    if frame.label_scores.get("status", 0.0) <= DOUBTFUL:
        return None
    return frame.labels["status"] in ("planned", "threatened")


def responsibility_of(frame: Frame, perpetrators: Sequence[Actor], *, claimed: bool) -> Responsibility:
    """The guidelines' rule: unknown where the perpetrators are only described as armed; claimed where it is `claimed`.

    Where none was found the model's answer stands: more often than not there is one that was overlooked.
    """
    if perpetrators and all(a.kind == "unidentified_armed" for a in perpetrators):
        return "unknown"
    if perpetrators and claimed:
        return "claimed"
    return cast("Responsibility", frame.labels["responsibility"])


@dataclass(frozen=True)
class Setting:
    """When and where an event took place, and the probability that it is but the context of its report's news."""

    period: Period
    place: Place
    background: float


class EventMaker:
    """Makes the events of one document."""

    def __init__(self, document: Document, problems: Problems) -> None:
        self._document, self._problems = document, problems
        self._statements = ReportStatements(document)

    def make(self, frame: Frame, setting: Setting, id_: str) -> Event:
        """The event of a frame whose time and place are resolved already."""
        document, attempt = self._document, self._problems.attempt
        trigger = document.quote(*frame.anchors[0])
        perpetrators, targets = sides(frame)
        actors = tuple(to_actor(f, document) for f in perpetrators)
        weapons, weapon_spans = self._quotes(frame, "weapon")
        said = self._statements.of(frame)
        attributions = tuple(to_attribution(s, document, self._around) for s in said)
        sources, source_spans, source_private = sources_of(attributions)
        return Event(
            id=id_,
            type=cast("EventType", frame.kind),
            trigger=trigger.quote,
            trigger_start=trigger.start,
            trigger_end=trigger.end,
            trigger_part=trigger.part,
            status=cast("Status", frame.labels["status"]),
            background=setting.background > 0.5,
            date=setting.period,
            place=setting.place,
            perpetrators=actors,
            targets=tuple(to_actor(f, document) for f in targets),
            responsibility=responsibility_of(frame, actors, claimed=self._statements.claimed(frame)),
            counts=attempt(f"{id_}: counts", lambda: tuple(to_counts(frame, document)), ()),
            weapons=weapons,
            weapon_spans=weapon_spans,
            sources=sources,
            source_spans=source_spans,
            source_private=source_private,
            attributions=attributions,
            confidence=round(frame.score, 4),
            field_confidence=_field_confidence(frame, said, setting.background),
        )

    def _quotes(self, frame: Frame, role: str) -> tuple[tuple[str, ...], tuple[Span, ...]]:
        fillers = sorted(distinct(_of(frame, role)), key=lambda f: f.start)
        quotes = [self._document.quote(f.start, f.end) for f in fillers]
        return tuple(q.quote for q in quotes), tuple(Span(start=q.start, end=q.end, part=q.part) for q in quotes)

    def _around(self, span: Span) -> str:
        """The sentence in which a quote stands: offices are told beside a name, not always in it."""
        at = span.start + (self._document.text_start if span.part == "text" else 0)
        start, end = self._document.sentence_bounds(at)
        return self._document.string[max(start, at - OFFICE_REACH) : min(end, at + OFFICE_REACH)]


def _field_confidence(frame: Frame, said: Sequence[Said], background: float) -> dict[str, float]:
    """Probabilities of the labels, and the mean of those of the weapons and sources."""
    labels = {**frame.label_scores, "background": max(background, 1.0 - background)}
    out = {name: round(score, 4) for name, score in sorted(labels.items())}
    sources = {(s.source.start, s.source.end): s.source for s in said if s.source is not None}
    for field, chances in (
        ("weapons", [f.score for f in distinct(_of(frame, "weapon"))]),
        ("sources", [f.score for f in sources.values()]),
    ):
        if chances:
            out[field] = round(sum(chances) / len(chances), 4)
    return out
