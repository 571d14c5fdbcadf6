"""The entries of the gazetteer while it is being built."""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.gazetteer.folding import fold
from dateline.gazetteer.records import Kind, Source
from dateline.gazetteer.rules import bare_name


@dataclass(slots=True)
class Entry:
    """One place with all its folded names, each with the best source it has."""

    id: int
    kind: Kind
    name: str
    country: str = ""
    admin1: int = 0
    admin2: int = 0
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    names: dict[str, Source] = field(default_factory=dict)
    fame: int = 0
    capital: bool = False

    def add(self, name: str, source: Source) -> None:
        """Add a name unless it folds to nothing or is known from a better source."""
        key = fold(name)
        if not key:
            return
        known = self.names.get(key, Source.CODE)
        # dateline's own tables know better than lists of alternate names: "US" is an abbreviation, which must
        # not match "us", and "Israeli" a demonym, though it is the country's name in some language too.
        if source == Source.ABBREVIATION or known >= source or (source == Source.DEMONYM and known == Source.ALTERNATE):
            self.names[key] = source

    def add_alternate(self, name: str) -> None:
        """Add an alternate name of GeoNames, sorted into names, codes and machine transliterations.

        Alternate names in Latin letters without any capital ("a ke tuo bi") are transliterations made
        from other scripts by machine; nobody writes them, and they are left out.
        """
        letters = [letter for letter in name if letter.isalpha()]
        if not letters or name.startswith("http"):
            return
        latin = all(letter < "\u0250" for letter in letters)
        if latin and not any(letter.isupper() for letter in letters):
            return
        code = latin and len(name) <= 4 and name.isupper() and name.isascii()
        self.add(name, Source.CODE if code else Source.ALTERNATE)
        self.fame += not code

    def add_bare(self) -> None:
        """Add the names of a division without their class words ("Rapides" for "Rapides Parish")."""
        for name in list(self.names):
            bare = bare_name(name)
            if bare:
                self.add(bare, Source.BARE)


class Entries:
    """All entries by id, with the ways to find one again."""

    def __init__(self) -> None:
        self.by_id: dict[int, Entry] = {}
        self.countries: dict[str, Entry] = {}
        self._own = 0

    def add(self, entry: Entry) -> Entry:
        """Add an entry; one that came earlier under the same id stays."""
        kept = self.by_id.setdefault(entry.id, entry)
        if kept.kind == Kind.COUNTRY and kept.country:
            self.countries.setdefault(kept.country, kept)
        return kept

    def own_id(self) -> int:
        """The next key for a place whose GeoNames id is not known: -1, then -2 and so on."""
        self._own -= 1
        return self._own

    def of_kind(self, *kinds: Kind) -> list[Entry]:
        """The entries of these kinds in the order in which they were added."""
        return [entry for entry in self.by_id.values() if entry.kind in kinds]
