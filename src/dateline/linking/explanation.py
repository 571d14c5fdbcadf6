"""Why two reports were linked, as text: a waterfall of weights from a typical pair to this one."""

from __future__ import annotations

import math
from typing import Final

from dateline.linking.pairs import FEATURES
from dateline.linking.records import Link

SHOWN: Final = 8
"""Reasons told one by one; the smaller ones come as one line."""
BAR: Final = 20
"""Width of the longest bar in characters."""


def waterfall(link: Link, *, shown: int = SHOWN) -> str:
    """The link as lines of text: where a typical pair starts, what each evidence adds, and the sum.

    Weights are log-odds (natural logarithm): 0 is even, +2.2 is nine to one. They tell what kind of evidence
    counted, never the words, so that no name of a private person gets out.
    """
    told = link.reasons[:shown]
    rest = math.fsum(reason.weight for reason in link.reasons[shown:])
    steps = [(FEATURES.get(reason.evidence, reason.evidence), reason.weight) for reason in told]
    if len(link.reasons) > shown:
        steps.append((f"{len(link.reasons) - shown} smaller reasons", rest))
    longest = max((abs(weight) for _, weight in steps), default=0.0) or 1.0
    total = link.start + math.fsum(reason.weight for reason in link.reasons)
    return "\n".join(
        [
            f"{link.left} and {link.right}: one incident with probability {link.probability:.2f}",
            f"  {link.start:+7.2f}  a typical pair of candidates",
            *(f"  {weight:+7.2f}  {name:45s} {_bar(weight, longest)}".rstrip() for name, weight in steps),
            f"  {total:+7.2f}  together",
        ]
    )


def _bar(weight: float, longest: float) -> str:
    length = round(BAR * abs(weight) / longest)
    return ("+" if weight > 0 else "-") * length
