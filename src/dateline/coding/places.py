"""Where an event took place: from its place fillers to one gazetteer entry."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from dateline.coding.document import Document
from dateline.coding.frames import Filler
from dateline.coding.unlisted import PRECISION, Unlisted, unlisted
from dateline.gazetteer import Gazetteer, Mention, Resolved
from dateline.gazetteer.finding import find_names
from dateline.gazetteer.phrases import is_cased
from dateline.gazetteer.resolver import resolve
from dateline.records import Place, PlacePrecision

ELSEWHERE = 0.9  # how sure the reading as a small place outside the report's country must be
LARGE = 100_000  # inhabitants
LARGE_CITY = 500_000  # inhabitants: its quarters are called by their names
CONTEXT_DISCOUNT = 0.5  # a place taken over from the report's context is at best this probable
# From the most to the least precise; "town" before "district" because a district's point is a label point.
_FINENESS: dict[PlacePrecision, int] = {"site": 0, "town": 1, "district": 2, "region": 3, "country": 4, "unknown": 5}
# Words of facilities and streets: the place is a site in the town that is named with it.
_SITE = re.compile(
    r"\b(?:airport|air ?base|base|barracks|camp|checkpoint|checkpost|outpost|post|station|headquarters|embassy|"
    r"consulate|"
    r"mosque|church|temple|shrine|synagogue|cathedral|school|university|college|hospital|clinic|hotel|restaurant|"
    r"market|bazaar|mall|shop|store|factory|plant|refinery|pipeline|prison|jail|court|stadium|park|square|street|"
    r"avenue|road|highway|bridge|crossing|port|farm|ranch|building|house|home|office|palace|compound|club|bar)s?\b",
    re.IGNORECASE,
)
_NAMED_SITE = re.compile(
    r"(?:\s(?:and|AND|&)(?:\s[A-Z]\w+){1,2})?\s"
    r"(?:Street|STREET|Avenue|AVENUE|Boulevard|BOULEVARD|Chowk|CHOWK|Gate|GATE|House|HOUSE|Hall|HALL|"
    r"Tower|TOWER)[sS]?\b"
)
"""After a name: it is that of a street or a building, wherever the place of that name lies ("Haifa Street")."""
_DISTANT = re.compile(
    r"\b(?:\d+|miles?|km|kilomet(?:re|er)s?)\b.{0,30}\b(?:from|of)\b|\b(?:north|south|east|west)\w* of\b", re.DOTALL
)

_NEAR = re.compile(r"\b(?:near|outside|(?:north|south|east|west)\w* of)\b", re.IGNORECASE)


@dataclass(frozen=True)
class NamedPlace:
    """A place name of the report, with the document offsets where it stands and what it was resolved to."""

    start: int
    end: int
    resolved: Resolved


class ReportPlaces:
    """All the places that a report names, resolved together: one reading for the whole report."""

    def __init__(self, document: Document, fillers: Sequence[Filler], gazetteer: Gazetteer) -> None:
        readable = _readable(document.string)
        spans = set(find_names(readable, gazetteer))
        for filler in fillers:
            if not any(filler.start <= start and end <= filler.end for start, end in spans):
                spans.update(_names_in(filler, gazetteer))
        sites = {span for span in spans if _NAMED_SITE.match(readable, span[1])}
        named = {(f.start, f.end) for f in fillers if any(f.start <= start and end <= f.end for start, end in sites)}
        phrases = {(f.start, f.end) for f in fillers} - spans - named
        ordered = sorted(spans | phrases)
        mentions = [Mention.at(document.string, start, end) for start, end in ordered]
        self.cased = is_cased(mentions)
        answers = resolve(mentions, gazetteer)
        self.places = [
            NamedPlace(start, end, resolved)
            for (start, end), resolved in zip(ordered, answers, strict=True)
            if resolved is not None and (start, end) in spans - sites
        ]
        self._phrases = {
            span: answer
            for span, answer in zip(ordered, answers, strict=True)
            if span in phrases and answer is not None
        }

    def within(self, start: int, end: int) -> Resolved | None:
        """The most precise place named inside the words [start, end), the first of equals."""
        inside = [p.resolved for p in self.places if start <= p.start and p.end <= end]
        if not inside and (start, end) in self._phrases:
            inside = [self._phrases[start, end]]
        return min((r for r in inside if self._credible(r)), key=lambda r: _FINENESS[r.precision], default=None)

    def lists(self, start: int, end: int) -> bool:
        """Whether the words [start, end) are, or are in, a name that the gazetteer has in a country of the report."""
        return any(p.start <= start and end <= p.end and self._credible(p.resolved) for p in self.places)

    def _credible(self, resolved: Resolved) -> bool:
        """Small places of a country that the report is not about are rather words that happen to be a name there."""
        large = resolved.population >= LARGE or resolved.precision == "country"
        told = resolved.country == self.country or resolved.country in self._told_countries
        return told or large or resolved.confidence >= ELSEWHERE

    @cached_property
    def _told_countries(self) -> frozenset[str | None]:
        """Countries that the report names, or a large place of which it names."""
        found = (place.resolved for place in self.places)
        return frozenset(r.country for r in found if r.precision == "country" or r.population >= LARGE)

    @cached_property
    def country(self) -> str | None:
        """The country that most places named lie in, each counted as far as it is sure, a country by name twice."""
        votes: defaultdict[str, float] = defaultdict(float)
        for place in self.places:
            if place.resolved.country is not None:
                twice = 2.0 if place.resolved.precision == "country" else 1.0
                votes[place.resolved.country] += twice * place.resolved.confidence
        return max(votes, key=lambda country: votes[country], default=None)

    def before(self, position: int) -> Resolved | None:
        """The town of the report's country named last before a position: what "the city" is said of."""
        towns = [p for p in self.places if p.end <= position and p.resolved.precision == "town"]
        return next((p.resolved for p in reversed(towns) if p.resolved.country == self.country), None)

    def common_country(self) -> Resolved | None:
        """The report's country as a place of its own; None where the report does not name it."""
        named = [p.resolved for p in self.places if p.resolved.precision == "country"]
        return next((r for r in named if r.country == self.country), None)


