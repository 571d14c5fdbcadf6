import gzip
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from dateline.reading import Limits
from dateline.records import Report

PAGE = "<html><body><p>Six people died in {} on Sunday, the interior ministry said.</p></body></html>"


@pytest.fixture
def page(warc_record: Callable[..., bytes]) -> Callable[..., bytes]:
    def build(town: str, **options: object) -> bytes:
        return warc_record(f"https://a.example/{town}", PAGE.format(town).encode(), **options)

    return build


def towns(reports: list[Report]) -> list[str]:
    return [report.id.rpartition("/")[2] for report in reports]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_pages(
    read_bytes: Callable[..., Any],
    page: Callable[..., bytes],
    warc_record: Callable[..., bytes],
    pack: Callable[[bytes], bytes],
):
    records = [
        b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 4\r\n\r\nx: y\r\n\r\n",
        page("Azmor"),
        warc_record("https://a.example/Azmor", b"", kind="request"),
        warc_record("https://a.example/gone", b"<html>Gone", status="404 Not Found"),
        warc_record("https://a.example/logo", b"\x89PNG\r\n\x1a\n", content_type="image/png"),
        warc_record("https://a.example/note", b"Two fled.", content_type="text/plain"),
        warc_record("https://a.example/empty", b""),
        page("Belmor"),
    ]
    reports, aside = read_bytes("a.warc", b"".join(pack(record) for record in records))
    assert towns(reports) == ["Azmor", "note", "Belmor"]
    assert reports[0].text == "Six people died in Azmor on Sunday, the interior ministry said."
    assert reports[0].published is None
    assert [one.reason for one in aside] == [
        "the server answered 404",
        "content of type image/png is no page or text",
        "the text is empty",
    ]


def test_content_encodings(read_bytes: Callable[..., Any], warc_record: Callable[..., bytes]):
    packed = gzip.compress(PAGE.format("Azmor").encode())
    record = warc_record("https://a.example/Azmor", packed, headers=["Content-Encoding: gzip"])
    (report,), _ = read_bytes("a.warc", record)
    assert "Azmor" in report.text


@pytest.mark.parametrize("claimed", [50, 420, 700, 5_000])
def test_a_wrong_length_costs_one_record(read_bytes: Callable[..., Any], page: Callable[..., bytes], claimed: int):
    content = page("Azmor") + page("Belmor", claimed=claimed) + page("Corrin") + page("Dovra")
    reports, aside = read_bytes("a.warc", content)
    assert [town for town in towns(reports) if town != "Belmor"] == ["Azmor", "Corrin", "Dovra"]
    assert claimed < 300 or any("record 2" in one.item and "shorter than it says" in one.reason for one in aside)


def test_garbage_between_records(read_bytes: Callable[..., Any], page: Callable[..., bytes]):
    reports, (aside,) = read_bytes("a.warc", page("Azmor") + b"garbage\r\n" * 9 + page("Belmor"))
    assert towns(reports) == ["Azmor", "Belmor"]
    assert aside.reason == "79 bytes after it are no WARC record"


def test_records_of_unknown_type(read_bytes: Callable[..., Any], page: Callable[..., bytes]):
    reports, (aside,) = read_bytes("a.warc", page("Azmor", kind="reply"))
    assert not reports
    assert aside.reason == "a record of type reply"


def test_a_header_without_length(read_bytes: Callable[..., Any], page: Callable[..., bytes]):
    broken = page("Belmor").replace(b"\r\nContent-Length:", b"\r\nContent-Len:", 1)
    reports, aside = read_bytes("a.warc", page("Azmor") + broken + page("Corrin"))
    assert towns(reports) == ["Azmor", "Corrin"]
    assert "does not say how long" in aside[0].reason


def test_a_cut_file(read_bytes: Callable[..., Any], page: Callable[..., bytes]):
    reports, (aside,) = read_bytes("a.warc", page("Azmor") + page("Belmor")[:-60])
    assert towns(reports) == ["Azmor"]
    assert "shorter than it says" in aside.reason


def test_a_damaged_gzip_member(read_bytes: Callable[..., Any], page: Callable[..., bytes]):
    broken = bytearray(gzip.compress(page("Belmor")))
    broken[80:84] = b"\xff\xff\xff\xff"
    content = gzip.compress(page("Azmor")) + bytes(broken) + gzip.compress(page("Corrin"))
    reports, aside = read_bytes("a.warc.gz", content)
    assert {"Azmor", "Corrin"} <= set(towns(reports))
    assert any("damaged gzip data" in one.reason for one in aside)


def test_records_above_the_limit(
    read_bytes: Callable[..., Any], page: Callable[..., bytes], warc_record: Callable[..., bytes]
):
    big = warc_record("https://a.example/big", b"<html>" + b"x" * 5000)
    reports, (aside,) = read_bytes(
        "a.warc", page("Azmor") + big + page("Belmor"), limits=Limits(max_document_bytes=2000)
    )
    assert towns(reports) == ["Azmor", "Belmor"]
    assert aside.reason == "the record is larger than 2000 bytes"


def test_a_bomb_in_a_record(read_bytes: Callable[..., Any], warc_record: Callable[..., bytes]):
    packed = zlib.compress(bytes(3_000_000))
    record = warc_record("https://a.example/bomb", packed, headers=["Content-Encoding: deflate"])
    reports, (aside,) = read_bytes("a.warc", record, limits=Limits(max_document_bytes=1_000_000))
    assert not reports
    assert aside.reason
