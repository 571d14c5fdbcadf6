"""What the words around a mention say about the place: "X, Y", "X in Y", "Y's X", "the Y city of X"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dateline.gazetteer.index import lies_in
from dateline.gazetteer.records import Candidate, Kind, Mention, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.gazetteer.index import Gazetteer

_AREAS = frozenset({Kind.COUNTRY, Kind.ADMIN1, Kind.ADMIN2})
_NAME = r"[^\W\d_a-z][\w.'’&-]*(?:\s+(?:of\s+|and\s+|the\s+)?[^\W\d_a-z][\w.'’&-]*){0,3}"
_COMMA_AFTER = re.compile(rf"\s*(?:,|\()\s*(?:in\s+)?({_NAME})")
_IN_AFTER = re.compile(
    rf"(?:\s+(?:city|town|village|district|province|county|area|region|airport|state|governorate))?\s+in\s+"
    rf"(?:(?:the\s+)?(?:north|south|east|west|central|far|upper|lower)[a-z-]*\s+)*(?:the\s+)?({_NAME})"
)
_COMMA_BEFORE = re.compile(rf"({_NAME})\s*,\s*\Z")
_OWNER_BEFORE = re.compile(rf"({_NAME})['’]s\s+(?:[a-z-]+\s+){{0,3}}(?:of\s+)?\Z")
_OF_BEFORE = re.compile(
    rf"({_NAME})(?:['’]s)?\s+(?:[a-z-]+\s+){{0,2}}"
    rf"(?:city|town|village|capital|province|district|state|suburb|port|region|county|governorate)\s+of\s+(?:the\s+)?\Z"
)


class Cue(NamedTuple):
    """A place that the context names beside the mention: `inside` are the mention's candidates that lie in it."""

    inside: frozenset[int]
    strong: bool
    said: str


def containment(mention: Mention, candidates: Sequence[Candidate], gazetteer: Gazetteer) -> Cue | None:
    """The cue that the mention lies in a place named beside it, None if there is none.

    Only if some candidate does lie in that place: "in Paris, Texas" is a cue, "in Paris, Johnson said" is not.
    """
    for pattern, text, strong, last in (
        (_COMMA_AFTER, mention.after, True, False),
        (_OF_BEFORE, mention.before, True, True),
        (_OWNER_BEFORE, mention.before, False, True),
        (_IN_AFTER, mention.after, False, False),
    ):
        match = pattern.search(text) if last else pattern.match(text)
        if not match:
            continue
        for name in _parts(match.group(1), last=last):
            areas = [
                area for area in gazetteer.exact(name.rstrip(".,")) or gazetteer.exact(name) if area.kind in _AREAS
            ]
            inside = _inside(candidates, areas)
            if inside:
                return Cue(inside, strong, name.rstrip(".,"))
    return None


def container(mention: Mention, candidates: Sequence[Candidate], gazetteer: Gazetteer) -> Cue | None:
    """The cue that a mention is the place in which the place named before it lies: "Athens, [Georgia]".

    `inside` are the mention's candidates that hold a town of that name.
    """
    areas = [area for area in candidates if area.kind in _AREAS]
    match = _COMMA_BEFORE.search(mention.before) if areas else None
    if not match:
        return None
    for name in _parts(match.group(1), last=True):
        places = [place for place in gazetteer.exact(name) if place.source <= Source.ALTERNATE]
        if not places:
            continue
        if any(place.kind == Kind.COUNTRY for place in places):
            return None
        best: dict[int, int] = {}
        for area in areas:
            sizes = [place.population for place in places if lies_in(place, area)]
            if sizes:
                best[area.id] = max(sizes)
        if best:
            # "Athens, Georgia": of several areas that hold such a town, those where it is a notable one.
            largest = max(best.values())
            return Cue(frozenset(key for key, size in best.items() if size * 20 >= largest), strong=True, said=name)
        return None
    return None


def _inside(candidates: Sequence[Candidate], areas: Sequence[Candidate]) -> frozenset[int]:
    if not areas:
        return frozenset()
    # "Syria, Lebanon" is a list of countries even if some hamlet in Lebanon is called Syria.
    if any(area.kind == Kind.COUNTRY for area in areas) and any(place.kind == Kind.COUNTRY for place in candidates):
        return frozenset()
    return frozenset(
        place.id for place in candidates if place.source <= Source.BARE and any(lies_in(place, area) for area in areas)
    )


def _parts(name: str, *, last: bool) -> list[str]:
    """The name and its shorter beginnings (or, if `last`, endings): "Texas Gov. Perry", "Texas Gov.", "Texas"."""
    words = name.split()
    if last:
        return [" ".join(words[start:]) for start in range(len(words))]
    return [" ".join(words[:end]) for end in range(len(words), 0, -1)]
