"""Several facets in one number, so that one pass over the facts counts them all.

The profile of an incident has a digit for each of these facets, each with a base of its own. There are far fewer
profiles than incidents: the database counts how many incidents have each, and the digits are added up from that.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Final, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from dateline.records import EventType, PlacePrecision
from dateline.store.records import ReviewState
from dateline.store.selection.bands import BANDS

FLAGS: Final = ("disputed", "located", "changed_since_review")


class Digit(NamedTuple):
    """A digit: SQL for its value, and how many values there are."""

    sql: str
    base: int


DIGITS: Final[Mapping[str, Digit]] = {
    "types": Digit("coalesce(enum_code(type) + 1, 0)", len(get_args(EventType)) + 1),
    "states": Digit("enum_code(state)", len(get_args(ReviewState))),
    "precision": Digit("enum_code(place_precision)", len(get_args(PlacePrecision))),
    **{name: Digit(f"{name}_band", len(bands)) for name, bands in BANDS.items()},
    **{name: Digit(f"{name}::TINYINT", 2) for name in FLAGS},
}
"""By the name of the facet, the first digit the least. All profiles are below 2^32."""
_PLACES: Final = {name: prod(digit.base for digit in list(DIGITS.values())[:at]) for at, name in enumerate(DIGITS)}


def profile_sql() -> str:
    """SQL for the profile of a row of the facts."""
    return " + ".join(f"({digit.sql})::UINTEGER * {_PLACES[name]}" for name, digit in DIGITS.items())


def count_digits(profiles: npt.NDArray[np.integer], counts: npt.NDArray[np.integer]) -> dict[str, list[int]]:
    """How many incidents have each value of each digit, from how many have each profile."""
    return {
        name: np.bincount(profiles // _PLACES[name] % digit.base, weights=counts, minlength=digit.base)
        .astype(int)
        .tolist()
        for name, digit in DIGITS.items()
    }
