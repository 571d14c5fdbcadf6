from __future__ import annotations

import pytest
from linking_samples import report
from sqlalchemy import select
from store_samples import put

from dateline.store import Store
from dateline.store.reports import matching
from dateline.store.schema import REPORTS
from dateline.store.words import tokens


def found(store: Store, words: str) -> list[str]:
    with store.reading() as c:
        numbers = matching(c, words)
        return list(
            c.execute(select(REPORTS.c.id).where(REPORTS.c.number.in_(numbers)).order_by(REPORTS.c.id)).scalars()
        )


@pytest.fixture
def filled(store: Store) -> Store:
    put(
        store,
        report("a", title="Two farmers shot", text="Gunmen killed two farmers near Bogotá's old mill on Sunday."),
        report("b", title="Farm workers march", text="Workers of a farm co-operative marched; O'Neill spoke."),
        report("c", title=None, text="Стрельба в городе: убиты двое. Źródło: straße 3.5"),
        report("d", title="Old", text="mill"),
    )
    return store


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("farmers", ["a"]),
        ("FARMERS gunmen", ["a"]),
        ("farmers workers", []),
        ("farm", ["b"]),
        ("farm*", ["a", "b"]),
        ("bogota", ["a"]),
        ("Bogotá", ["a"]),
        ("zrodlo STRASSE", ["c"]),
        ("УБИТЫ", ["c"]),
        ('"old mill"', ["a"]),
        ('"mill old"', []),
        ('"old mill', ["a"]),
        ("old mill", ["a", "d"]),
        ("co-operative", ["b"]),
        ("operative-co", []),
        ("o'neill", ["b"]),
        ("3.5", ["c"]),
        ("5.3", []),
        ("", []),
        ("  \t", []),
        ('?! * & | -- "" \' :* <-> () \\', []),
        ("farmers AND", []),
        ("farmers' \\ ) OR (1=1", []),
        ("farmers\0", ["a"]),
    ],
)
def test_words_find_reports(filled: Store, words: str, names: list[str]):
    assert found(filled, words) == names


def test_a_title_is_no_phrase_with_the_text(filled: Store):
    assert found(filled, '"old mill"') == ["a"]
    assert found(filled, "title:farmers") == []


def test_giant_texts_and_words_are_indexed_as_far_as_they_go(store: Store):
    many = " ".join(f"w{i}x{i}" for i in range(150_000))  # over 1 MB of distinct words
    put(store, report("many", text=f"first {many}"), report("long", text="z" * 50_000 + " last"))
    assert found(store, "first w7x7") == ["many"]
    assert found(store, "last") == ["long"]
    assert found(store, "z" * 50_000) == ["long"]


def test_words_are_folded():
    assert tokens("Ångström's ﬁrst—İZMİR_3,5") == ["angstrom", "s", "first", "izmir", "3", "5"]
