"""Rules for calendar dates: `5 April 2014`, `March 3`, `05/04/2014`, `in June 2005`, `in 2006`, `the 1990s`.

A rule takes the match of its pattern and an anchor and gives a stretch of days, a reason why there is none, or None
where it does not apply after all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from dateline.coding.dates.lexicon import (
    DAY,
    HOLIDAY,
    HOLIDAYS,
    MONTH,
    MOVABLE,
    SEASON,
    SEASONS,
    YEAR,
    YEAR_2,
    month_number,
)
from dateline.coding.dates.stretches import (
    NO_REFERENCE,
    NO_SUCH_DAY,
    NO_YEAR,
    Anchor,
    Outcome,
    Stretch,
    day,
    month,
    months,
    shift_months,
    span,
    valid_date,
    year,
)

Rule = tuple[re.Pattern[str], Callable[[re.Match[str], Anchor], Outcome]]

AHEAD: Final = timedelta(days=14)
"""A day without a year may lie this far after the reference date: reports name the year of what is almost a year old
rather than of what comes within days. On the training gold anything from a week to 45 days gives the same."""

PLANNED_AHEAD: Final = timedelta(days=183)
"""The same where the words around speak of the future: what lies nearer ahead than behind."""

_RELATIVE_YEARS: Final = {"last": -1, "the previous": -1, "the following": 1, "this": 0, "next": 1}


def full_year(digits: str, reference: date | None = None) -> int:
    """A year of two or four digits; two digits by the POSIX rule (69-99 are 1969-1999, 00-68 are 2000-2068).

    Where the reference date is known, a two-digit year never lies more than a year after it.
    """
    number = int(digits.lstrip("'"))
    if len(digits.lstrip("'")) > 2:
        return number
    number += 1900 if number >= 69 else 2000
    return number - 100 if reference is not None and number > reference.year + 1 else number


def _latest_or_soon(days: list[date], reference: date, *, planned: bool) -> date:
    """Of yearly days in order: the next one if it comes soon after the reference date, else the latest up to it."""
    ahead = [d for d in days if d > reference]
    if ahead and ahead[0] - reference <= (PLANNED_AHEAD if planned else AHEAD) and reference not in days:
        return ahead[0]
    return max(d for d in days if d <= reference)


def nearest_year(month_: int, day_: int, anchor: Anchor) -> date | None:
    """The day of a month and day without a year: the last one up to the reference date, or soon after it.

    "Soon" is `AHEAD`, or `PLANNED_AHEAD` where the words around speak of the future. None if no such day exists.
    """
    reference = anchor.reference
    if reference is None:
        return None
    # 29 February comes round in at most eight years.
    days = [d for y in range(reference.year - 8, reference.year + 9) if (d := valid_date(y, month_, day_)) is not None]
    return _latest_or_soon(days, reference, planned=anchor.planned) if days else None


def _month_day(match: re.Match[str], anchor: Anchor) -> Outcome:
    """`5 April 2014`, `April 5th, 2014`, `17 Nov 88`, `9 July last year`, `March 3`."""
    groups = match.groupdict()
    month_ = month_number(groups["month"])
    day_ = int(re.sub(r"\D", "", groups["day"]))
    digits, relative = groups.get("year"), groups.get("relative")
    reference = anchor.reference
    if digits:
        value = valid_date(full_year(digits, reference), month_, day_)
        return day(value) if value else NO_SUCH_DAY
    if reference is None:
        return NO_YEAR
    if relative:
        value = valid_date(reference.year + _RELATIVE_YEARS[relative], month_, day_)
    else:
        value = nearest_year(month_, day_, anchor)
    return day(value).as_relative() if value else NO_SUCH_DAY


def _iso(match: re.Match[str], _anchor: Anchor) -> Outcome:
    value = valid_date(int(match["y"]), int(match["m"]), int(match["d"]))
    return day(value) if value else NO_SUCH_DAY


def _numeric(match: re.Match[str], anchor: Anchor) -> Outcome:
    """`05/04/2014`: day first, as most of the world writes; month first only where that is the only date.

    Where both orders are dates, one of them after the reference date and the other not, the past one is taken.
    """
    first, second, year_ = int(match["a"]), int(match["b"]), full_year(match["y"], anchor.reference)
    day_first, month_first = valid_date(year_, second, first), valid_date(year_, first, second)
    if day_first is None or month_first is None or day_first == month_first:
        value = day_first or month_first
        return day(value) if value else NO_SUCH_DAY
    reference = anchor.reference
    if reference is not None and not anchor.planned and day_first > reference >= month_first:
        return day(month_first).as_relative().noted(f"read month first; day first would be {day_first}, after it")
    return day(day_first).noted(f"read day first; month first would be {month_first}")


def _month_of_year(match: re.Match[str], anchor: Anchor) -> Outcome:
    """`in June 2005`, `May of last year`."""
    number = month_number(match["month"])
    if match["year"]:
        return month(full_year(match["year"], anchor.reference), number)
    if anchor.reference is None:
        return NO_YEAR
    return month(anchor.reference.year + _RELATIVE_YEARS[match["relative"]], number).as_relative()


def _month_alone(match: re.Match[str], anchor: Anchor) -> Outcome:
    """`in March`, `last August`, `next May`: the latest such month that has begun, unless the future is meant."""
    reference, number = anchor.reference, month_number(match["month"])
    if reference is None:
        return NO_YEAR
    which = (match["which"] or "").removeprefix("this ") or ("next" if anchor.planned else "")
    if which in ("last", "past"):
        year_ = reference.year - (number >= reference.month)
    elif which == "this":
        year_ = reference.year
    elif which in ("next", "coming"):
        year_ = reference.year + (number < reference.month or (number == reference.month and bool(match["which"])))
    else:
        year_ = reference.year - (number > reference.month)
    return month(year_, number).as_relative()


def _years(match: re.Match[str], _anchor: Anchor) -> Outcome:
    """`2013-14`, `2013-2014`."""
    first, last = int(match["first"]), match["last"]
    end = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    return span(date(first, 1, 1), date(end, 12, 31)) if first < end else year(first)


def _decade(match: re.Match[str], _anchor: Anchor) -> Outcome:
    """`the 1990s`, `the '80s`: ten years."""
    first = full_year(match["decade"])
    first -= first % 10
    return span(date(first, 1, 1), date(first + 9, 12, 31))


def _season(match: re.Match[str], anchor: Anchor) -> Outcome:
    """`in the spring of 2003`, `last summer`: three months of the northern meteorological season."""
    first = SEASONS[match["season"]]
    note = f"northern {match['season']}"
    if match["year"]:
        year_ = int(match["year"])
        return months(year_, first, first + 2).noted(note)
    reference = anchor.reference
    if reference is None:
        return NO_REFERENCE
    which = match["which"]
    candidates = [months(reference.year + offset, first, first + 2) for offset in (-2, -1, 0, 1)]
    found: Stretch
    if which == "next" or (anchor.planned and which != "last"):
        found = next(c for c in candidates if c.start > reference or (which != "next" and c.end >= reference))
    elif which == "last":
        found = [c for c in candidates if c.end < reference][-1]
    else:
        found = [c for c in candidates if c.start <= reference][-1]
    return found.as_relative().noted(note)


def _holiday(match: re.Match[str], anchor: Anchor) -> Outcome:
    """`Christmas Eve`, `Good Friday 2015`."""
    name, reference = match["holiday"], anchor.reference
    if match["year"]:
        return day(_holiday_in(name, int(match["year"])))
    if reference is None:
        return NO_YEAR
    days = [_holiday_in(name, reference.year + offset) for offset in (-1, 0, 1)]
    return day(_latest_or_soon(days, reference, planned=anchor.planned)).as_relative()


def _holiday_in(name: str, year_: int) -> date:
    if name in HOLIDAYS:
        return date(year_, *HOLIDAYS[name])
    return easter(year_) + timedelta(days=MOVABLE[name])


def easter(year_: int) -> date:
    """Easter Sunday of the western churches (Meeus/Jones/Butcher, in J. Meeus, Astronomical Algorithms, 1991)."""
    a, (b, c) = year_ % 19, divmod(year_, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month_, day_ = divmod(h + weekday - 7 * m + 114, 31)
    return date(year_, month_, day_ + 1)


def _day_of_month(match: re.Match[str], anchor: Anchor) -> Outcome:
    """`on the 5th`: in the reference month, or in the one before if that day is still to come."""
    if anchor.reference is None:
        return NO_REFERENCE
    number = int(re.sub(r"\D", "", match["day"]))
    for offset in (0, 1, 2) if anchor.planned else (0, -1, -2):
        first = shift_months(anchor.reference.replace(day=1), offset)
        value = valid_date(first.year, first.month, number)
        if value and (value >= anchor.reference if anchor.planned else value <= anchor.reference):
            return day(value).as_relative()
    return NO_SUCH_DAY


_RELATIVE: Final = r"(?:of )?(?P<relative>last|this|next|the previous|the following) year"
_TWO_DIGITS: Final = rf"{YEAR_2}(?=$|\s*[-(\[,;:.)])"

ABSOLUTE_RULES: Final[tuple[Rule, ...]] = (
    (re.compile(r"(?<!\d)(?P<y>(?:1[89]|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:(?!\d)|t\d)"), _iso),
    (re.compile(r"(?<![\d/])(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<y>(?:1[89]|20)?\d\d)(?![\d/])"), _numeric),
    (
        re.compile(
            rf"(?<![\d:.])(?P<day>{DAY})[ -](?:day )?(?:of )?(?:the )?(?P<month>{MONTH})"
            rf"(?:,?[ -](?:of )?(?:(?P<year>{YEAR}|{_TWO_DIGITS})|{_RELATIVE}))?"
        ),
        _month_day,
    ),
    (
        re.compile(
            rf"\b(?P<month>{MONTH})[ -](?:the )?(?P<day>{DAY})(?:,? ?(?:of )?(?:(?P<year>{YEAR}|'\d\d)|{_RELATIVE}))?"
        ),
        _month_day,
    ),
    (
        re.compile(rf"\b(?P<month>{MONTH}),?[ -]?(?:(?:of |the year )?(?P<year>{YEAR}|'\d\d)|{_RELATIVE})"),
        _month_of_year,
    ),
    (re.compile(rf"\b(?P<holiday>{HOLIDAY})(?:,? (?:of |in )?(?P<year>{YEAR}))?"), _holiday),
    (
        re.compile(
            rf"\b(?:(?P<which>last|this|next|in the|in|the|early|late|mid)[ -])?(?:past )?(?P<season>{SEASON})"
            rf"(?: (?:of |in )?(?P<year>{YEAR}))?\b"
        ),
        _season,
    ),
    (
        re.compile(
            rf"\b(?:(?P<which>last|this past|this|next|past|coming)[ -])?(?:month of )?(?P<month>{MONTH})(?! \d)"
        ),
        _month_alone,
    ),
    (re.compile(rf"(?<!\d)(?P<first>{YEAR})[-/](?P<last>(?:20|19)?\d\d)(?!\d)"), _years),
    (re.compile(r"(?<!\d)(?P<decade>(?:1[89]|20)\d0|'?\d0)'?s\b"), _decade),
    (
        re.compile(rf"(?<![\d.,])(?<!at )(?<!approximately )(?P<year>{YEAR})(?!s| ?(?:hours|hrs|gmt|utc|\())"),
        lambda match, _anchor: year(int(match["year"])),
    ),
    (re.compile(r"\b(?:the|on) (?P<day>(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th))$"), _day_of_month),
)
