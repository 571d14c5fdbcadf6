"""Numbers of a report that do not add up: told as problems, with the report and its words, and never put right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from dateline.linking.figures import Figure, figure, single, told_apart, total
from dateline.linking.telling import Telling
from dateline.records import Count, Event, Measure, Side

PLAIN: Final = 2
"""Fewer parts than these are examples: they need not come to the total."""


def problems(tellings: Sequence[Telling]) -> tuple[str, ...]:
    """What does not add up in the reports of an incident, in their order.

    Flagged are parts of an event that come to more than its total ("five killed in two attacks", of 3 and 3), parts
    that leave some of it open although each tells a number (six killed, three in one attack and two in the other),
    groups that come to more than the number said to hold them, and counts whose bounds are in no order.
    """
    return tuple(
        f"report {telling.report}: {problem}"
        for telling in tellings
        if telling.event is not None
        for problem in (*_own(telling.event), *_of_parts(telling.event, telling.parts))
    )


def _own(event: Event) -> Iterator[str]:
    for count in event.counts:
        bounds = [number for number in (count.low, count.best, count.high) if number is not None]
        if bounds != sorted(bounds):
            yield f"{_name(count.measure, count.side)}: no such bounds as {_numbers(single(count))} in {event.id}"
    for measure, side in _told([event]):
        holding, groups = told_apart(event, measure, side)
        low = _sum([single(count) for count in groups]).low
        if holding is None or low is None or holding.high is None:
            continue
        if holding.high < low and holding.size >= max(single(count).size for count in groups):
            yield (
                f"{_name(measure, side)}: the groups come to {low} ({_quotes(groups)}), "
                f"the total told is {holding.high} ({_quotes(holding.counts)} in {event.id})"
            )


def _of_parts(event: Event, parts: Sequence[Event]) -> Iterator[str]:
    for measure, side in _told(parts):
        whole = figure(event, measure, side)
        told = [(part.id, number) for part in parts if (number := figure(part, measure, side)) is not None]
        if whole is None:
            continue
        sums = _sum([number for _, number in told])
        said = ", ".join(f"{_quotes(number.counts)} in {name}" for name, number in told)
        against = f"the total told is {_numbers(whole)} ({_quotes(whole.counts)} in {event.id})"
        if sums.low is not None and whole.high is not None and sums.low > whole.high:
            yield f"{_name(measure, side)}: the parts come to {sums.low} ({said}), {against}"
        elif len(told) == len(parts) >= PLAIN and None not in (sums.high, whole.low) and _open(sums, whole):
            yield f"{_name(measure, side)}: the parts come to {sums.high} only ({said}), {against}"


def _open(sums: Figure, whole: Figure) -> bool:
    return sums.high is not None and whole.low is not None and sums.high < whole.low


def _sum(figures: Sequence[Figure]) -> Figure:
    return Figure(*total((f.low, f.best, f.high) for f in figures), counts=())


def _told(events: Sequence[Event]) -> list[tuple[Measure, Side]]:
    return sorted({(count.measure, count.side) for event in events for count in event.counts})


def _name(measure: Measure, side: Side) -> str:
    return f"{measure} ({side})"


def _numbers(number: Figure) -> str:
    if number.low == number.high and number.low is not None:
        return str(number.low)
    return " to ".join("?" if bound is None else str(bound) for bound in (number.low, number.high))


def _quotes(counts: Sequence[Count]) -> str:
    return " + ".join(f"“{count.quote}”" for count in counts)
