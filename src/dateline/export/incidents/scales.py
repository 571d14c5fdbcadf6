"""From values to places on a picture, and the round numbers beside an axis."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Values from `low` to `high` on the stretch from `start` to `end` (pixels; `end` may be the smaller)."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Where a value is; the middle where there is but one."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def round_numbers(high: float, most: int = 5) -> list[int]:
    """0 and up to `most` whole numbers in steps of 1, 2 or 5 times a power of ten, the last not below `high`."""
    step, base = 1, 1
    while step * most < high:
        step, base = next(
            ((factor * base, base) for factor in (1, 2, 5) if factor * base > step), (10 * base, 10 * base)
        )
    return list(range(0, (int(-(-high // step)) if high > 0 else 1) * step + 1, step))
