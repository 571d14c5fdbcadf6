"""Choosing among candidates by weights that were learned: a softmax over the places that tell a value."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from dateline.records import Part

V = TypeVar("V", bound=Hashable)


@dataclass(frozen=True)
class Spot:
    """Where a candidate is told: the slice [start:end] of the report's `part`."""

    start: int
    end: int
    part: Part = "text"


@dataclass(frozen=True)
class Candidate(Generic[V]):
    """One telling of a value, and what speaks for it. `spot` is None where no words say it."""

    value: V
    features: Mapping[str, float]
    spot: Spot | None = None
    note: str = ""


@dataclass(frozen=True)
class Choice(Generic[V]):
    """A value, its probability, and the telling that speaks most for it."""

    value: V
    probability: float
    spot: Spot | None = None
    note: str = ""


@dataclass(frozen=True)
class Ranker:
    """Weights by the name of the feature; a feature without weight counts nothing."""

    weights: Mapping[str, float] = field(default_factory=dict)

    def score(self, features: Mapping[str, float]) -> float:
        """The sum of the weights times the features."""
        weights = self.weights
        return sum(weights.get(name, 0.0) * value for name, value in features.items())

    def choose(self, candidates: Sequence[Candidate[V]]) -> list[Choice[V]]:
        """The values, most probable first (of equals the one told first), with probabilities that add up to 1.

        A value's probability is the sum over its tellings, so that what is told often gains by it.
        """
        if not candidates:
            return []
        scores = [self.score(candidate.features) for candidate in candidates]
        top = max(scores)
        chances = [math.exp(score - top) for score in scores]
        total = sum(chances)
        sums: defaultdict[V, float] = defaultdict(float)
        best: dict[V, tuple[float, Candidate[V]]] = {}
        for candidate, chance in zip(candidates, chances, strict=True):
            sums[candidate.value] += chance / total
            told = candidate.spot is not None
            known = best.get(candidate.value)
            if known is None or (told, chance) > (known[1].spot is not None, known[0]):
                best[candidate.value] = (chance, candidate)
        ranked = sorted(sums, key=lambda value: -sums[value])
        return [Choice(value, sums[value], best[value][1].spot, best[value][1].note) for value in ranked]
