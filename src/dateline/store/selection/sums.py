"""What one pass over the facts tells of a selection: how many incidents, from when to when, and most facets' counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from dateline.store.selection.conditions import Condition
from dateline.store.selection.profiles import count_digits
from dateline.store.selection.reader import Reader

_NEVER: Final = 4_000_000
"""Days since the first of year 1, beyond the last of year 9999; the days of what has none."""
_ASKED: Final = (
    f"profile, count(*), count(start), coalesce(min(start) - DATE '0001-01-01', {_NEVER}), "
    "coalesce(max(start) - DATE '0001-01-01', -1)"
)


class Sums(NamedTuple):
    """`dated`: how many have a day; `first`, `last`: the first and the last of these. `digits`: by facet."""

    total: int
    dated: int
    first: date | None
    last: date | None
    digits: Mapping[str, Sequence[int]]


def sums(reader: Reader, where: Condition) -> Sums:
    """The sums of the incidents that fit."""
    profiles, counts, dated, first, last = reader.arrays(_ASKED, where, "GROUP BY profile")
    days = int(dated.sum())
    return Sums(
        total=int(counts.sum()),
        dated=days,
        first=date.fromordinal(int(first.min()) + 1) if days else None,
        last=date.fromordinal(int(last.max()) + 1) if days else None,
        digits=count_digits(profiles, counts),
    )
