"""Rules for times told from the publication date: weekdays, `yesterday`, `two weeks ago`, `last month`, `the weekend`.

How long a stretch a phrase covers follows the annotated training reports: `last week` is Monday to Sunday of the week
before, `this week` runs from Monday to the publication date, `last night` is the day before, `overnight` the day
before and the publication date, `two weeks ago` the whole week, `a few days ago` the five days before.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from dateline.coding.dates.absolute import Rule
from dateline.coding.dates.lexicon import CLOCK, COUNT, DAYPART, UNIT, WEEKDAY, small_number, weekday_number
from dateline.coding.dates.stretches import (
    DAY,
    DURATION,
    NO_DAY_IN_CONTEXT,
    NO_REFERENCE,
    NO_SUCH_DAY,
    VAGUE,
    Anchor,
    Outcome,
    Stretch,
    Unresolved,
    day,
    month,
    shift,
    span,
    week,
    weekday_on_or_after,
    weekday_on_or_before,
    year,
)

FEW: Final = 3
"""What `few`, `several` and `some` stand for in `the past few weeks`."""
FEW_AGO: Final = 5
"""`A few days ago` reaches back this far."""


def _weekday(match: re.Match[str], anchor: Anchor) -> Outcome:
    """`Sunday`, `last Tuesday`, `next Friday`, `Thursday of last week`.

    A weekday is the latest such day up to the publication date; `last` excludes that date itself, `next`, `coming`
    and planning words around it take the first such day after it.
    """
    reference = anchor.reference
    if reference is None:
        return NO_REFERENCE
    number = weekday_number(match["weekday"])
    if match["of_week"]:
        offset = {"last": -7, "the previous": -7, "next": 7, "this": 0, "the following": 7}[match["of_week"]]
        return day(week(reference + offset * DAY).start + number * DAY).as_relative()
    which = match["which"] or ""
    if which in ("next", "coming", "this coming"):
        value = weekday_on_or_after(reference + DAY, number)
    elif which in ("last", "past", "this past", "the previous"):
        value = weekday_on_or_before(reference - DAY, number)
    elif anchor.planned:
        value = weekday_on_or_after(reference, number)
    else:
        value = weekday_on_or_before(reference, number)
    return day(value).as_relative()


_DAY_WORDS: Final = {
    "today": 0, "tonight": 0, "now": 0, "yesterday": -1, "tomorrow": 1, "last night": -1, "last evening": -1,
    "day before yesterday": -2, "night before last": -2, "day after tomorrow": 2, "yesternight": -1,
}  # fmt: skip


def _day_word(match: re.Match[str], anchor: Anchor) -> Outcome:
    """`today`, `yesterday`, `last night`, `the night before last`, `this morning`, `tonight`."""
    if anchor.reference is None:
        return NO_REFERENCE
    return day(anchor.reference + _DAY_WORDS.get(match["word"], 0) * DAY).as_relative()


def _overnight(_match: re.Match[str], anchor: Anchor) -> Outcome:
    """`overnight`, `during the night`: the night that ends on the publication date."""
    if anchor.reference is None:
        return NO_REFERENCE
    return span(anchor.reference - DAY, anchor.reference).as_relative()


def _period(unit: str, value: date) -> Stretch:
    """The calendar unit that holds a day: the day, its week, month, year or decade."""
    if unit in ("week", "fortnight"):
        return week(value)
    if unit == "month":
        return month(value.year, value.month)
    if unit == "year":
        return year(value.year)
    if unit == "decade":
        first = value.year - value.year % 10
        return span(date(first, 1, 1), date(first + 9, 12, 31))
    return day(value)


def _shifted(reference: date, by: int, unit: str) -> date | Unresolved:
    try:
        return shift(reference, by, unit)
    except (ValueError, OverflowError):
        return Unresolved("outside the calendar")


def _ago(match: re.Match[str], anchor: Anchor) -> Outcome:
    """`three days ago` is that day, `two weeks ago` that week, `a month ago` that month, `ten years ago` that year."""
    reference, unit = anchor.reference, match["unit"]
    if reference is None:
        return NO_REFERENCE
    number = small_number(match["count"])
    if number is None and unit in ("hour", "minute"):
        return day(reference).as_relative()
    value = _shifted(reference, -(number or FEW_AGO), unit)
    if isinstance(value, Unresolved):
        return value
    unit = "year" if unit == "decade" else unit
    if number is not None:
        return _period(unit, value).as_relative()
    # Vague: from five units back to the day before, or to the last full unit.
    return span(value, shift(reference, -1, "day" if unit == "night" else unit)).as_relative()


def _around_context(match: re.Match[str], anchor: Anchor) -> Outcome:
    """`two days later`, `a week earlier`, `the next day`, `the day before`: counted from the day the context gives."""
    groups = match.groupdict()
    if anchor.nearby is None:
        return NO_DAY_IN_CONTEXT
    count = groups.get("count") or "the"
    number = 1 if count == "the" else small_number(count)
    if number is None:
        return VAGUE
    unit = groups.get("unit") or "day"
    word = next(value for name in ("direction", "before", "after") if (value := groups.get(name)))
    back = word in ("earlier", "before", "previously", "prior", "previous", "preceding")
    if word in ("after", "before") and count != "the" and not anchor.nearby_follows:
        # "Sunday's blast came two days after a bomb killed six": the expression dates the bomb, two days back.
        back = not back
    value = _shifted(anchor.nearby, -number if back else number, unit)
    return value if isinstance(value, Unresolved) else _period(unit, value).as_relative()


def _past_or_next(match: re.Match[str], anchor: Anchor) -> Outcome:
    """`in the past 72 hours`, `over the last three weeks`, `the next 90 days`: up to, or from, the publication date."""
    reference, unit = anchor.reference, match["unit"]
    if reference is None:
        return NO_REFERENCE
    number = small_number(match["count"]) if match["count"] else 1
    if unit in ("hour", "minute") and (number is None or number < 24):
        number, unit = 1, "day"
    ahead = match["way"] in ("next", "coming", "following")
    value = _shifted(reference, (number or FEW) * (1 if ahead else -1), unit)
    if isinstance(value, Unresolved):
        return value
    return (span(reference, value) if ahead else span(value, reference)).as_relative()


def _this_or_last(match: re.Match[str], anchor: Anchor) -> Outcome:
    """`last week|month|year` and `next …` whole, `this …` up to the publication date (or from it, if planned)."""
    reference, unit = anchor.reference, match["unit"]
    if reference is None:
        return NO_REFERENCE
    way = match["way"] or "this"
    offset = {"this": 0, "in the": 0, "the current": 0, "next": 1, "the coming": 1}.get(way, -1)
    found = _period(unit, shift(reference, offset, unit))
    if offset == 0:
        start, end = (reference, found.end) if anchor.planned else (found.start, reference)
        found = Stretch(start, end, found.precision)
    return found.as_relative()


def _weekend(match: re.Match[str], anchor: Anchor) -> Outcome:
    """Saturday and Sunday: the weekend running or just past, unless `next`, `coming` or planning words are near.

    `This weekend` said from Thursday on is the one at hand; `last weekend` on a Saturday or Sunday is the one before.
    """
    reference, which = anchor.reference, match["which"] or ""
    if reference is None:
        return NO_REFERENCE
    if match["of_week"]:
        saturday = week(reference).start + (5 + {"last": -7, "next": 7, "this": 0}[match["of_week"]]) * DAY
        return span(saturday, saturday + DAY).as_relative()
    ended = weekday_on_or_before(reference, 5)
    if which in ("last", "past", "this past") and reference.weekday() >= 5:
        ended -= 7 * DAY
    coming = weekday_on_or_after(reference, 5)
    soon = which == "this" and reference.weekday() in (3, 4)
    if which in ("next", "coming", "this coming"):
        ended = coming if reference.weekday() < 5 else ended + 7 * DAY
    elif reference.weekday() < 5 and (soon or (anchor.planned and which not in ("last", "past"))):
        ended = coming
    return span(ended, ended + DAY).as_relative()


def _clock(_match: re.Match[str], anchor: Anchor) -> Outcome:
    """A time of day alone takes the day that the context gives."""
    return day(anchor.nearby).as_relative() if anchor.nearby else NO_DAY_IN_CONTEXT


def _vague(_match: re.Match[str], _anchor: Anchor) -> Outcome:
    return VAGUE


def _named_day(_match: re.Match[str], _anchor: Anchor) -> Outcome:
    """`Bloody Sunday`, `Black Friday` name other days than the weekday says."""
    return NO_SUCH_DAY


def _duration(_match: re.Match[str], _anchor: Anchor) -> Outcome:
    return DURATION


_OF_THIS_WEEK: Final = r"(?:,? (?:of )?(?P<of_week>last|this|next) week)?"
_OF_WEEK: Final = r"(?:,? (?:of |in )?(?P<of_week>last|this|next|the previous|the following) week)?"

RELATIVE_RULES: Final[tuple[Rule, ...]] = (
    (re.compile(r"\b(?P<word>day before yesterday|night before last|day after tomorrow)\b"), _day_word),
    (
        re.compile(r"\b(?P<word>today|tonight|right now|yesterday|tomorrow|last night|last evening|yesternight)\b"),
        _day_word,
    ),
    (
        re.compile(r"\b(?P<word>this) (?:very )?(?:same )?(?:early )?(?:morning|afternoon|evening|night|noon|dawn)\b"),
        _day_word,
    ),
    (re.compile(rf"\b(?P<count>{COUNT}) (?P<unit>{UNIT})s? (?:ago|back)\b"), _ago),
    (re.compile(r"\b(?:some time|a while|long|moments) ago\b"), _vague),
    (re.compile(rf"\b(?:bloody|black) {WEEKDAY}"), _named_day),
    (
        re.compile(
            rf"\b(?:(?P<which>last|this past|this coming|this|next|past|coming|the previous) )?(?P<weekday>{WEEKDAY})"
            rf"(?: {DAYPART})?{_OF_WEEK}"
        ),
        _weekday,
    ),
    (
        re.compile(rf"\b(?:(?P<which>last|this past|this coming|this|next|past|coming) )?weekend\b{_OF_THIS_WEEK}"),
        _weekend,
    ),
    (re.compile(r"\brecent(?:ly)? ?(?:days|weeks|months|years|times)?\b|\blately\b"), _vague),
    (
        re.compile(
            rf"\b(?P<way>past|last|previous|next|coming|following) (?P<count>(?!an? ){COUNT}) (?P<unit>{UNIT})s?\b"
        ),
        _past_or_next,
    ),
    (
        re.compile(rf"\b(?:in|over|during|for|within) the (?P<way>last|next|coming) (?P<count>)(?P<unit>{UNIT})\b"),
        _past_or_next,
    ),
    (
        re.compile(rf"\bthe (?P<way>past) (?P<count>)(?P<unit>{UNIT})\b"),
        _past_or_next,
    ),
    (re.compile(r"\b(?:overnight|(?:during|throughout|through|in|into|over) the (?:whole )?night)\b"), _overnight),
    (re.compile(r"\b(?:late|deep) (?:in(?:to)? )?the night\b"), _overnight),
    (
        re.compile(
            rf"\b(?P<count>{COUNT}|the) (?P<unit>{UNIT})s? (?P<direction>later|earlier|before|after|previously|prior)\b"
        ),
        _around_context,
    ),
    (
        re.compile(
            r"\b(?:the )?(?:(?P<before>previous|preceding)|(?P<after>next|following)) (?:day|morning|evening|night)\b"
        ),
        _around_context,
    ),
    (
        re.compile(
            rf"\b(?:(?P<way>last|the previous|previous|past|this|next|the coming|the current) )(?P<unit>{UNIT})\b"
        ),
        _this_or_last,
    ),
    (re.compile(r"\b(?P<way>in the) (?P<unit>week|month|year)\b"), _this_or_last),
    (re.compile(r"\b(?:hours|days|weeks|months|years|moments|minutes) (?:later|earlier|before|after)\b"), _vague),
    (re.compile(rf"\b(?:the )?(?:same|that) (?:day|{DAYPART})\b|\b(?:in|of) the day\b|\bthe day\b"), _clock),
    (
        re.compile(
            rf"{CLOCK}|\b(?:the|at|early|late) {DAYPART}\b"
            r"|\b(?:at|by|until|from) (?:about |around |approximately )?\d{4}\b"
        ),
        _clock,
    ),
    (
        re.compile(rf"^(?:for |in |within |after )?(?:about |nearly |less than |more than |almost )?{COUNT} {UNIT}s?$"),
        _duration,
    ),
)
