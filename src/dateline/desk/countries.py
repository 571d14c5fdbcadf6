"""Names and sizes of countries, from GeoNames (CC BY 4.0)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import pi, sqrt
from typing import Final

from pydantic import TypeAdapter

from dateline.records import Record

REGIONS: Final = 20
"""First-level divisions of a country of usual size: the median of ISO 3166-2 lies between 15 and 20."""
LEAST_RADIUS: Final = 15
MOST_RADIUS: Final = 200
DISTRICT: Final = 0.4
"""Radius of a district as a share of that of a region: some six districts to a region."""


class Country(Record):
    """A country: its English name and its area in square kilometres."""

    name: str
    km2: float


@cache
def countries() -> Mapping[str, Country]:
    """All countries by ISO 3166-1 alpha-2 code."""
    text = files("dateline.desk").joinpath("data/countries.json").read_text("utf-8")
    return TypeAdapter(dict[str, Country]).validate_json(text)


def country_name(code: str) -> str:
    """The English name of a country; the code itself where it has none."""
    known = countries().get(code)
    return known.name if known else code


def region_radius(code: str | None) -> int:
    """Kilometres of radius of a circle as large as a usual first-level division of the country, 15 to 200.

    The circle stands for a division whose outline is not at hand; it is meant to look imprecise, not to be exact.
    """
    known = countries().get(code) if code else None
    radius = sqrt(known.km2 / REGIONS / pi) if known else LEAST_RADIUS
    return round(min(MOST_RADIUS, max(LEAST_RADIUS, radius)))
