"""Times of day: as the clock tells them, and as the hours that clock and words ("late on Friday") allow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

HOURS: Final = 24
EXACT: Final = 0.6
BESIDE: Final = 0.2
"""What a time by the clock gives its hour (`EXACT`) and each hour beside it: reports round, or tell of the call."""
FIRST_CLOCKS: Final = 4
FIRST_WORDS: Final = 2
"""Times further down are those of arrests, hearings and vigils more often than the event's."""
BESIDE_A_CLOCK: Final = 0.5
"""What words weigh where a clock is told too."""

_CLOCK: Final = re.compile(r"\b(\d{1,2})(?:[:.](\d\d))? ?([ap])\.?m\b", re.IGNORECASE)
_DAY: Final = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_WORDED: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), hours)
    for pattern, hours in (
        (rf"\bearly (?:on )?(?:{_DAY}|this)|\bearly[- ]morning|\bpre-?dawn|\bovernight|\bwee hours", range(7)),
        (r"\b(?:around|about|near|before|after) midnight", (22, 23, 0, 1, 2)),
        (rf"\b(?:{_DAY}|this|in the|that) morning\b", range(12)),
        (r"\bbroad daylight\b|\bnoon\b|\bmidday\b", range(9, 19)),
        (r"\bafternoon\b", range(12, 18)),
        (r"\bevening\b", range(17, 23)),
        (
            rf"\blate (?:on )?{_DAY}|\blate[- ]night|\b(?:{_DAY}|last|that|at) night\b",
            (18, 19, 20, 21, 22, 23, 0, 1, 2),
        ),
    )
)


def clock_times(text: str) -> set[str]:
    """Times of day in hours and minutes ("2:05 a", "11:00 p")."""
    return {f"{int(m[1])}:{m[2] or '00'} {m[3].lower()}" for m in _clocks(text)}


def hours(text: str) -> dict[int, float]:
    """Weights of the hours 0 to 23 that the first times of day in a text allow, adding up to 1; empty without any."""
    weights = dict.fromkeys(range(HOURS), 0.0)
    clocks = list(_clocks(text))[:FIRST_CLOCKS]
    for rank, match in enumerate(clocks, 1):
        hour = int(match[1]) % 12 + (12 if match[3].lower() == "p" else 0)
        for offset, share in ((-1, BESIDE), (0, EXACT), (1, BESIDE)):
            weights[(hour + offset) % HOURS] += share / rank
    worded = sorted((m.start(), at) for at, (pattern, _) in enumerate(_WORDED) for m in pattern.finditer(text))
    for rank, (_, at) in enumerate(worded[:FIRST_WORDS], 1):
        allowed = _WORDED[at][1]
        for hour in allowed:
            weights[hour] += (BESIDE_A_CLOCK if clocks else 1.0) / rank / len(allowed)
    total = sum(weights.values())
    return {hour: weight / total for hour, weight in weights.items() if weight}


def _clocks(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _CLOCK.finditer(text) if 1 <= int(match[1]) <= 12)
