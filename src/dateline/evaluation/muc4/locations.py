"""The LOCATION slot of MUC-4: a country and, where it is told, a place of the task's set list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from dateline.evaluation.muc4.vocabulary import nations, nations_in, read_table, word_set

COUNTRIES = (
    "EL SALVADOR",
    "GUATEMALA",
    "HONDURAS",
    "ARGENTINA",
    "BOLIVIA",
    "CHILE",
    "COLOMBIA",
    "ECUADOR",
    "PERU",
)
"""The nine countries whose incidents the task asks for."""
_REGIONS = word_set(
    "DEPARTMENT PROVINCE STATE REGION COMMISSARIAT INTENDANCY COUNTY ZONE AREA TERRITORY VALLEY ISLANDS"
) | {"OFFICIAL REGION", "CONSTITUTIONAL PROVINCE", "FEDERAL DISTRICT", "NATIONAL TERRITORY"}
_SETTLEMENTS = word_set("CITY TOWN MUNICIPALITY VILLAGE JURISDICTION HAMLET PORT TOWNSHIP CANTON ISLAND")
_LIKELY = ("CITY", "TOWN", "MUNICIPALITY", "DEPARTMENT", "PROVINCE", "OFFICIAL REGION", "VILLAGE", "NEIGHBORHOOD")
_KIND_WORDS = (
    "DEPARTMENT|PROVINCE|STATE|REGION|COMMISSARIAT|INTENDANCY|COUNTY|CITY|TOWN|MUNICIPALITY|VILLAGE|JURISDICTION|"
    "HAMLET|NEIGHBORHOOD|DISTRICT|CANTON|FARM|SUBURB|ZONE|CORREGIMIENTO|SECTOR|ISLAND|VALLEY|AREA"
)
_SUFFIX = re.compile(rf"^(?:THE )?(.+?) ({_KIND_WORDS})$")
_PREFIX = re.compile(rf"^(?:THE )?({_KIND_WORDS}|DOWNTOWN|CENTRAL|NORTHERN|SOUTHERN|EASTERN|WESTERN) (?:OF )?(.+)$")
_DATELINE_PLACE = re.compile(r"\s*([^,\n]{2,60}?)\s*(?:\(([A-Z .]+)\))?,")


@dataclass(frozen=True)
class Place:
    """A place of the set list; `within` is the place that contains it, if the task documents tell."""

    name: str
    country: str
    kind: str
    within: str = ""

    @property
    def depth(self) -> int:
        """1 for regions, 2 for settlements, 3 for places within them."""
        return 1 if self.kind in _REGIONS else 2 if self.kind in _SETTLEMENTS else 3

    @property
    def rank(self) -> int:
        """Of places of one name the likelier is the city, then the administrative region."""
        return len(_LIKELY) - _LIKELY.index(self.kind) if self.kind in _LIKELY else 0


@cache
def _table() -> Mapping[str, tuple[Place, ...]]:
    places: dict[str, list[Place]] = {}
    other: list[tuple[str, str]] = []
    for row in read_table("locations.tsv"):
        if row[1] == "=":
            other.append((row[0], row[2]))
        else:
            places.setdefault(row[0], []).append(Place(*row))
    for name, known in other:
        places.setdefault(name, list(places.get(known, [])))
    return MappingProxyType({name: tuple(found) for name, found in places.items()})


def look_up(text: str) -> tuple[str, tuple[Place, ...]]:
    """(name, places of the set list) for the words of a text: "SAN MIGUEL DEPARTMENT" is SAN MIGUEL, the department.

    The name without its kind, and no places, where the set list knows none.
    """
    name = " ".join(re.sub(r"\[[^\]]*\]|[^\w\s.'-]", " ", text.upper()).split()).removesuffix("'S")
    suffix, prefix = _SUFFIX.match(name), _PREFIX.match(name)
    kind = suffix[2] if suffix else prefix[1] if prefix else ""
    bare = suffix[1] if suffix else prefix[2] if prefix else name
    for form in (name, bare):
        if form in _table():
            found = _table()[form]
            named = tuple(p for p in found if p.kind == kind)
            return form, named or found
    return bare, ()


def country_votes(text: str) -> Counter[str]:
    """How often a report names each of the nine countries or their people; its dateline's country counts as two."""
    votes = Counter(nation for nation in nations_in(text) if nation in COUNTRIES)
    head = _DATELINE_PLACE.match(text)
    if head is not None:
        named = nations().get(head[2].strip().replace(".", " ")) if head[2] else None
        for country in {named} if named else {p.country for p in look_up(head[1])[1]} & set(COUNTRIES):
            if country in COUNTRIES:
                votes[country] += 2
    return votes


def location_fill(names: Sequence[str], votes: Counter[str]) -> str:
    """The slot's fill, such as "EL SALVADOR: SAN MIGUEL (DEPARTMENT)": the most specific of the names in its country.

    `names` are the places told, best first; `votes` the countries that the report names, for names in several
    countries or in none of the set list. "" if no country can be told.
    """
    default = votes.most_common(1)[0][0] if votes else ""
    best: Place | None = None
    unknown = ""
    for text in names:
        named = nations_in(text)
        if named and " ".join(text.upper().split()) in nations():
            default = named[0]
            continue
        name, places = look_up(text)
        if not places:
            unknown = unknown or name
            continue
        place = max(places, key=lambda p: (votes[p.country], p.country in COUNTRIES, p.rank))
        if best is None or place.depth > best.depth:
            best = place
    if best is None:
        return ": ".join(part for part in (default, unknown) if part)
    parts = [best.country]
    around = [p for p in _table().get(best.within, ()) if p.country == best.country and p.depth < best.depth]
    if around:
        container = max(around, key=lambda p: p.rank)
        parts.append(f"{container.name} ({container.kind})")
    return ": ".join([*parts, f"{best.name} ({best.kind})"])
