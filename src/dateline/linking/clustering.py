"""From weights of pairs to groups: correlation clustering, which takes what speaks against a link for what it is.

Connected components chain: one doubtful link joins two incidents. Here groups join while the sum of all log-odds
between their members is positive, the largest mean first, so that every member has its say
(greedy additive edge contraction, Keuper et al. 2015, with the mean in place of the sum as priority).

The mean of a joined group with another lies between those of its parts: no mean rises above the one joined last.
So joining all above a floor first, and then all above a lower one, gives the same groups as joining at one go.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    `crowds`: by node how many of its items stand in which crowd (see `dateline.linking.crowds`): a pair of
    one crowd that has no weight says nothing. Empty where there are no crowds.
    """

    together: Sequence[Pair] = ()
    apart: Sequence[Pair] = ()
    crowds: Sequence[Mapping[int, int]] = ()


def cluster(
    count: int,
    weights: Mapping[Pair, float],
    *,
    absent: float = ABSENT,
    constraints: Constraints | None = None,
) -> list[int]:
    """Group the nodes 0 to `count` - 1 by the log-odds of their pairs (a, b), a < b; pairs left out weigh `absent`.

    Returns for each node the smallest node of its group. Equal weights are taken in a fixed order of the pairs of
    nodes, so the result depends on the weights and constraints alone.
    """
    held = constraints or Constraints()
    start = round(absent * UNIT)
    excess: dict[Pair, int] = {}
    for (a, b), weight in weights.items():
        silent = bool(held.crowds) and not held.crowds[a].keys().isdisjoint(held.crowds[b])
        excess[a, b] = round(max(-CLIP, min(CLIP, weight)) * UNIT) - (0 if silent else start)
    return contract([1] * count, excess.items(), names=range(count), absent=absent, constraints=held)


def contract(
    sizes: Sequence[int],
    excess: Iterable[tuple[Pair, int]],
    *,
    names: Sequence[int],
    floor: float = 0.0,
    absent: float = ABSENT,
    constraints: Constraints | None = None,
) -> list[int]:
    """Join nodes, which stand for `sizes` items each, while the mean log-odds of a pair are above `floor` (0 or more).

    `excess`: by pair (a, b), a < b, how much more than absent pairs the weighed pairs of their items weigh, summed, in
    1/UNIT; those of one crowd weigh what they weigh more than nothing. `names`: a number of its own for each node; of
    pairs with equal means the one whose names differ least (as the number of their exclusive or) joins first. Returns
    for each node the smallest node of its group. Memory grows with the pairs given, not with all pairs.
    """
    held = constraints or Constraints()
    groups = _started(sizes, excess, absent, held)
    _join_decided(groups, held.together)
    least = floor * UNIT
    heap = [
        (-mean, names[a] ^ names[b], a, b)
        for a in groups.members
        for b, mean in groups.means(a)
        if a < b and mean > least
    ]
    heapq.heapify(heap)
    while heap:
        mean, _, a, b = heapq.heappop(heap)
        if a in groups.members and b in groups.members and groups.mean(a, b) == -mean:
            groups.join(a, b)
            for other, mean in groups.means(a):
                if mean > least:
                    low, high = (a, other) if a < other else (other, a)
                    heapq.heappush(heap, (-mean, names[a] ^ names[other], low, high))
    found = {node: group for group, members in groups.members.items() for node in members}
    return [found[node] for node in range(len(sizes))]


@dataclass
class _Groups:
    """Groups as they grow, each under its first node."""

    absent: int
    sizes: list[int]
    """By the first node of a group, how many items it holds."""
    members: dict[int, list[int]]
    excess: dict[int, dict[int, int]]
    """By two groups, how much more than absent pairs their weighed pairs weigh, summed."""
    crowds: dict[int, dict[int, int]] = field(default_factory=dict)
    apart: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def mean(self, a: int, b: int) -> float | None:
        """The mean log-odds between two groups, in 1/UNIT; None where they may not join."""
        if b in self.apart[a]:
            return None
        pairs = self.sizes[a] * self.sizes[b]
        return (self.excess[a].get(b, 0) + self.absent * (pairs - self.silent(a, b))) / pairs

    def silent(self, a: int, b: int) -> int:
        """How many pairs of items of two groups are of one crowd."""
        if not self.crowds:
            return 0
        other = self.crowds[b]
        return sum(number * other.get(crowd, 0) for crowd, number in self.crowds[a].items()) if other else 0

    def means(self, a: int) -> Iterator[tuple[int, float]]:
        """The groups that weighed pairs tie to a group and that it may join, with the mean log-odds between the two."""
        # Most of the time of a large component goes here: no calls, and no crowds where there are none.
        absent, size, sizes, apart = self.absent, self.sizes[a], self.sizes, self.apart[a]
        mine = self.crowds[a] if self.crowds else None
        for b, excess in self.excess[a].items():
            if b in apart:
                continue
            pairs = size * sizes[b]
            spoken = pairs
            if mine:
                other = self.crowds[b]
                for crowd, number in mine.items():
                    if crowd in other:
                        spoken -= number * other[crowd]
            yield b, (excess + absent * spoken) / pairs

    def join(self, a: int, b: int) -> None:
        """Put the members of `b` into `a`."""
        self.members[a] += self.members.pop(b)
        self.sizes[a] += self.sizes[b]
        if self.crowds:
            mine = self.crowds[a]
            for crowd, number in self.crowds.pop(b).items():
                mine[crowd] = mine.get(crowd, 0) + number
        for other, more in self.excess.pop(b).items():
            del self.excess[other][b]
            if other != a:
                self.excess[a][other] = self.excess[other][a] = self.excess[a].get(other, 0) + more
        for enemy in self.apart.pop(b, set()):
            self.apart[enemy].discard(b)
            if enemy != a:
                self.apart[enemy].add(a)
                self.apart[a].add(enemy)


def _join_decided(groups: _Groups, together: Sequence[Pair]) -> None:
    """Put pairs into one group that were decided to be."""
    root = {node: node for node in groups.members}
    for a, b in sorted(together):
        if root[a] != root[b]:
            low, high = sorted((root[a], root[b]))
            moved = list(groups.members[high])
            groups.join(low, high)
            root.update(dict.fromkeys(moved, low))


def _started(sizes: Sequence[int], excess: Iterable[tuple[Pair, int]], absent: float, held: Constraints) -> _Groups:
    nodes = range(len(sizes))
    groups = _Groups(round(absent * UNIT), list(sizes), {node: [node] for node in nodes}, {node: {} for node in nodes})
    if any(held.crowds):
        groups.crowds = {node: dict(held.crowds[node]) for node in nodes}
    for (a, b), more in excess:
        groups.excess[a][b] = groups.excess[b][a] = more
    for a, b in held.apart:
        groups.apart[a].add(b)
        groups.apart[b].add(a)
    return groups
