from __future__ import annotations

from datetime import date

import pytest

from dateline.coding.dates import dateline_date

REFERENCE = date(2016, 3, 4)


@pytest.mark.parametrize(
    ("text", "words", "day", "place"),
    [
        ("Bogota, 17 Nov 88 -- [TEXT] A car", "Bogota, 17 Nov 88 --", date(1988, 11, 17), "Bogota"),
        ("SAN SALVADOR, 3 JAN 90 -- [REPORT]", "SAN SALVADOR, 3 JAN 90 --", date(1990, 1, 3), "SAN SALVADOR"),
        ("HAVANA (CUBA), 1 MAY 89 (RADIO X) -- A", "HAVANA (CUBA), 1 MAY 89 (RADIO X) --", date(1989, 5, 1), "HAVANA"),
        ("KABUL, March 3 (Reuters) - Two", "KABUL, March 3 (Reuters) -", date(2016, 3, 3), "KABUL"),
        ("LIMA, 10 Dec (AFP) - Two", "LIMA, 10 Dec (AFP) -", date(2015, 12, 10), "LIMA"),
        ("OSLO, April 5, 2014 /PRNewswire/ -- A", "OSLO, April 5, 2014 /PRNewswire/ --", date(2014, 4, 5), "OSLO"),
        ("BAGHDAD (AP) — A bomb", "BAGHDAD (AP) —", None, "BAGHDAD"),
        ("Aleppo, Syria (CNN) -- A bomb", "Aleppo, Syria (CNN) --", None, "Aleppo"),
        (
            "Blast\n\nPARIS, le 3 mars 2015 (AFP) - A",
            "PARIS, le 3 mars 2015 (AFP) -",
            date(2015, 3, 3),
            "PARIS",
        ),
        ("Bogotá, 5 de abril de 2014 (EFE).- Dos", "Bogotá, 5 de abril de 2014 (EFE).-", date(2014, 4, 5), "Bogotá"),
        ("NEW DELHI: Police said", "NEW DELHI:", None, "NEW DELHI"),
        ("CLANDESTINE, NO DATE (RADIO X) -- A", "CLANDESTINE, NO DATE (RADIO X) --", None, None),
    ],
)
def test_dateline_date(text: str, words: str, day: date | None, place: str | None):
    found = dateline_date(text, REFERENCE)
    assert found is not None
    assert text[found.start : found.end] == words
    assert (found.day, found.place) == (day, place)
    if place is not None:
        assert text[found.place_start : found.place_end] == place


def test_the_year_stays_open_without_a_reference():
    found = dateline_date("LIMA, 10 Jan (AFP) - Two men")
    assert found is not None
    assert (found.day, found.place) == (None, "LIMA")
    assert "LIMA, 10 Jan (AFP) - Two men"[found.day_start : found.day_end] == "10 Jan"


@pytest.mark.parametrize(
    "text", ["The man said: leave", "Two died on Friday - report", "(Reuters) - A bomb", "UPDATE: a bomb", "", "a"]
)
def test_no_dateline(text: str):
    assert dateline_date(text, REFERENCE) is None
