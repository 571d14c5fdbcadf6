from __future__ import annotations

import json
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest

from dateline.desk.countries import countries, country_name, region_radius


def base_map() -> list[dict[str, Any]]:
    text = files("dateline.desk").joinpath("static/map/countries.geojson").read_text("utf-8")
    features: list[dict[str, Any]] = json.loads(text)["features"]
    return features


def test_names():
    assert country_name("KZ") == "Kazakhstan"
    assert country_name("ZZ") == "ZZ"


@pytest.mark.parametrize(("code", "radius"), [("NL", 26), ("RU", 200), ("LU", 15), (None, 15), ("ZZ", 15)])
def test_radius_follows_the_size_of_the_country(code: str | None, radius: int):
    assert region_radius(code) == radius


def test_base_map_has_each_country_once_with_closed_lines_and_no_jump():
    codes = [feature["properties"]["code"] for feature in base_map() if feature["properties"]["code"]]
    assert len(codes) == len(set(codes))
    assert set(codes) <= set(countries())
    for feature in base_map():
        for polygon in feature["geometry"]["coordinates"]:
            for ring in polygon:
                assert ring[0] == ring[-1]
                # Only around the pole does a line run along the whole edge of the map.
                assert feature["properties"]["code"] == "AQ" or all(abs(a[0] - b[0]) < 180 for a, b in pairwise(ring))
