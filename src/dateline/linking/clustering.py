"""From weights of pairs to groups: correlation clustering, which takes what speaks against a link for what it is.

Connected components chain: one doubtful link joins two incidents. Here groups join while the sum of all log-odds
between their members is positive, the largest mean first, so that every member has its say
(greedy additive edge contraction, Keuper et al. 2015, with the mean in place of the sum as priority).
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

CLIP: Final = 6.0
"""No pair speaks louder than this, in log-odds, for or against."""
ABSENT: Final = -6.0
"""The log-odds of a pair that is not worth weighing."""
UNIT: Final = 10_000
"""Weights are summed as whole numbers of 1/UNIT, so that sums do not depend on the order of their terms."""

Pair = tuple[int, int]


@dataclass(frozen=True)
class Constraints:
    """What the weights cannot overrule.

    `together`: pairs that are in one group, whatever else. `apart`: pairs that are not, unless `together` says so.
    `crowds`: by node the block it stands in that was too large to compare all pairs of, or None: a pair of one crowd
    that has no weight says nothing.
    """

    together: Sequence[Pair] = ()
    apart: Sequence[Pair] = ()
    crowds: Sequence[int | None] = ()


def cluster(
    count: int,
    weights: Mapping[Pair, float],
    *,
    absent: float = ABSENT,
    constraints: Constraints | None = None,
) -> list[int]:
    """Group the nodes 0 to `count` - 1 by the log-odds of their pairs (a, b), a < b; pairs left out weigh `absent`.

    Returns for each node the smallest node of its group. Equal weights are taken in the order of the nodes, so the
    result depends on the weights and constraints alone.
    """
    held = constraints or Constraints()
    groups = list(range(count))
    for component in _components(count, [*(pair for pair, weight in weights.items() if weight > 0), *held.together]):
        inside = set(component)
        within = weights if len(inside) == count else {p: w for p, w in weights.items() if p[0] in inside}
        for node, group in _contract(component, within, absent, held).items():
            groups[node] = group
    return groups


def _components(count: int, pairs: Iterable[Pair]) -> list[list[int]]:
    """Nodes that these pairs connect: others can never be in one group, so memory is bounded by these."""
    parent = list(range(count))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for a, b in pairs:
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    members: defaultdict[int, list[int]] = defaultdict(list)
    for node in range(count):
        members[root(node)].append(node)
    return [nodes for nodes in members.values() if len(nodes) > 1]


@dataclass
class _Groups:
    """Groups of a component as they grow, each under its first node."""

    absent: int
    members: dict[int, list[int]]
    excess: dict[int, dict[int, int]]
    """By two groups, how much more than absent pairs their weighed pairs weigh, summed."""
    crowds: dict[int, Counter[int]] = field(default_factory=dict)
    apart: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def total(self, a: int, b: int) -> int:
        """The sum of all log-odds between two groups."""
        silent = 0
        if self.crowds:
            mine, other = self.crowds[a], self.crowds[b]
            silent = sum(number * other[crowd] for crowd, number in mine.items()) if other else 0
        pairs = len(self.members[a]) * len(self.members[b])
        return self.excess[a].get(b, 0) + self.absent * (pairs - silent)

    def priority(self, a: int, b: int) -> float | None:
        """The mean log-odds between two groups that may join; None where they may not."""
        if b in self.apart[a]:
            return None
        total = self.total(a, b)
        return total / (len(self.members[a]) * len(self.members[b])) if total > 0 else None

    def join(self, a: int, b: int) -> None:
        """Put the members of `b` into `a`."""
        self.members[a] += self.members.pop(b)
        if self.crowds:
            self.crowds[a].update(self.crowds.pop(b))
        for other, more in self.excess.pop(b).items():
            del self.excess[other][b]
            if other != a:
                self.excess[a][other] = self.excess[other][a] = self.excess[a].get(other, 0) + more
        for enemy in self.apart.pop(b, set()):
            self.apart[enemy].discard(b)
            if enemy != a:
                self.apart[enemy].add(a)
                self.apart[a].add(enemy)


def _contract(nodes: list[int], weights: Mapping[Pair, float], absent: float, held: Constraints) -> dict[int, int]:
    """Group by node of a component. Memory grows with its pairs that are weighed, not with all its pairs."""
    groups = _started(nodes, weights, absent, held)
    _join_decided(groups, held.together)
    heap: list[tuple[float, int, int]] = []

    def push(a: int, b: int) -> None:
        low, high = min(a, b), max(a, b)
        mean = groups.priority(low, high)
        if mean is not None:
            heapq.heappush(heap, (-mean, low, high))

    for a in groups.members:
        for b in groups.excess[a]:
            if a < b:
                push(a, b)
    while heap:
        priority, a, b = heapq.heappop(heap)
        if a in groups.members and b in groups.members and groups.priority(a, b) == -priority:
            groups.join(a, b)
            for other in groups.excess[a]:
                push(a, other)
    return {node: group for group, members in groups.members.items() for node in members}


def _join_decided(groups: _Groups, together: Sequence[Pair]) -> None:
    """Put pairs into one group that were decided to be, as far as they are of this component."""
    root = {node: node for node in groups.members}
    for a, b in sorted(together):
        if a in root and root[a] != root[b]:
            low, high = sorted((root[a], root[b]))
            moved = list(groups.members[high])
            groups.join(low, high)
            root.update(dict.fromkeys(moved, low))


def _started(nodes: list[int], weights: Mapping[Pair, float], absent: float, held: Constraints) -> _Groups:
    start = round(absent * UNIT)
    crowd = {node: held.crowds[node] for node in nodes} if held.crowds else {}
    groups = _Groups(start, {node: [node] for node in nodes}, {node: {} for node in nodes})
    if any(number is not None for number in crowd.values()):
        groups.crowds = {node: Counter() if number is None else Counter([number]) for node, number in crowd.items()}
    for (a, b), weight in weights.items():
        if a in groups.members and b in groups.members:
            silent = bool(groups.crowds) and crowd[a] is not None and crowd[a] == crowd[b]
            more = round(max(-CLIP, min(CLIP, weight)) * UNIT) - (0 if silent else start)
            groups.excess[a][b] = groups.excess[b][a] = more
    for a, b in held.apart:
        if a in groups.members and b in groups.members:
            groups.apart[a].add(b)
            groups.apart[b].add(a)
    return groups
