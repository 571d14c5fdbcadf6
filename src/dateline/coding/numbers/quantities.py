"""Phrases that state a number of people, and the interval that each stands for.

The values follow the coding guidelines: an exact number is (n, n, n), "at least n" and "more than n" (n, n, null),
"up to n" (null, n, n), "about n" (null, n, null), "n or m" (n, null, m), and a vague word gives only a lower bound.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dateline.coding.numbers.guards import is_guarded, is_measure
from dateline.coding.numbers.words import NUMERAL, SMALL, numeral_value


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of people: whole numbers `low` <= `best` <= `high`, None where the text leaves the value open."""

    low: int | None
    best: int | None
    high: int | None

    @classmethod
    def exact(cls, number: int) -> Quantity:
        """A quantity that is just `number`."""
        return cls(number, number, number)


@dataclass(frozen=True, slots=True)
class QuantitySpan:
    """A numeral or quantifier phrase: `text[start:end]` states `quantity`."""

    start: int
    end: int
    quantity: Quantity


# Lower bounds of vague quantifiers. Dozens, hundreds, thousands, several, a number of and some are those of the
# guidelines; the others follow their pattern (twice the unit, or three where the word means "more than a couple").
VAGUE: Final = {
    "hundreds of thousands": 200_000, "tens of thousands": 20_000, "dozens": 24, "scores": 40, "hundreds": 200,
    "thousands": 2000, "millions": 2_000_000, "several": 3, "a number of": 3, "a large number of": 3,
    "large numbers of": 3, "numerous": 3, "many": 3, "a handful of": 3, "a few": 3, "some": 2,
}  # fmt: skip
_UNITS: Final = {"dozen": 12, "hundred": 100, "thousand": 1000, "lakh": 100_000, "million": 1_000_000}


def _phrases(*phrases: str) -> str:
    """A regex alternation of phrases whose words any white space may part."""
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in sorted(phrases, key=len, reverse=True))


_AT_LEAST: Final = _phrases(
    "at least", "at the very least", "no fewer than", "no less than", "not less than", "a minimum of", "as few as",
    "more than", "over", "above", "upward of", "upwards of", "in excess of", "well over",
)  # fmt: skip
_AT_MOST: Final = _phrases(
    "up to", "as many as", "a maximum of", "at most", "no more than", "not more than", "fewer than", "less than",
    "under", "below",
)  # fmt: skip
_ABOUT: Final = _phrases(
    "about", "around", "approximately", "approx", "approx.", "roughly", "some", "nearly", "almost", "close to",
    "an estimated", "estimated", "perhaps", "circa",
)  # fmt: skip

# Every word that a phrase may begin with: a cheap look ahead, so that the scan passes over all others.
_OPENERS: Final = _phrases(
    *(re.split(r"\\|\|", phrase)[0] for phrase in f"{_AT_LEAST}|{_AT_MOST}|{_ABOUT}|{_phrases(*VAGUE)}".split("|")),
    *SMALL, "a", "an", "half", "hundred", "between", "from", "only", "another", "few",
)  # fmt: skip
_PHRASE_RE: Final = re.compile(
    rf"""\b(?=\d|(?:{_OPENERS})\b)(?:
        (?:(?P<at_least>{_AT_LEAST})\s+|(?P<at_most>{_AT_MOST})\s+|(?P<about>{_ABOUT})\s+|(?P<between>between|from)\s+)?
        (?:(?:a\s+(?:total|group)\s+of|about|around|some|only|another)\s+(?=\d))?
        (?P<first>{NUMERAL})
        (?:\s*(?:-|–|\bto\b|\bor\b|/)\s*(?P<second>{NUMERAL})(?![\w-])
          |\s+and\s+(?P<upper>{NUMERAL})(?![\w-])
          |(?P<tail>\s+or\s+(?:so|more)\b|-?\s?plus\b|\+|-odd\b|\s+odd\b))?
        |(?:
           (?P<several>several|a\s+few|few|many|a\s+couple(?:\s+of)?)\s+
           (?P<unit>dozen|hundred|thousand|lakh|million)\b
          |(?P<couple>a\s+couple\s+of)
          |(?P<vague>{_phrases(*VAGUE)}))
    )(?!\w)""",
    re.VERBOSE,
)
# "many" and "some" quantify people only before a noun phrase or a verb, not in "some of these words", "as many as".
_NO_VAGUE_BEFORE_RE: Final = re.compile(r"(?:\b(?:how|so|too|as|hundreds? and)\s+)$")
_SOME_NOUN_RE: Final = re.compile(r"\s+(?:(?!of\b|time\b|extent\b|reason|kind\b|sort\b|more\b|were\b|have\b)[a-z-]+)")
_ADJACENT_RE: Final = re.compile(r"(?P<first>\d{1,3})\s(?P<second>\d{1,3})(?=\s+[a-z])")


