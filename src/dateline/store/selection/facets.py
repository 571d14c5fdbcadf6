"""Counts beside the filters: for each value, how many incidents there would be with it, the other filters applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, get_args

from dateline.records import EventType, PlacePrecision
from dateline.store.records import ReviewState
from dateline.store.selection.bands import BANDS, UNKNOWN, Band
from dateline.store.selection.conditions import KINDS, Condition, conditions, together
from dateline.store.selection.filters import MANY, UNTOLD, Filters
from dateline.store.selection.profiles import DIGITS, FLAGS
from dateline.store.selection.queries import Queries
from dateline.store.selection.reader import Reader
from dateline.store.selection.results import FacetCount
from dateline.store.selection.sums import Sums, sums

FACETS: Final = (
    "types",
    "countries",
    "admin1",
    "perpetrator_kinds",
    "target_kinds",
    "states",
    "precision",
    "sources",
    "killed",
    "confidence",
    "disputed",
    "located",
    "changed_since_review",
)
"""The facets in the order in which they are given. They have the names of their filters or of `BANDS`."""
TYPES: Final[tuple[str, ...]] = get_args(EventType)
VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "types": (UNTOLD, *TYPES),
    "states": get_args(ReviewState),
    "precision": get_args(PlacePrecision),
    **{name: tuple(band.name for band in bands) for name, bands in BANDS.items()},
    **dict.fromkeys(FLAGS, ("false", "true")),
}
"""What the digits of a profile stand for."""


def facet_counts(reader: Reader, filters: Filters, known: Sums | None = None) -> dict[str, tuple[FacetCount, ...]]:
    """The counts of all facets; regions are counted in the countries chosen alone. What counts 0 is left out.

    `known`: the sums of the selection, where they are at hand.
    """
    found = conditions(filters)
    digits = (known or sums(reader, together(found))).digits
    counted: dict[str, Mapping[str, int]] = {}
    for name in FACETS:
        if name in digits:
            told = _alone(reader, found, name) if name in found else digits[name]
            values = {value: count for value, count in zip(VALUES[name], told, strict=True) if count}
            counted[name] = _with_groups(values) if name == "types" else values
        else:
            counted[name] = _OTHERS[name](reader, together(found, without={name}), filters)
    queries = Queries(filters.model_copy(update={"offset": 0, "after": None}))
    return {
        name: tuple(_count(filters, queries, name, value, count) for value, count in values.items())
        for name, values in counted.items()
    }


def toggled(filters: Filters, facet: str, value: str) -> Filters:
    """The filters with a value of a facet chosen; if it was chosen, no more. They begin at the first row again."""
    changes = _changes(filters, facet, value, chosen=is_chosen(filters, facet, value))
    return filters.model_copy(update={"offset": 0, "after": None, **changes})


def is_chosen(filters: Filters, facet: str, value: str) -> bool:
    """Whether the filters hold exactly this value of a facet, alone or among others."""
    if facet in MANY:
        return value in getattr(filters, facet)
    if facet in BANDS:
        set_now = {name: getattr(filters, name) for name in _band_filters(facet)}
        return set_now == _band_changes(facet, _band(facet, value))
    flag = getattr(filters, facet)
    return flag is not None and str(flag).lower() == value


def _alone(reader: Reader, found: Mapping[str, Condition], name: str) -> Sequence[int]:
    """How many incidents have each value of a facet that has a filter of its own, with the others applied."""
    digit = DIGITS[name]
    rows: dict[int, int] = dict(
        reader.rows(f"{digit.sql} AS digit, count(*)", together(found, without={name}), "GROUP BY digit")
    )
    return [rows.get(at, 0) for at in range(digit.base)]


def _with_groups(types: Mapping[str, int]) -> dict[str, int]:
    """Each group before its types, and those without a type last."""
    groups: Counter[str] = Counter()
    for name, count in types.items():
        groups[name.partition(".")[0]] += count
    found: dict[str, int] = {}
    for name in (*TYPES, UNTOLD):
        if name in types:
            group = name.partition(".")[0]
            found.setdefault(group, groups[group])
            found[name] = types[name]
    return found


def _countries(reader: Reader, where: Condition, filters: Filters) -> dict[str, int]:  # noqa: ARG001
    rows = reader.rows("country, count(*)", where, "GROUP BY country")
    return _most_first((country or UNTOLD, count) for country, count in rows)


def _regions(reader: Reader, where: Condition, filters: Filters) -> dict[str, int]:
    chosen = [value for value in filters.countries if value != UNTOLD] or [one[:2] for one in filters.admin1]
    if not chosen:
        return {}
    inside = together({"": where, **conditions(Filters(countries=tuple(chosen)))})
    rows = reader.rows("country, admin1, count(*)", inside, "GROUP BY country, admin1")
    return _most_first((f"{country}:{name or ''}", count) for country, name, count in rows)


def _kinds(column: str) -> Callable[[Reader, Condition, Filters], dict[str, int]]:
    def counts(reader: Reader, where: Condition, filters: Filters) -> dict[str, int]:  # noqa: ARG001
        found: Counter[str] = Counter()
        for mask, count in reader.rows(f"{column}, count(*)", where, f"GROUP BY {column}"):
            kinds = [kind for bit, kind in enumerate(KINDS) if mask >> bit & 1]
            for kind in kinds or [UNTOLD]:
                found[kind] += count
        return {name: found[name] for name in (*KINDS, UNTOLD) if name in found}

    return counts


_OTHERS: Final[Mapping[str, Callable[[Reader, Condition, Filters], dict[str, int]]]] = {
    "countries": _countries,
    "admin1": _regions,
    "perpetrator_kinds": _kinds("perpetrators"),
    "target_kinds": _kinds("targets"),
}
"""The facets that are no digits of profiles."""


def _most_first(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    return dict(sorted(counts, key=lambda pair: (-pair[1], pair[0])))


def _count(filters: Filters, queries: Queries, name: str, value: str, count: int) -> FacetCount:
    """`queries`: of the filters from the first row on."""
    chosen = is_chosen(filters, name, value)
    query = queries(**_changes(filters, name, value, chosen=chosen))
    return FacetCount(value=value, count=count, chosen=chosen, query=query)


def _changes(filters: Filters, facet: str, value: str, *, chosen: bool) -> dict[str, Any]:
    """What choosing a value changes, or giving it up where it is chosen."""
    if facet in MANY:
        values = set(getattr(filters, facet))
        return {facet: tuple(sorted(values - {value} if chosen else values | {value}))}
    if facet in BANDS:
        return dict.fromkeys(_band_filters(facet)) if chosen else _band_changes(facet, _band(facet, value))
    return {facet: None if chosen else value == "true"}


def _band(facet: str, value: str) -> Band:
    return next(band for band in BANDS[facet] if band.name == value)


def _band_filters(facet: str) -> tuple[str, ...]:
    ends = (f"{facet}_from", f"{facet}_to")
    return (*ends, "killed_known") if facet == "killed" else ends


def _band_changes(facet: str, band: Band) -> dict[str, Any]:
    """The filters of a facet as a band sets them."""
    return dict(
        zip(_band_filters(facet), (band.first, band.last, False if band.name == UNKNOWN else None), strict=False)
    )
