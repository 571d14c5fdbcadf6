"""Which event sums up which others, told by arithmetic: "six killed in three attacks" beside 2, 1 and 3.

The model does not tell totals from their parts (docs/model-card.md), but numbers do: an event
whose toll is the sum of the tolls of two or more events told in a row, on the same side, in the
same country and within its dates, is their total.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.records import Event, Measure, Period, Side

SUMMED: tuple[Measure, ...] = ("killed", "injured", "detained", "abducted")
_FAMILIES = {"battle": "violence", "explosion": "violence", "civilians": "violence", "riot": "violence"}
MOST_PARTS = 12


def toll(event: Event, measure: Measure, side: Side) -> int:
    """The sum of an event's counts of one measure and side, 0 where it has none."""
    figures = (c.best if c.best is not None else c.low for c in event.counts if (c.measure, c.side) == (measure, side))
    return sum(n for n in figures if n is not None)


def _family(event: Event) -> str:
    family = event.type.partition(".")[0]
    return _FAMILIES.get(family, family)


def _within(part: Period, whole: Period) -> bool:
    """Whether a period may lie in another; what is unknown may."""
    if part.start is None or part.end is None or whole.start is None or whole.end is None:
        return True
    return part.start <= whole.end and whole.start <= part.end


def _may_be_part(part: Event, whole: Event) -> bool:
    same_country = part.place.country == whole.place.country or None in (part.place.country, whole.place.country)
    return (
        part.id != whole.id
        and part.background == whole.background
        and _family(part) == _family(whole)
        and same_country
        and _within(part.date, whole.date)
    )


def _run_that_sums(numbers: Sequence[tuple[str, int]], total: int) -> list[str]:
    """Ids of the longest run of two or more neighbours whose numbers sum to the total, of equals the last.

    Reports go from the summary to the details, so the later run is rather the one told in detail.
    """
    best: list[str] = []
    for start in range(len(numbers)):
        amount = 0
        for end in range(start, min(len(numbers), start + MOST_PARTS)):
            amount += numbers[end][1]
            if amount == total and end - start + 1 >= max(2, len(best)):
                best = [id_ for id_, _ in numbers[start : end + 1]]
            if amount > total:
                break
    return best


def _parts_of(whole: Event, events: Sequence[Event]) -> list[str]:
    """Ids of the events whose tolls, told in a row, sum to one of the whole's; empty if there are none."""
    candidates = [e for e in events if _may_be_part(e, whole)]
    best: list[str] = []
    for measure, side in dict.fromkeys((c.measure, c.side) for c in whole.counts if c.measure in SUMMED):
        total = toll(whole, measure, side)
        numbers = [(e.id, n) for e in candidates if 0 < (n := toll(e, measure, side)) < total]
        run = _run_that_sums(numbers, total)
        if len(run) > len(best):
            best = run
    return best


def with_totals(events: Sequence[Event]) -> tuple[Event, ...]:
    """The events with `part_of` set where the numbers tell it.

    The total with the most parts comes first. A total is part of nothing, a part of one total.
    """
    sums = [(whole.id, parts) for whole in events if (parts := _parts_of(whole, events))]
    wholes: dict[str, str] = {}
    for whole, parts in sorted(sums, key=lambda found: -len(found[1])):
        taken = {*wholes, *wholes.values()}
        if whole not in wholes and not taken & set(parts):
            wholes.update(dict.fromkeys(parts, whole))
    return tuple(e.model_copy(update={"part_of": wholes.get(e.id)}) for e in events)
