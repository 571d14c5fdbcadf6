"""When a report's event took place, as weights over days: no single date is trusted to be the right one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final

from dateline.coding.dates import find_times, resolve_time
from dateline.records import Event

LONGEST: Final = 31
"""Stretches of more days than this say nothing of the day."""
NEAR: Final = 80
"""Characters within which a violent word lends an expression its full weight."""
DECLINE: Final = 0.25
"""How much less an expression in each following paragraph weighs."""
EXPLICIT: Final = 4.0
"""What a calendar date ("Feb. 14", "on 3 March 2016") more than a week before publication weighs against a weekday:
a follow-up names the day of the event so, and its own day's news by weekdays."""
PAST_DAYS: Final = 7
PRESUMED: Final = ((0, 0.06), (-1, 0.04))
"""Weights of the day of publication and the day before, which are presumed where the text is silent."""
CODED: Final = 2.0
"""What the coder's date of the main event weighs against an expression beside a violent word in the first paragraph."""

_VIOLENT: Final = re.compile(
    r"\b(?:shot|shoot|gun(?:fire|m[ae]n)|kill|dead|died|death|murder|wound|injur|attack|fir(?:ed|ing)|bomb|blast"
    r"|explo|clash|fight|stabb|raid|shell|strike|massacre|protest|riot|abduct|kidnap|ambush|opened fire)\w*",
    re.IGNORECASE,
)
_COURT: Final = re.compile(
    r"\b(?:court|trial|judge|jury|sentenc|plead|pleaded|charge|arraign|indict|convict|arrest|hearing|funeral|vigil"
    r"|anniversary|memorial)\w*",
    re.IGNORECASE,
)
_CALENDAR: Final = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}\b|\b\d{1,2}(?:st|nd|rd|th)?(?: of)? "
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d/\d",
    re.IGNORECASE,
)
_SENTENCE_END: Final = re.compile(r"[.!?]['\"”’)]* ")


def day_weights(paragraphs: Iterable[str], published: date | None, main: Event | None = None) -> dict[int, float]:
    """Weights of days (proleptic ordinals, see `date.toordinal`) that add up to 1; empty without any day.

    Every time expression that resolves to at most `LONGEST` days counts: more beside violent words and early in the
    text, half in sentences on courts and mourning, whose dates are rarely those of the event. Days after
    publication do not count. The coder's date of the main event counts as `CODED` such expressions. The day of
    publication and the day before it count a little, so that they alone are left where the text tells no day.
    """
    latest = published.toordinal() if published is not None else date.max.toordinal()
    weights: defaultdict[int, float] = defaultdict(float)
    if published is not None:
        for offset, weight in PRESUMED:
            weights[latest + offset] += weight
    if main is not None:
        _add(weights, main.date.start, main.date.end, CODED * main.date.confidence, latest)
    for number, paragraph in enumerate(paragraphs):
        position = 1 / (1 + DECLINE * number)
        for span in find_times(paragraph):
            expression = paragraph[span.start : span.end]
            time = resolve_time(expression, published, context=paragraph, offset=span.start)
            weight = position * _weight_in_sentence(paragraph, span.start, span.end)
            if time.start is not None and time.start.toordinal() < latest - PAST_DAYS and _CALENDAR.search(expression):
                weight *= EXPLICIT
            _add(weights, time.start, time.end, weight, latest)
    total = sum(weights.values())
    return {day: weight / total for day, weight in sorted(weights.items())} if total else {}


def _add(weights: defaultdict[int, float], start: date | None, end: date | None, weight: float, latest: int) -> None:
    if start is None or end is None:
        return
    length = (end - start).days + 1
    if not 0 < length <= LONGEST or start.toordinal() > latest:
        return
    for day in range(start.toordinal(), end.toordinal() + 1):
        if day <= latest:
            weights[day] += weight / length


def _weight_in_sentence(text: str, start: int, end: int) -> float:
    """1 beside a violent word, less the further away it is; half of it in a sentence on courts or mourning."""
    left = max((m.end() for m in _SENTENCE_END.finditer(text, 0, start)), default=0)
    after = _SENTENCE_END.search(text, end)
    sentence = text[left : after.start() + 1 if after else len(text)]
    first, last = start - left, end - left
    distances = [max(m.start() - last, first - m.end(), 0) for m in _VIOLENT.finditer(sentence)]
    nearness = min(1.0, NEAR / max(min(distances), 1)) if distances else 0.25
    return nearness * (0.5 if _COURT.search(sentence) else 1.0)
