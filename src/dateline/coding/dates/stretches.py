"""Stretches of civil days, and the calendar arithmetic that makes them."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from dateline.records import DatePrecision

DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days `start` to `end`, both included. `relative`: the reference date was needed to tell them."""

    start: date
    end: date
    precision: DatePrecision
    relative: bool = False
    note: str = ""

    def noted(self, note: str) -> Stretch:
        """The same with a remark for the basis."""
        return replace(self, note=note)

    def as_relative(self) -> Stretch:
        """The same, marked as told with the reference date."""
        return replace(self, relative=True)


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A recognised expression for which no date can be told, and why."""

    reason: str


Outcome = Stretch | Unresolved | None
"""What a rule makes of an expression; None: the rule does not apply."""

NO_REFERENCE: Final = Unresolved("no publication date to count from")
VAGUE: Final = Unresolved("too vague for a date")
DURATION: Final = Unresolved("a length of time, not a date")
NO_SUCH_DAY: Final = Unresolved("the calendar has no such day")
NO_DAY_IN_CONTEXT: Final = Unresolved("the context gives no day to count from")
NO_YEAR: Final = Unresolved("the year is not known")


@dataclass(frozen=True, slots=True)
class Anchor:
    """What an expression is resolved against.

    `reference` is the publication date, `planned` tells that the words around speak of the future, `nearby` is the
    day that the context gives ("two days later", "at 3 p.m."); `nearby_follows` that it stands after the expression.
    """

    reference: date | None
    planned: bool = False
    nearby: date | None = None
    nearby_follows: bool = False


def day(value: date) -> Stretch:
    """One day."""
    return Stretch(value, value, "day")


def span(start: date, end: date) -> Stretch:
    """A range; one day if both ends are the same."""
    return Stretch(start, end, "range" if start != end else "day")


def week(value: date) -> Stretch:
    """The week from Monday to Sunday that holds a day (ISO 8601)."""
    monday = value - value.weekday() * DAY
    return Stretch(monday, monday + 6 * DAY, "week")


def month(year: int, number: int) -> Stretch:
    """A month; `number` may lie outside 1..12 and then counts from the year's January."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return Stretch(date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]), "month")


def months(year: int, first: int, last: int) -> Stretch:
    """Whole months of a year as a range; numbers may lie outside 1..12."""
    return span(month(year, first).start, month(year, last).end)


def year(number: int) -> Stretch:
    """A calendar year."""
    return Stretch(date(number, 1, 1), date(number, 12, 31), "year")


def valid_date(year_number: int, month_number: int, day_number: int) -> date | None:
    """The date, or None if the calendar has no such day."""
    try:
        return date(year_number, month_number, day_number)
    except ValueError:
        return None


def shift_months(value: date, by: int) -> date:
    """The same day `by` months later, or the last day of that month if it is shorter."""
    target = month(value.year, value.month + by)
    return target.start.replace(day=min(value.day, target.end.day))


def shift(value: date, by: int, unit: str) -> date:
    """`value` moved `by` units: day, night, week, fortnight, month, year or decade (hours round down to days)."""
    if unit in ("month", "year", "decade"):
        return shift_months(value, by * {"month": 1, "year": 12, "decade": 120}[unit])
    if unit in ("hour", "minute"):
        hours = by if unit == "hour" else by // 60
        return value + (abs(hours) // 24) * (1 if by > 0 else -1) * DAY
    return value + by * {"day": 1, "night": 1, "week": 7, "fortnight": 14}[unit] * DAY


def weekday_on_or_before(value: date, number: int) -> date:
    """The latest day with that weekday (0 Monday … 6 Sunday) that is not after `value`."""
    return value - ((value.weekday() - number) % 7) * DAY


def weekday_on_or_after(value: date, number: int) -> date:
    """The earliest day with that weekday that is not before `value`."""
    return value + ((number - value.weekday()) % 7) * DAY
