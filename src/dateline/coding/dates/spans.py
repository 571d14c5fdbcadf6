"""Where a text speaks of dates and times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dateline.coding.dates.lexicon import (
    CLOCK,
    COUNT,
    DAY,
    DAYPART,
    HOLIDAY,
    MONTH,
    SEASON,
    UNIT,
    WEEKDAY,
    YEAR,
)
from dateline.coding.numbers.quantities import lowered


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time expression: the slice `[start:end]` of the text."""

    start: int
    end: int


_S: Final = r"[\s ]+"
_DAYS: Final = rf"{DAY}(?:\s*(?:-|–|/|,|to|and|or|&)\s*(?:the\s+)?{DAY})*"
_YEAR_TAIL: Final = (
    rf"(?:,?{_S}(?:of\s+)?(?:{YEAR}|'\d\d\b|(?:last|this|next)\s+year)|\s+\d\d(?=\s*(?:--|[(\[,;)]|$)))?"
)

_CORE_RE: Final = re.compile(
    rf"""(?<![\w$£€])(?:
      (?P<date>
        {_DAYS}(?:\s+of)?[\s-]+{MONTH}(?:{_YEAR_TAIL}|[\s-]\d\d(?!\d))
       |{MONTH}{_S}(?:the\s+)?{_DAYS}{_YEAR_TAIL}
       |{MONTH},?{_S}(?:of\s+)?(?:{YEAR}|(?:last|this|next)\s+year)
       |{HOLIDAY}\b(?!\s+(?:part|tree|market|present|gift|season|holiday|dinner|light|shopp|decorat))(?:,?{_S}{YEAR})?
       |(?P<month>{MONTH})
       |(?:1[89]|20)\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:t\d\d:\d\d(?::\d\d)?z?)?(?!\d)
       |\d{{1,2}}(?P<sep>[-/.])\d{{1,2}}(?P=sep)(?:(?:1[89]|20)\d\d|\d\d)(?![\d/])
       |(?P<year>{YEAR})(?:s\b|[-–/](?:\d\d){{1,2}}\b)?
       |'\d0s\b
       |(?P<season>{SEASON}){_S}(?:of{_S}|in{_S})?{YEAR}
       |(?P<nth>(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th)(?=\s*(?:[.,;)]|$)))
      )
     |(?P<weekday>{WEEKDAY}(?:,?\s+(?:of\s+)?(?:last|this|next)\s+week\b)?)
     |(?P<word>today|yesterday|tomorrow|tonight|overnight|weekend|recently
       |(?:last|this|next|past|previous|coming|same|that|following)\s+(?:{DAYPART}|{UNIT}|weekend|{SEASON}|evening)s?\b
       |(?:past|last|next|previous|recent|first|coming|following)\s+(?:{COUNT}\s+)?{UNIT}s\b
       |the\s+(?:day|night|week|month|year)\s+(?:before|after)(?:\s+(?:yesterday|tomorrow|last\b))?
       |in\s+the\s+(?:week|month|year|day)\b
       |(?:{UNIT}s?|while)\s+(?:ago|later|earlier|after|before)\b
      )
     |(?P<clock>{CLOCK}|(?:in|during|throughout|by|at|late|early)\s+(?:the\s+)?(?:{DAYPART})\b
       |(?:predawn|pre-dawn|early|late|wee)\s+(?:morning\s+)?hours\b
       |(?:at|around|by)\s+(?:about\s+|approximately\s+|around\s+)?[012]\d[0-5]\d\b(?![,.]\d))
    )""",
    re.VERBOSE,
)
# Words that belong to an expression when they stand right before its core.
_BEFORE_RE: Final = re.compile(
    rf"(?:(?<!\w)(?:on|in|by|at|since|until|till|from|to(?=\s+date)|during|over|throughout|between|within|for|as{_S}of"
    rf"|early|earlier|late|later|mid|very|before|after|around|about|approximately|nearly|the|this|last|next|past|coming"
    rf"|beginning|start|end|middle|first|second|third|fourth|half|week|weekend|quarter|months?|years?|days?|morning"
    rf"|afternoon|evening|night|hours|spring|summer|autumn|winter|fall|of|shortly|just|soon|only|so{_S}far|all|that|same"
    rf"|less{_S}than|more{_S}than|a|an|couple|few|several|\d(?:st|nd|rd|d|th)|and[\s-]a[\s-]half|{COUNT})(?:{_S}|-))+$"
)
# What the run of words before a core may not begin with: ends of other phrases ("a number of"), and numbers that count
# something else ("killed two on Friday").
_TRIM_RE: Final = re.compile(
    r"^(?:(?:of|to|week|weekend|quarter|months?|years?|days?|hours|half|all|that|night|morning|afternoon|evening|fall"
    r"|spring)\s+)+|^(?:the\s+)?first\s+(?=since)"
)
_TRIM_NUMBER_RE: Final = re.compile(rf"^(?:{COUNT}\s+)+(?!(?:days?|weeks?|months?|years?|hours?)\b)")
_AFTER_RE: Final = re.compile(
    rf"(?:['’]{{1,2}}s?(?=\s))?(?:,?\s+(?:(?:early|late)\s+)?(?:{DAYPART})s?\b|\s+last\s+year\b)*"
)
# Times counted from another one stand alone: "on Sunday, two days after".
_COUNTED_RE: Final = re.compile(r"\b(?:ago|later|earlier|before|after)$")
_MONTH_ALONE_RE: Final = re.compile(
    r"\b(?:in|since|of|last|this|next|late|early|mid|until|till|during|from|by|between|past|throughout|and|to|or"
    r"|through)[\s-]+(?:(?:early|late|mid)[\s-]+)?$"
)
_VERB_AFTER_RE: Final = re.compile(r"\s+(?:to|towards?|on|against|through|past|be|have|not)\b")
_YEAR_ALONE_RE: Final = re.compile(
    r"(?:\b(?:in|since|of|during|until|till|by|from|between|and|to|or|early|late|mid|through|throughout|before|after"
    r"|the|year|summer|winter|spring|autumn|fall|around|about)[\s-]+(?:(?:early|late|mid)[\s-]+)?|\()$"
)
_DAWN_RE: Final = re.compile(r"\b(?:at|before|after|until|till|by|since|around|to|and|from|the|of|about|near)\s+$")
_TO_RE: Final = re.compile(r"\s*(?:-|–|—|to|until|till|through|and|or)\s*(?:the\s+)?")
_LIST_RE: Final = re.compile(r"\s*(?:and|or)\b")
_OWN_PREPOSITION_RE: Final = re.compile(r"(?:on|in|since|during|at|over|until|before|after)\b")
_BESIDE_RE: Final = re.compile(r"[,\s]*(?:\(\s*|of\s+|on\s+|at\s+|the\s+)?")


