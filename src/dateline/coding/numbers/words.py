"""Numerals in words and digits: `twenty-five`, `1,200`, `1.5 million`, `half a dozen`, `2 lakh`.

All patterns of this module are meant for lower-cased text.
"""

from __future__ import annotations

import re
from typing import Final

ONES: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
TEENS: Final = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS: Final = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
# Lakh and crore are the Indian units of South Asian reports.
SCALES: Final = {"thousand": 1_000, "lakh": 100_000, "million": 1_000_000, "crore": 10_000_000, "billion": 10**9}
SMALL: Final = {**ONES, **TEENS, **TENS}


def _alternatives(words: dict[str, int]) -> str:
    """The words as one regex alternation, longest first so that `sixteen` is not read as `six`."""
    return "|".join(sorted(words, key=len, reverse=True))


_BELOW_100: Final = (
    f"(?:(?:{_alternatives(TENS)})(?:[-\\s]+(?:{_alternatives(ONES)})\\b)?"
    f"|(?:{_alternatives(TEENS)})|(?:{_alternatives(ONES)}))\\b"
)
_BELOW_1000: Final = f"(?:(?:(?:{_BELOW_100}|an?\\b)[-\\s]+)?hundred\\b(?:\\s+(?:and\\s+)?{_BELOW_100})?|{_BELOW_100})"
_SCALE: Final = f"(?:{_alternatives(SCALES)})\\b"
WORDS: Final = (
    r"(?:half\s+a\s+dozen\b"
    f"|(?:{_BELOW_100}|a)\\s+dozen\\b"
    f"|(?:(?:{_BELOW_1000}|an?\\b)[-\\s]+{_SCALE}(?:,?\\s+(?:and\\s+)?)?)+(?:{_BELOW_1000})?(?<![\\s,])"
    f"|{_BELOW_1000})"
)
DIGITS: Final = (
    r"(?:\d{1,3}(?:,\d{2,3})*,\d{3}(?![\d,]\d)|[1-9]\d{0,2}(?:\s\d{3})+(?!\d)|\d{1,9}(?:\.\d{1,3}(?=\s*(?:thousand|lakh|million|crore|billion)\b))?)"
    r"(?:\s+(?:hundred|dozen|thousand|lakh|million|crore|billion)\b)?"
)
NUMERAL: Final = f"(?:{WORDS}|{DIGITS})"
"""Source of a regex for one numeral in lower-cased text; it has no groups."""

_WORDS_RE: Final = re.compile(WORDS)
_DIGITS_RE: Final = re.compile(r"(?P<digits>[\d,.]+(?:\s\d+)*)(?:\s+(?P<scale>[a-z]+))?")
_DIGIT_SCALES: Final[dict[str, int]] = {"": 1, "dozen": 12, "hundred": 100, **SCALES}
_TOKEN_RE: Final = re.compile(r"[a-z]+")


def _parse_words(text: str) -> int:
    total, current = 0, 0
    for word in _TOKEN_RE.findall(text):
        if word in SMALL:
            current += SMALL[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word == "dozen":
            current = max(current, 1) * 12
        elif word in SCALES:
            total += max(current, 1) * SCALES[word]
            current = 0
    return total + current


def numeral_value(text: str) -> int | None:
    """The value of a numeral that is the whole of `text`, or None if `text` is no numeral.

    `"Two hundred and six"` is 206, `"1,200"` 1200, `"1.5 million"` 1500000, `"half a dozen"` 6, `"a dozen"` 12.
    """
    low = text.strip().lower()
    if _WORDS_RE.fullmatch(low):
        return 6 if low.startswith("half") else _parse_words(low)
    if not re.fullmatch(DIGITS, low):
        return None
    match = _DIGITS_RE.fullmatch(low)
    if match is None:
        return None
    scale: int = _DIGIT_SCALES[match["scale"] or ""]
    return round(float(re.sub(r"[,\s]", "", match["digits"])) * scale)
