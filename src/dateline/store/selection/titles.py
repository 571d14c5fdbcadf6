"""Headlines of incidents for lists: what, where and when. They hold no names of persons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Final

from dateline.codebook.codebook import Codebook
from dateline.linking.records import ToldDate, ToldPlace
from dateline.records import DatePrecision, EventType

UNKNOWN_TYPE: Final = "Incident"
UNKNOWN_DATE: Final = "date unknown"
MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def title(kind: EventType | None, places: Sequence[ToldPlace], dates: Sequence[ToldDate]) -> str:
    """Such as "Armed clash, Oldenmill, KZ, 5 June 2016", by the first of the places and dates."""
    parts = [type_titles()[kind] if kind else UNKNOWN_TYPE]
    for place in places[:1]:
        parts += dict.fromkeys(name for name in (place.name, place.admin1, place.country) if name)
    when = days(dates[0].start, dates[0].end, dates[0].precision) if dates else UNKNOWN_DATE
    return ", ".join((*parts, when))


def days(start: date | None, end: date | None, precision: DatePrecision) -> str:
    """Civil dates in words: "5 June 2016", "week of 6 June 2016", "June 2016", "2016", "4 to 5 June 2016"."""
    if start is None or end is None:
        return UNKNOWN_DATE
    if precision == "year" and start.year == end.year:
        return str(start.year)
    if precision == "month" and (start.year, start.month) == (end.year, end.month):
        return f"{MONTHS[start.month - 1]} {start.year}"
    if precision == "week":
        return f"week of {_day(start)}"
    return _day(start) if start == end else _range(start, end)


@cache
def type_titles() -> Mapping[EventType, str]:
    """The types of event in words, from the codebook."""
    return {definition.name: definition.title for definition in Codebook.load().types}


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _range(start: date, end: date) -> str:
    if start.year != end.year:
        return f"{_day(start)} to {_day(end)}"
    if start.month != end.month:
        return f"{start.day} {MONTHS[start.month - 1]} to {_day(end)}"
    return f"{start.day} to {_day(end)}"