def _is_time(low: str, match: re.Match[str]) -> bool:
    """Whether an ambiguous core is a time: months that are words, four digits that may be a number of people."""
    before = low[max(0, match.start() - 24) : match.start()]
    if match["month"]:
        if match["month"].rstrip(".") in ("may", "march", "mar", "dec", "jan"):
            return bool(_MONTH_ALONE_RE.search(before)) and not _VERB_AFTER_RE.match(low, match.end())
        return True
    if match["year"] and match[0] == match["year"]:
        return bool(_YEAR_ALONE_RE.search(before)) or low[match.end() : match.end() + 1] in (")", "")
    if match["clock"] == "dawn":  # also a newspaper's name
        return bool(_DAWN_RE.search(before))
    if match["nth"]:
        return bool(re.search(r"\b(?:on|the)\s+$", before))
    return True


def _extended(low: str, start: int, end: int, *, counted: bool) -> tuple[int, int]:
    """The span with the words before and after its core that belong to it."""
    before = _BEFORE_RE.search(low, max(0, start - 48), start)
    if before:
        trimmed = _TRIM_RE.match(before[0]) or (None if counted else _TRIM_NUMBER_RE.match(before[0]))
        start = before.start() + (trimmed.end() if trimmed else 0)
    after = _AFTER_RE.match(low, end)
    return start, after.end() if after else end


def _joined(low: str, last: tuple[int, int, str], start: int, kind: str) -> bool:
    """Whether two neighbouring expressions are one: "Monday to Friday", "at 3 p.m. on Friday", "Sunday, 5 April"."""
    if start <= last[1]:
        return True
    if start - last[1] >= 12:
        return False
    if _TO_RE.fullmatch(low, last[1], start):
        # "on Monday and on Tuesday" are two, "on Monday and Tuesday" one.
        return not (_LIST_RE.match(low, last[1], start) and _OWN_PREPOSITION_RE.match(low, start))
    return last[2] != kind and "counted" not in (last[2], kind) and bool(_BESIDE_RE.fullmatch(low, last[1], start))


def find_times(text: str) -> list[TimeSpan]:
    """All date and time expressions of a text in reading order, with their prepositions, none inside another.

    Expressions that belong together ("from Monday to Wednesday", "at 3 p.m. on Friday") are one.
    """
    low = lowered(text)
    found: list[tuple[int, int, str]] = []
    position = 0
    while (match := _CORE_RE.search(low, position)) is not None:
        position = match.end()
        if not _is_time(low, match):
            continue
        counted = _COUNTED_RE.search(match[0]) is not None
        start, end = _extended(low, *match.span(), counted=counted)
        kind = "counted" if counted else match.lastgroup or "date"
        if found and _joined(low, found[-1], start, kind):
            found[-1] = (found[-1][0], end, "joined" if found[-1][2] != kind else kind)
        else:
            found.append((start, end, kind))
        position = max(position, end)
    return [TimeSpan(start, end) for start, end, _kind in found]
