"""Looking up places in the gazetteer for a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from dateline.gazetteer import Candidate, Gazetteer, Kind
from dateline.gazetteer.records import PRECISION

MOST: Final = 20
LONGEST: Final = 200
"""Characters of a name that is looked up."""


@dataclass(frozen=True)
class PlaceFound:
    """A place of the gazetteer: its entries for the form, and what tells it from others of its name."""

    entries: dict[str, str]
    where: str
    kind: str
    population: int

    @property
    def name(self) -> str:
        """Its name in the gazetteer."""
        return self.entries["name"]

    @property
    def query(self) -> str:
        """The query that opens the form with it."""
        return urlencode(self.entries)


def candidates(gazetteer: Gazetteer, name: str) -> tuple[PlaceFound, ...]:
    """The places that a name may stand for, the likeliest first, at most MOST."""
    found = gazetteer.candidates(name.strip()[:LONGEST])
    distinct: dict[int, Candidate] = {}
    for candidate in found:
        distinct.setdefault(candidate.id, candidate)
    return tuple(_found(gazetteer, candidate) for candidate in list(distinct.values())[:MOST])


def _found(gazetteer: Gazetteer, place: Candidate) -> PlaceFound:
    division = gazetteer.entry(place.admin1) if place.admin1 else None
    country = gazetteer.country(place.country) if place.country else None
    own = place.name if place.kind == Kind.ADMIN1 else ""
    parts = [division.name if division else "", country.name if country and country.id != place.id else ""]
    return PlaceFound(
        entries={
            "name": place.name,
            "country": place.country or "",
            "admin1": division.name if division else own,
            "lat": "" if place.lat is None else str(place.lat),
            "lon": "" if place.lon is None else str(place.lon),
            "precision": PRECISION[Kind(place.kind)],
            "geonames_id": "" if place.geonames_id is None else str(place.geonames_id),
        },
        where=", ".join(part for part in parts if part),
        kind=Kind(place.kind).name.lower().replace("admin1", "region").replace("admin2", "district"),
        population=place.population,
    )
