from __future__ import annotations

from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.store.selection.errors import FilterError
from dateline.store.selection.paging import cursor_of, key_of


@given(st.none() | st.dates(), st.text(max_size=30))
def test_a_cursor_gives_back_its_key(value: object, name: str) -> None:
    assert key_of("-date", cursor_of("-date", (value, name))) == (value, name)


def test_numbers_have_cursors() -> None:
    assert key_of("worth", cursor_of("worth", (0.1 + 0.2, "i1"))) == (0.1 + 0.2, "i1")


def test_a_cursor_holds_for_its_order_alone() -> None:
    with pytest.raises(FilterError, match="in the order worth"):
        key_of("worth", cursor_of("-date", (None, "i1")))


@given(st.text())
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(FilterError):
        key_of("-date", text)


@pytest.mark.parametrize(
    "made", ['["-date","2016-06-05",1]', '["-date",true,"i"]', "[[]]", "{}", "3", '["-date",[],"i"]']
)
def test_neither_is_json_of_another_form(made: str) -> None:
    with pytest.raises(FilterError):
        key_of("-date", urlsafe_b64encode(made.encode()).decode())
