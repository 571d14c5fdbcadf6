"""Which items are worth comparing: keys that two tellings of one event are likely to share.

Items that share a key are in one block. A key tells its kind in its lowest bits, and what it stands for (a town on a
day, two rare words) as a hash in the others, so that blocks can be dealt out and counted without knowing more.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from heapq import nsmallest
from itertools import chain, combinations, product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dateline.linking.background import RARE, Background, term
from dateline.linking.evidence import Evidence
from dateline.linking.syndication import Fingerprint
from dateline.linking.vectors import number_of

KIND_BITS: Final = 3


class Kind(IntEnum):
    """What the items of a block share."""

    COPY = 0
    """One of the smallest hashes of the text: copies and rewrites."""
    TERMS = 1
    """Two of the rarest words, names and streets of each."""
    NAME = 2
    """A rare name that stands out in both."""
    TERM_DAY = 3
    """A rare term, and a day of the event or its neighbour."""
    TERM_REGION = 4
    """A rare term and a province."""
    TOWN_DAY = 5
    """A town, and a day of the event or its neighbour."""
    TOWN_WEEK = 6
    """A town, and publication in the same or the next week."""
    REGION_DAY = 7
    """A province, and a day of the event or its neighbour."""


PIVOTS: Final[Mapping[Kind, int]] = {
    Kind.COPY: 60,
    Kind.TERMS: 60,
    Kind.NAME: 40,
    Kind.TERM_DAY: 60,
    Kind.TERM_REGION: 6,
    Kind.TOWN_DAY: 40,
    Kind.TOWN_WEEK: 20,
    Kind.REGION_DAY: 20,
}
"""Blocks of up to so many items and one are compared in full; of larger ones, some items with all (see `pivots`)."""
FEWEST_PIVOTS: Final = 2

HASHES: Final = 3
PAIRED: Final = 9
"""Terms that are taken by two."""
PLACED: Final = 14
"""Terms that are taken with a day or a province."""
NAMES: Final = 6
LIKELY: Final = 0.1
"""Least weight of a town, province or day that is used."""
MOST: Final = 2
"""Most towns, provinces or days that are used."""
TITLED: Final = 2.0
"""What a term of title or lead weighs against one further down."""
WEEK: Final = 7
Terms = tuple[int, int]


def keys_of(evidence: Evidence, fingerprint: Fingerprint, background: Background) -> NDArray[np.uint64]:
    """The keys of an item (64 bits each), ascending. They depend on the item alone."""
    return keys_of_items([(evidence, fingerprint)], background)[1]


def keys_of_items(
    items: Sequence[tuple[Evidence, Fingerprint]], background: Background
) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """The keys of items, one item after the other, ascending for each; and for each key the position of its item."""
    kinds, firsts, seconds, counts = array("Q"), array("Q"), array("Q"), []
    for (evidence, fingerprint), (ranked, names) in zip(
        items, _rarest([evidence for evidence, _ in items], background), strict=True
    ):
        before = len(kinds)
        for shared, pairs in _keys(evidence, fingerprint, ranked, names):
            kinds.extend([shared] * len(pairs))
            firsts.extend([first for first, _ in pairs])
            seconds.extend([second for _, second in pairs])
        counts.append(len(kinds) - before)
    kind, first, second = (np.frombuffer(column, dtype=np.uint64) for column in (kinds, firsts, seconds))
    mixed = first * np.uint64(0x9E3779B97F4A7C15) + second * np.uint64(0xC2B2AE3D27D4EB4F) + kind
    mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)  # the finaliser of splitmix64
    mixed = mixed ^ (mixed >> np.uint64(32))
    keys = (mixed << np.uint64(KIND_BITS)) | kind
    owners = np.repeat(np.arange(len(items)), counts)
    order = np.lexsort((keys, owners))
    keys, owners = keys[order], owners[order]
    new = np.ones(len(keys), dtype=np.bool_)
    new[1:] = (keys[1:] != keys[:-1]) | (owners[1:] != owners[:-1])
    return owners[new], keys[new]


def pivots(most: int, size: int) -> int:
    """How many items of a block of `size` are compared with all its items; `most` is that of its kind.

    The larger a block, the more of it is chance: the number of pairs stays near the square of `most`, until there
    are `FEWEST_PIVOTS` left.
    """
    return most if size <= most + 1 else max(min(most, FEWEST_PIVOTS), most * most // size)


def kind_of(key: int) -> Kind:
    """What the items of a block share."""
    return Kind(key & ((1 << KIND_BITS) - 1))


def _keys(
    evidence: Evidence, fingerprint: Fingerprint, ranked: list[int], names: list[int]
) -> Iterator[tuple[Kind, list[Terms]]]:
    """What the keys of each kind stand for; `ranked` and `names` as `_rarest` gives them."""
    yield Kind.COPY, [(number, 0) for number in nsmallest(HASHES, fingerprint.smallest)]
    yield Kind.TERMS, list(combinations(sorted(ranked[:PAIRED]), 2))
    yield Kind.NAME, [(name, 0) for name in names]
    towns, regions = likely(evidence.towns), [number_of(region) for region in likely(evidence.regions)]
    nights = {day + offset for day in likely(evidence.days) for offset in (0, 1)}
    yield Kind.TERM_DAY, list(product(ranked[:PLACED], nights))
    yield Kind.TERM_REGION, list(product(ranked[:PLACED], regions))
    yield Kind.TOWN_DAY, list(product(towns, nights))
    yield Kind.REGION_DAY, list(product(regions, nights))
    if evidence.published is not None:
        week = evidence.published // WEEK
        yield Kind.TOWN_WEEK, list(product(towns, (week, week + 1)))


def likely(weights: Mapping[int, float] | Mapping[str, float]) -> list:  # type: ignore[type-arg]
    """The heaviest towns, provinces or days that are used, of equals the smallest."""
    found = sorted((-weight, key) for key, weight in weights.items() if weight >= LIKELY)
    return [key for _, key in found[:MOST]]


def _rarest(items: Sequence[Evidence], background: Background) -> list[tuple[list[int], list[int]]]:
    """For each item, the terms that tell most, and the rare names among them."""
    weights = [_weighed(evidence) for evidence in items]
    owners = np.repeat(np.arange(len(items)), [len(found) for found in weights])
    numbers = np.fromiter(chain.from_iterable(weights), dtype=np.int64, count=len(owners))
    told = np.fromiter(chain.from_iterable(w.values() for w in weights), dtype=np.float64, count=len(owners))
    idf = background.idf(numbers)
    # Rounded, so that what is equal by the rules stays equal whatever the machine.
    score = np.round(told * idf, 6)
    kept = (score > 0) & (idf >= -math.log(RARE))
    owners, numbers, score = owners[kept], numbers[kept], score[kept]
    order = np.lexsort((numbers, -score, owners))
    ends = np.searchsorted(owners, np.arange(len(items) + 1)).tolist()
    ranked = numbers[order].tolist()
    found = []
    for at, evidence in enumerate(items):
        mine = ranked[ends[at] : ends[at + 1]]
        names = {term("name", name) for name in evidence.names}
        found.append((mine[:PLACED], [number for number in mine if number in names][:NAMES]))
    return found


def _weighed(evidence: Evidence) -> dict[int, float]:
    """The weight of each word, name and street, before it is told how rare they are."""
    prominent = evidence.lead.keys() | evidence.title
    weights: dict[int, float] = {}
    for word, count in evidence.words.items():
        weights[term("word", word)] = (1 + math.log(count)) * (TITLED if word in prominent else 1.0)
    for name in evidence.names:
        parts = [word for word in name.split() if word in evidence.words]
        often = min((evidence.words[word] for word in parts), default=1)
        weights[term("name", name)] = (1 + math.log(often)) * (TITLED if parts and parts[0] in prominent else 1.0)
    for street in evidence.streets:
        weights[term("street", street)] = 1.0
    return weights
