"""dateline's own tables, and the names of countries in all languages of CLDR."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

import yaml
from babel import Locale
from babel.localedata import locale_identifiers

from dateline.gazetteer.build.entries import Entries, Entry
from dateline.gazetteer.errors import GazetteerBuildError
from dateline.gazetteer.folding import fold
from dateline.gazetteer.records import Kind, Source

_NO_PLURAL = re.compile(r"(ch|sh|ese|s|x|z|man|men|woman)\Z")
_PARENTHESIS = re.compile(r"(.+?)\s*\((.+)\)\Z")


def _load(name: str) -> Any:
    return yaml.safe_load((files("dateline.gazetteer") / "data" / "tables" / name).read_text("utf-8"))


def add_cldr_names(entries: Entries) -> None:
    """Country names in every language of CLDR; English ones count as usual names."""
    for identifier in sorted(locale_identifiers()):
        source = Source.USUAL if identifier == "en" else Source.ALTERNATE
        territories = Locale.parse(identifier).territories
        for code, entry in entries.countries.items():
            name = territories.get(code)
            if name and name != code:
                inside = _PARENTHESIS.match(name)
                for part in inside.groups() if inside else (name,):
                    entry.add(part, source)


def add_regions(entries: Entries) -> None:
    """The named areas of regions.yaml."""
    for row in _load("regions.yaml"):
        kind = Kind.WATER if row.get("water") else Kind.AREA
        countries = row["in"]
        entry = Entry(row.get("id") or entries.own_id(), kind, row["name"])
        entry.country = countries[0] if len(countries) == 1 else ""
        entry.lat, entry.lon = row["at"]
        entry.fame = 0 if row.get("minor") else 20
        entry.add(row["name"], Source.USUAL if row.get("minor") else Source.MAIN)
        for name in row.get("also", ()):
            entry.add(name, Source.USUAL)
        kept = entries.add(entry)
        if kept is not entry:
            raise GazetteerBuildError(f"regions.yaml: {row['name']} has id {entry.id}, which is {kept.name}'s")


class _Targets:
    """Finds the entries that the keys of the tables name."""

    def __init__(self, entries: Entries) -> None:
        self._countries = entries.countries
        self._areas: dict[str, Entry] = {}
        for entry in entries.of_kind(Kind.AREA, Kind.CONTINENT, Kind.WATER):
            if entry.kind != Kind.WATER:
                self._areas.setdefault(fold(entry.name), entry)
        self._divisions: dict[tuple[str, str], Entry] = {}
        for source in (Source.MAIN, Source.USUAL, Source.ALTERNATE, Source.BARE):
            for entry in entries.of_kind(Kind.ADMIN1):
                for name, known in entry.names.items():
                    if known == source:
                        self._divisions.setdefault((entry.country, name), entry)
        self._towns: dict[tuple[str, str], Entry] = {}
        for town in sorted(entries.of_kind(Kind.TOWN), key=lambda town: (-town.population, town.id)):
            for name, known in town.names.items():
                if known <= Source.ALTERNATE:
                    self._towns.setdefault((town.country, name), town)

    def find(self, key: str, table: str) -> Entry:
        """The entry of a key such as "US", "US.Texas", "UA:Kyiv" or "region:Sahel"."""
        if key.startswith("region:"):
            found = self._areas.get(fold(key.removeprefix("region:")))
        elif ":" in key:
            country, _, name = key.partition(":")
            found = self._towns.get((country, fold(name)))
        elif "." in key:
            country, _, name = key.partition(".")
            found = self._divisions.get((country, fold(name)))
        else:
            found = self._countries.get(key)
        if found is None:
            raise GazetteerBuildError(f"{table}: no entry for {key}; correct the key")
        return found


def add_own_names(entries: Entries) -> None:
    """Aliases, abbreviations and demonyms of the tables."""
    targets = _Targets(entries)
    for key, names in _load("aliases.yaml").items():
        entry = targets.find(key, "aliases.yaml")
        for name in names:
            entry.add(name, Source.USUAL)
    for key, names in _load("abbreviations.yaml").items():
        entry = targets.find(key, "abbreviations.yaml")
        for name in names:
            entry.add(name, Source.ABBREVIATION)
    for key, names in _load("demonyms.yaml").items():
        entry = targets.find(key, "demonyms.yaml")
        for name in names:
            entry.add(name, Source.DEMONYM)
            if not _NO_PLURAL.search(name):
                entry.add(f"{name}s", Source.DEMONYM)
