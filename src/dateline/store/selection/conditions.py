"""Filters as conditions on the table of facts (`dateline.store.selection.facts`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, get_args

from dateline.records import ActorKind, EventType
from dateline.store.selection.filters import UNTOLD, Filters

KINDS: Final[tuple[str, ...]] = get_args(ActorKind)
"""The kind at position i has the bit 2^i in the masks of actors."""


class Condition(NamedTuple):
    """A condition in SQL with the values of its question marks."""

    sql: str
    values: tuple[Any, ...] = ()


EVERY: Final = Condition("true")


def conditions(filters: Filters) -> dict[str, Condition]:
    """A condition for each facet or other dimension of which a filter is set, by its name.

    Dimensions have the names of filters; "killed", "sources", "confidence" and "date" stand for several.
    """
    found = {
        "date": _dates(filters),
        "countries": _among("country", filters.countries, "country_code"),
        "admin1": _any(_region(value) for value in filters.admin1),
        "box": _inside(filters.box),
        "types": _among("type", _types(filters.types), "event_type"),
        "perpetrator_kinds": _acting("perpetrators", filters.perpetrator_kinds),
        "target_kinds": _acting("targets", filters.target_kinds),
        "killed": _all((*_range("killed", filters.killed_from, filters.killed_to), *_known(filters.killed_known))),
        "sources": _all(_range("sources", filters.sources_from, filters.sources_to)),
        "confidence": _confidence(filters),
        "states": _among("state", filters.states, "review_state"),
        "precision": _among("place_precision", filters.precision, "place_precision"),
        "located": _flag("located", filters.located),
        "disputed": _flag("disputed", filters.disputed),
        "changed_since_review": _flag("changed_since_review", filters.changed_since_review),
    }
    return {name: condition for name, condition in found.items() if condition != EVERY}


def together(found: Mapping[str, Condition], *, without: Collection[str] = ()) -> Condition:
    """All of the conditions but those of some dimensions."""
    return _all(condition for name, condition in found.items() if name not in without)


def within(box: tuple[float, float, float, float] | None) -> Condition:
    """Coordinates in a box (west, south, east, north), edges included; it may cross the 180th meridian."""
    if box is None:
        return EVERY
    west, south, east, north = box
    across = "lon BETWEEN ? AND ?" if west <= east else "(lon >= ? OR lon <= ?)"
    return Condition(f"(lat BETWEEN ? AND ? AND {across})", (south, north, west, east))


def _all(parts: Iterable[Condition]) -> Condition:
    kept = [part for part in parts if part != EVERY]
    if not kept:
        return EVERY
    return Condition(" AND ".join(sql for sql, _ in kept), tuple(value for _, values in kept for value in values))


def _any(parts: Iterable[Condition]) -> Condition:
    kept = list(parts)
    if not kept:
        return EVERY
    sql = " OR ".join(f"({sql})" for sql, _ in kept)
    return Condition(f"({sql})", tuple(value for _, values in kept for value in values))


def _among(column: str, chosen: Sequence[str], enum: str) -> Condition:
    """One of the values chosen, `untold` meaning none. Without the cast, the column would be cast row by row."""
    told = [value for value in chosen if value != UNTOLD]
    parts = [Condition(f"{column} IN ({', '.join([f'?::{enum}'] * len(told))})", tuple(told))] if told else []
    if UNTOLD in chosen:
        parts.append(Condition(f"{column} IS NULL"))
    return _any(parts)


def _types(chosen: Iterable[str]) -> tuple[str, ...]:
    """The types chosen, and those of the groups chosen."""
    names: tuple[str, ...] = get_args(EventType)
    return tuple(name for value in chosen for name in (*names, UNTOLD) if name == value or name.startswith(f"{value}."))


def _acting(column: str, chosen: Sequence[str]) -> Condition:
    mask = sum(1 << KINDS.index(value) for value in chosen if value != UNTOLD)
    parts = [Condition(f"({column} & ?) <> 0", (mask,))] if mask else []
    if UNTOLD in chosen:
        parts.append(Condition(f"{column} = 0"))
    return _any(parts)


def _dates(filters: Filters) -> Condition:
    parts = []
    if filters.start is not None:
        parts.append(Condition('"end" >= ?', (filters.start,)))
    if filters.end is not None:
        parts.append(Condition("start <= ?", (filters.end,)))
    if filters.dated is not None:
        parts.append(Condition(f"start IS {'NOT ' if filters.dated else ''}NULL"))
    return _all(parts)


def _region(value: str) -> Condition:
    country, _, name = value.partition(":")
    if not name:
        return Condition("country = ?::country_code AND admin1 IS NULL", (country,))
    return Condition("country = ?::country_code AND admin1 = ?", (country, name))


def _inside(box: tuple[float, float, float, float] | None) -> Condition:
    return EVERY if box is None else _all((Condition("near"), within(box)))


def _range(column: str, low: int | None, high: int | None) -> list[Condition]:
    bounds = ((f"{column} >= ?", low), (f"{column} <= ?", high))
    return [Condition(sql, (bound,)) for sql, bound in bounds if bound is not None]


def _known(known: bool | None) -> list[Condition]:  # noqa: FBT001 - the value of a filter
    return [] if known is None else [Condition(f"killed IS {'NOT ' if known else ''}NULL")]


def _confidence(filters: Filters) -> Condition:
    bounds = (("confidence >= ?", filters.confidence_from), ("confidence < ?", filters.confidence_to))
    return _all(Condition(sql, (bound,)) for sql, bound in bounds if bound is not None)


def _flag(column: str, wanted: bool | None) -> Condition:  # noqa: FBT001 - the value of a filter
    return EVERY if wanted is None else Condition(column if wanted else f"NOT {column}")
