from __future__ import annotations

from datetime import date

import pytest
from incident_samples import when, where

from dateline.records import DatePrecision
from dateline.store.selection.titles import days, title


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        (date(2016, 6, 5), date(2016, 6, 5), "day", "5 June 2016"),
        (date(2016, 6, 4), date(2016, 6, 5), "range", "4 to 5 June 2016"),
        (date(2016, 5, 31), date(2016, 6, 5), "range", "31 May to 5 June 2016"),
        (date(2015, 12, 31), date(2016, 1, 1), "range", "31 December 2015 to 1 January 2016"),
        (date(2016, 6, 6), date(2016, 6, 12), "week", "week of 6 June 2016"),
        (date(2016, 6, 1), date(2016, 6, 30), "month", "June 2016"),
        (date(2016, 1, 1), date(2016, 12, 31), "year", "2016"),
        (None, None, "unknown", "date unknown"),
    ],
)
def test_days_in_words(start: date | None, end: date | None, precision: DatePrecision, words: str) -> None:
    assert days(start, end, precision) == words


def test_a_title_says_what_where_and_when() -> None:
    assert title("battle.armed_clash", [where("Oldenmill", admin1=None)], [when(5, 5)]) == (
        "Armed clash, Oldenmill, KZ, 5 June 2016"
    )
    assert title(None, [], []) == "Incident, date unknown"


def test_a_name_is_said_once() -> None:
    place = where("Singapore", admin1="Singapore", country="SG")
    assert title(None, [place], []) == "Incident, Singapore, SG, date unknown"
