from __future__ import annotations

from typing import Any

from dateline.desk.map_view import feature_collection
from dateline.store.selection.filters import Filters
from dateline.store.selection.results import Area, Cell, MapFeatures, MapRow


def drawn(
    *features: Cell | MapRow, areas: tuple[Area, ...] = (), query: str = "", zoom: int = 9
) -> list[dict[str, Any]]:
    shown = MapFeatures(features=features, areas=areas, unlocated=1, omitted=0)
    collection = feature_collection(shown, Filters.from_query(query), zoom)
    assert (collection["unlocated"], collection["omitted"]) == (1, 0)
    found: list[dict[str, Any]] = collection["features"]
    return found


def area(**fields: Any) -> Area:
    given: dict[str, Any] = {
        "precision": "region",
        "country": "NL",
        "admin1": "Friesland",
        "name": None,
        "lat": 53.0,
        "lon": 5.75,
        "count": 2,
        "killed": 0,
        "killed_known": 0,
    }
    return Area(**{**given, **fields})


def test_a_single_incident_is_a_point():
    [feature] = drawn(
        MapRow(
            id="i1",
            lat=50.25,
            lon=57.5,
            precision="town",
            country="KZ",
            admin1=None,
            type="battle.armed_clash",
            killed=3,
            state="accepted",
        )
    )
    assert feature["geometry"] == {"type": "Point", "coordinates": (57.5, 50.25)}
    told = feature["properties"]
    assert (told["kind"], told["href"], told["type"], told["family"]) == (
        "incident",
        "/incidents/i1",
        "Armed clash",
        "battle",
    )
    assert told["query"] == "box=57.5%2C50.25%2C57.5%2C50.25&precision=town"


def test_a_cluster_selects_its_box_within_the_filters():
    cell = Cell(lat=1.0, lon=2.0, box=(1.5, 0.5, 2.5, 1.5), count=9, killed=4, killed_known=2, stacked=False)
    [feature] = drawn(cell, query="precision=town&precision=region&types=riot&offset=50")
    told = feature["properties"]
    assert (told["kind"], told["count"], told["killed"]) == ("cluster", 9, 4)
    assert told["query"] == "box=1.5%2C0.5%2C2.5%2C1.5&precision=town&types=riot"


def test_a_region_is_a_circle_as_large_as_usual_in_its_country():
    [feature] = drawn(areas=(area(),))
    told = feature["properties"]
    # 41,526 km² / 20 regions / π, and the root of it
    assert (told["kind"], told["radius"], told["name"]) == ("area", 26, "Friesland, The Netherlands")
    assert told["killed"] is None
    assert told["query"] == "admin1=NL%3AFriesland&countries=NL&precision=region"


def test_a_country_and_what_has_no_point_have_no_geometry():
    country, pointless = drawn(
        areas=(area(precision="country", admin1=None, lat=52.0, lon=5.0), area(lat=None, lon=None))
    )
    assert country["geometry"] is None
    assert pointless["geometry"] is None
    assert {country["properties"]["kind"], pointless["properties"]["kind"]} == {"country"}
    assert country["properties"]["code"] == "NL"


def test_from_afar_areas_hold_what_lies_within():
    [country] = drawn(areas=(area(precision="country", admin1=None, lat=None, lon=None),), zoom=2)
    [region] = drawn(areas=(area(),), zoom=3, query="precision=district")
    assert country["properties"]["query"] == "countries=NL&" + "&".join(
        f"precision={one}" for one in ("country", "unknown", "region", "district")
    )
    assert region["properties"]["query"] == "admin1=NL%3AFriesland&countries=NL&precision=district"
