"""The gazetteer: look-ups in the prebuilt index."""

from __future__ import annotations

import sqlite3
from functools import lru_cache
from pathlib import Path

from dateline.gazetteer.errors import GazetteerError
from dateline.gazetteer.folding import fold
from dateline.gazetteer.records import Candidate, Kind, Source
from dateline.gazetteer.rules import is_code, readings
from dateline.gazetteer.storage import unpacked
from dateline.gazetteer.words import COMMON, GENERIC

_LOOK_UP = (
    "SELECT p.id, n.source, p.kind, p.name, p.country, p.admin1, p.admin2, p.lat, p.lon, p.population, p.names, "
    "p.capital FROM names n JOIN places p ON p.id = n.id WHERE n.folded = ? ORDER BY n.source, p.population DESC, p.id"
)
_BY_ID = (
    "SELECT id, 0, kind, name, country, admin1, admin2, lat, lon, population, names, capital FROM places WHERE id = ?"
)
_BEGINS = "SELECT DISTINCT folded FROM names WHERE folded >= ? AND folded < ? ORDER BY folded LIMIT 2"
KEPT = 16_384  # answers kept in memory, some 20 MB at the most


class Gazetteer:
    """Read-only index of place names. Open it with `Gazetteer.open()`; use one per thread or share one."""

    def __init__(self, connection: sqlite3.Connection, path: Path | None) -> None:
        self._connection = connection
        self._path = path
        # The same names come again and again in the news; answers never change, so the latest are kept.
        self._rows = lru_cache(maxsize=KEPT)(self._look_up)
        self._beginnings = lru_cache(maxsize=KEPT)(self._look_up_beginnings)
        self.version: str = connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()[0]

    @classmethod
    def open(cls, path: Path | None = None) -> Gazetteer:
        """Open the packaged gazetteer, or the unpacked index at `path`.

        The first call of a user unpacks the packaged index (one to two seconds).
        Raises GazetteerError if the index is missing, damaged or cannot be unpacked.
        """
        file = path or unpacked()
        try:
            connection = sqlite3.connect(
                f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            return cls(connection, path)
        except (sqlite3.Error, TypeError) as error:
            raise GazetteerError(f"{file}: not a gazetteer index ({error}); delete it or rebuild it") from error

    def __reduce__(self) -> tuple[object, ...]:
        return (Gazetteer.open, (self._path,))

    def candidates(self, name: str) -> list[Candidate]:
        """The places that a name may stand for, best source of the name first, then the most populous.

        A name that is not in the index as it stands is read by the rules of `rules`: class words ("Aktobe
        Province"), parts ("northern Syria"), "X, Y". Empty if nothing is found.
        """
        words = fold(name).split()
        if all(word in GENERIC for word in words) or (name.islower() and len(words) == 1 and words[0] in COMMON):
            return []
        found = self.exact(name)
        if found:
            return found
        for reading in readings(name):
            if name.islower() and all(word in COMMON or word in GENERIC for word in reading.core.split()):
                continue
            found = [row for row in self.folded(reading.core, name) if not reading.kinds or row.kind in reading.kinds]
            if found and reading.within:
                areas = self.candidates(reading.within)
                found = [row for row in found if any(lies_in(row, area) for area in areas)]
            if found:
                return found
        return []

    def exact(self, name: str) -> list[Candidate]:
        """The places that have this name as it stands, whatever its case, accents and apostrophes."""
        return self.folded(fold(name), name)

    def folded(self, folded: str, written: str) -> list[Candidate]:
        """The places of a folded name; codes and abbreviations only if it was written as one."""
        rows = self._rows(folded)
        if rows and rows[-1].source >= Source.ABBREVIATION and not is_code(written):
            return [row for row in rows if row.source < Source.ABBREVIATION]
        if rows and rows[-1].source == Source.CODE and not written.isupper():
            return [row for row in rows if row.source < Source.CODE]
        return list(rows)

    def _look_up(self, folded: str) -> tuple[Candidate, ...]:
        return tuple(Candidate._make(row) for row in self._connection.execute(_LOOK_UP, (folded,)))

    def begins(self, folded: str) -> tuple[bool, bool]:
        """Whether a folded name is in the index, and whether longer names begin with it and a space."""
        return self._beginnings(folded)

    def _look_up_beginnings(self, folded: str) -> tuple[bool, bool]:
        # "!" is the sign after the space: the range holds the name itself and all that go on after a space.
        rows = [row[0] for row in self._connection.execute(_BEGINS, (folded, f"{folded}!"))]
        return folded in rows, any(row != folded for row in rows)

    def capital(self, country: str) -> Candidate | None:
        """The capital of a country, by its ISO code; None where the sources give none."""
        row = self._connection.execute("SELECT id FROM capitals WHERE country = ?", (country,)).fetchone()
        return self.entry(row[0]) if row else None

    def country(self, code: str) -> Candidate | None:
        """The entry of a country, by its ISO code."""
        row = self._connection.execute("SELECT id FROM countries WHERE country = ?", (code,)).fetchone()
        return self.entry(row[0]) if row else None

    def entry(self, key: int) -> Candidate | None:
        """The entry with this key (a GeoNames id, or a negative key of `Candidate.id`)."""
        row = self._connection.execute(_BY_ID, (key,)).fetchone()
        return Candidate._make(row) if row else None


def lies_in(place: Candidate, area: Candidate) -> bool:
    """Whether a place lies in a country or division. Other areas have no borders here: False."""
    if place.id == area.id:
        return False
    if area.kind == Kind.COUNTRY:
        return place.country == area.country and place.kind != Kind.COUNTRY
    return area.id in {place.admin1, place.admin2}
