"""From weights of pairs to groups: correlation clustering, which takes what speaks against a link for what it is.

Connected components chain: one doubtful link joins two incidents. Here groups join while the sum of all log-odds
between their members is positive, the largest mean first, so that every member has its say
(greedy additive edge contraction, Keuper et al. 2015, with the mean in place of the sum as priority).
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

CLIP: Final = 6.0
"""No pair speaks louder than this, in log-odds, for or against."""
ABSENT: Final = -4.0
"""The log-odds of a pair that is not worth weighing."""

Excess = list[dict[int, float]]
"""By node, how much more than an absent pair its pairs weigh, summed over the members of two groups."""


def cluster(count: int, weights: Mapping[tuple[int, int], float], *, absent: float = ABSENT) -> list[int]:
    """Group the nodes 0 to `count` - 1 by the log-odds of their pairs (a, b), a < b; pairs left out weigh `absent`.

    Returns for each node the smallest node of its group. Equal weights are taken in the order of the nodes, so the
    result depends on the weights alone.
    """
    excess: Excess = [{} for _ in range(count)]
    for (a, b), weight in weights.items():
        excess[a][b] = excess[b][a] = max(-CLIP, min(CLIP, weight)) - absent
    groups = list(range(count))
    for component in _components(count, weights):
        for node, group in _contract(component, excess, absent).items():
            groups[node] = group
    return groups


def _components(count: int, weights: Mapping[tuple[int, int], float]) -> Iterable[list[int]]:
    """Nodes that positive weights connect: others can never be in one group, so memory is bounded by these."""
    parent = list(range(count))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for (a, b), weight in weights.items():
        if weight > 0:
            low, high = sorted((root(a), root(b)))
            parent[high] = low
    members: defaultdict[int, list[int]] = defaultdict(list)
    for node in range(count):
        members[root(node)].append(node)
    return [nodes for nodes in members.values() if len(nodes) > 1]


def _contract(nodes: list[int], excess: Excess, absent: float) -> dict[int, int]:
    """Group by node of a component. Memory grows with its pairs that are weighed, not with all its pairs."""
    members = {node: [node] for node in nodes}

    def mean(a: int, b: int) -> float:
        return excess[a][b] / (len(members[a]) * len(members[b])) + absent

    heap = [(-mean(a, b), a, b) for a in nodes for b in excess[a] if a < b and b in members and mean(a, b) > 0]
    heapq.heapify(heap)
    while heap:
        priority, a, b = heapq.heappop(heap)
        if a not in members or b not in members or -priority != mean(a, b):
            continue
        members[a] += members.pop(b)
        for other, more in excess[b].items():
            if other != a and other in members:
                excess[a][other] = excess[other][a] = excess[a].get(other, 0.0) + more
        for other in excess[a]:
            if other in members and mean(a, other) > 0:
                low, high = min(a, other), max(a, other)
                heapq.heappush(heap, (-mean(low, high), low, high))
    return {node: group for group, group_members in members.items() for node in group_members}
