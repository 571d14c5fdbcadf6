"""Which reports of an incident are independent: copies and rewrites of one text are one source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations
from typing import Final

from dateline.linking.records import Source

SHINGLE: Final = 5
"""Words in a row that make a shingle (Broder 1997 takes 10 for pages; news copies are cut and reworded)."""
SKETCH: Final = 256
"""Smallest hashes kept of a text; the error of a likeness is about 1/sqrt(256) = 0.06."""
COPIED: Final = 0.3
"""Share of all shingles of two texts that both must have."""
CONTAINED: Final = 0.5
"""Share of the shorter text's shingles that the longer must have: a wire text cut down or quoted whole."""
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True)
class Fingerprint:
    """The `SKETCH` smallest of a text's shingle hashes, and how many different shingles it has."""

    smallest: frozenset[int]
    shingles: int


@dataclass(frozen=True)
class Printed:
    """A report as print matter: who published it, whom it credits, and its fingerprint."""

    report: str
    outlet: str
    agency: str
    fingerprint: Fingerprint


def fingerprint(text: str) -> Fingerprint:
    """The bottom-k sketch of a text, the same in every run. Case and punctuation do not count."""
    words = _WORD.findall(text.lower())
    shingles = {" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}
    hashes = sorted(int.from_bytes(blake2b(shingle.encode(), digest_size=8).digest()) for shingle in shingles)
    return Fingerprint(frozenset(hashes[:SKETCH]), len(hashes))


def likeness(first: Fingerprint, second: Fingerprint) -> float:
    """Estimated Jaccard likeness of the shingles of two texts, exact for texts of up to `SKETCH` shingles in all."""
    union = sorted(first.smallest | second.smallest)[:SKETCH]
    both = first.smallest & second.smallest
    return sum(value in both for value in union) / len(union) if union else 0.0


def is_copy(first: Fingerprint, second: Fingerprint) -> bool:
    """Whether one text is a copy, a cut or a rewrite of the other."""
    jaccard = likeness(first, second)
    shorter = min(first.shingles, second.shingles)
    common = jaccard * (first.shingles + second.shingles) / (1 + jaccard)
    return shorter > 0 and (jaccard >= COPIED or common / shorter >= CONTAINED)


def sources(reports: Sequence[Printed]) -> list[Source]:
    """The independent sources of an incident's reports, in the order of their first report.

    Reports are one source where they have the same publisher, credit the same agency, or share copied text.
    """
    group = list(range(len(reports)))
    because: dict[int, list[str]] = {index: [] for index in group}
    for a, b in combinations(range(len(reports)), 2):
        reason = _why_one(reports[a], reports[b])
        if reason is None:
            continue
        low, high = sorted((group[a], group[b]))
        if low != high:
            group = [low if value == high else value for value in group]
            because[low] += because.pop(high)
        if reason not in because[low]:
            because[low].append(reason)
    return [
        Source(
            name=next((name for p in members for name in (p.agency, p.outlet) if name), None),
            reports=tuple(p.report for p in members),
            because=tuple(because[first]),
        )
        for first in sorted(set(group))
        for members in [[p for p, g in zip(reports, group, strict=True) if g == first]]
    ]


def _why_one(first: Printed, second: Printed) -> str | None:
    if first.outlet and first.outlet == second.outlet:
        return f"published by {first.outlet}"
    if first.agency and first.agency == second.agency:
        return f"credited to {first.agency}"
    return "copied text" if is_copy(first.fingerprint, second.fingerprint) else None
