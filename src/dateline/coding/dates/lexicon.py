"""Words of dates and times, and the regex sources built from them; all of it for normalised, lower-cased text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from dateline.coding.numbers.words import SMALL, numeral_value

_MONTH_NAMES: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
MONTHS: Final = {
    **{name: number for number, name in enumerate(_MONTH_NAMES, 1)},
    **{name[:3]: number for number, name in enumerate(_MONTH_NAMES, 1)},
    "sept": 9,
}
_SPANISH: Final = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
)  # fmt: skip
_FRENCH: Final = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
DATELINE_MONTHS: Final = {
    **{name: number for names in (_SPANISH, _FRENCH) for number, name in enumerate(names, 1)},
    "ene": 1, "abr": 4, "ago": 8, "dic": 12, "fevrier": 2, "aout": 8, "decembre": 12, "setiembre": 9,
    **MONTHS,
}  # fmt: skip
"""Months in English, Spanish and French: datelines keep the language of the bureau."""

WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            "monday mon", "tuesday tues tue", "wednesday weds wed", "thursday thurs thur thu", "friday fri",
            "saturday sat", "sunday sun",
        )
    )
    for name in names.split()
}  # fmt: skip

# Days that fall on the same date every year: (month, day).
HOLIDAYS: Final = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26),
    "new year's eve": (12, 31), "new year eve": (12, 31), "new year's day": (1, 1), "new year day": (1, 1),
    "valentine's day": (2, 14), "valentine day": (2, 14), "international women's day": (3, 8),
    "international women day": (3, 8), "may day": (5, 1), "independence day of the united states": (7, 4),
    "fourth of july": (7, 4), "bastille day": (7, 14), "halloween": (10, 31), "all saints' day": (11, 1),
    "all souls' day": (11, 2), "epiphany": (1, 6),
}  # fmt: skip

# Days counted from Easter Sunday.
MOVABLE: Final = {
    "good friday": -2, "easter sunday": 0, "easter monday": 1, "easter": 0, "palm sunday": -7, "ash wednesday": -46,
    "holy thursday": -3, "maundy thursday": -3,
}  # fmt: skip

# Northern meteorological seasons: first month. Winter runs into the next year.
SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

ORDINALS: Final = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "2d": 2, "third": 3, "3rd": 3, "3d": 3, "fourth": 4, "4th": 4,
    "fifth": 5, "5th": 5,
}  # fmt: skip


def alternatives(words: Iterable[str]) -> str:
    """A regex alternation of words, longest first; blanks match any white space."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


_ABBREVIATED: Final = [name for name in MONTHS if len(name) <= 4 and name not in ("may", "june", "july")]
MONTH: Final = rf"(?:(?:{alternatives(_MONTH_NAMES)})(?![a-z])|(?:{alternatives(_ABBREVIATED)})(?![a-z])\.?)"
WEEKDAY: Final = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?(?![a-z]))"
DAY: Final = r"(?:(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|d)?(?![\dA-Za-z:]|[.,]\d))"
YEAR: Final = r"(?:(?:1[89]|20)\d\d(?![\d%]|,\d))"
YEAR_2: Final = r"(?:'?\d\d(?!\d))"
SEASON: Final = r"(?:spring|summer|autumn|fall|winter)"
UNIT: Final = r"(?:minute|hour|day|night|week|fortnight|month|year|decade)"
SMALL_NUMBER: Final = (
    rf"(?:\d{{1,3}}|(?:{alternatives(SMALL)})(?:[-\s](?:one|two|three|four|five|six|seven|eight|nine))?)"
)
VAGUE_NUMBER: Final = r"(?:(?:a\s+|the\s+)?few|several|(?:a\s+)?couple(?:\s+of)?|some|many)"
COUNT: Final = rf"(?:an?|{SMALL_NUMBER}|{VAGUE_NUMBER}|half\s+a\s+dozen|a\s+dozen)"
HOLIDAY: Final = rf"(?:{alternatives((*HOLIDAYS, *MOVABLE))})"
CLOCK: Final = (
    r"(?:\d{1,2}(?:[.:]\d\d)?\s*(?:[ap]\.?\s?m\b\.?|o'clock)|\d{1,2}:\d\d(?::\d\d)?(?:\s*(?:gmt|utc|hours|hrs|h)\b)?"
    r"|\d{4}\s*(?:hours|hrs|gmt|utc|local\s+time|\(\d{4}\s+gmt\))|noon\b|midday\b|midnight\b|dawn\b|dusk\b|sunset\b"
    r"|sunrise\b|daybreak\b|nightfall\b|predawn\b)"
)
DAYPART: Final = r"(?:morning|afternoon|evening|night|midday|noon|midnight|dawn|dusk)"


def month_number(word: str) -> int:
    """The number of a month named in English, Spanish or French, abbreviated or not."""
    return DATELINE_MONTHS[word.rstrip(".")]


def weekday_number(word: str) -> int:
    """0 for Monday to 6 for Sunday; takes plurals and abbreviations."""
    return WEEKDAYS[word.rstrip(".") if word.rstrip(".") in WEEKDAYS else word.rstrip("s.")]


def small_number(text: str) -> int | None:
    """The value of a count such as `three`, `an`, `12`, `a couple of`; None for vague ones (`few`, `several`)."""
    words = text.strip()
    if words in ("a", "an"):
        return 1
    if "couple" in words:
        return 2
    return numeral_value(words)


_DASHES: Final = str.maketrans({"–": "-", "—": "-", "‑": "-", "−": "-", "’": "'", "‘": "'", "`": "'", "\xa0": " "})


def normalise(expression: str) -> str:
    """An expression in lower case with plain dashes and apostrophes, single blanks and no possessive s."""
    text = re.sub(r"\s+", " ", expression.translate(_DASHES).lower()).strip(" \t\"'.,;:()[]")
    text = re.sub(r"\b([ap])\.\s?m\b\.?", r"\1m", text)
    return re.sub(r"(?<=[a-z])'+s?(?=\s|$)", "", text)
