"""The map of a selection as GeoJSON: single incidents, clusters, and areas for what is known imprecisely."""

from __future__ import annotations

from typing import Any, Final

from dateline.desk.countries import DISTRICT, country_name, region_radius
from dateline.desk.evidence import legible
from dateline.desk.filter_words import PATH
from dateline.desk.values import type_words
from dateline.records import PlacePrecision
from dateline.store.selection.filters import UNTOLD, Filters
from dateline.store.selection.maps import DISTRICTS_FROM, REGIONS_FROM
from dateline.store.selection.queries import Queries
from dateline.store.selection.results import Area, Cell, MapFeatures, MapRow

POINTED: Final[tuple[PlacePrecision, ...]] = ("site", "town")
"""Places that are points of the map."""


def feature_collection(features: MapFeatures, filters: Filters, zoom: int) -> dict[str, Any]:
    """A FeatureCollection (RFC 7946) of what the map shows, with `unlocated` and `omitted` beside it.

    `kind` says what a feature is: "incident" and "cluster" are points; "area" is a circle of `radius` kilometres
    around its point, "country" the area of the country `code`, which has no point; a country may have several.
    `query` selects what it stands for. `zoom`: the one that the features are for.
    """
    queries = Queries(filters.selecting())
    pointed = tuple(one for one in POINTED if not filters.precision or one in filters.precision)
    shown = [
        _cell(one, queries, pointed) if isinstance(one, Cell) else _incident(one, queries) for one in features.features
    ]
    return {
        "type": "FeatureCollection",
        "features": shown + [_area(area, filters, queries, zoom) for area in features.areas],
        "unlocated": features.unlocated,
        "omitted": features.omitted,
    }


def _incident(row: MapRow, queries: Queries) -> dict[str, Any]:
    return _feature(
        (row.lon, row.lat),
        queries(box=(row.lon, row.lat, row.lon, row.lat), precision=(row.precision,)),
        kind="incident",
        id=row.id,
        href=f"{PATH}/{row.id}",
        type=type_words(row.type) if row.type else "Incident",
        family=row.type.partition(".")[0] if row.type else "untold",
        count=1,
        killed=row.killed,
        state=row.state,
    )


def _cell(cell: Cell, queries: Queries, pointed: tuple[PlacePrecision, ...]) -> dict[str, Any]:
    return _feature(
        (cell.lon, cell.lat),
        queries(box=cell.box, precision=pointed),
        kind="cluster",
        count=cell.count,
        killed=cell.killed if cell.killed_known else None,
        box=cell.box,
        stacked=cell.stacked,
    )


def _area(area: Area, filters: Filters, queries: Queries, zoom: int) -> dict[str, Any]:
    point = None if area.lat is None or area.lon is None else (area.lon, area.lat)
    whole = area.precision == "country" or point is None
    held = _held(area.precision, zoom)
    changes: dict[str, Any] = {
        "precision": tuple(one for one in held if not filters.precision or one in filters.precision)
    }
    changes["countries"] = (area.country or UNTOLD,)
    if area.country and area.admin1:
        changes["admin1"] = (f"{area.country}:{area.admin1}",)
    if area.precision == "district" and point:
        changes["box"] = (*point, *point)
    named = (area.name, area.admin1, area.country and country_name(area.country))
    return _feature(
        None if whole else point,
        queries(**changes),
        kind="country" if whole else "area",
        code=area.country,
        name=legible(", ".join(dict.fromkeys(one for one in named if one))),
        precision=area.precision,
        radius=_radius(area),
        count=area.count,
        killed=area.killed if area.killed_known else None,
    )


def _held(drawn: PlacePrecision, zoom: int) -> tuple[PlacePrecision, ...]:
    """How precisely the places are known that are drawn as such an area at a zoom."""
    if drawn == "country":
        return ("country", "unknown") if zoom >= REGIONS_FROM else ("country", "unknown", "region", "district")
    if drawn == "region":
        return ("region",) if zoom >= DISTRICTS_FROM else ("region", "district")
    return (drawn,)


def _radius(area: Area) -> int:
    return round(region_radius(area.country) * (DISTRICT if area.precision == "district" else 1))


def _feature(point: tuple[float, float] | None, query: str, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": point} if point else None,
        "properties": {**properties, "query": query},
    }
