"""What is connected by pairs."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree

Positions = NDArray[np.integer[Any]]


def components(count: int, left: Positions, right: Positions) -> NDArray[np.int32]:
    """For each of `count` nodes the number of its component, where pairs of `left` and `right` connect nodes."""
    graph = csr_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(count, count))
    found: NDArray[np.int32] = connected_components(graph, directed=False)[1]
    return found


def firsts(labels: Positions) -> NDArray[np.int64]:
    """For each node the first node of its component, by the numbers that `components` gives."""
    _, first = np.unique(labels, return_index=True)
    found: NDArray[np.int64] = first[labels]
    return found


def forest(left: Positions, right: Positions, weights: NDArray[np.floating[Any]]) -> NDArray[np.int64]:
    """Which of the pairs connect all that they connect and weigh most; of equal ones, those of the first nodes.

    Pairs are different and `left` is smaller than `right`.
    """
    order = np.lexsort((right, left, -weights))
    ranks = np.empty(len(order))
    ranks[order] = np.arange(1, len(order) + 1)
    count = int(right.max()) + 1 if len(right) else 0
    kept = minimum_spanning_tree(csr_array((ranks, (left, right)), shape=(count, count))).data.astype(np.int64) - 1
    found: NDArray[np.int64] = np.sort(order[kept])
    return found
