"""Groups of many nodes: those that are each other's best join at once, the rest one after the other.

Two groups that are each other's best stay so whatever else joins: the mean of a joined group with another lies between
those of its parts (the reducibility of Bruynooghe 1978, see Murtagh and Contreras 2012). So joining all such pairs at
a time gives what `dateline.linking.clustering.contract` gives, and arrays do most of the work.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from dateline.linking.clustering import ABSENT, UNIT, Constraints, Pair, contract
from dateline.linking.components import components, firsts

FEWEST: Final = 32
SHARE: Final = 0.005
"""Where no more groups join at once than these (a share of all pairs), the rest is left to `contract`."""
CHUNK: Final = 100_000
"""Pairs that are Python's numbers at a time."""

Numbers = NDArray[np.int64]
Names = NDArray[np.uint64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Ties:
    """Weighed pairs of nodes, left before right, with how much more than absent pairs they weigh, in 1/UNIT."""

    left: Numbers
    right: Numbers
    excess: Numbers

    def where(self, mask: Mask) -> Ties:
        """Some of them."""
        return Ties(self.left[mask], self.right[mask], self.excess[mask])

    def pairs(self) -> Iterator[tuple[Pair, int]]:
        """As Python's numbers, which take ten times the memory, a few at a time."""
        for start in range(0, len(self.left), CHUNK):
            part = slice(start, start + CHUNK)
            ends = zip(self.left[part].tolist(), self.right[part].tolist(), strict=True)
            yield from zip(ends, self.excess[part].tolist(), strict=True)


def joined(sizes: Numbers, ties: Ties, names: Names, floor: float, held: Constraints | None = None) -> Numbers:
    """Join nodes, which stand for `sizes` items each, while the mean log-odds of a pair are above `floor` (0 or more).

    As `dateline.linking.clustering.contract`: `names` are the nodes' numbers by which equal means are told apart; they
    must differ. Returns for each node the smallest node of its group.
    """
    graph = _Graph.started(sizes, ties, names, held or Constraints())
    while graph.join_mutual(floor):
        pass
    return graph.finished(floor)


@dataclass
class _Graph:
    """Groups as they grow, each under its first node."""

    group: Numbers
    """By node, the first node of its group."""
    sizes: Numbers
    """By the first node of a group, how many items it holds."""
    ties: Ties
    names: Names
    apart: Numbers
    """Pairs of groups that may not join, as `_codes`, ascending."""
    crowds: csr_array | None
    """By group and crowd, how many items stand in it."""

    @classmethod
    def started(cls, sizes: Numbers, ties: Ties, names: Names, held: Constraints) -> _Graph:
        """Each node by itself, but for those that were decided to be together."""
        count = len(sizes)
        graph = cls(np.arange(count), sizes.astype(np.int64), ties, names, np.zeros(0, np.int64), _crowds(held, count))
        apart = np.array(held.apart, dtype=np.int64).reshape(-1, 2)
        graph.apart = np.unique(_codes(apart.min(axis=1), apart.max(axis=1), count)) if len(apart) else graph.apart
        if held.together:
            graph._join(firsts(components(count, *np.array(held.together, dtype=np.int64).reshape(-1, 2).T)))
        return graph

    def join_mutual(self, floor: float) -> bool:
        """Join the groups that are each other's best; returns whether to go on like this."""
        found, means = self._may_join(floor)
        if not len(means):
            return False
        order = self.names[found.left] ^ self.names[found.right]
        best = np.full(len(self.sizes), -np.inf)
        for side in (found.left, found.right):
            np.maximum.at(best, side, means)
        first = np.full(len(self.sizes), np.iinfo(np.uint64).max)
        tops = [means == best[side] for side in (found.left, found.right)]
        for side, top in zip((found.left, found.right), tops, strict=True):
            np.minimum.at(first, side[top], order[top])
        mutual = tops[0] & tops[1] & (order == first[found.left]) & (order == first[found.right])
        targets = np.arange(len(self.sizes))
        targets[found.right[mutual]] = found.left[mutual]
        self._join(targets)
        return bool(mutual.sum() > max(FEWEST, SHARE * len(self.ties.left)))

    def finished(self, floor: float) -> Numbers:
        """For each node the first of its group, when the rest has joined one after the other."""
        found, means = self._may_join(floor)
        if len(means):
            count = len(self.sizes)
            labels = components(count, found.left, found.right)
            nodes = np.unique(np.concatenate([found.left, found.right]))
            ties = self.ties.where(labels[self.ties.left] == labels[self.ties.right])
            place = np.searchsorted(nodes, np.arange(count))
            inside = np.isin(ties.left, nodes) & np.isin(ties.right, nodes)
            ties = Ties(place[ties.left[inside]], place[ties.right[inside]], ties.excess[inside])
            rest = contract(
                self.sizes[nodes].tolist(),
                ties.pairs(),
                names=self.names[nodes].tolist(),
                floor=floor,
                constraints=self._held(nodes),
            )
            targets = np.arange(count)
            targets[nodes] = nodes[rest]
            self.group = targets[self.group]
        return self.group

    def _may_join(self, floor: float) -> tuple[Ties, NDArray[np.float64]]:
        """The pairs of groups that may join, and the mean log-odds of their pairs of items in 1/UNIT."""
        ties = self.ties
        pairs = self.sizes[ties.left] * self.sizes[ties.right]
        spoken = pairs
        if self.crowds is not None:
            spoken = pairs - self.crowds[ties.left].multiply(self.crowds[ties.right]).sum(axis=1).astype(np.int64)
        means = (ties.excess + round(ABSENT * UNIT) * spoken) / pairs
        may = means > floor * UNIT
        if len(self.apart):
            may &= ~np.isin(_codes(ties.left, ties.right, len(self.sizes)), self.apart)
        return ties.where(may), means[may]

    def _join(self, targets: Numbers) -> None:
        """Put each group into that of its target, a first node; no target is moved itself."""
        moved = np.flatnonzero(targets != np.arange(len(targets)))
        np.add.at(self.sizes, targets[moved], self.sizes[moved])
        self.group = targets[self.group]
        if self.crowds is not None:
            count = len(targets)
            into = csr_array((np.ones(count, np.int64), (targets, np.arange(count))), shape=(count, count))
            self.crowds = csr_array(into @ self.crowds)
        if len(self.apart):
            left, right = (targets[side] for side in np.divmod(self.apart, len(targets)))
            kept = left != right
            low, high = np.minimum(left, right)[kept], np.maximum(left, right)[kept]
            self.apart = np.unique(_codes(low, high, len(targets)))
        self.ties = _moved(self.ties, targets, moved)

    def _held(self, nodes: Numbers) -> Constraints:
        """What still holds of some groups, by their places among them."""
        left, right = np.divmod(self.apart, len(self.sizes))
        inside = np.isin(left, nodes) & np.isin(right, nodes)
        ends = (np.searchsorted(nodes, side[inside]).tolist() for side in (left, right))
        crowds: list[dict[int, int]] = []
        if self.crowds is not None:
            rows = csr_array(self.crowds[nodes])
            numbers, counts, ends_of = rows.indices.tolist(), rows.data.tolist(), rows.indptr.tolist()
            for at in range(len(nodes)):
                part = slice(ends_of[at], ends_of[at + 1])
                crowds.append(dict(zip(numbers[part], counts[part], strict=True)))
        return Constraints(apart=list(zip(*ends, strict=True)), crowds=crowds)


def _codes(left: Numbers, right: Numbers, count: int) -> Numbers:
    return left * count + right


def _crowds(held: Constraints, count: int) -> csr_array | None:
    if not any(held.crowds):
        return None
    told = [(node, crowd, number) for node, crowds in enumerate(held.crowds) for crowd, number in crowds.items()]
    places = {crowd: place for place, crowd in enumerate(dict.fromkeys(crowd for _, crowd, _ in told))}
    rows = [node for node, _, _ in told]
    columns = [places[crowd] for _, crowd, _ in told]
    numbers = np.array([number for _, _, number in told], dtype=np.int64)
    return csr_array((numbers, (rows, columns)), shape=(count, len(places)))


def _moved(ties: Ties, targets: Numbers, moved: Numbers) -> Ties:
    """The ties between the groups that they are between now, those between the same two groups summed."""
    touched = np.zeros(len(targets), dtype=np.bool_)
    touched[moved] = touched[targets[moved]] = True
    changed = touched[ties.left] | touched[ties.right]
    still, old = ties.where(~changed), ties.where(changed)
    left, right = targets[old.left], targets[old.right]
    apart = left != right
    codes = _codes(np.minimum(left, right), np.maximum(left, right), len(targets))[apart]
    order = np.argsort(codes, kind="stable")
    codes, excess = codes[order], old.excess[apart][order]
    starts = np.flatnonzero(np.diff(codes, prepend=-1))
    sums = np.add.reduceat(excess, starts) if len(starts) else excess
    low, high = np.divmod(codes[starts], len(targets))
    parts: Sequence[tuple[Numbers, Numbers]] = ((still.left, low), (still.right, high), (still.excess, sums))
    return Ties(*(np.concatenate(both) for both in parts))
