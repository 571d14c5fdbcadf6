"""Which rows of a collection are worth weighing as pairs: the rule of `dateline.linking.blocks`, held in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, combinations, product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dateline.linking.blocking import PIVOTS, kind_of, pivots
from dateline.linking.collection import Collection
from dateline.linking.intake import rank_of
from dateline.linking.whereabouts import apart

CONTRASTS: Final = 0.08
"""Share of the pairs that share no block that learning sees."""
BATCH: Final = 100_000
"""Pairs given at a time: bounds memory."""

Rows = NDArray[np.intp]


def candidates(collection: Collection) -> Iterator[tuple[Rows, Rows]]:
    """Pairs (left, right) of rows of the collection, left < right, each once, in order and in batches."""
    pairs = np.array(sorted(_found(collection)), dtype=np.intp).reshape(-1, 2)
    for start in range(0, len(pairs), BATCH):
        yield pairs[start : start + BATCH, 0], pairs[start : start + BATCH, 1]


def contrasts(collection: Collection, share: float = CONTRASTS) -> Iterator[tuple[Rows, Rows]]:
    """A share of the pairs that are no candidates, in order and in batches: what learning is to tell candidates from.

    Which pairs those are depends on the two reports alone.
    """
    found = _found(collection)
    ranks = np.array([rank_of((report, "")) for report in collection.reports], dtype=np.uint64)
    for row in range(len(collection)):
        mixed = (ranks[row] ^ ranks[row + 1 :]) * np.uint64(0x9E3779B97F4A7C15)
        chosen = np.flatnonzero(mixed < np.uint64(share * 2.0**64)) + row + 1
        kept = np.array([other for other in chosen.tolist() if (row, other) not in found], dtype=np.intp)
        if kept.size:
            yield np.full(kept.size, row, dtype=np.intp), kept


def _found(collection: Collection) -> set[tuple[int, int]]:
    blocks: defaultdict[int, list[int]] = defaultdict(list)
    ranks = [rank_of((report, "")) for report in collection.reports]
    for row in sorted(range(len(ranks)), key=ranks.__getitem__):
        for key in collection.keys[row].tolist():
            blocks[key].append(row)
    found: set[tuple[int, int]] = set()
    where = collection.whereabouts
    for key, rows in blocks.items():
        kind, size = kind_of(key), len(rows)
        first = pivots(PIVOTS[kind], size)
        pairs = chain(combinations(rows[:first], 2), product(rows[:first], rows[first:]))
        found.update((min(a, b), max(a, b)) for a, b in pairs if not apart(kind, size, where[a], where[b]))
    return found
