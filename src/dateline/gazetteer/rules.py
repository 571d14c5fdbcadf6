"""Rules about the words that stand with a name: "X County", "province of X", "northern X", "X, Y".

All of them work on folded names (see `folding`), so they know no case and no accents.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dateline.gazetteer.folding import fold
from dateline.gazetteer.records import Kind

FIRST_LEVEL = frozenset({Kind.ADMIN1, Kind.AREA})
SECOND_LEVEL = frozenset({Kind.ADMIN2})
ANY_LEVEL = frozenset({Kind.ADMIN1, Kind.ADMIN2, Kind.AREA})
SETTLEMENT = frozenset({Kind.TOWN})

CLASS_WORDS: dict[str, frozenset[Kind]] = {
    **dict.fromkeys(
        (
            "province", "provinces", "governorate", "governate", "oblast", "region", "state", "department",
            "departamento", "prefecture", "krai", "kray", "republic", "wilaya", "voivodeship", "emirate", "territory",
        ),
        FIRST_LEVEL,
    ),
    **dict.fromkeys(("county", "parish", "raion", "rayon", "tehsil", "taluka", "taluk", "upazila"), SECOND_LEVEL),
    **dict.fromkeys(("district", "districts", "division", "canton", "municipality"), ANY_LEVEL),
    **dict.fromkeys(
        (
            "city", "town", "township", "village", "hamlet", "suburb", "neighborhood", "neighbourhood", "camp",
            "refugee camp", "metropolitan area", "downtown", "airport", "international airport", "port",
        ),
        SETTLEMENT,
    ),
}  # fmt: skip
"""Words after or (with "of") before a name, and the kinds of place they say it is."""

_VAGUE = ("area", "areas", "sector", "zone", "outskirts", "suburbs", "region", "regions", "side")
_COMPASS = (
    r"(?:north|south|east|west|northeast|northwest|southeast|southwest|north east|north west|south east|south west)"
)
_PART = re.compile(
    rf"(?:(?:{_COMPASS})(?:ern)?|northernmost|southernmost|central|greater|downtown|inner|outer|mid|rural|coastal|"
    rf"old|upper|lower|western|the)\s+(?:part of |parts of |suburb of |suburbs of |outskirts of )?(?=\w)"
)
_RELATION = re.compile(
    rf"(?:{_COMPASS}(?:ern)? (?:part |parts |side |suburb |suburbs |outskirts )?of|outside(?: of)?|near|around|inside|"
    rf"in|at|outskirts of|suburbs? of|areas? of|parts? of|cent(?:re|er) of|heart of|capital of)\s+"
)
_CLASS = "|".join(sorted(CLASS_WORDS, key=len, reverse=True))
_AFTER = re.compile(rf"(.+?) ({_CLASS})\Z")
_BEFORE = re.compile(rf"({_CLASS}) of (.+)\Z")
_VAGUE_AFTER = re.compile(rf"(.+?) (?:{'|'.join(_VAGUE)})\Z")

_COUNTY_AFTER = re.compile(r"(.+) co\Z")
_LETTER_BEFORE = re.compile(r"([nsew]) (.+)\Z")
_LETTERS = {"n": "north", "s": "south", "e": "east", "w": "west"}
_BARE_AFTER = re.compile(
    r"(.+?) (?:county|parish|province|governorate|oblast|oblysy|region|district|prefecture|state|department|"
    r"municipality|autonomous region|autonomous republic|krai|kray|republic|canton|raion|rayon|audany|kommun|kommune|"
    r"megye|borough|division|governorat|vilayet|viloyati|wilaya|emirate|voivodeship|territory|shi|sheng)\Z"
)
_BARE_BEFORE = re.compile(
    r"(?:province of|state of|department of|republic of|region of|governorate of|county of|district of|muhafazat|"
    r"ostan e|wilayat e|welayat e|wilaya de|wilayat|provincia de|provincia del|departamento de|departamento del|"
    r"departement de|departement du|departement des|region de|region du|estado de|estado do|estado da|provincia di|"
    r"citta metropolitana di|respublika|republika|landkreis|kreis|arrondissement de|judetul|emirate of|canton de|"
    r"comarca de|municipio de|distrito de|gouvernorat de|mintaqat) (.+)\Z"
)


class Reading(NamedTuple):
    """One way to read a name: look up `core`, keep the `kinds` (None: all); `within` is a place it lies in."""

    core: str
    kinds: frozenset[Kind] | None = None
    within: str = ""
    partial: bool = False
    """True where the name means a part or the surroundings of the place that `core` names."""


def bare_name(folded: str) -> str:
    """A division's folded name without its class word, empty if there is none: "rapides parish" -> "rapides"."""
    match = _BARE_AFTER.match(folded) or _BARE_BEFORE.match(folded)
    return match.group(1) if match and len(match.group(1)) > 2 else ""