def _range(match: re.Match[str], first: int) -> tuple[Quantity, int] | None:
    """The interval of `n to m`, `n or m`, `n-m`, `between n and m` and the end of its words."""
    name = "second" if match["second"] else "upper"
    if name == "upper" and match["between"] != "between":
        return None
    second = numeral_value(match[name] or "")
    if second is None or second <= first:
        return None
    # "10 to 15 thousand": the scale belongs to both.
    scale = re.search(r"(?:hundred|thousand|lakh|million)$", match[name])
    if scale and first < 1000 and not re.search(r"[a-z]", match["first"]):
        first *= _UNITS[scale[0]]
    return Quantity(first, None, second), match.end(name)


def _numeral_quantity(match: re.Match[str]) -> tuple[Quantity, int] | None:
    first = numeral_value(match["first"])
    if first is None:
        return None
    interval = _range(match, first)
    if interval is not None:
        return interval
    tail = (match["tail"] or "").strip()
    end = match.end("tail") if tail else match.end("first")
    if match["at_least"] or tail in ("or more", "+") or tail.endswith("plus"):
        return Quantity(first, first, None), end
    if match["at_most"]:
        return Quantity(None, first, first), end
    if match["about"] or tail:
        return Quantity(None, first, None), end
    return Quantity.exact(first), end


def _vague_quantity(match: re.Match[str], low: str) -> Quantity | None:
    if _NO_VAGUE_BEFORE_RE.search(low, max(0, match.start() - 20), match.start()) or is_measure(low, match.end()):
        return None
    if match["unit"]:
        factor = 2 if "couple" in match["several"] else 3
        return Quantity(factor * _UNITS[match["unit"]], None, None)
    if match["couple"]:
        return Quantity.exact(2)
    word = re.sub(r"\s+", " ", match["vague"])
    if word == "some" and not _SOME_NOUN_RE.match(low, match.end()):
        return None
    return Quantity(VAGUE[word], None, None)


def lowered(text: str) -> str:
    """`text` in lower case with every offset kept (`İ` and its like, which grow in lower case, stay as they are)."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def find_quantities(text: str) -> list[QuantitySpan]:
    """Numeral and quantifier phrases of `text` in reading order, with the quantities they state.

    A span covers the modifier and the number ("at least 40"), not the noun. Left out are numbers that do not count
    people or things: ages, years and dates, clock times, distances, weights, money, percentages, calibres, ordinals
    and the numbers in names of units, roads and weapons.
    """
    low = lowered(text)
    spans: list[QuantitySpan] = []
    position = 0
    while (match := _PHRASE_RE.search(low, position)) is not None:
        start, end = match.span()
        quantity: Quantity | None
        if match["first"]:
            read = _numeral_quantity(match)
            quantity, end = read if read is not None else (None, match.end("first"))
            first_start, first_end = match.span("first")
            if is_guarded(low, first_start, first_end, end):
                quantity = None
            if match["between"] and end == first_end:
                start = first_start
            adjacent = _ADJACENT_RE.match(low, first_start)
            # A dash lost in processing: "2 3 militants" for "2-3 militants".
            if quantity and adjacent and int(adjacent["second"]) == int(adjacent["first"]) + 1:
                quantity, end = Quantity(int(adjacent["first"]), None, int(adjacent["second"])), adjacent.end()
        else:
            quantity = _vague_quantity(match, low)
        if quantity is not None:
            spans.append(QuantitySpan(start, end, quantity))
        position = max(end, start + 1)
    return spans
