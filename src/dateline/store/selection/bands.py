"""Ranges of numbers whose incidents are counted together beside the filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class Band(NamedTuple):
    """A range: `first` and `last` as its filters have them, None where it has no bound. Unknown has neither."""

    name: str
    first: float | None = None
    last: float | None = None


UNKNOWN: Final = "unknown"
KILLED: Final = (
    Band(UNKNOWN),
    Band("0", 0, 0),
    Band("1", 1, 1),
    Band("2-4", 2, 4),
    Band("5-9", 5, 9),
    Band("10-24", 10, 24),
    Band("25+", 25),
)
SOURCES: Final = (Band("0", 0, 0), Band("1", 1, 1), Band("2", 2, 2), Band("3-4", 3, 4), Band("5+", 5))
CONFIDENCE: Final = (
    Band("0-0.5", None, 0.5),
    Band("0.5-0.7", 0.5, 0.7),
    Band("0.7-0.85", 0.7, 0.85),
    Band("0.85-0.95", 0.85, 0.95),
    Band("0.95-1", 0.95),
)
BANDS: Final[Mapping[str, tuple[Band, ...]]] = {"killed": KILLED, "sources": SOURCES, "confidence": CONFIDENCE}
"""Bands by facet, in order. The last of those of numbers of people is included, that of confidence is not."""


def band_sql(column: str) -> str:
    """SQL for the position in `BANDS[column]` of the band that a value lies in."""
    below = "<" if column == "confidence" else "<="
    bands = enumerate(BANDS[column])
    cases = (f"WHEN {column} {below} {band.last} THEN {at}" for at, band in bands if band.last is not None)
    return f"CASE WHEN {column} IS NULL THEN 0 {' '.join(cases)} ELSE {len(BANDS[column]) - 1} END"
