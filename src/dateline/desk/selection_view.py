"""What the page of incidents says of a selection: filters with counts, chips of those in use, rows, and page links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, quote

from dateline.desk.countries import country_name
from dateline.desk.evidence import legible
from dateline.desk.facet_view import Facet, facet_views
from dateline.desk.filter_words import PATH, Chip, address, chips
from dateline.desk.values import date_words, place_words, toll_words, type_words
from dateline.store.people import People
from dateline.store.selection.filters import MANY, MAXIMUM_OFFSET, Filters
from dateline.store.selection.results import FacetCount, Page, Row

SORTS: Final = (
    ("-date", "newest first"),
    ("date", "oldest first"),
    ("-killed", "most killed first"),
    ("killed", "fewest killed first"),
    ("worth", "most in need of review first"),
    ("-changed", "last changed first"),
)
IN_FORM: Final = (
    *("words", "start", "end", "box", "sort", "offset", "after", "killed_from", "killed_to"),
    *("confidence_from", "confidence_to"),
)
"""Filters that the form has a control for, beside those with boxes to tick."""


@dataclass(frozen=True)
class RowView:
    """An incident in the list."""

    row: Row
    href: str
    heading: str
    family: str
    where: str
    place_precision: str
    when: str
    imprecise: bool
    place_note: str
    killed: str
    killed_range: str
    injured: str
    percent: int
    state: str


@dataclass(frozen=True)
class SelectionView:
    """All that the page says of a selection beside map and time line.

    `selecting`: the query without order and page. `kept`: filters that no control of the form sets, for hidden fields.
    `unlocated`: what the map cannot show.
    """

    filters: Filters
    query: str
    selecting: str
    total: int
    rows: tuple[RowView, ...]
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    kept: tuple[tuple[str, str], ...]
    first: int
    last: int
    previous: str | None
    next: str | None
    unlocated: tuple[RowView, ...]
    unlocated_total: int
    unlocated_href: str
    problems: tuple[str, ...] = ()


def selection_view(
    filters: Filters,
    page: Page,
    facets: Mapping[str, Sequence[FacetCount]],
    unlocated: Page,
    problems: Sequence[str] = (),
) -> SelectionView:
    """What the page says of `filters`; `unlocated`: of what the map cannot show; `problems`: of what was asked for."""
    later = filters.offset + filters.limit
    return SelectionView(
        filters=filters,
        query=filters.to_query(),
        selecting=filters.selecting().to_query(),
        total=page.total,
        rows=tuple(row_view(row) for row in page.rows),
        facets=facet_views(filters, facets),
        chips=tuple(chips(filters)),
        kept=kept(filters),
        first=filters.offset + 1 if page.rows else 0,
        last=filters.offset + len(page.rows),
        previous=address(filters, offset=max(0, filters.offset - filters.limit)) if filters.offset else None,
        next=address(filters, offset=later) if later < min(page.total, MAXIMUM_OFFSET) else None,
        unlocated=tuple(row_view(row) for row in unlocated.rows),
        unlocated_total=unlocated.total,
        unlocated_href=address(filters, located=False, offset=0),
        problems=tuple(problems),
    )


def kept(filters: Filters) -> tuple[tuple[str, str], ...]:
    """Names and values of the filters that no control of the form sets."""
    return tuple((name, value) for name, value in parse_qsl(filters.to_query()) if name not in {*IN_FORM, *MANY})


def row_view(row: Row) -> RowView:
    """A row of the list in words."""
    named = country_name(row.country) if row.country else None
    return RowView(
        row=row,
        href=f"{PATH}/{quote(row.id, safe='')}",
        heading=type_words(row.type) if row.type else "Incident",
        family=row.type.partition(".")[0] if row.type else "untold",
        where=legible(place_words(row.place, row.admin1, named, "town"))
        if row.place_precision != "unknown"
        else "place unknown",
        place_precision=row.place_precision,
        when=date_words(row.start, row.end, row.date_precision),
        imprecise=row.start != row.end,
        place_note=f"place known to the {row.place_precision}",
        killed=_short(row.killed),
        killed_range=toll_words(row.killed.low, None, row.killed.high) if row.killed.low != row.killed.high else "",
        injured=_people(row.injured),
        percent=round(100 * row.confidence),
        state=row.state,
    )


def _short(number: People) -> str:
    """One number, with a plus where it is the least; empty where none is known."""
    if number.known is None:
        return ""
    return str(number.known) if number.best is not None else f"{number.known}+"


def _people(number: People) -> str:
    return "" if number == People() else toll_words(number.low, number.best, number.high)
