"""The DATE slot of MUC-4."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from dateline.coding.dates import resolve_time
from dateline.evaluation.muc4.vocabulary import MONTHS

_WEEKDAY = re.compile(r"\b(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY\b", re.IGNORECASE)

_CLOCK_WORDS = re.compile(
    r"\b(?:\d{4}|AT|FROM|BETWEEN|APPROXIMATELY|ABOUT|AROUND|AND|TO|GMT|HOURS?)\b|\W", re.IGNORECASE
)
_LONGEST = timedelta(days=62)


def format_day(day: date) -> str:
    """A day as the slot writes it: "03 JAN 90"."""
    return f"{day.day:02d} {MONTHS[day.month - 1]} {day.year % 100:02d}"


def expression_fill(expression: str, published: date | None, context: str = "") -> str | None:
    """The slot's fill that one time expression tells; None if it tells no date.

    A time of day alone ("AT 1145") tells none. Weekdays, weeks and years cannot be calculated to a day or short
    stretch: they are on or before the report's date.
    """
    if published and _WEEKDAY.search(expression) and not re.search(r"\d", expression):
        return f"- {format_day(published)}"
    when = resolve_time(expression, published, context=context)
    if when.start is None or when.end is None or not _CLOCK_WORDS.sub("", expression):
        return None
    if when.start == when.end:
        return format_day(when.start)
    if when.precision in {"week", "year"} or when.end - when.start > _LONGEST:
        return f"- {format_day(published)}" if published and when.start <= published <= when.end + _LONGEST else None
    end = min(when.end, published) if published and when.start <= published else when.end
    return format_day(end) if when.start == end else f"{format_day(when.start)} - {format_day(end)}"


def date_fill(expressions: Sequence[tuple[str, str]], published: date | None) -> str:
    """The slot's fill from the time expressions of an incident, best first, and the report's date.

    `expressions` are pairs of an expression and the words before it. A day that can be calculated is given as it is,
    a stretch as "FROM - TO". A weekday, or no time at all, gives "- DAY", on or before the report's date (task
    documents, 7.3). "" if neither is known.
    """
    for expression, context in expressions:
        fill = expression_fill(expression, published, context)
        if fill is not None:
            return fill
    return f"- {format_day(published)}" if published else ""
