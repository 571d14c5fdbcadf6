"""Whether a probability means what it says: of what is told with 70 per cent, seven in ten should be right.

Expected calibration error over bins of equally many (Naeini, Cooper and Hauskrecht 2015, "Obtaining well calibrated
probabilities using Bayesian binning", section 4; bins of equal count, since few confidences are low).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dateline.evaluation.gold import mapping

BINS = 10


@dataclass(frozen=True)
class Bin:
    """Cases of like confidence: their number, mean confidence and the share that is right, both 0 to 1."""

    count: int
    confidence: float
    right: float


def reliability(cases: Sequence[tuple[float, bool]], bins: int = BINS) -> list[Bin]:
    """The cases (confidence, whether right) in bins of equally many, least confident first; fewer for few cases."""
    ordered = sorted(cases)
    bins = max(1, min(bins, len(ordered)))
    edges = [round(k * len(ordered) / bins) for k in range(bins + 1)]
    parts = [ordered[a:b] for a, b in pairwise(edges) if b > a]
    return [Bin(len(p), sum(c for c, _ in p) / len(p), sum(right for _, right in p) / len(p)) for p in parts]


def calibration_error(cases: Sequence[tuple[float, bool]], bins: int = BINS) -> float:
    """Mean distance of confidence and share right over the bins, by their counts, in points; 0 without cases."""
    found = reliability(cases, bins)
    total = sum(b.count for b in found)
    return 100 * sum(b.count * abs(b.confidence - b.right) for b in found) / total if total else 0.0


def event_cases(gold: Mapping[str, Any], predicted: Mapping[str, Any]) -> list[tuple[float, bool]]:
    """Of one report, each coded event's confidence and whether it is mapped to an annotated event."""
    found = set(mapping(gold["events"], predicted["events"]).values())
    return [(event["confidence"], number in found) for number, event in enumerate(predicted["events"])]
