"""Names of villages, quarters and the like that a report tells and the gazetteer does not have.

Such a place is named, not moved to another town: GUIDELINES.md asks for the name, and for no coordinates where there
are none to be had.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from dateline.gazetteer.folding import fold
from dateline.gazetteer.words import COMMON, FUNCTION, GENERIC
from dateline.records import PlacePrecision

_ARABIC: Final = r"(?:[Aa][ltrsnd]h?|[Ee]l|[Aa]sh|[Uu]mm?|[Aa]bu|[Bb]ani)[ -]"
_APOSTROPHE: Final = r"(?:[’'‘ʻ](?!s\b)\w+)"
_CAPITAL: Final = rf"[^\W\d_a-z]\w*{_APOSTROPHE}*(?:-\w+{_APOSTROPHE}*)*"
_JOINED: Final = r"(?:de|del|de la|de las|de los|la|las|los|do|da|dos|e|y|al|el|ul|bin|ibn|sur|sous|en)"
_NAME: Final = rf"((?:{_ARABIC})?{_CAPITAL}(?: (?:{_JOINED} )?(?:{_ARABIC})?{_CAPITAL}){{0,3}})"
_WHERE: Final = (
    r"(?:\b(?:in|at|near|outside|around|inside|from|to|into|toward|towards|beside|of|close to|next to|"
    r"(?:north|south|east|west)(?:ern|east|west)? of|the (?:outskirts|edge|centre|center|suburbs) of) )"
)
_VILLAGE: Final = (
    r"(?:(?:fishing |farming |mountain |border |tribal |remote |small |nearby )*"
    r"(?:village|hamlet|town|township|settlement|canton|kebele|barangay|sitio))"
)
_QUARTER: Final = r"(?:neighbou?rhood|quarter|suburb|ward|colony|locality)"
_AREA: Final = r"(?:district|county|municipality|sub-?district|division|tehsil|taluk|upazila|raion|woreda)"
_NATURE: Final = r"(?:forest|jungle|valley|mountains?|range|ridge|island|gorge|desert)"
_NAMED_AFTER: Final = r"(?:police station|police post|railway station|bus station|bus stand|toll plaza)"
_END: Final = r"(?=\Z|[,;(]| (?:in|under|under the|on|and|of|about|some|\d+) )"
_START: Final = rf"(?:\A|(?i:{_WHERE})|(?i:\bthe )|[’']s )(?i:the )?"
_HELD: Final = re.compile(
    r"-(?:held|controlled|ruled|run|led|backed|hit|majority|dominated|occupied|affected)\Z", re.IGNORECASE
)
"""Words with one of these say whose a place is, or what of it: "the ISIL-held town of Raqqa"."""

Sort = Literal["village", "quarter", "area", "nature", "name"]
PRECISION: Final[dict[Sort, PlacePrecision]] = {
    "village": "town",
    "quarter": "town",
    "area": "district",
    "nature": "site",
    "name": "town",
}
_PATTERNS: Final[tuple[tuple[re.Pattern[str], Sort], ...]] = (
    (re.compile(rf"(?i:\b{_VILLAGE}s? of) (?i:the )?{_NAME}"), "village"),
    (re.compile(rf"(?i:\b{_QUARTER}s? of) (?i:the )?{_NAME}"), "quarter"),
    (re.compile(rf"\A{_NAME}, (?:a|an|the|one)\b[^,]{{0,40}}\b(?:{_QUARTER}|district)s? of\b"), "quarter"),
    (re.compile(rf"{_START}{_NAME} (?i:{_VILLAGE})\b(?! of\b)"), "village"),
    (re.compile(rf"{_START}{_NAME} (?i:{_QUARTER})\b(?! of\b)"), "quarter"),
    (re.compile(rf"{_START}{_NAME} (?i:{_AREA})\b(?! of\b)"), "area"),
    (re.compile(rf"{_START}({_NAME} (?i:{_NATURE}))\b"), "nature"),
    (re.compile(rf"{_START}{_NAME} (?i:{_NAMED_AFTER})\b"), "name"),
    (re.compile(rf"\A(?i:{_WHERE})?{_NAME}{_END}"), "name"),
    (re.compile(rf"(?i:\b(?:in|at|near|outside|(?:north|south|east|west)\w* of)) {_NAME}(?=\Z|[,;])"), "name"),
)
_FACILITY: Final = re.compile(
    r"\b(?:mosque|masjid|church|temple|shrine|cathedral|school|university|college|hospital|clinic|hotel|market|bazaa?r|"
    r"mall|camp|base|barracks|prison|jail|court(?:house)?|stadium|park|square|street|avenue|road|highway|bridge|gate|"
    r"house|palace|ministry|embassy|airport|port|farm|factory|plant|station|hall|block|sector|line|front|chowk|junction|crossing|river|hills)s?\b",
    re.IGNORECASE,
)
"""A name with one of these is that of a building, a street or the like: it stands for its town."""
_ARTICLES: Final = frozenset({"al", "el", "la", "las", "los", "le", "les", "de", "del"})
_WIDEST: Final = 4
"""Words of a name in a report without capitals: more of them are a description."""


@dataclass(frozen=True)
class Unlisted:
    """A place by its name alone. `start` and `end` are offsets in the words that tell it."""

    name: str
    sort: Sort
    """What the words say that it is: "area" is a district, "name" no more than a name."""
    start: int
    end: int


def unlisted(words: str, *, cased: bool) -> Unlisted | None:
    """The settlement, district or natural feature that the words of a place name, None where they only describe one.

    "The village of Las Ceibas", "near Chintalnar in Sukma District" and "Mataje" tell a name, "the ridge" and "a
    mosque in the city" do not. `cased`: whether capitals mean anything in the report.
    """
    text = words.replace("\n", " ")
    if not cased:
        if re.match(r"(?i)(?:the|a|an|this|that)\b", text) and not re.search(rf"(?i)\b{_VILLAGE} of\b", text):
            return None
        text = re.sub(r"[^\W\d_](?:[\w'’]*\w)?", _capitalised, text)
    found = [
        Unlisted(re.sub(r"['’]s\Z", "", match.group(1)), sort, match.start(1), match.end(1))
        for pattern, sort in _PATTERNS
        if (match := pattern.search(text)) and _is_name(match.group(1), cased=cased)
    ]
    return min(found, key=lambda one: one.start, default=None)


def _capitalised(word: re.Match[str]) -> str:
    """The word with one capital, or as it is where that would be longer."""
    capital = word.group().capitalize()
    return capital if len(capital) == len(word.group()) else word.group()


def _is_name(name: str, *, cased: bool) -> bool:
    folded = [word for word in fold(name).split() if word not in _ARTICLES]
    if not folded or _FACILITY.search(name) or _HELD.search(name) or (not cased and len(folded) > _WIDEST):
        return False
    ordinary = [word in COMMON or word in GENERIC or word in FUNCTION for word in folded]
    return not all(ordinary) and folded[0] not in GENERIC if cased else not any(ordinary)
