"""Why two reports were linked: a waterfall of weights from a typical pair to this one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dateline.linking.pairs import FEATURES
from dateline.linking.records import Link

SHOWN: Final = 12
"""Reasons told one by one; the smaller ones come as one line."""
BAR: Final = 20
"""Width of the longest bar in characters."""
START: Final = "a typical pair of candidates"
SUM: Final = "together"


@dataclass(frozen=True)
class Step:
    """One kind of evidence in words, what it adds to the log-odds, and where they stand after it."""

    name: str
    weight: float
    level: float


def steps(link: Link, *, shown: int = SHOWN) -> tuple[Step, ...]:
    """The steps from `link.start` to the log-odds of the link, heaviest first; the smaller reasons as one step.

    Weights are log-odds (natural logarithm): 0 is even, +2.2 is nine to one. They tell what kind of evidence
    counted, never the words, so that no name of a private person gets out.
    """
    told = [(FEATURES.get(reason.evidence, reason.evidence), reason.weight) for reason in link.reasons[:shown]]
    if len(link.reasons) > shown:
        rest = math.fsum(reason.weight for reason in link.reasons[shown:])
        told.append((f"{len(link.reasons) - shown} smaller reasons", rest))
    levels = [math.fsum([link.start, *(weight for _, weight in told[: at + 1])]) for at in range(len(told))]
    return tuple(Step(name, weight, level) for (name, weight), level in zip(told, levels, strict=True))


def log_odds(link: Link) -> float:
    """What start and all weights add up to."""
    return math.fsum([link.start, *(reason.weight for reason in link.reasons)])


def ends(link: Link) -> tuple[str, str]:
    """The two tellings of a link by name: the report, and its event where the link tells it."""
    return _name(link.left, link.left_event), _name(link.right, link.right_event)


def waterfall(link: Link, *, shown: int = SHOWN) -> str:
    """The link as lines of text: where a typical pair starts, what each evidence adds (see `steps`), and the sum."""
    told = steps(link, shown=shown)
    left, right = ends(link)
    return "\n".join(
        [
            f"{left} and {right}: one incident with probability {link.probability:.2f}",
            f"  {link.start:+7.2f}  {START}",
            *(f"  {step.weight:+7.2f}  {step.name:45s} {_bar(step.weight, told)}".rstrip() for step in told),
            f"  {log_odds(link):+7.2f}  {SUM}",
        ]
    )


def _name(report: str, event: str) -> str:
    return f"{report}:{event}" if event else report


def _bar(weight: float, told: Sequence[Step]) -> str:
    longest = max((abs(step.weight) for step in told), default=0.0) or 1.0
    return ("+" if weight > 0 else "-") * round(BAR * abs(weight) / longest)
