import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dateline.reading import Limits


def lines(*records: object) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def test_fields_and_other_keys(read_bytes: Callable[..., Any], story: str):
    record = {
        "id": "r1",
        "title": "T",
        "published": "2016-06-06",
        "url": "u",
        "text": story,
        "score": 1,
        "a": {"b": []},
    }
    (report,), _ = read_bytes("a.jsonl", lines(record))
    assert (report.id, report.title, report.published, report.url) == ("r1", "T", date(2016, 6, 6), "u")
    assert report.text == story
    assert report.extra == {"score": 1, "a": {"b": []}}


def test_damaged_lines_are_named_and_passed(read_bytes: Callable[..., Any], story: str):
    good = lines({"text": story})
    content = good + b'{"text": "cut off\n' + b"[1, 2]\n" + b"\n" + b'{"id": 3}\n' + b'{"text": 5}\n' + good
    reports, aside = read_bytes("a.jsonl", content)
    assert [report.id for report in reports] == ["a.jsonl:1", "a.jsonl:7"]
    assert [one.item.rpartition(", ")[2] for one in aside] == ["line 2", "line 3", "line 5", "line 6"]
    assert "damaged JSON" in aside[0].reason
    assert "not a JSON object" in aside[1].reason
    assert "no column holds the text" in aside[2].reason


def test_a_nested_line_is_no_crash(read_bytes: Callable[..., Any], story: str):
    reports, aside = read_bytes("a.jsonl", b"[" * 100_000 + b"\n" + lines({"text": story}))
    assert len(reports) == len(aside) == 1


def test_a_line_above_the_limit(read_bytes: Callable[..., Any], story: str):
    content = lines({"text": story}, {"text": story * 9}, {"text": story})
    reports, (aside,) = read_bytes("a.jsonl", content, limits=Limits(max_document_bytes=500))
    assert len(reports) == 2
    assert aside.reason == "the line is longer than 500 characters"


def test_stray_bytes_in_one_line(read_bytes: Callable[..., Any]):
    content = '{"text": "Взрыв в городе"}\n'.encode() + '{"text": "murió"}\n'.encode("cp1252")
    reports, aside = read_bytes("a.jsonl", content)
    assert reports[0].text == "Взрыв в городе"
    assert "encoding" in reports[1].extra["problems"][0]
    assert not aside


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_byte_order_marks(read_bytes: Callable[..., Any], story: str, codec: str):
    (report,), _ = read_bytes("a.jsonl", json.dumps({"text": story}).encode(codec))
    assert report.text == story


def test_one_object_and_lists(read_bytes: Callable[..., Any], story: str):
    (report,), _ = read_bytes("a.json", json.dumps({"text": story}, indent=2).encode())
    assert report.id == "a.json"
    reports, (aside,) = read_bytes("a.json", json.dumps([{"text": story}, 5, {"body": story}]).encode())
    assert [report.id for report in reports] == ["a.json:1", "a.json:3"]
    assert aside.item.endswith("item 2")
    reports, (aside,) = read_bytes("a.json", b'[{"text": "x"},')
    assert not reports
    assert "damaged JSON" in aside.reason
