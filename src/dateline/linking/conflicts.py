"""What the reports of an incident do not agree on: values that cannot all be right, with everyone who tells them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from dateline.linking.reconcile import lies_in
from dateline.linking.records import Incident, ToldDate, ToldNumber, ToldPlace, ToldType, Toll


@dataclass(frozen=True)
class Conflicts:
    """The reconciled value and those it cannot be squared with; empty where nothing is in conflict.

    A day within a week or a town within its province is no conflict, and neither is a superseded number.
    """

    types: tuple[ToldType, ...]
    dates: tuple[ToldDate, ...]
    places: tuple[ToldPlace, ...]
    tolls: tuple[Toll, ...]
    """Those whose standing numbers cannot all be right."""
    problems: tuple[str, ...]

    def __bool__(self) -> bool:
        return any((self.types, self.dates, self.places, self.tolls, self.problems))


def conflicts(incident: Incident) -> Conflicts:
    """What remains in conflict among the reports of an incident."""
    dates = [d for d in incident.dates[1:] if not _meet(incident.dates[0], d)]
    places = [p for p in incident.places[1:] if not _one_place(incident.places[0], p)]
    return Conflicts(
        types=incident.types if len(incident.types) > 1 else (),
        dates=(incident.dates[0], *dates) if dates else (),
        places=(incident.places[0], *places) if places else (),
        tolls=tuple(toll for toll in incident.tolls if _contested(toll)),
        problems=incident.problems,
    )


def standing(toll: Toll) -> tuple[ToldNumber, ...]:
    """The numbers of a toll that no later one has superseded."""
    return tuple(number for number in toll.told if not number.superseded)


def _meet(first: ToldDate, second: ToldDate) -> bool:
    return first.start <= second.end and second.start <= first.end


def _one_place(first: ToldPlace, second: ToldPlace) -> bool:
    return lies_in(first, second) or lies_in(second, first)


def _contested(toll: Toll) -> bool:
    """Whether there is no number that all standing ones allow."""
    bounds = [_bounds(number) for number in standing(toll)]
    return bool(bounds) and max(low for low, _ in bounds) > min(high for _, high in bounds)


def _bounds(number: ToldNumber) -> tuple[float, float]:
    """From low to high; what is open reaches to 0 and without end."""
    return 0 if number.low is None else number.low, math.inf if number.high is None else number.high
