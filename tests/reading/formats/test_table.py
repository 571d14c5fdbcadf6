from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dateline.reading import Limits


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_columns_by_name(read_bytes: Callable[..., Any], delimiter: str):
    rows = [
        ["id", "Headline", "Date", "Body", "Source", "score"],
        ["7", "T", "2016-06-06", '"Six died, he said.\nTwo fled."', "Courier", "1"],
    ]
    content = "\n".join(delimiter.join(row) for row in rows)
    (report,), aside = read_bytes("a.csv", content.encode())
    assert (report.id, report.title, report.published) == ("7", "T", date(2016, 6, 6))
    assert (report.text, report.publisher, report.extra) == ("Six died, he said.\nTwo fled.", "Courier", {"score": "1"})
    assert not aside


def test_rows_of_a_wrong_width_are_named_and_passed(read_bytes: Callable[..., Any]):
    content = b'id,text\n1,Six died.\n2\n3,a,b\n4,"Two\nlines."\n5,"x",y\n6,Last.\n'
    reports, aside = read_bytes("a.csv", content)
    assert [report.text for report in reports] == ["Six died.", "Two\nlines.", "Last."]
    assert [one.item.rpartition(", ")[2] for one in aside] == ["line 3", "line 4", "line 7"]
    assert aside[0].reason == "the row has 1 cells, the header 2"


def test_a_huge_cell_is_set_aside_and_reading_goes_on(read_bytes: Callable[..., Any]):
    content = b'id,text\n1,"' + b"Six died.\n" * 200_000 + b'"\n2,Two fled.\n'
    reports, (aside,) = read_bytes("a.csv", content)
    assert [report.text for report in reports] == ["Two fled."]
    assert "more than the limit of 1000000" in aside.reason


def test_a_quote_that_never_closes(read_bytes: Callable[..., Any]):
    content = b'id,text\n1,Six died.\n2,"' + b"no end " * 30
    reports, aside = read_bytes("a.csv", content)
    assert reports[0].text == "Six died."
    assert len(reports) + len(aside) == 2


def test_no_rows(read_bytes: Callable[..., Any]):
    reports, (aside,) = read_bytes("a.csv", b"id,text\n")
    assert not reports
    assert aside.reason == "there is no report in it"


def test_names_that_are_no_utf_8(read_bytes: Callable[..., Any]):
    _, (aside,) = read_bytes("a.csv", "взрыв,b".encode() + b"\xff\n1,2\n")
    assert aside.model_dump_json().encode()


def test_no_text_column(read_bytes: Callable[..., Any]):
    reports, (aside,) = read_bytes("a.csv", b"id,name\n1,x\n")
    assert not reports
    assert "columns here: id, name" in aside.reason


def test_encodings(read_bytes: Callable[..., Any]):
    text = "Murió un niño de diez años en la población según informó la policía el domingo"
    for codec in ("utf-8-sig", "utf-16", "cp1252"):
        (report,), _ = read_bytes("a.csv", f"id,text\n1,{text}\n".encode(codec))
        assert report.text == text


def test_the_limit_of_a_line(read_bytes: Callable[..., Any]):
    reports, aside = read_bytes(
        "a.csv", b"id,text\n1," + b"x" * 500 + b"\n2,ok\n", limits=Limits(max_document_bytes=200)
    )
    assert reports[-1].text == "ok"
    assert aside
