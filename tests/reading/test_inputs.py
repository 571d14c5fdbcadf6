import gzip
import http.server
import io
import json
import sys
import threading
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dateline.reading import InputError, Limits, read
from dateline.reading.streams import GuardedReader
from dateline.records import Report, SetAside

ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>e1</id><summary>{}</summary></entry></feed>'


def test_a_folder_of_all_formats(
    tmp_path: Path, read_all: Callable[..., Any], story: str, warc_record: Callable[..., bytes], data: Path
):
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("hidden")
    files: dict[str, bytes] = {
        "a.txt": story.encode(),
        "b.html": (data / "harbour-market.html").read_bytes(),
        "c.jsonl": json.dumps({"id": "c1", "text": story}).encode() + b"\n{broken\n",
        "d.csv": b'id,body\nd1,"' + story.encode() + b'"\n',
        "deep/e.warc": warc_record("https://a.example/e", b"<html><p>Six people died in Sarvana.</p>"),
        "deep/er/f.xml": ATOM.format(story).encode(),
        "g.jsonl.gz": gzip.compress(json.dumps({"id": "g1", "text": story}).encode()),
        "i.pdf": b"%PDF-1.4",
        "j.txt": b"",
        "k": story.encode(),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    pq.write_table(pa.table({"id": ["h1"], "text": [story]}), tmp_path / "h.parquet")
    with zipfile.ZipFile(tmp_path / "l.zip", "w") as archive:
        archive.writestr("m.txt", story)
    reports, aside = read_all(tmp_path, published=date(2016, 6, 7))
    assert [report.id for report in reports] == [
        "a.txt",
        "https://courier.example/2016/06/06/sarvana-market",
        "c1",
        "d1",
        "g1",
        "h1",
        "k",
        "l.zip/m.txt",
        "https://a.example/e",
        "e1",
    ]
    assert [Path(one.item).name for one in aside] == ["c.jsonl, line 2", "i.pdf", "j.txt"]
    assert {report.published for report in reports} == {date(2016, 6, 6), date(2016, 6, 7)}
    for report in reports:
        assert "".join(report.text[s.start : s.end] for s in report.sections) == report.text
    assert read_all(tmp_path, published=date(2016, 6, 7)) == (reports, aside)


def test_wrong_inputs_fail_before_any_is_read(tmp_path: Path):
    for wrong in (str(tmp_path / "nowhere"), "ftp://a.example/x", "http://", ""):
        with pytest.raises(InputError):
            read(["-", wrong])


def test_an_empty_folder_gives_nothing(tmp_path: Path, read_all: Callable[..., Any]):
    assert read_all(tmp_path) == ([], [])


def test_duplicate_ids_are_numbered(tmp_path: Path, read_all: Callable[..., Any]):
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 1, "text": "One."}\n{"id": "1", "text": "Two."}\n')
    reports, _ = read_all(path, path)
    assert [report.id for report in reports] == ["1", "1#2", "1#3", "1#4"]


class _Pipe:
    """Standard input that cannot seek."""

    def __init__(self, content: bytes) -> None:
        self.buffer = io.BufferedReader(_Unseekable(content))


class _Unseekable(io.BytesIO):
    def seekable(self) -> bool:
        return False


@pytest.mark.parametrize("name", ["text", "jsonl", "gzip", "zip"])
def test_standard_input(monkeypatch: pytest.MonkeyPatch, read_all: Callable[..., Any], story: str, name: str):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("m.txt", story)
    line = json.dumps({"text": story}).encode()
    content = {"text": story.encode(), "jsonl": line, "gzip": gzip.compress(line), "zip": buffer.getvalue()}[name]
    monkeypatch.setattr(sys, "stdin", _Pipe(content))
    (report,), aside = read_all("-")
    assert report.text == story
    assert not aside
    assert report.id.startswith("stdin")


@pytest.fixture
def server(story: str) -> Iterator[str]:
    """A web server on this machine; gives its address."""
    page = f"<html><body><p>{story}</p></body></html>".encode()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/away":
                self.send_response(302)
                self.send_header("Location", "ftp://a.example/x")
                self.end_headers()
            elif self.path == "/moved":
                self.send_response(302)
                self.send_header("Location", "/page")
                self.end_headers()
            elif self.path in ("/page", "/cut"):
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(page) + (100 if self.path == "/cut" else 0)))
                self.end_headers()
                self.wfile.write(page)
            else:
                self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Silence."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def test_addresses(server: str, read_all: Callable[..., Any], story: str):
    (report,), aside = read_all(f"{server}/page")
    assert (report.text, report.url, report.id) == (story.replace("\n", " "), f"{server}/page", f"{server}/page")
    assert not aside
    (moved,), _ = read_all(f"{server}/moved")
    assert moved.url == f"{server}/page"


def test_addresses_that_fail_are_set_aside(server: str, read_all: Callable[..., Any]):
    for path, reason in (("/gone", "404"), ("/away", "redirected to ftp:"), ("/cut", "the answer ended after")):
        _, aside = read_all(server + path)
        assert aside
        assert aside[-1].item == server + path
        assert reason in aside[-1].reason
    _, (aside_one,) = read_all("http://127.0.0.1:9/")
    assert aside_one.reason.startswith("cannot be fetched")
    _, (too_big,) = read_all(f"{server}/page", limits=Limits(max_download_bytes=10))
    assert too_big.reason == "over the limit: larger than 10 bytes"


def rows(number: int) -> Iterator[bytes]:
    for count in range(number):
        yield json.dumps({"id": count, "text": f"Report {count}: six people died. " * 1200}).encode() + b"\n"


def csv_rows(number: int) -> Iterator[bytes]:
    yield b"id,text\n"
    for count in range(number):
        yield b"%d,%s\n" % (count, b"Six people died in Sarvana. " * 1200)


@pytest.mark.parametrize("generate", [rows, csv_rows])
def test_memory_is_flat(monkeypatch: pytest.MonkeyPatch, generate: Callable[[int], Iterator[bytes]]):
    """100 reports of 36 kB from a generator: 3.6 MB in all, of which a fifth may be held at once."""

    pieces = generate(100)

    class Stdin:
        buffer = io.BufferedReader(GuardedReader(lambda _: next(pieces, b"")))

    monkeypatch.setattr(sys, "stdin", Stdin)
    stream = read(["-"])
    for _ in range(20):
        next(stream)
    tracemalloc.start()
    try:
        count = 20 + sum(isinstance(one, Report) for one in stream)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 100
    assert peak < 700_000


def test_nothing_is_held_before_it_is_asked_for(tmp_path: Path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "One."}\n{broken\n')
    stream = read([str(path)])
    assert isinstance(next(stream), Report)
    assert isinstance(next(stream), SetAside)
    assert next(stream, None) is None
