"""The map of a selection: single incidents, cells of those that lie close together, and areas.

Cells are squares of the Web Mercator map, of which 8 by 8 make a tile: at each zoom as large on the screen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dateline.store.selection.conditions import Condition, conditions, together, within
from dateline.store.selection.facts import DEPTH
from dateline.store.selection.filters import Box, Filters
from dateline.store.selection.reader import Reader
from dateline.store.selection.results import Area, Cell, MapFeatures, MapRow

CELLS: Final = 3
"""2^3 cells across a tile."""
MAXIMUM_ZOOM: Final = DEPTH - CELLS
AREAS: Final = 1_000
"""Areas at most."""
_SUMS: Final = "count(*), coalesce(sum(killed), 0)::BIGINT, count(killed)"
_ROW: Final = "number, id, lat, lon, place_precision, country, admin1, type, killed, state"
_MEAN_LON: Final = "degrees(atan2(avg(sin(radians(lon))), avg(cos(radians(lon)))))"
"""The mean of longitudes on either side of the 180th meridian lies at it, not at 0."""
REGIONS_FROM: Final = 3
DISTRICTS_FROM: Final = 5
"""Zooms from which regions and districts are drawn; before, they are counted to what they are known to lie in."""


def map_features(reader: Reader, filters: Filters, zoom: int, box: Box | None, limit: int) -> MapFeatures:
    """What the map shows of a selection within `box` at a zoom; at most `limit` features, and `AREAS` areas."""
    chosen = together(conditions(filters))
    cells, left_out = _cells(reader, _and(chosen, Condition("x IS NOT NULL"), within(box)), zoom, limit)
    near_box = Condition("true") if box is None else Condition(f"(NOT near OR {within(box).sql})", within(box).values)
    areas, unlocated, undrawn = _areas(reader, _and(chosen, Condition("x IS NULL"), near_box), zoom)
    return MapFeatures(features=cells, areas=areas, unlocated=unlocated, omitted=left_out + undrawn)


def _cells(reader: Reader, where: Condition, zoom: int, limit: int) -> tuple[tuple[Cell | MapRow, ...], int]:
    """Those of most incidents, and how many cells there are besides."""
    shift = DEPTH - CELLS - min(max(zoom, 0), MAXIMUM_ZOOM)
    found = reader.rows(
        f"min(number), {_SUMS}, min(lon), min(lat), max(lon), max(lat), count(*) OVER ()",
        where,
        f"GROUP BY (x >> {shift})::BIGINT << {DEPTH} | (y >> {shift}) "
        f"ORDER BY count(*) DESC, min(number) LIMIT {limit}",
    )
    alone = _rows(reader, [number for number, count, *_ in found if count == 1])
    features = [alone[row[0]] if row[1] == 1 else _cell(row[1:8]) for row in found]
    return tuple(features), found[0][-1] - len(found) if found else 0


def _cell(values: Sequence[Any]) -> Cell:
    count, killed, known, west, south, east, north = values
    return Cell(
        lat=(south + north) / 2,
        lon=(west + east) / 2,
        box=(west, south, east, north),
        count=count,
        killed=killed,
        killed_known=known,
        stacked=west == east and south == north,
    )


def _rows(reader: Reader, numbers: list[int]) -> Mapping[int, MapRow]:
    if not numbers:
        return {}
    found = reader.rows(_ROW, Condition("number IN (SELECT unnest(?::BIGINT[]))", (numbers,)))
    names = ("id", "lat", "lon", "precision", "country", "admin1", "type", "killed", "state")
    return {number: MapRow(**dict(zip(names, values, strict=True))) for number, *values in found}


def _areas(reader: Reader, where: Condition, zoom: int) -> tuple[tuple[Area, ...], int, int]:
    """The areas of most incidents, how many incidents have none, and how many areas there are besides.

    The middle is the point of an incident whose place is this very area, or else the mean of those within it.
    """
    found = reader.rows(
        f"{_drawn(zoom)}, coalesce(arg_min(lat, number) FILTER (place_precision = drawn), avg(lat)), "
        f"coalesce(arg_min(lon, number) FILTER (place_precision = drawn), {_MEAN_LON}), {_SUMS}, count(*) OVER ()",
        where,
        f"GROUP BY ALL ORDER BY count(area) > 0, count(*) DESC, min(number) LIMIT {AREAS + 1}",
    )
    unlocated = found.pop(0)[6] if found and found[0][0] is None else 0
    total = found[0][-1] - (unlocated > 0) if found else 0
    names = ("precision", "country", "admin1", "name", "lat", "lon", "count", "killed", "killed_known")
    areas = tuple(Area(**dict(zip(names, values[:9], strict=True))) for values in found[:AREAS])
    return areas, unlocated, total - len(areas)


def _drawn(zoom: int) -> str:
    """SQL for the precision of the area drawn, its country, its region and its name."""
    if zoom < REGIONS_FROM:
        area = "CASE WHEN country IS NULL THEN area ELSE 'country'::place_precision END"
        return f"{area} AS drawn, country, NULL AS region, CASE WHEN country IS NULL THEN area_name END AS name"
    region = "CASE WHEN drawn <> 'country' THEN admin1 END AS region"
    if zoom < DISTRICTS_FROM:
        inside = "country IS NOT NULL AND admin1 IS NOT NULL AND area = 'district'"
        area = f"CASE WHEN {inside} THEN 'region'::place_precision ELSE area END"
        return (
            f"{area} AS drawn, country, {region}, "
            "CASE WHEN country IS NULL OR drawn = 'district' THEN area_name END AS name"
        )
    return f"area AS drawn, country, {region}, area_name AS name"


def _and(*parts: Condition) -> Condition:
    values: tuple[Any, ...] = tuple(value for part in parts for value in part.values)
    return Condition(" AND ".join(part.sql for part in parts), values)
