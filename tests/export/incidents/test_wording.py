import pytest
from incident_samples import contested_mill, incident, told, toll, witness

from dateline.export.incidents.wording import (
    heading,
    history,
    problem_text,
    source_lines,
    told_text,
    toll_text,
    without_names,
)


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("Six people", "Six people"),
        ("Police killed two", "Police killed two"),
        ("a baker, Mira Tolland, and J. Tarrow", "a baker, [name], and [name]"),
        ("Mira Tolland", "[name]"),
        ("Tarrow's killing", "[name] killing"),
        ("Tarrow", "[name]"),
        ("at least 40 people", "at least 40 people"),
        ("", ""),
    ],
)
def test_quotes_are_shown_without_names(quote: str, shown: str):
    assert without_names(quote) == shown


def test_the_heading_tells_the_reconciled_values_and_the_sources():
    place = "Oldenmill, Oldenmill Region, KZ (town)"
    values = f"civilians.attack · 2016-06-05 (day) · {place}"
    assert heading(contested_mill()) == f"{values} · 4 reports, 3 independent sources"
    assert "unknown type · unknown date · unknown place · 1 report, 1 independent source" in heading(incident())


def test_copies_are_told_with_the_reason():
    assert source_lines(contested_mill())[0] == "S1 Paper m1: m1, m3 (one source: published by Paper m1)"


def test_the_history_tells_of_merges_and_splits():
    assert history(contested_mill()) == [
        "i00000000000000bb turned out to be this incident",
        "its reports were once taken for i00000000000000cc",
    ]
    assert history(incident()) == []


def test_a_toll_that_is_agreed_on_is_one_number():
    one = told(6, witness("m1", 0, 6, "six"))
    assert toll_text(toll(one, low=6)) == "6"
    assert toll_text(toll(one, high=None)) == "6 (5 to open)"
    assert toll_text(toll(one, low=None, best=None, high=None)) == "no number in particular"


def test_groups_are_quoted_together():
    number = contested_mill().tolls[0].told[1]
    assert told_text(number, names=False) == "6 “three soldiers” + “three civilians”"


def test_problems_lose_the_names_in_their_quotes_only():
    (problem,) = contested_mill().problems
    assert problem_text(problem, names=True) == problem
    assert "(“two men and [name]” in e2)" in problem_text(problem, names=False)
