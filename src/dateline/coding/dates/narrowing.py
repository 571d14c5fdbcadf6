"""Parts of a period: `late May`, `early last month`, `the first half of 2015`, `the 2d week of December`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

from dateline.coding.dates.lexicon import ORDINALS, SMALL_NUMBER, alternatives, small_number
from dateline.coding.dates.stretches import DAY, Anchor, Outcome, Stretch, months, shift, shift_months, span, week

Resolver = Callable[[str, Anchor], Outcome]

_OF: Final = r"(?:of |in |on |part of |the |days of |months of )*"
_AROUND_RE: Final = re.compile(r"\bthe (?P<unit>week|weekend) (?P<how>of|ended|ending)(?: on)? ")
_PART_RE: Final = re.compile(
    r"\b(?P<part>very early|early|earlier|mid|middle|late|later|beginning|start|end|closing|opening)(?: |-)" + _OF
)
_HALF_RE: Final = re.compile(r"\b(?P<which>first|second|last|latter) half of (?:the )?")
_ORDINAL_RE: Final = re.compile(
    rf"\b(?P<which>{alternatives(ORDINALS)}|last|final) (?P<unit>week|quarter|weekend|trimester) (?:of|in) (?:the )?"
)
_FIRST_N_RE: Final = re.compile(
    rf"\b(?P<which>first|last|final|opening) (?P<count>{SMALL_NUMBER}|few|several)(?:[ -]and[ -]a[ -](?P<half>half))?"
    r" (?P<unit>day|week|month|year)s? (?:of|in) (?:the )?"
)
_EARLY: Final = ("early", "very early", "beginning", "start", "opening")
_LATE: Final = ("late", "end", "closing")


def _third(whole: Stretch, part: str) -> Stretch:
    """The early, middle or late third: of a month in days 1-10, 11-20 and the rest, of a year in quarters.

    `Early 2014` is January to March, `mid-2014` May to August, `late 2014` October to December; of other ranges it is
    the third of the days.
    """
    start, end = whole.start, whole.end
    if whole.precision == "month":
        bounds = {"e": (1, 10), "m": (11, 20), "l": (21, end.day)}[part]
        if end.day < bounds[0]:  # the month so far has not come to that part
            return whole
        return span(start.replace(day=bounds[0]), start.replace(day=bounds[1]))
    if whole.precision == "year":
        first, last = {"e": (1, 3), "m": (5, 8), "l": (10, 12)}[part]
        return months(start.year, first, last)
    third = (end - start).days // 3
    offsets = {"e": (0, third), "m": (third, 2 * third), "l": (2 * third, (end - start).days)}[part]
    return span(start + offsets[0] * DAY, start + offsets[1] * DAY)


def _part(match: re.Match[str], whole: Stretch, anchor: Anchor) -> Stretch:
    part, reference = match["part"], anchor.reference
    if whole.precision == "day":
        return whole
    current = reference is not None and whole.relative and whole.start <= reference <= whole.end
    if current and reference is not None and part == "earlier":
        return span(whole.start, max(whole.start, reference - DAY))
    if current and reference is not None and part == "later":
        return span(reference, max(whole.end, reference))
    return _third(whole, "e" if part in (*_EARLY, "earlier") else "l" if part in (*_LATE, "later") else "m")


def _around(match: re.Match[str], whole: Stretch) -> Stretch | None:
    """`the week of 5 May`, `the weekend of 5 May`, `the week ending 5 May`: what lies around a single day."""
    if whole.precision != "day":
        return None
    if match["how"].startswith("end"):
        return Stretch(whole.start - 6 * DAY, whole.start, "week")
    monday = week(whole.start)
    return monday if match["unit"] == "week" else span(monday.end - DAY, monday.end)


def _half(match: re.Match[str], whole: Stretch) -> Stretch:
    if whole.precision == "year":
        return months(whole.start.year, 1, 6) if match["which"] == "first" else months(whole.start.year, 7, 12)
    middle = whole.start + ((whole.end - whole.start).days // 2) * DAY
    return span(whole.start, middle) if match["which"] == "first" else span(middle + DAY, whole.end)


def _ordinal(match: re.Match[str], whole: Stretch) -> Stretch | None:
    """`the second week of May` is its days 8 to 14, `the last week` its last seven, a quarter three months."""
    number, unit = ORDINALS.get(match["which"]), match["unit"]
    if unit in ("quarter", "trimester"):
        number = number or 4
        return (
            months(whole.start.year, 3 * number - 2, 3 * number) if whole.precision == "year" and number < 5 else None
        )
    length = 7 if unit == "week" else 2
    if unit == "weekend":
        saturday = whole.start + ((5 - whole.start.weekday()) % 7) * DAY
        first = saturday + 7 * ((number or 5) - 1) * DAY
        if number is None and first > whole.end:
            first -= 7 * DAY
    else:
        first = whole.end - 6 * DAY if number is None else whole.start + 7 * (number - 1) * DAY
    if first > whole.end:
        return None
    found = span(first, min(first + (length - 1) * DAY, max(whole.end, first)))
    return Stretch(found.start, found.end, "week" if unit == "week" else "range")


def _first_n(match: re.Match[str], whole: Stretch) -> Stretch | None:
    """`the first six months of 2013`, `the last three days of May`."""
    number, unit = small_number(match["count"]) or 3, match["unit"]
    if match["which"] in ("first", "opening"):
        end: date = shift(whole.start, number, unit) - DAY
        if match["half"]:
            end = shift_months(whole.start, number).replace(day=15) if unit == "month" else end
        return span(whole.start, min(end, whole.end))
    return span(max(whole.start, shift(whole.end + DAY, -number, unit)), whole.end)


def narrow(text: str, anchor: Anchor, resolve: Resolver) -> Stretch | None:
    """The part of a period that a modifier picks out, or None where `text` has no modifier or no date.

    The rest of the text is resolved with `resolve`; a modifier of a single day ("early Tuesday") leaves the day.
    """
    for pattern in (_AROUND_RE, _FIRST_N_RE, _ORDINAL_RE, _HALF_RE, _PART_RE):
        match = pattern.search(text)
        if match is None:
            continue
        rest = text[match.end() :]
        # "earlier in the week" is said of the current week.
        ahead = replace(anchor, planned=True) if match.groupdict().get("part") == "later" else anchor
        whole = resolve(f"this {rest}" if rest in ("week", "month", "year") else rest, ahead)
        if not isinstance(whole, Stretch):
            continue
        found: Stretch | None
        if pattern is _AROUND_RE:
            found = _around(match, whole)
        elif pattern is _PART_RE:
            found = _part(match, whole, anchor)
        elif pattern is _HALF_RE:
            found = _half(match, whole)
        else:
            found = _ordinal(match, whole) if pattern is _ORDINAL_RE else _first_n(match, whole)
        if found is not None:
            return Stretch(found.start, found.end, found.precision, whole.relative, whole.note)
    return None
