from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selection_samples import columns, fill_memory, fits, people, some_columns, some_filters

from dateline.store.selection import facts
from dateline.store.selection.columns import Columns
from dateline.store.selection.filters import Box, Filters
from dateline.store.selection.maps import map_features
from dateline.store.selection.reader import reading
from dateline.store.selection.results import Cell, MapFeatures, MapRow


@pytest.fixture(scope="module")
def memory() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        facts.create(connection)
        yield connection


def features(
    memory: duckdb.DuckDBPyConnection,
    rows: Sequence[Columns],
    filters: Filters | None = None,
    *,
    zoom: int = 4,
    box: Box | None = None,
    limit: int = 100,
) -> MapFeatures:
    fill_memory(memory, rows)
    with reading(memory, None) as reader:
        return map_features(reader, filters or Filters(), zoom, box, limit)


def town(lat: float, lon: float, **fields: Any) -> Columns:
    return columns(**{"lat": lat, "lon": lon, "place_precision": "town", "country": "NG", "admin1": "Borno", **fields})


def test_those_alone_come_singly_and_others_in_cells(memory: duckdb.DuckDBPyConnection) -> None:
    rows = [town(10, 10, killed=people(2, 2)), town(10.5, 11, killed=people(None, None)), town(-30, 100)]
    found = features(memory, rows)
    [cell, alone] = found.features
    assert cell == Cell(lat=10.25, lon=10.5, box=(10, 10, 11, 10.5), count=2, killed=2, killed_known=1, stacked=False)
    assert isinstance(alone, MapRow)
    assert (alone.id, alone.lat, alone.lon, alone.killed) == ("i0002", -30, 100, None)
    assert all(isinstance(one, MapRow) for one in features(memory, rows, zoom=8).features)


def test_what_no_zoom_takes_apart_is_stacked(memory: duckdb.DuckDBPyConnection) -> None:
    [cell] = features(memory, [town(10, 10), town(10, 10)], zoom=99).features
    assert isinstance(cell, Cell)
    assert cell.stacked


def test_imprecise_places_are_areas_and_never_points(memory: duckdb.DuckDBPyConnection) -> None:
    rows = [
        town(9, 8, place_precision="country", admin1=None, place="Nigeria"),
        town(11.5, 13, place_precision="region", place="Borno", killed=people(3, 3)),
        town(11.8, 13.2, place_precision="district", place="Jere"),
        columns(country="NG", admin1="Borno", place="Nowhere", place_precision="town"),
    ]
    found = features(memory, rows, zoom=6)
    assert (found.features, found.unlocated) == ((), 0)
    assert [(a.precision, a.country, a.admin1, a.name, a.lat, a.count, a.killed) for a in found.areas] == [
        ("region", "NG", "Borno", None, 11.5, 2, 3),
        ("country", "NG", None, None, 9, 1, 0),
        ("district", "NG", "Borno", "Jere", 11.8, 1, 0),
    ]


@pytest.mark.parametrize(("zoom", "counts"), [(0, {"country": 3}), (3, {"country": 1, "region": 2}), (5, None)])
def test_areas_too_small_to_draw_are_counted_to_what_they_lie_in(
    memory: duckdb.DuckDBPyConnection, zoom: int, counts: dict[str, int] | None
) -> None:
    precisions = ("country", "region", "district")
    rows = [town(9, 8, place_precision=one) for one in precisions]
    areas = features(memory, rows, zoom=zoom).areas
    assert {one.precision: one.count for one in areas} == (counts or dict.fromkeys(precisions, 1))


def test_the_middle_of_a_region_is_the_mean_of_what_lies_in_it(memory: duckdb.DuckDBPyConnection) -> None:
    rows = [town(-16 - n, lon, country="FJ", place_precision="district") for n, lon in ((0, 178.0), (2, -179.0))]
    [area] = features(memory, rows, zoom=3).areas
    assert (area.precision, area.lat, area.count) == ("region", -17, 2)
    assert area.lon == pytest.approx(179.5, abs=0.001)


def test_the_window_of_the_map_may_cross_the_180th_meridian(memory: duckdb.DuckDBPyConnection) -> None:
    rows = [town(-17, 179.5), town(-17, -179.5), town(-17, 0)]
    found = features(memory, rows, zoom=10, box=(170, -30, -170, 0))
    assert sorted(one.lon for one in found.features) == [-179.5, 179.5]


def test_the_poles_and_the_edges_lie_on_the_map(memory: duckdb.DuckDBPyConnection) -> None:
    rows = [town(lat, lon) for lat in (-90, 90) for lon in (-180, 180)]
    assert len(features(memory, rows, zoom=3).features) == 4


def test_features_left_out_are_told(memory: duckdb.DuckDBPyConnection) -> None:
    rows = [town(10, 10), town(10, 10), town(20, 20), town(-30, -30)]
    found = features(memory, rows, limit=1)
    assert ([isinstance(one, Cell) for one in found.features], found.omitted) == ([True], 2)


@settings(max_examples=60, deadline=None)
@given(st.lists(some_columns(), max_size=8), some_filters(), st.integers(0, 12))
def test_every_incident_is_in_one_feature_or_beside_the_map(
    memory: duckdb.DuckDBPyConnection, rows: list[Columns], filters: Filters, zoom: int
) -> None:
    found = features(memory, rows, filters, zoom=zoom)
    drawn = sum(one.count if isinstance(one, Cell) else 1 for one in found.features)
    selected = [row for row in rows if fits(row, filters)]
    assert drawn + sum(area.count for area in found.areas) + found.unlocated == len(selected)
    points = [row for row in selected if row.lat is not None and row.place_precision in {"site", "town"}]
    assert drawn == len(points)
