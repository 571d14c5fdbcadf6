"""Which pairs of reports are worth weighing: those that share words, a name, or town and time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, triu

from dateline.linking.collection import Collection, shared

LEAST_TEXT: Final = 0.05
"""Least TF-IDF cosine of two texts."""
LEAST_NAMES: Final = 8.0
"""Least sum of the inverse document frequencies of shared rare names."""
TOWN_DAYS: Final = 30.0
"""Reports naming one town count as a pair where published within so many days, or of unknown dates."""
ROWS: Final = 512
"""Reports compared with all others at a time: bounds memory."""

Rows = NDArray[np.intp]


def candidates(collection: Collection) -> Iterator[tuple[Rows, Rows]]:
    """Pairs (left, right) of rows of the collection, left < right, each once, in blocks of up to `ROWS` left rows."""
    for start in range(0, len(collection), ROWS):
        stop = min(start + ROWS, len(collection))
        pairs = [
            _above(collection.text, start, stop, LEAST_TEXT),
            _above(collection.names, start, stop, LEAST_NAMES),
            _in_time(collection, *_above(collection.towns, start, stop, 0.0)),
        ]
        keys = np.unique(np.concatenate([left * len(collection) + right for left, right in pairs]))
        if keys.size:
            yield keys // len(collection), keys % len(collection)


def _above(matrix: csr_array, start: int, stop: int, least: float) -> tuple[Rows, Rows]:
    """Pairs of a row of start:stop and a later one whose product is more than `least`."""
    products = triu(matrix[start:stop] @ matrix[start:].T, k=1, format="coo")
    chosen = products.data > least
    return products.row[chosen].astype(np.intp) + start, products.col[chosen].astype(np.intp) + start


def _in_time(collection: Collection, left: Rows, right: Rows) -> tuple[Rows, Rows]:
    gap = np.abs(collection.published[left] - collection.published[right])
    days = np.isnan(gap) | (gap <= TOWN_DAYS) | (shared(collection.near_days, left, right) > 0)
    return left[days], right[days]
