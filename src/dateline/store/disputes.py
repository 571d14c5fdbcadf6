"""Which fields of a case are in conflict: told values that cannot all be right, where no person has decided yet."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.linking.conflicts import conflicts, standing
from dateline.linking.records import ToldDate, ToldPlace, ToldType
from dateline.store.records import Case
from dateline.store.showing import field_of


def disputes(case: Case) -> dict[str, float]:
    """The fields in conflict, each with the share of the independent sources that tell the value that stands first.

    Fields are named as in the log ("type", "date", "place", "toll killed target"). "problems" stands for numbers
    that do not add up: one or the other is wrong, hence a share of one half. Corrected fields are not in conflict.
    """
    found = conflicts(case.incident)
    told: dict[str, Sequence[ToldType | ToldDate | ToldPlace]] = {
        "type": found.types,
        "date": found.dates,
        "place": found.places,
    }
    shares = {field: _share([value.sources for value in values]) for field, values in told.items() if values}
    for toll in found.tolls:
        sources = {number.told_by.source for number in standing(toll)}
        shares[f"toll {toll.measure} {toll.side}"] = min(1.0, toll.sources / len(sources))
    if found.problems:
        shares["problems"] = 0.5
    decided = {field_of(correction.value) for correction in case.corrections}
    return {field: share for field, share in shares.items() if field not in decided}


def _share(sources: Sequence[int]) -> float:
    """That of the first. Sources that tell an area count for each town in it, so the sum may exceed their number."""
    return sources[0] / sum(sources) if sum(sources) else 0.0
