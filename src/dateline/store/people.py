"""How many people an incident struck, over all of its sides or of one."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.linking.records import Incident, Toll
from dateline.records import Measure, Record, Side


class People(Record):
    """A number of people, `low` to `high`; null where unknown or open."""

    low: int | None = None
    best: int | None = None
    high: int | None = None

    @property
    def known(self) -> int | None:
        """The best number, or else the least that it can be ("dozens"); None where neither is known."""
        return self.low if self.best is None else self.best


UNKNOWN = People()


def people(incident: Incident, measure: Measure, *, side: Side | None = None) -> People:
    """The number of people of a measure, of one side or over all.

    Sides that are told apart add up. A number of no particular side may count the same people again, so the larger
    of it and that sum stands. What one side leaves open, the whole leaves open.
    """
    tolls = [toll for toll in incident.tolls if toll.measure == measure and side in {None, toll.side}]
    apart = _sum([toll for toll in tolls if toll.side != "unknown"])
    mixed = _sum([toll for toll in tolls if toll.side == "unknown"])
    if UNKNOWN in (apart, mixed):
        return apart if mixed == UNKNOWN else mixed
    low, best = _larger(apart.low, mixed.low), _larger(apart.best, mixed.best)
    open_end = apart.high is None or mixed.high is None
    return _in_order(low, best, None if open_end else _larger(apart.high, mixed.high))


def _sum(tolls: Sequence[Toll]) -> People:
    lows = [toll.low for toll in tolls if toll.low is not None]
    bests = [toll.best for toll in tolls if toll.best is not None]
    highs = [toll.high for toll in tolls if toll.high is not None]
    return People(
        low=sum(lows) if lows else None,
        best=sum(bests) if tolls and len(bests) == len(tolls) else None,
        high=sum(highs) if tolls and len(highs) == len(tolls) else None,
    )


def _larger(left: int | None, right: int | None) -> int | None:
    return max((number for number in (left, right) if number is not None), default=None)


def _in_order(low: int | None, best: int | None, high: int | None) -> People:
    """A best number that lies below the least is none; a most that lies below either is open."""
    best = None if best is not None and low is not None and best < low else best
    most = _larger(low, best)
    return People(low=low, best=best, high=None if high is not None and most is not None and high < most else high)
