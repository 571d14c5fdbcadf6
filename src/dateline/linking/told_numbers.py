"""How many were killed and injured, as weights over numbers: reports of one incident seldom agree on a single one."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final

from dateline.coding.numbers import count_measures, find_quantities
from dateline.records import Event, Measure

CODED: Final = 2.0
"""What the coder's count of the main event weighs against a number beside a word such as "killed" in title or lead."""
MOST: Final = 1000
"""Larger numbers are not those of a single incident's dead or injured, as far as a lead tells."""
_SHOT: Final = re.compile(
    r"\W+(?:[\w-]+\W+){0,2}?(?:was |were |been )?(?:shot|hit|struck)\b(?! dead| and killed| to death)", re.IGNORECASE
)


def number_weights(measure: Measure, main: Event | None, lead: str) -> dict[int, float]:
    """Weights of the numbers told for `measure` by the main event and by title and lead; they add up to 1.

    People who were shot or hit count as injured unless said to be dead. Empty where nothing is told.
    """
    told: defaultdict[int, float] = defaultdict(float)
    for count in main.counts if main else ():
        if count.measure == measure and count.best is not None:
            told[count.best] += CODED * count.confidence
    spans = {(span.start, span.end): span.quantity.best for span in find_quantities(lead)}
    counted = {(start, end) for kind, start, end in count_measures(lead) if kind == measure}
    for span, number in spans.items():
        if number is None or not 0 < number <= MOST:
            continue
        if span in counted or (measure == "injured" and _SHOT.match(lead, span[1])):
            told[number] += 1.0
    total = sum(told.values())
    return {number: weight / total for number, weight in sorted(told.items())} if total else {}
