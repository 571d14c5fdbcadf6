"""Numbers that count no people: ages, dates, times, measures, money, percentages, calibres, names with numbers."""

from __future__ import annotations

import re
from typing import Final

_MONTHS: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_UNITS_AFTER: Final = (
    r"%|per\s?cent|percent|percentage|points?|years?|yrs?|months?|weeks?|days?|nights?|hours?|hrs?|minutes?|mins?"
    r"|seconds?|decades?|centuries|km|kms|kph|mph|kilomet(?:er|re)s?|miles?|met(?:er|re)s?|yards?|mm|cm"
    r"|millimet(?:er|re)s?|kg|kgs|kilos?|kilograms?|grams?|pounds?|lbs?|tons?|tonnes?|feet|foot|ft|inch(?:es)?|acres?|hectares?|square"
    r"|cubic|lit(?:er|re)s?|gallons?|degrees?|dollars?|us\$|u\.s\.\s+dollars|pesos?|euros?|rupees?|rs|taka|dinars?"
    r"|riyals?|cents?|[ap]\.?\s?m\b\.?|gmt|utc|local\s+time|o'clock|volts?|watts?|megawatts?|calib(?:er|re)|gauge|rounds?\s+of"
    r"|st\b|nd\b|rd\b|th\b|d\b|million\s+(?:dollars|pesos|rupees|euros)|times\b|votes?|seats?|pages?|counts?\s+of"
)
_AFTER_RE: Final = re.compile(
    rf"\s*-?\s*(?:{_UNITS_AFTER})(?![a-z])"
    rf"|\s*-?\s*year|\s+(?:of\s+)?{_MONTHS}(?!\s+(?:have|be|also))|(?:st|nd|rd|th)\b|[:/]\d|\.\d|-\d|'s\b|/|\]|-[a-z]+-old"
)
_CLOCK_AFTER_RE: Final = re.compile(r"\s*(?:hours|hrs|gmt|\(\d{4}\s+gmt\)|today|tonight|this\s+morning|on\s+\d)")
_CURRENCY_RE: Final = re.compile(r"(?:[$£€¥₹#№@]|\brs\.?|\busd?|\bus\$|\bno\.|\bnos?|\bnumber)\s*$")
_NAMED_BEFORE_RE: Final = re.compile(
    r"\b(?:aged?|ages|flight|route|highway|interstate|articles?|sections?|resolution|page|channel|cadena|canal|km"
    r"|kilomet(?:er|re)|sector|ward|block|room|apartment|unit|phase|chapter|decree|version|level|judge|psalm"
    r"|(?:an?|the)\s+(?:boy|girl|man|woman|child|youth|teenager|student)\s+of)"
    r"\s+$"
)
_MONTH_BEFORE_RE: Final = re.compile(rf"\b{_MONTHS}\s*$")
_YEAR_BEFORE_RE: Final = re.compile(
    rf"(?:\b(?:in|since|of|during|from|until|till|by|to|and|or|early|mid|late|year|after|before|between|back|summer"
    rf"|spring|autumn|fall|winter|the|an?)[\s-]+|{_MONTHS},?\s*(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s*)?"
    r"|\d{4}\s*[-–/]\s*|\(\s*)$"
)
_AT_RE: Final = re.compile(
    r"\b(?:at|by|until|till|from|to|since|between|and)\s+(?:about\s+|around\s+|approximately\s+)?$"
)
_PRONOUN_BEFORE_RE: Final = re.compile(
    r"\b(?:no|this|that|any|every|which|each|some|an?|day|number|the|second|third|fourth|fifth|last|first)[\s-]+$"
)
_PRONOUN_AFTER_RE: Final = re.compile(
    r"[\s-]+(?:another|day|night|morning|evening|side|sided|way|time|thing|must|should|can|could|cannot|would|point"
    r"|hand|month|year|week|hour|more\s+(?:time|thing)|reason|fifth|third|half)\b"
)


def _is_age(low: str, start: int, end: int) -> bool:
    """`Ortiz, 35, of …`, `Talukder (22)`: a number of up to three digits in apposition to a name."""
    if end - start > 3 or not low[start:end].isdigit() or not 1 <= int(low[start:end]) <= 110:
        return False
    before, after = low[:start].rstrip(), low[end : end + 3].lstrip()
    if before.endswith("("):
        return after.startswith(")")
    return before.endswith(",") and (not after or after[0] in ",;.)") and not re.search(r"\d,$", before)


def _is_year_or_time(low: str, start: int, end: int) -> bool:
    """Four digits that are a year (`in 2004`) or a clock time (`at 0730`, `1745 GMT`)."""
    digits = low[start:end]
    if len(digits) != 4 or not digits.isdigit():
        return False
    before = low[max(0, start - 25) : start]
    if _CLOCK_AFTER_RE.match(low, end):
        return True
    if int(digits[:2]) < 24 and int(digits[2:]) < 60 and (digits[0] == "0" or _AT_RE.search(before)):
        return True
    if not 1800 <= int(digits) <= 2100:
        return False
    return bool(_YEAR_BEFORE_RE.search(before)) or not re.match(r"\s+[a-z]", low[end : end + 3])


def _is_part_of_a_name(low: str, start: int) -> bool:
    """`M-19`, `AK-47`, `$20`, `3.30`, `flight 370`, `aged 25`, `a boy of 12`."""
    before = low[max(0, start - 25) : start]
    if before and (before[-1].isalnum() or before[-1] in "$£€¥#_.:/'"):
        return True
    if re.search(r"[^\s-]-$", before):
        return True
    return bool(_CURRENCY_RE.search(before) or _NAMED_BEFORE_RE.search(before) or _MONTH_BEFORE_RE.search(before))


def is_measure(low: str, end: int) -> bool:
    """Whether a unit of time, length, weight or money follows at `end` of a lower-cased text ("few hours")."""
    return bool(_AFTER_RE.match(low, end))


def is_guarded(low: str, start: int, end: int, phrase_end: int) -> bool:
    """Whether the number `low[start:end]` of a lower-cased text counts no people or things.

    `phrase_end` is where its phrase ends: after 15 in `10 to 15 km`.
    """
    if _is_part_of_a_name(low, start) or _AFTER_RE.match(low, phrase_end):
        return True
    if low[start:end] == "one" and (
        _PRONOUN_BEFORE_RE.search(low, max(0, start - 12), start) or _PRONOUN_AFTER_RE.match(low, end)
    ):
        return True
    return _is_age(low, start, end) or _is_year_or_time(low, start, end)
