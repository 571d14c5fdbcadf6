"""Which values of an event a person should look at first: those that are more likely wrong than right."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.records import Event

DOUBTFUL = 0.5
"""Probability below which a value is more likely wrong than right."""


def doubtful_fields(event: Event) -> tuple[str, ...]:
    """Names of the fields that hold a value of a probability below `DOUBTFUL`, in the order of the record.

    `event` stands for the event itself. A place that is filled in from the report's context has no probability of its
    own and counts as doubtful; what is left empty is not: the report may say nothing.
    """
    return tuple(name for name, chances in _chances(event) if min(chances, default=1.0) < DOUBTFUL)


def _chances(event: Event) -> Iterator[tuple[str, list[float]]]:
    """Each field with the probabilities of the values it holds."""
    told = event.field_confidence
    yield "event", [event.confidence]
    for name in ("type", "status", "background"):
        yield name, [told.get(name, 1.0)]
    yield "date", [event.date.confidence] if event.date.quote is not None or event.date.start is not None else []
    yield "place", [event.place.confidence] if event.place.name is not None else []
    yield "perpetrators", [actor.confidence for actor in event.perpetrators]
    yield "targets", [actor.confidence for actor in event.targets]
    yield "responsibility", [told.get("responsibility", 1.0)]
    yield "counts", [count.confidence for count in event.counts]
    for name in ("weapons", "sources"):
        yield name, [told.get(name, 1.0)]
