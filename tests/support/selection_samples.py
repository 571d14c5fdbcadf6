"""Columns and filters drawn at random from few values, and what a filter means, told once more without a database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import duckdb
from hypothesis import strategies as st

from dateline.store.people import People
from dateline.store.selection import facts
from dateline.store.selection.columns import Columns
from dateline.store.selection.filters import Filters

DAY = date(2016, 2, 27)
NUMBERS = st.sampled_from([None, 0, 1, 2, 5, 30])
KINDS = st.lists(st.sampled_from(["civilians", "rioters", "unknown"]), max_size=2, unique=True).map(tuple)


class Stored(NamedTuple):
    """A row of the store."""

    number: int
    entry: int
    columns: str


def columns(**fields: Any) -> Columns:
    return Columns(**{"id": "i1", "title": "", **fields})


def people(low: int | None, best: int | None) -> People:
    low = best if low is None or (best is not None and low > best) else low
    return People(low=low, best=best, high=None)


@st.composite
def some_columns(draw: st.DrawFn) -> Columns:
    start = draw(st.none() | st.integers(0, 10).map(lambda days: DAY + timedelta(days)))
    located = draw(st.booleans())
    return columns(
        state=draw(st.sampled_from(["unreviewed", "accepted", "rejected"])),
        changed_since_review=draw(st.booleans()),
        type=draw(st.sampled_from([None, "battle.armed_clash", "explosion.grenade", "explosion.shelling"])),
        start=start,
        end=None if start is None else start + timedelta(draw(st.integers(0, 40))),
        country=draw(st.sampled_from([None, "NG", "ML"])),
        admin1=draw(st.sampled_from([None, "Borno", "Kidal"])),
        place="Oldenmill",
        lat=draw(st.sampled_from([-20.0, 10.5])) if located else None,
        lon=draw(st.sampled_from([-179.5, 13.25, 179.5])) if located else None,
        place_precision=draw(st.sampled_from(["site", "town", "district", "region", "country", "unknown"])),
        killed=people(draw(NUMBERS), draw(NUMBERS)),
        perpetrators=draw(KINDS),
        targets=draw(KINDS),
        sources=draw(st.integers(1, 6)),
        confidence=draw(st.sampled_from([0.0, 0.3, 0.5, 0.7, 0.9, 0.95, 1.0])),
        disputed=draw(st.sampled_from([(), ("type",)])),
    )


def some_filters() -> st.SearchStrategy[Filters]:
    """Filters, most of them of few fields."""
    flag = st.booleans()
    fields: dict[str, st.SearchStrategy[Any]] = {
        "start": st.integers(-1, 8).map(lambda days: DAY + timedelta(days)),
        "end": st.integers(8, 9).map(lambda days: DAY + timedelta(days)),
        "dated": flag,
        "countries": _several("NG", "ML", "untold"),
        "admin1": _several("NG:Borno", "NG:", "ML:Kidal"),
        "box": st.sampled_from([(0.0, 0.0, 20.0, 20.0), (170.0, -90.0, -170.0, 90.0), (13.25, 10.5, 13.25, 10.5)]),
        "types": _several("explosion", "explosion.grenade", "battle", "untold"),
        "perpetrator_kinds": _several("civilians", "rioters", "untold"),
        "target_kinds": _several("unknown", "untold"),
        "killed_from": st.sampled_from([0, 2, 25]),
        "killed_to": st.sampled_from([30, 100]),
        "killed_known": flag,
        "sources_from": st.integers(1, 5),
        "confidence_from": st.sampled_from([0.5, 0.95]),
        "confidence_to": st.sampled_from([0.7, 1.0]),
        "states": _several("unreviewed", "rejected"),
        "precision": _several("town", "region", "unknown"),
        "located": flag,
        "disputed": flag,
        "changed_since_review": flag,
    }
    chosen = st.lists(st.sampled_from(sorted(fields)), max_size=3, unique=True)
    return chosen.flatmap(lambda names: st.fixed_dictionaries({name: fields[name] for name in names})).map(
        lambda given: Filters(**given)
    )


def _several(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple)


def fill_memory(memory: duckdb.DuckDBPyConnection, rows: Sequence[Columns]) -> None:
    """These rows and no others, numbered from 0, the id by the number."""
    memory.execute("DELETE FROM facts")
    stored = [row.model_copy(update={"id": f"i{number:04}"}).to_json() for number, row in enumerate(rows)]
    facts.insert_facts(memory, [Stored(number, number, text) for number, text in enumerate(stored)])


def is_near(row: Columns) -> bool:
    return row.lat is not None and row.place_precision in {"site", "town", "district"}


def is_located(row: Columns) -> bool:
    if is_near(row) or row.country is not None:
        return True
    return row.lat is not None and row.place_precision != "unknown"


def fits(row: Columns, filters: Filters) -> bool:
    """Whether a filter selects a row."""
    killed = row.killed.best if row.killed.best is not None else row.killed.low
    kind = row.type or "untold"
    sets: tuple[tuple[tuple[str, ...], set[str]], ...] = (
        (filters.countries, {row.country or "untold"}),
        (filters.admin1, {f"{row.country}:{row.admin1 or ''}"}),
        (filters.types, {kind, kind.partition(".")[0]}),
        (filters.perpetrator_kinds, {*row.perpetrators} or {"untold"}),
        (filters.target_kinds, {*row.targets} or {"untold"}),
        (filters.states, {row.state}),
        (filters.precision, {row.place_precision}),
    )
    flags = (
        (filters.dated, row.start is not None),
        (filters.located, is_located(row)),
        (filters.disputed, bool(row.disputed)),
        (filters.changed_since_review, row.changed_since_review),
        (filters.killed_known, killed is not None),
    )
    return (
        all(not wanted or held & set(wanted) for wanted, held in sets)
        and all(wanted is None or wanted == held for wanted, held in flags)
        and _lies(killed, filters.killed_from, filters.killed_to)
        and _lies(row.sources, filters.sources_from, filters.sources_to)
        and _lies(row.confidence, filters.confidence_from, None)
        and (filters.confidence_to is None or row.confidence < filters.confidence_to)
        and (filters.start is None or (row.end is not None and row.end >= filters.start))
        and (filters.end is None or (row.start is not None and row.start <= filters.end))
        and (filters.box is None or (is_near(row) and _in_box(row, filters.box)))
    )


def _lies(value: float | None, first: float | None, last: float | None) -> bool:
    if value is None:
        return first is None and last is None
    return (first is None or first <= value) and (last is None or value <= last)


def _in_box(row: Columns, box: tuple[float, float, float, float]) -> bool:
    assert row.lat is not None
    assert row.lon is not None
    west, south, east, north = box
    across = west <= row.lon <= east if west <= east else row.lon >= west or row.lon <= east
    return south <= row.lat <= north and across
