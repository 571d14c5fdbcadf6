"""The toll of an incident: numbers of people by measure and side, as they moved from report to report.

Numbers of different reports are never added, and neither are the parts of an event to its total: each report tells
one number, the largest of its main event. Of one source the last number stands, earlier ones are superseded.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import get_args

from dateline.linking.reconcile import Voice
from dateline.linking.records import ToldNumber, Toll
from dateline.linking.telling import by_time
from dateline.records import Count, Event, Measure, Side


def tolls(heard: Sequence[Voice]) -> tuple[Toll, ...]:
    """The toll for each measure and side that a report tells, in the order of the coding guidelines.

    `best` is what most independent sources tell last (of equals the latest), `low` and `high` span what they tell
    last. People on the side of the attackers are kept apart from their targets.
    """
    found = (
        _toll(measure, side, sorted(heard, key=lambda voice: by_time(voice[0])))
        for measure in get_args(Measure)
        for side in get_args(Side)
    )
    return tuple(toll for toll in found if toll is not None)


def _toll(measure: Measure, side: Side, heard: Sequence[Voice]) -> Toll | None:
    told = [(voice, count) for voice in heard if (count := largest(voice[2], measure, side)) is not None]
    if not told:
        return None
    last = {source: index for index, ((_, source, _), _) in enumerate(told)}
    standing = [told[index] for index in sorted(last.values())]
    numbers = Counter(count.best for _, count in standing if count.best is not None)
    latest = {count.best: rank for rank, (_, count) in enumerate(standing)}
    best = max(numbers, key=lambda number: (numbers[number], latest[number]), default=None)
    highs = [count.high for _, count in standing]
    return Toll(
        measure=measure,
        side=side,
        low=min((c.low for _, c in standing if c.low is not None), default=None),
        best=best,
        high=None if None in highs else max(high for high in highs if high is not None),
        sources=numbers[best] if best is not None else 0,
        told=tuple(
            ToldNumber(
                low=count.low,
                best=count.best,
                high=count.high,
                superseded=last[source] != index,
                told_by=telling.witness(source, count),
            )
            for index, ((telling, source, _), count) in enumerate(told)
        ),
    )


def largest(event: Event, measure: Measure, side: Side) -> Count | None:
    """The event's largest count of a measure on a side, which holds the smaller ones; None where there is none."""
    counts = [c for c in event.counts if c.measure == measure and c.side == side]
    return max(counts, key=lambda c: (_size(c), c.confidence), default=None)


def problems(heard: Sequence[Voice]) -> tuple[str, ...]:
    """Arithmetic that does not work out: parts of an event that come to more people than its total."""
    found = []
    for telling, _, event in heard:
        sums: defaultdict[tuple[Measure, Side], int] = defaultdict(int)
        for part in telling.parts:
            for measure, side in {(c.measure, c.side) for c in part.counts}:
                count = largest(part, measure, side)
                sums[measure, side] += (count.low or 0) if count is not None else 0
        for (measure, side), parts in sorted(sums.items()):
            total = largest(event, measure, side)
            if total is not None and total.high is not None and parts > total.high:
                found.append(
                    f"report {telling.report}: {measure} ({side}): the parts come to {parts}, the total is {total.high}"
                )
    return tuple(found)


def _size(count: Count) -> int:
    return count.best if count.best is not None else count.low or 0