def _names_in(filler: Filler, gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """Names in the words of a place filler, the whole of them if the gazetteer has it."""
    if gazetteer.candidates(filler.text):
        return [(filler.start, filler.end)]
    found = find_names(_readable(filler.text), gazetteer)
    return [(filler.start + start, filler.start + end) for start, end in found]


def _readable(text: str) -> str:
    """The text, or the same in capitals if it has none: in small letters no word looks like a name."""
    capitals = text.upper()
    return capitals if text == text.lower() and len(capitals) == len(text) else text


def to_place(fillers: Sequence[Filler], document: Document, places: ReportPlaces) -> Place:
    """The place of the most probable filler; a further one that lies inside it makes it more precise.

    A filler that tells a name which the gazetteer does not have keeps that name, without a point. One that names
    nothing ("the ridge") stands for the town named last before it; where there is none it keeps its words.
    """
    ranked = sorted(fillers, key=lambda f: (-f.score, f.start))
    if not ranked:
        return Place(basis="no place is told with the event")
    chosen, resolved = _chosen(ranked, places)
    name = unlisted(chosen.text, cased=places.cased)
    if name is not None and places.lists(chosen.start + name.start, chosen.start + name.end):
        name = None
    if name is not None:
        resolved = _area(name, chosen, resolved, places)
    town = places.before(chosen.start)
    if name is not None and _lies_apart(name, chosen.text, resolved, town):
        place = _from_name(name, resolved, places.country, chosen.score)
    elif resolved is not None:
        place = from_resolved(resolved, _precision(chosen.text, resolved), chosen.score)
    elif town is not None:
        why = f"{chosen.text!r} is not in the gazetteer; the town named before it"
        near = from_resolved(town, town.precision, CONTEXT_DISCOUNT * chosen.score)
        place = near.model_copy(update={"basis": f"{why}: {near.basis}"})
    else:
        place = Place(name=chosen.text, basis=f"{chosen.text!r} is not in the gazetteer")
    quote = document.quote(chosen.start, chosen.end)
    words = {"quote": quote.quote, "start": quote.start, "end": quote.end, "part": quote.part}
    return place.model_copy(update=words)


def _chosen(ranked: Sequence[Filler], places: ReportPlaces) -> tuple[Filler, Resolved | None]:
    """The filler that tells the place, of some ranked by their scores, and the most precise place that fillers name."""
    chosen, resolved = ranked[0], places.within(ranked[0].start, ranked[0].end)
    for other in ranked[1:]:
        finer = places.within(other.start, other.end)
        if finer is None:
            continue
        if resolved is None and finer.precision in ("town", "district"):
            resolved = finer  # "the ministry … in Azaz": the words of the one, the point of the other
        elif resolved is not None and _narrows(resolved, finer):
            chosen, resolved = other, finer
    return chosen, resolved


def _area(name: Unlisted, filler: Filler, resolved: Resolved | None, places: ReportPlaces) -> Resolved | None:
    """The place that is named with a name: not one that only has the name of a part of it ("Afar" in "Tal Afar")."""
    start, end = filler.start + name.start, filler.start + name.end
    if resolved is None or resolved != places.within(start, end):
        return resolved
    return places.within(filler.start, start) or places.within(end, filler.end)


def _lies_apart(name: Unlisted, words: str, area: Resolved | None, town: Resolved | None) -> bool:
    """Whether a name is of a place of its own, not of a part or a site of the town named with it or, else, before it.

    Any name after a large city is rather one of its quarters, unless the words say that it is near or a village.
    """
    if area is not None:
        return name.sort != "quarter" and (
            area.precision not in ("site", "town") or _DISTANT.search(words, name.end) is not None
        )
    if town is None or name.sort not in ("quarter", "name"):
        return True
    return name.sort == "name" and (town.population < LARGE_CITY or _NEAR.search(words, 0, name.start) is not None)


def _from_name(name: Unlisted, area: Resolved | None, country: str | None, chance: float) -> Place:
    """A place by name alone, in the area that is named with it or in the report's country."""
    inside = area if area is not None and area.precision != "country" else None
    return Place(
        name=name.name,
        country=country if area is None else area.country,
        admin1=None if inside is None else inside.admin1,
        admin2=None if inside is None else inside.admin2,
        precision=PRECISION[name.sort],
        basis=f"{name.name} is not in the gazetteer" + (f"; {area.basis}" if area is not None else ""),
        confidence=round(CONTEXT_DISCOUNT * chance, 4),
    )


def from_resolved(resolved: Resolved, precision: PlacePrecision, chance: float) -> Place:
    """The record of a gazetteer entry; `chance` is the probability that it is this event's place."""
    return Place(
        name=resolved.name,
        country=resolved.country,
        admin1=resolved.admin1,
        admin2=resolved.admin2,
        lat=resolved.lat,
        lon=resolved.lon,
        precision=precision,
        geonames_id=resolved.geonames_id,
        basis=resolved.basis,
        confidence=round(chance * resolved.confidence, 4),
    )


def _narrows(area: Resolved, finer: Resolved) -> bool:
    if area.country != finer.country or _FINENESS[finer.precision] >= _FINENESS[area.precision]:
        return False
    return area.precision == "country" or area.admin1 == finer.admin1


def _precision(words: str, resolved: Resolved) -> PlacePrecision:
    if resolved.precision == "town" and _SITE.search(words):
        return "site"
    return resolved.precision


def with_context(own: Sequence[Place], positions: Sequence[int], places: ReportPlaces) -> list[Place]:
    """Places of events that name none: that of the event told nearest to them, else the report's country.

    An event whose place has a point comes before one whose place is a name only. Places by name only whose country is
    not known are taken to lie in the same one.

    `own` and `positions` (document offset of the clearest mention) have one entry an event.
    """
    named = [n for n, place in enumerate(own) if place.country is not None]
    located = [n for n in named if own[n].lat is not None or own[n].geonames_id is not None] or named
    country = places.common_country()
    out = []
    for place, position in zip(own, positions, strict=True):
        if place.country is not None:
            out.append(place)
        elif located:
            nearest = own[min(located, key=lambda n: abs(positions[n] - position))]
            out.append(_from_context(place, nearest, "taken from the event told nearest"))
        elif country is not None:
            source = from_resolved(country, "country", 1.0)
            out.append(_from_context(place, source, "the country that the report names most often"))
        else:
            out.append(place)
    return out


def _from_context(place: Place, source: Place, why: str) -> Place:
    """`source` as the place of an event, or its country as that of a place by name; the words are kept as its quote."""
    if place.precision != "unknown":
        return place.model_copy(update={"country": source.country})
    return source.model_copy(
        update={
            "quote": place.quote,
            "start": place.start,
            "end": place.end,
            "part": place.part,
            "basis": f"{why}: {source.basis}",
            "confidence": round(CONTEXT_DISCOUNT * source.confidence, 4),
        }
    )
