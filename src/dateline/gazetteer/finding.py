"""Gazetteer names in running text, for use where no model has marked the places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dateline.gazetteer.folding import fold
from dateline.gazetteer.records import Candidate, Kind, Source
from dateline.gazetteer.rules import said_kinds
from dateline.gazetteer.words import COMMON, FUNCTION, GENERIC

if TYPE_CHECKING:
    from dateline.gazetteer.index import Gazetteer

MAX_WORDS = 6
_WORD = re.compile(r"[^\W\d_](?:[\w'’ʻʼ-]*\w)?(?:\.(?:[^\W\d_]\.)+)?|[^\W\d_]\.(?:[^\W\d_]\.)+")
_GAP = re.compile(r"[ \t]*\n?[ \t]*|\. ?|[ -]+")
_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "sir",
        "lord",
        "lady",
        "president",
        "minister",
        "prime",
        "premier",
        "general",
        "gen",
        "colonel",
        "col",
        "captain",
        "capt",
        "major",
        "maj",
        "lieutenant",
        "lt",
        "sergeant",
        "sgt",
        "private",
        "judge",
        "justice",
        "senator",
        "sen",
        "rep",
        "gov",
        "governor",
        "mayor",
        "king",
        "queen",
        "prince",
        "princess",
        "sheikh",
        "sheik",
        "imam",
        "ayatollah",
        "pope",
        "bishop",
        "father",
        "sister",
        "brother",
        "saint",
        "professor",
        "prof",
        "chief",
        "secretary",
        "spokesman",
        "spokeswoman",
        "chairman",
        "director",
        "commander",
        "brigadier",
        "admiral",
        "don",
        "dona",
        "comrade",
        "mullah",
        "maulana",
    ]
)
_SMALL_TOWN = 2_000
"""The least population of a town that is found by a single word with "in", "near" or the like before it."""
_KNOWN_TOWN = 200_000
"""The least population of a town that is found by a single word anywhere."""
_SHORT = 2
"""Letters of a name that only abbreviations of countries may have."""
_CONTEXT = 40
_LOCATIVE = re.compile(
    r"\b(?:in|at|from|near|to|of|around|outside|inside|toward|towards|into|through|between|across|via|reach|reached|leave|left)"
    r"(?:\s+the)?(?:\s+(?:north|south|east|west|central|downtown|greater)[a-z]*)?\s+\Z",
    re.IGNORECASE,
)
# In capitals "to" and "of" stand before too many other words.
_LOCATIVE_IN_CAPITALS = re.compile(r"\b(?:in|at|from|near|around|outside|between)(?:\s+the)?\s+\Z", re.IGNORECASE)
_APPOSITION = re.compile(
    r"(?:,\s+[^\W\d_a-z]|\s*\((?:AP|Reuters|AFP|UPI|CNN|Xinhua|dpa|TASS)|\s*(?:—|–|--)\s|,\s+\d{1,2}\s)"
)
_TITLE = re.compile(r"([^\W\d_]+)\.?\s+\Z")
_GIVEN = re.compile(r"([^\W\d_a-z][a-z'’-]+)\s+\Z")
_SURNAME = re.compile(r"[ ][^\W\d_a-z][a-z'’-]+")
_SENTENCE = re.compile(r"(?:\A|[.!?:\n”\")—–-])\s*\Z")


def find_names(text: str, gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """Offsets (start, end) of place names in a text, in order and without overlap, longest match first.

    In mixed case only capitalised words begin a name; in text in capitals every word may. Common English words
    and persons' names are left out, and of towns with a single word for a name those that are not widely known
    are found only where the words beside them speak of a place ("in", "near", a comma with another name).
    """
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    capitals = _in_capitals(text)
    found: list[tuple[int, int]] = []
    number = 0
    while number < len(words):
        start, end = words[number]
        begins = (text[start].isupper() or _uncased(text[start])) and text[start:end].lower() not in FUNCTION
        length = _longest(text, words, number, gazetteer, capitals=capitals) if begins else 0
        if length:
            found.append((start, words[number + length - 1][1]))
        number += length or 1
    return found


def _uncased(letter: str) -> bool:
    return letter.lower() == letter.upper()


def _in_capitals(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return letters > 0 and sum(map(str.isupper, text)) > 0.7 * letters


def _longest(text: str, words: list[tuple[int, int]], first: int, gazetteer: Gazetteer, *, capitals: bool) -> int:
    """The number of words of the longest place name that begins at word `first`, 0 if there is none."""
    start = words[first][0]
    best = 0
    for count in range(1, min(MAX_WORDS, len(words) - first) + 1):
        last = words[first + count - 1]
        if count > 1 and not _GAP.fullmatch(text[words[first + count - 2][1] : last[0]]):
            break
        name = text[start : last[1]]
        folded = fold(name)
        if not folded:
            break
        known, longer = gazetteer.begins(folded)
        if known and _is_place(text, words, first, count, gazetteer, capitals=capitals):
            best = count
        if not longer:
            break
    return best


def _is_place(
    text: str, words: list[tuple[int, int]], first: int, count: int, gazetteer: Gazetteer, *, capitals: bool
) -> bool:
    start, end = words[first][0], words[first + count - 1][1]
    name = text[start:end]
    folded = fold(name)
    if name.islower() or _is_ordinary(folded, count):
        return False
    # In capitals every word looks like a code, so there only those with points count ("U.S.", "N.C.").
    candidates = gazetteer.folded(folded, name if "." in name or not capitals else name.lower())
    candidates = [place for place in candidates if place.source != Source.CODE]
    if not candidates or any(_is_area(place) for place in candidates):
        return bool(candidates) and (len(folded) > _SHORT or not folded.isascii() or _has_short_form(candidates))
    return _is_town(text, start, end, candidates, single=count == 1, capitals=capitals)


def _is_town(text: str, start: int, end: int, candidates: list[Candidate], *, single: bool, capitals: bool) -> bool:
    """Whether a name that is none of a country or region is a place here, judged by size and by the words beside it."""
    name = text[start:end]
    folded = fold(name)
    if len(folded) <= _SHORT and folded.isascii():
        return False
    # In other scripts than Latin all names are alternate ones.
    usual = Source.USUAL if folded.isascii() else Source.ALTERNATE
    largest = max((place.population for place in candidates if place.source <= usual), default=0)
    if largest < _KNOWN_TOWN and all(word in COMMON or word in GENERIC for word in folded.split()):
        return False
    any_largest = max(place.population for place in candidates)
    if not single:
        return largest > 0 or any_largest >= _KNOWN_TOWN
    beside = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    if _is_person(*beside):
        return False
    if _speaks_of_a_place(*beside, capitals=capitals):
        return any_largest >= _SMALL_TOWN
    return largest >= _KNOWN_TOWN and (capitals or not name.isupper())


def _speaks_of_a_place(before: str, after: str, *, capitals: bool) -> bool:
    locative = _LOCATIVE_IN_CAPITALS if capitals else _LOCATIVE
    return bool(locative.search(before) or _APPOSITION.match(after) or said_kinds(before, after))


def _is_ordinary(folded: str, count: int) -> bool:
    """Ordinary: "march", "northern areas"; not so "united states", though each word is a common one."""
    words = folded.split()
    return all(word in GENERIC for word in words) or (count == 1 and words[0] in COMMON)


def _is_area(place: Candidate) -> bool:
    """Countries, their first divisions and named areas are found wherever they stand."""
    if place.kind in {Kind.TOWN, Kind.ADMIN2, Kind.WATER}:
        return False
    if place.kind == Kind.COUNTRY and place.source == Source.ALTERNATE:
        return True
    return place.source in {Source.MAIN, Source.USUAL, Source.DEMONYM, Source.ABBREVIATION}


def _has_short_form(candidates: list[Candidate]) -> bool:
    """Whether two letters may stand for one of the places: "US" and "UK", but not "LA", "ID" or a hamlet "As"."""
    return any(place.source == Source.ABBREVIATION and place.kind == Kind.COUNTRY for place in candidates)


def _is_person(before: str, after: str) -> bool:
    """Whether a single name stands in a person's name: after a title or a given name, or before a surname."""
    title = _TITLE.search(before)
    if title and title.group(1).lower() in _TITLES:
        return True
    given = _GIVEN.search(before)
    if given and fold(given.group(1)) not in GENERIC and not _SENTENCE.search(before[: given.start(1)]):
        return True
    return bool(_SURNAME.match(after)) and not said_kinds("", after)
