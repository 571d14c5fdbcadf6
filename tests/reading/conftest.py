"""What several tests of the reading room need."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from dateline.reading import Limits, read
from dateline.records import Report, SetAside

STORY = (
    "Gunmen opened fire on a market in Sarvana on Sunday, killing six people, the interior ministry said.\n"
    "Police closed the roads out of the town."
)
Outcome = tuple[list[Report], list[SetAside]]


@pytest.fixture
def story() -> str:
    return STORY


@pytest.fixture
def data() -> Path:
    return Path(__file__).parent / "data"


@pytest.fixture
def read_all() -> Callable[..., Outcome]:
    def run(*inputs: Path | str, published: date | None = None, limits: Limits | None = None) -> Outcome:
        found = list(read([str(given) for given in inputs], published=published, limits=limits))
        return (
            [one for one in found if isinstance(one, Report)],
            [one for one in found if isinstance(one, SetAside)],
        )

    return run


@pytest.fixture
def read_bytes(tmp_path: Path, read_all: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """Read `content` as a file of the given name."""

    def run(name: str, content: bytes, **options: object) -> Outcome:
        path = tmp_path / name
        path.write_bytes(content)
        return read_all(path, **options)

    return run


@pytest.fixture
def warc_record() -> Callable[..., bytes]:
    """The bytes of one WARC response record; `claimed` is a wrong Content-Length."""

    def build(
        url: str,
        body: bytes,
        *,
        content_type: str = "text/html; charset=utf-8",
        status: str = "200 OK",
        kind: str = "response",
        claimed: int | None = None,
        headers: Sequence[str] = (),
    ) -> bytes:
        lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", *headers, f"Content-Length: {len(body)}"]
        content = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
        head = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2016-06-07T00:00:00Z\r\n"
            "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(content) if claimed is None else claimed}\r\n\r\n"
        )
        return head.encode() + content + b"\r\n\r\n"

    return build
