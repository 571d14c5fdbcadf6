"""Where and when an event is told to be, in a few bits: enough to see at a glance that two tellings differ in it.

In a small block every pair is worth weighing. In a larger one most pairs are chance, and those whose provinces (in
blocks of a province and a day, towns) are known and differ are left out, in blocks of two terms only where their days
differ too. What it costs and saves is in docs/explanation/linking.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from dateline.linking.blocking import Kind, likely
from dateline.linking.evidence import Evidence
from dateline.linking.vectors import number_of

SMALL: Final = 7
"""In blocks of up to so many items, pairs that are apart are compared too."""
BITS: Final = 64
"""Values that fall on one bit count as the same: a pair more is compared."""


TOLD_APART_BY: Final = {
    Kind.TERMS: ("regions", "nights"),
    Kind.TERM_DAY: ("regions",),
    Kind.REGION_DAY: ("towns",),
}
"""What has to differ, all of it, in blocks of a kind; in those of other kinds nothing tells a pair apart."""


@dataclass(frozen=True)
class Whereabouts:
    """Bits of the likeliest provinces, towns and nights; 0 where they are unknown."""

    regions: int
    towns: int
    nights: int


def whereabouts_of(evidence: Evidence) -> Whereabouts:
    """The bits of an item."""
    return Whereabouts(
        regions=_bits(number_of(region) for region in likely(evidence.regions)),
        towns=_bits(likely(evidence.towns)),
        nights=_bits(day + offset for day in likely(evidence.days) for offset in (0, 1)),
    )


def apart(kind: Kind, size: int, left: Whereabouts, right: Whereabouts) -> bool:
    """Whether two items of a block of that kind and size are left out for what they tell of place and day."""
    if size <= SMALL or kind not in TOLD_APART_BY:
        return False
    return all(_differ(getattr(left, name), getattr(right, name)) for name in TOLD_APART_BY[kind])


def apart_in_sql(kind: str, size: str, left: str, right: str) -> str:
    """`apart` as an expression of rows `left` and `right` that have the columns of `Whereabouts`."""
    cases = " ".join(
        f"WHEN {int(of)} THEN {' AND '.join(_differ_in_sql(left, right, name) for name in names)}"
        for of, names in TOLD_APART_BY.items()
    )
    return f"({size} > {SMALL} AND CASE {kind} {cases} ELSE false END)"


def _bits(values: Iterable[int]) -> int:
    return sum(1 << bit for bit in {value % BITS for value in values})


def _differ(left: int, right: int) -> bool:
    return bool(left and right and not left & right)


def _differ_in_sql(left: str, right: str, name: str) -> str:
    return f"{left}.{name} <> 0 AND {right}.{name} <> 0 AND {left}.{name} & {right}.{name} = 0"
