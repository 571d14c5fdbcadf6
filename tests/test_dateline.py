from datetime import date
from importlib.metadata import version

import pytest

import dateline

TEXT = "Three gunmen shot dead six people in the city of Aktobe on Sunday, the interior ministry said."


def test_code_gives_events_with_their_words():
    events = dateline.code(TEXT, published="2016-06-06")
    assert events
    assert all(TEXT[quote.start : quote.end] == quote.quote for event in events for _, quote in event.quotes())


def test_published_may_be_a_date():
    assert dateline.code(TEXT, published=date(2016, 6, 6)) == dateline.code(TEXT, published="2016-06-06")


def test_published_that_is_no_date_is_refused():
    with pytest.raises(ValueError, match="Sunday"):
        dateline.code(TEXT, published="Sunday")


def test_version_is_the_installed_one():
    assert dateline.__version__ == version("dateline")
