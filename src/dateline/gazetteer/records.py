"""What goes into and comes out of the gazetteer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from dateline.records import PlacePrecision


class Kind(IntEnum):
    """What sort of place an entry is; the numbers are stored in the index."""

    CONTINENT = 1
    AREA = 2
    COUNTRY = 3
    ADMIN1 = 4
    ADMIN2 = 5
    TOWN = 6
    WATER = 7


class Source(IntEnum):
    """Where a name comes from, best first; the numbers are stored in the index."""

    MAIN = 0
    """The entry's own name."""
    USUAL = 1
    """Its usual English name, or a name from dateline's own tables."""
    ALTERNATE = 2
    """One of GeoNames' alternate names, any language and script."""
    BARE = 3
    """An administrative name without its class word ("Rapides" for "Rapides Parish")."""
    DEMONYM = 4
    ABBREVIATION = 5
    """Written in a fixed way ("Calif.", "TX"): compared with regard to case."""
    CODE = 6
    """Codes of airports and the like among alternate names ("DAM"): counts in capitals only."""


PRECISION: dict[Kind, PlacePrecision] = {
    Kind.CONTINENT: "region",
    Kind.AREA: "region",
    Kind.COUNTRY: "country",
    Kind.ADMIN1: "region",
    Kind.ADMIN2: "district",
    Kind.TOWN: "town",
    Kind.WATER: "region",
}


class Candidate(NamedTuple):
    """A place that a name may stand for.

    `id` is the entry's key: the GeoNames id, or a negative number where GeoNames has no entry or its id
    is not known. `admin1` and `admin2` are keys of the divisions it lies in (0: none). `lat`, `lon` are
    decimal degrees (None: not known). `population` is 0 where unknown; `names` is the number of names that
    the entry has, a measure of how widely it is known. `capital` is 1 for the capital of a country.
    """

    id: int
    source: int
    kind: int
    name: str
    country: str
    admin1: int
    admin2: int
    lat: float | None
    lon: float | None
    population: int
    names: int
    capital: int

    @property
    def geonames_id(self) -> int | None:
        """The GeoNames id, None where GeoNames has no entry or its id is not known."""
        return self.id if self.id > 0 else None


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name in a report: offsets into its text, and up to 60 characters on either side."""

    name: str
    start: int
    end: int
    before: str = ""
    after: str = ""

    @classmethod
    def at(cls, text: str, start: int, end: int) -> Mention:
        """The mention `text[start:end]` with its context."""
        return cls(text[start:end], start, end, text[max(0, start - 60) : start], text[end : end + 60])


@dataclass(frozen=True, slots=True)
class Resolved:
    """The place that a mention stands for, how sure that is and why.

    `admin1` and `admin2` are names of the divisions the place lies in; for a division itself, its own name.
    `lat`, `lon` are the point of the entry, which for an area is a label point: `precision` says how much
    the point is worth. `confidence` is the estimated probability that the entry is the right one.
    """

    geonames_id: int | None
    name: str
    country: str | None
    admin1: str | None
    admin2: str | None
    lat: float | None
    lon: float | None
    precision: PlacePrecision
    population: int
    confidence: float
    basis: str
