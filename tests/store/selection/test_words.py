from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from linking_samples import report
from sqlalchemy import select
from store_samples import put

from dateline.store import Store
from dateline.store.schema import REPORTS
from dateline.store.selection.words import Term, reports_with, terms_of


@pytest.fixture
def filled(store: Store) -> Store:
    put(
        store,
        report("a", title="Two farmers shot", text="Gunmen killed two farmers near an old mill on Sunday."),
        report("b", title="Farm workers march", text="Workers of a farm marched past the old town hall."),
        report("c", title=None, text="Nobody was hurt at the mill."),
    )
    return store


def found(store: Store, words: str) -> list[str]:
    with store.reading() as c:
        numbers = reports_with(c, words)
        return list(c.execute(select(REPORTS.c.id).where(REPORTS.c.number.in_(numbers)).order_by("id")).scalars())


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("mill", ["a", "c"]),
        ("mill -farmers", ["c"]),
        ('old -"old mill"', ["b"]),
        ("farm*", ["a", "b"]),
        ("farm* -farmers", ["b"]),
        ("-mill", ["b"]),
        ("-farm*", ["c"]),
        ('"mill old"', []),
        ("!! ?", []),
        ("mill AND farmers", []),
        ("mill - farmers", ["a"]),
        ('"old mill', ["a"]),
    ],
)
def test_words_find_reports(filled: Store, words: str, names: list[str]) -> None:
    assert found(filled, words) == names


HOSTILE = (
    *('"', "'", "a\x00b", "\ud800", "mill OR", "NEAR(", "title:", "*", "-", "--", "-*", "((", "^mill", "{a b}"),
    *("\\", ":*", "mill & | !", "%", "\u202e", "a" * 500, "-" * 500, '"' * 500, "x " * 250),
)


@pytest.mark.parametrize("words", HOSTILE)
def test_no_words_are_an_error(filled: Store, words: str) -> None:
    assert set(found(filled, words)) <= {"a", "b", "c"}


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.sampled_from("mil*-\"'():&|!<>\\ ^\x00é\ud800")), start=st.text(max_size=5))
def test_nothing_that_is_typed_is_an_error(filled: Store, start: str, words: str) -> None:
    assert set(found(filled, start + words)) <= {"a", "b", "c"}


def test_terms_are_words_and_phrases_to_hold_or_not() -> None:
    assert terms_of('-farm* "old mill" … two') == [
        Term("farm*", excluded=True),
        Term('"old mill"', excluded=False),
        Term("two", excluded=False),
    ]
