"""The filters of the side bar: their values, each with the number of incidents that have it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dateline.desk.filter_words import FACETS, PATH, value_words
from dateline.store.selection.filters import MANY, Filters
from dateline.store.selection.results import FacetCount

OPEN_FACETS: Final = frozenset({"types", "states", "countries", "killed"})
AT_ONCE: Final = 8
"""Values of a facet that are shown at once; the others lie folded up."""


@dataclass(frozen=True)
class Option:
    """A value of a filter and how many incidents have it. `href` selects it, or no more."""

    value: str
    label: str
    count: int
    chosen: bool
    href: str
    indented: bool = False


@dataclass(frozen=True)
class Facet:
    """A filter with its values. `field`: the parameter that its boxes set, empty where the values are links."""

    name: str
    label: str
    field: str
    options: tuple[Option, ...]
    more: tuple[Option, ...]
    open: bool
    active: int


def facet_views(filters: Filters, counted: Mapping[str, Sequence[FacetCount]]) -> tuple[Facet, ...]:
    """The filters that have values in this selection; `counted`: those of `Index.facets`."""
    found = []
    for name, label in FACETS.items():
        counts = [*counted.get(name, ()), *_uncounted(filters, name, counted.get(name, ()))]
        if counts:
            found.append(_facet(name, label, counts))
    return tuple(found)


def _uncounted(filters: Filters, name: str, counts: Sequence[FacetCount]) -> Iterable[FacetCount]:
    """Values chosen that no incident has beside the other filters: without them the form would lose them."""
    if name in MANY:
        chosen: tuple[str, ...] = getattr(filters, name)
        for value in sorted(set(chosen) - {one.value for one in counts}):
            left = tuple(other for other in chosen if other != value)
            without = filters.model_copy(update={name: left, "offset": 0})
            yield FacetCount(value=value, count=0, chosen=True, query=without.to_query())


def _facet(name: str, label: str, counts: Sequence[FacetCount]) -> Facet:
    options = [_option(name, one) for one in counts if one.count or one.chosen]
    kept_open = len(options) if name == "types" else AT_ONCE
    shown = tuple(option for at, option in enumerate(options) if at < kept_open or option.chosen)
    active = sum(option.chosen for option in options)
    return Facet(
        name=name,
        label=label,
        field=name if name in MANY else "",
        options=shown,
        more=tuple(option for option in options if option not in shown),
        open=name in OPEN_FACETS or active > 0,
        active=active,
    )


def _option(facet: str, counted: FacetCount) -> Option:
    return Option(
        value=counted.value,
        label=value_words(facet, counted.value),
        count=counted.count,
        chosen=counted.chosen,
        href=f"{PATH}?{counted.query}" if counted.query else PATH,
        indented=facet == "types" and "." in counted.value,
    )
