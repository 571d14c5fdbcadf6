from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selection_samples import columns, fill_memory, fits, people, some_columns, some_filters

from dateline.store.selection import facts
from dateline.store.selection.columns import Columns
from dateline.store.selection.conditions import conditions, together
from dateline.store.selection.facets import FACETS, facet_counts, is_chosen, toggled
from dateline.store.selection.filters import Filters
from dateline.store.selection.reader import reading


@pytest.fixture(scope="module")
def memory() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        facts.create(connection)
        yield connection


def counts(memory: duckdb.DuckDBPyConnection, rows: Sequence[Columns], filters: Filters) -> dict[str, dict[str, int]]:
    fill_memory(memory, rows)
    with reading(memory, None) as reader:
        found = facet_counts(reader, filters)
    return {name: {one.value: one.count for one in values} for name, values in found.items()}


def without(filters: Filters, facet: str) -> Filters:
    """The filters without those of a facet."""
    names = [name for name in Filters.model_fields if name == facet or name.startswith(f"{facet}_")]
    return filters.model_copy(update={name: Filters.model_fields[name].default for name in names})


@settings(max_examples=60, deadline=None)
@given(st.lists(some_columns(), max_size=8), some_filters())
def test_filters_select_what_they_mean(
    memory: duckdb.DuckDBPyConnection, rows: list[Columns], filters: Filters
) -> None:
    fill_memory(memory, rows)
    with reading(memory, None) as reader:
        found = [number for (number,) in reader.rows("number", together(conditions(filters)), "ORDER BY number")]
    assert found == [number for number, row in enumerate(rows) if fits(row, filters)]


@settings(max_examples=60, deadline=None)
@given(st.lists(some_columns(), max_size=8), some_filters())
def test_each_count_is_that_of_the_filters_with_this_value_alone(
    memory: duckdb.DuckDBPyConnection, rows: list[Columns], filters: Filters
) -> None:
    for facet, found in counts(memory, rows, filters).items():
        for value, count in found.items():
            chosen = toggled(without(filters, facet), facet, value)
            assert count == sum(fits(row, chosen) for row in rows), (facet, value)


@settings(max_examples=60, deadline=None)
@given(st.lists(some_columns(), max_size=8), some_filters())
def test_no_incident_is_missing_from_a_facet_of_one_value_each(
    memory: duckdb.DuckDBPyConnection, rows: list[Columns], filters: Filters
) -> None:
    found = counts(memory, rows, filters)
    single = set(FACETS) - {"types", "admin1", "perpetrator_kinds", "target_kinds"}
    for facet in single:
        selected = sum(fits(row, without(filters, facet)) for row in rows)
        assert sum(found[facet].values()) == selected, facet


def test_groups_stand_before_their_types_and_the_untold_last(memory: duckdb.DuckDBPyConnection) -> None:
    types = (None, "explosion.shelling", "battle.armed_clash", "explosion.grenade", "explosion.grenade")
    rows = [columns(type=kind) for kind in types]
    assert list(counts(memory, rows, Filters())["types"].items()) == [
        ("battle", 1),
        ("battle.armed_clash", 1),
        ("explosion", 3),
        ("explosion.shelling", 1),
        ("explosion.grenade", 2),
        ("untold", 1),
    ]


def test_regions_are_counted_in_the_countries_chosen(memory: duckdb.DuckDBPyConnection) -> None:
    rows = [
        columns(country="NG", admin1="Borno"),
        columns(country="NG"),
        columns(country="ML", admin1="Kidal"),
    ]
    assert counts(memory, rows, Filters())["admin1"] == {}
    assert counts(memory, rows, Filters(countries=("NG",)))["admin1"] == {"NG:": 1, "NG:Borno": 1}
    assert counts(memory, rows, Filters(admin1=("ML:Kidal",)))["admin1"] == {"ML:Kidal": 1}


def test_an_unknown_toll_is_none_of_nobody(memory: duckdb.DuckDBPyConnection) -> None:
    rows = [columns(), columns(killed=people(0, 0)), columns(killed=people(24, None))]
    assert counts(memory, rows, Filters())["killed"] == {"unknown": 1, "0": 1, "10-24": 1}


@given(some_filters(), st.sampled_from(["countries", "killed", "confidence", "disputed"]), st.data())
def test_choosing_twice_is_choosing_no_more(filters: Filters, facet: str, data: st.DataObject) -> None:
    values = {"countries": ["NG", "KE"], "killed": ["unknown", "5-9", "25+"], "confidence": ["0-0.5", "0.95-1"]}
    value = data.draw(st.sampled_from(values.get(facet, ["true", "false"])))
    start = without(filters, facet)
    chosen = toggled(start, facet, value)
    assert is_chosen(chosen, facet, value)
    assert not is_chosen(start, facet, value)
    assert toggled(chosen, facet, value) == start


def test_the_query_of_a_count_goes_back_to_the_first_rows(memory: duckdb.DuckDBPyConnection) -> None:
    fill_memory(memory, [columns(country="NG")])
    with reading(memory, None) as reader:
        [count] = facet_counts(reader, Filters(sort="worth", offset=50))["countries"]
    assert (count.query, count.chosen) == ("countries=NG&sort=worth", False)
