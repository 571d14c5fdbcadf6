"""Precision, recall and F1, as every scorer here counts them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Tally:
    """Credit over fills: `gold` of them wanted, `predicted` given."""

    credit: float = 0.0
    gold: int = 0
    predicted: int = 0

    def add(self, other: Tally) -> None:
        """Sum up."""
        self.credit += other.credit
        self.gold += other.gold
        self.predicted += other.predicted

    @property
    def precision(self) -> float:
        """Per cent of what was predicted."""
        return 100 * self.credit / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Per cent of the gold."""
        return 100 * self.credit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, in per cent."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0
