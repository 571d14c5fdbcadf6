"""One report's number of people for an event: groups that it tells apart are added, what holds others is not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from dateline.records import Count, Event, Measure, Side

HOLDING: Final = frozenset(
    (
        *("all", "bodies", "body", "casualties", "casualty", "dead", "deaths", "everyone", "fatalities", "individuals"),
        *("injured", "lives", "people", "person", "persons", "them", "those", "total", "victim", "victims", "wounded"),
    )
)
"""Words for people that leave open which: "six people" may hold "two officers", "six soldiers" does not."""
_WORD: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Figure:
    """A number of people: `low`, `best`, `high` as in `dateline.records.Count`, and the counts that it adds up."""

    low: int | None
    best: int | None
    high: int | None
    counts: tuple[Count, ...]
    """The largest first."""

    @property
    def size(self) -> int:
        """The number that the figure stands for when it is compared."""
        return next((n for n in (self.best, self.low, self.high) if n is not None), 0)


def figure(event: Event, measure: Measure, side: Side) -> Figure | None:
    """The event's number for a measure and a side; None where it tells none.

    By the coding guidelines the counts of an event are groups that the report tells apart ("three soldiers and three
    civilians"), and they are added. A count that says no group ("six people"), or that equals the sum of the others,
    holds them and is not added; neither are two counts of one group, of which the larger stands.
    """
    total, groups = told_apart(event, measure, side)
    if total is not None and (not groups or total.size >= added(groups).size):
        return total
    return added(groups) if groups else None


def told_apart(event: Event, measure: Measure, side: Side) -> tuple[Figure | None, tuple[Count, ...]]:
    """The count that holds the others (None where there is none), and the largest count of each group told apart."""
    counts = sorted(
        (c for c in event.counts if c.measure == measure and c.side == side),
        key=lambda c: (-single(c).size, -c.confidence, c.start, c.part),
    )
    groups: defaultdict[frozenset[str], list[Count]] = defaultdict(list)
    holding = [count for count in counts if _holds(count)]
    for count in counts:
        if not _holds(count):
            groups[_group(count)].append(count)
    apart = [members[0] for members in groups.values()]
    if not holding and len(apart) > 2 and single(apart[0]).size == sum(single(c).size for c in apart[1:]):
        return single(apart[0]), tuple(apart[1:])
    return (single(holding[0]) if holding else None), tuple(apart)


def single(count: Count) -> Figure:
    """The figure of one count."""
    return Figure(count.low, count.best, count.high, (count,))


def added(counts: Sequence[Count]) -> Figure:
    """Groups added up. A lower bound holds even where another group's is open; `best` and `high` need every group's."""
    return Figure(*total((c.low, c.best, c.high) for c in counts), counts=tuple(counts))


def total(
    numbers: Iterable[tuple[int | None, int | None, int | None]],
) -> tuple[int | None, int | None, int | None]:
    """Bounds added up, each as (low, best, high)."""
    rows = list(numbers)
    lows = [low for low, _, _ in rows if low is not None]
    bests = [best for _, best, _ in rows if best is not None]
    highs = [high for _, _, high in rows if high is not None]
    return (
        sum(lows) if lows else None,
        sum(bests) if len(bests) == len(rows) else None,
        sum(highs) if len(highs) == len(rows) else None,
    )


def _holds(count: Count) -> bool:
    words = _group(count)
    return not words or bool(words & HOLDING)


def _group(count: Count) -> frozenset[str]:
    return frozenset(match[0].lower() for match in _WORD.finditer(count.who or ""))
