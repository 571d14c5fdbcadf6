"""Filters and their values as people read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from dateline.desk.countries import country_name
from dateline.desk.values import date_words, kind_words, type_words
from dateline.records import EventType
from dateline.store.selection.filters import MANY, UNTOLD, Filters

PATH: Final = "/incidents"
FAMILIES: Final[Mapping[str, str]] = {
    "battle": "Battles",
    "explosion": "Explosions and remote violence",
    "civilians": "Violence against civilians",
    "protest": "Protests",
    "riot": "Riots",
    "strategic": "Strategic developments",
}
FACETS: Final[Mapping[str, str]] = {
    "types": "Type",
    "states": "Review",
    "countries": "Country",
    "admin1": "Region",
    "perpetrator_kinds": "Perpetrators",
    "target_kinds": "Targets",
    "killed": "Killed",
    "sources": "Independent sources",
    "confidence": "Confidence",
    "precision": "Place known to the",
    "disputed": "Reports disagree",
    "changed_since_review": "Changed since review",
    "located": "On the map",
}
"""The headings of the side bar by facet, in its order."""
RANGES: Final[Mapping[str, tuple[str, ...]]] = {
    "killed": ("killed_from", "killed_to", "killed_known"),
    "sources": ("sources_from", "sources_to"),
    "confidence": ("confidence_from", "confidence_to"),
}
FLAGS: Final = frozenset({"disputed", "changed_since_review", "located"})


@dataclass(frozen=True)
class Chip:
    """A filter in use, and the address without it."""

    label: str
    value: str
    href: str


def address(filters: Filters, **changes: Any) -> str:
    """The address of the page with these filters, some changed."""
    query = filters.model_copy(update={"after": None, **changes}).to_query()
    return f"{PATH}?{query}" if query else PATH


def value_words(facet: str, value: str) -> str:
    """A value of a facet as people read it."""
    if value in {UNTOLD, "unknown"}:
        return "not told" if facet in {"types", "perpetrator_kinds", "target_kinds"} else "unknown"
    words = _WORDS.get(facet, kind_words)
    return words(value)


def _type_words(value: str) -> str:
    group = FAMILIES.get(value)
    if group is not None:
        return group
    known: EventType = value  # type: ignore[assignment]  # filters hold known types alone
    return type_words(known)


def _region_words(value: str) -> str:
    country, _, name = value.partition(":")
    return f"{name or 'region unknown'}, {country}"


def _confidence_words(value: str) -> str:
    low, _, high = value.partition("-")
    return f"{float(low):.0%} to {float(high):.0%}"


def _number_words(value: str) -> str:
    low, dash, high = value.partition("-")
    return f"{low} to {high}" if dash else value.replace("+", " or more")


def _flag_words(value: str) -> str:
    return "yes" if value == "true" else "no"


_WORDS: Final[Mapping[str, Callable[[str], str]]] = {
    "types": _type_words,
    "countries": country_name,
    "admin1": _region_words,
    "confidence": _confidence_words,
    "killed": _number_words,
    "sources": _number_words,
    **dict.fromkeys(FLAGS, _flag_words),
}


def chips(filters: Filters) -> Iterable[Chip]:
    """The filters in use, each with the address without it."""
    if filters.words:
        yield Chip("Words", filters.words, address(filters, words=None, offset=0))
    yield from _date_chips(filters)
    if filters.box:
        yield Chip("Box on the map", _box(filters.box), address(filters, box=None, offset=0))
    if filters.report:
        yield Chip("Report", filters.report, address(filters, report=None, offset=0))
    for name, label in FACETS.items():
        if name in MANY:
            chosen: tuple[str, ...] = getattr(filters, name)
            for value in chosen:
                left = tuple(other for other in chosen if other != value)
                yield Chip(label, value_words(name, value), address(filters, **{name: left}, offset=0))
        elif name in FLAGS and (flag := getattr(filters, name)) is not None:
            yield Chip(label, "yes" if flag else "no", address(filters, **{name: None}, offset=0))
        elif name in RANGES and (words := _range(name, filters)):
            yield Chip(label, words, address(filters, **dict.fromkeys(RANGES[name]), offset=0))


def _date_chips(filters: Filters) -> Iterable[Chip]:
    if filters.start or filters.end:
        yield Chip("Dates", _days(filters.start, filters.end), address(filters, start=None, end=None, offset=0))
    if filters.dated is not None:
        yield Chip("Date", "known" if filters.dated else "unknown", address(filters, dated=None, offset=0))


def _days(start: date | None, end: date | None) -> str:
    if start and end:
        return date_words(start, end, "range" if start != end else "day")
    return f"from {date_words(start, start, 'day')}" if start else f"until {date_words(end, end, 'day')}"


def _box(box: tuple[float, float, float, float]) -> str:
    west, south, east, north = box
    corners = ((south, west), (north, east))
    return " to ".join(f"{_degrees(lat, 'S', 'N')} {_degrees(lon, 'W', 'E')}" for lat, lon in corners)


def _degrees(value: float, below: str, above: str) -> str:
    return f"{abs(value):.1f}°{below if value < 0 else above}"


def _range(name: str, filters: Filters) -> str:
    """A range in words, empty where the filters have none."""
    if name == "killed" and filters.killed_known is not None:
        return "number known" if filters.killed_known else "number unknown"
    low, high = (getattr(filters, field) for field in RANGES[name][:2])
    if low is None and high is None:
        return ""
    if name == "confidence":
        return f"{low or 0:.0%} to {1 if high is None else high:.0%}"
    if high is None:
        return f"{low} or more"
    low = low or 0
    return f"{low}" if low == high else f"{low} to {high}"
