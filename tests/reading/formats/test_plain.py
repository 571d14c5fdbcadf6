from collections.abc import Callable
from typing import Any

import pytest

from dateline.reading import Limits


def test_one_file_is_one_report(read_bytes: Callable[..., Any], story: str):
    (report,), aside = read_bytes("story.txt", story.encode())
    assert (report.id, report.text, report.title, report.published) == ("story.txt", story, None, None)
    assert not aside


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings(read_bytes: Callable[..., Any], codec: str):
    text = "Murió un niño de diez años en la población, según informó la policía el domingo.\r\n"
    (report,), _ = read_bytes("story.txt", text.encode(codec))
    assert report.text == text


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", b"\xef\xbb\xbf \n"])
def test_empty_files(read_bytes: Callable[..., Any], content: bytes):
    reports, (aside,) = read_bytes("story.txt", content)
    assert not reports
    assert "empty" in aside.reason


def test_enormous_files(read_bytes: Callable[..., Any]):
    reports, (aside,) = read_bytes("story.txt", b"Six died. " * 20, limits=Limits(max_document_bytes=100))
    assert not reports
    assert aside.reason == "over the limit: larger than 100 bytes"


@pytest.mark.parametrize("content", [b"%PDF-1.4 ...", b"\x89PNG\r\n\x1a\n", bytes(range(1, 32)) * 9])
def test_what_is_no_text(read_bytes: Callable[..., Any], content: bytes):
    reports, (aside,) = read_bytes("story.txt", content)
    assert not reports
    assert aside.reason.startswith("cannot be read: it is")