def readings(name: str) -> list[Reading]:
    """The ways to read a name that is not in the gazetteer as it stands, most literal first.

    >>> readings("Aktobe Province")[0].core
    'aktobe'
    """
    found: list[Reading] = []
    head, comma, tail = name.partition(",")
    if comma and fold(head) and fold(tail):
        found.append(Reading(fold(head), None, tail.strip()))
    pending = [Reading(fold(name))]
    seen = {pending[0].core}
    while pending:
        reading = pending.pop(0)
        for step in _steps(reading):
            if step.core not in seen:
                seen.add(step.core)
                found.append(step)
                pending.append(step)
    return found


def _steps(reading: Reading) -> list[Reading]:
    core, kinds, _, partial = reading
    steps: list[Reading] = []
    if match := _AFTER.match(core):
        steps.append(Reading(match.group(1), kinds or CLASS_WORDS[match.group(2)], "", partial))
    if match := _BEFORE.match(core):
        steps.append(Reading(match.group(2), kinds or CLASS_WORDS[match.group(1)], "", partial))
    if match := _COUNTY_AFTER.match(core):
        steps.append(Reading(f"{match.group(1)} county", kinds, "", partial))
    if match := _LETTER_BEFORE.match(core):
        steps.append(Reading(f"{_LETTERS[match.group(1)]} {match.group(2)}", kinds, "", partial))
    if match := _VAGUE_AFTER.match(core):
        steps.append(Reading(match.group(1), kinds, partial=True))
    if match := _RELATION.match(core) or _PART.match(core):
        steps.append(Reading(core[match.end() :], kinds, partial=True))
    if core.startswith(("al ", "el ", "ar ", "as ", "ad ", "an ")) and len(core) > 5:
        steps.append(Reading(core[3:], kinds, "", partial))
    return steps


_CONTEXT_AFTER = re.compile(rf"[’']?s?\s+({_CLASS})\b(?!\s+of\b)", re.IGNORECASE)
_CONTEXT_BEFORE = re.compile(rf"\b({_CLASS})\s+of\s+(?:the\s+)?\Z", re.IGNORECASE)
_DIRECTLY_BEFORE = re.compile(
    r"\b(city|town|village|hamlet|suburb|suburbs|outskirts|mayor|downtown)\s+(?:of\s+)?\Z", re.IGNORECASE
)


_PLURALS = {
    "counties": "county", "parishes": "parish", "provinces": "province", "governorates": "governorate",
    "oblasts": "oblast", "regions": "region", "states": "state", "departments": "department",
    "prefectures": "prefecture", "republics": "republic", "districts": "district", "municipalities": "municipality",
    "cities": "city", "towns": "town", "villages": "village",
}  # fmt: skip
_LISTED = r"[^\W\d_a-z][\w.'’-]*(?:\s+[^\W\d_a-z][\w.'’-]*){0,2}"
_PLURAL_AFTER = re.compile(
    rf"(?:\s*,\s*{_LISTED})*(?:\s*,?\s+(?:and|or|&)\s+{_LISTED})?\s+((?i:{'|'.join(_PLURALS)}))\b"
)


def said_kinds(before: str, after: str) -> frozenset[Kind] | None:
    """The kinds of place that the words beside a name say it is; None if they say nothing."""
    if match := _CONTEXT_AFTER.match(after):
        word = match.group(1).lower()
        # "the Texas city of Paris": the class word belongs to what follows, hence (?!\s+of) above;
        # "Aktobe airport" and "Karachi city" are towns all the same.
        return CLASS_WORDS[word]
    if match := _CONTEXT_BEFORE.search(before):
        return CLASS_WORDS[match.group(1).lower()]
    if _DIRECTLY_BEFORE.search(before):
        return SETTLEMENT
    return plural_kinds(after)


def plural_kinds(after: str) -> frozenset[Kind] | None:
    """The kinds that a plural class word at the end of a list of names says: "X, Y and Z counties"."""
    match = _PLURAL_AFTER.match(after)
    return CLASS_WORDS[_PLURALS[match.group(1).lower()]] if match else None


def is_code(name: str) -> bool:
    """Whether a name is written as an abbreviation or code: "U.S.", "TX", "Calif."; not "us", "La"."""
    letters = [letter for letter in name if letter.isalpha()]
    if not letters or not letters[0].isupper():
        return False
    return name.isupper() or "." in name or len(letters) >= 4
