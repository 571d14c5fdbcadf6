import gzip

import pytest

from dateline.reading.recognise import Format, recognise, unreadable


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (b"Six people died.", "a.txt", Format.TEXT),
        (b"SARVANA, 3 JAN 90 -- [REPORT] SIX DIED", "", Format.TEXT),
        (b"[REPORT] Six people, all of them text, body", "", Format.TEXT),
        (b"<!DOCTYPE html><html>", "a.txt", Format.PAGE),
        (b"\n<!-- x --><HTML lang=en>", "", Format.PAGE),
        (b'<?xml version="1.0"?><!DOCTYPE html><html>', "", Format.PAGE),
        (b"Six died<br>on Sunday", "a.html", Format.PAGE),
        (b'{"text": "x"}\n{"text": "y"}', "", Format.JSON_LINES),
        (b'{"text": "x", broken\n{"text": "y"}', "", Format.JSON_LINES),
        (b'{\n  "text": "x"\n}', "a.json", Format.JSON),
        (b'[{"text": "x"}]', "", Format.JSON),
        (b'broken\n{"text": "y"}', "a.jsonl", Format.JSON_LINES),
        (b"id,title,text\n1,a,b", "", Format.TABLE),
        (b"id\tbody\n1\tb", "", Format.TABLE),
        ("id;date;content\n".encode("utf-16"), "", Format.TABLE),
        (b"a,b\n1,2", "a.csv", Format.TABLE),
        (b"PAR1xxxx", "", Format.PARQUET),
        (b"WARC/1.0\r\nWARC-Type: response", "", Format.WARC),
        (b'<?xml version="1.0"?>\n<rss version="2.0">', "", Format.FEED),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', "", Format.FEED),
        (b"PK\x03\x04xx", "a.txt", Format.ZIP),
        (gzip.compress(b"x"), "a.txt", Format.GZIP),
        (b"", "", Format.EMPTY),
        (b" \n\0", "", Format.EMPTY),
        (b"%PDF-1.7", "a.txt", Format.UNKNOWN),
        (b"\x89PNG\r\n\x1a\n", "", Format.UNKNOWN),
        (bytes(range(32)) * 20, "", Format.UNKNOWN),
        (b"<?xml version='1.0'?><nitf></nitf>", "", Format.UNKNOWN),
        (b"Six people\0died in Sarvana on Sunday.", "", Format.TEXT),
    ],
)
def test_formats(head: bytes, name: str, expected: Format):
    assert recognise(head, name) is expected


def test_the_server_may_say():
    assert recognise(b"Six died", "story", "text/html; charset=utf-8") is Format.PAGE


def test_what_cannot_be_read_is_named():
    assert unreadable(b"%PDF-1.7") == "a PDF document; convert it to text first"
    assert unreadable(b"Six died") is None
