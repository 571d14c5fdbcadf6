from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selection_samples import some_filters

from dateline.store.selection.errors import FilterError
from dateline.store.selection.filters import Filters
from dateline.store.selection.queries import Queries


@given(some_filters(), st.text(min_size=1, max_size=20), st.sampled_from(["-date", "worth"]), st.integers(0, 10_000))
def test_the_query_gives_the_same_filters(filters: Filters, words: str, sort: str, offset: int) -> None:
    whole = Filters(**{**filters.model_dump(exclude_defaults=True), "words": words, "sort": sort, "offset": offset})
    assert Filters.from_query(whole.to_query()) == whole
    assert Filters.from_query(whole.to_query()).to_query() == whole.to_query()


@given(some_filters(), some_filters(), st.sets(st.sampled_from(sorted(Filters.model_fields))))
def test_queries_with_changes_are_those_of_filters_changed(filters: Filters, other: Filters, names: set[str]) -> None:
    changes = {name: getattr(other, name) for name in names}
    assert Queries(filters)(**changes) == filters.model_copy(update=changes).to_query()


def test_the_query_says_what_is_set_in_the_order_of_names() -> None:
    filters = Filters(types=("riot", "battle"), start=date(2016, 2, 29), box=(170.5, -10, -170, 10), disputed=False)
    assert filters.to_query() == (
        "box=170.5%2C-10.0%2C-170.0%2C10.0&disputed=false&start=2016-02-29&types=battle&types=riot"
    )
    assert Filters().to_query() == ""


def test_values_of_forms_that_are_empty_are_not_set() -> None:
    assert Filters.from_query("start=&end=&words=&types=&types=battle") == Filters(types=("battle",))


def test_names_and_values_are_taken_as_servers_give_them() -> None:
    filters = Filters(countries=("KE", "NG"), killed_from=3)
    assert Filters.from_query([("countries", "NG"), ("countries", "KE"), ("killed_from", "3")]) == filters
    assert Filters.from_query({"killed_from": "3", "view": "map"}, ignore=["view"]) == Filters(killed_from=3)


@pytest.mark.parametrize(
    ("query", "parameter", "value"),
    [
        ("start=2016-02-30", "start", "2016-02-30"),
        ("start=20160229", "start", "20160229"),
        ("start=2016-01-02&end=2016-01-01", "end", "2016-01-01"),
        ("countries=NG&countries=Nigeria", "countries", "Nigeria"),
        ("types=battle.", "types", "battle."),
        ("perpetrator_kinds=police", "perpetrator_kinds", "police"),
        ("box=1,2,3", "box", "1,2,3"),
        ("box=1,2,nan,4", "box", "1,2,nan,4"),
        ("box=0,20,10,10", "box", "0,20,10,10"),
        ("killed_from=-1", "killed_from", "-1"),
        ("killed_from=1e3", "killed_from", "1e3"),
        ("killed_from=5&killed_to=4", "killed_to", "4"),
        ("confidence_from=1.5", "confidence_from", "1.5"),
        ("located=yes", "located", "yes"),
        ("sort=newest", "sort", "newest"),
        ("limit=201", "limit", "201"),
        ("offset=10001", "offset", "10001"),
        ("start=2016-01-01&start=2016-01-02", "start", "2016-01-02"),
        ("colour=red", "colour", "red"),
        ("admin1=Borno", "admin1", "Borno"),
        ("words=" + "a" * 501, "words", "a" * 501),
    ],
)
def test_bad_input_is_refused_by_name_and_value(query: str, parameter: str, value: str) -> None:
    with pytest.raises(FilterError) as caught:
        Filters.from_query(query)
    assert (caught.value.parameter, caught.value.value) == (parameter, value)
    assert f"{parameter}={value[:100]!r}" in str(caught.value)


@given(st.sampled_from(sorted(Filters.model_fields)), st.text())
def test_any_text_is_a_filter_or_an_error_of_filters(name: str, value: str) -> None:
    try:
        filters = Filters.from_query([(name, value)])
    except FilterError:
        return
    assert Filters.from_query(filters.to_query()) == filters


def test_what_selects_the_same_is_equal_without_order_and_rows() -> None:
    assert Filters(disputed=True, sort="worth", limit=3, offset=9).selecting() == Filters(disputed=True)
