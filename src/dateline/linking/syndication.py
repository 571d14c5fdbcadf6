"""Which reports of an incident are independent: copies and rewrites of one text are one source."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
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
COPIED_TEXT: Final = "copied text"
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

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    noted: list[tuple[int, str]] = []
    for first, other, reason in (*_credited(reports), *_copied(reports, root)):
        low, high = sorted((root(first), root(other)))
        if low == high and reason == COPIED_TEXT:
            continue
        group[high] = low
        noted.append((other, reason))
    members: dict[int, list[Printed]] = {}
    for index, report in enumerate(reports):
        members.setdefault(root(index), []).append(report)
    because: dict[int, dict[str, None]] = {first: {} for first in members}
    for index, reason in noted:
        because[root(index)].setdefault(reason)
    return [
        Source(
            name=next((name for p in printed for name in (p.agency, p.outlet) if name), None),
            reports=tuple(p.report for p in printed),
            because=tuple(because[first]),
        )
        for first, printed in members.items()
    ]


def _credited(reports: Sequence[Printed]) -> Iterator[tuple[int, int, str]]:
    """Pairs of one publisher or agency: each report with the first of them."""
    for name, reason in (("outlet", "published by"), ("agency", "credited to")):
        first: dict[str, int] = {}
        for index, report in enumerate(reports):
            value: str = getattr(report, name)
            if value and first.setdefault(value, index) != index:
                yield first[value], index, f"{reason} {value}"


def _copied(reports: Sequence[Printed], root: Callable[[int], int]) -> Iterator[tuple[int, int, str]]:
    """Pairs of copied text, as far as they are not one source already; only texts that share a hash are compared."""
    known: dict[Fingerprint, int] = {}
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for index, report in enumerate(reports):
        found = report.fingerprint
        if found in known:
            if found.shingles:
                yield known[found], index, COPIED_TEXT
            continue
        known[found] = index
        for other in sorted({other for value in found.smallest for other in holders[value]}):
            if root(other) != root(index) and is_copy(reports[other].fingerprint, found):
                yield other, index, COPIED_TEXT
        for value in found.smallest:
            holders[value].append(index)
