"""WARC files: each page or text that was fetched is one report; damage costs the record, not the file.

fastwarc reads the records. It stops at the first damaged one, so this module cuts the stream into records
and finds the next record after damage.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from dateline.reading.encoding import decode
from dateline.reading.formats import feed
from dateline.reading.items import Item, read_from
from dateline.reading.limits import Limits
from dateline.reading.origins import origin
from dateline.reading.pages import read_page
from dateline.reading.recognise import Format, recognise
from dateline.reading.streams import Source, source_of
from dateline.records import SetAside

# ISO 28500: a record is a header of lines, a blank line, Content-Length bytes, and two line ends.
RECORD_START = re.compile(rb"WARC/\d\.\d\r?\n(?=[A-Za-z-]+:)")
HEADER_END = re.compile(rb"\r?\n\r?\n")
CONTENT_LENGTH = re.compile(rb"^Content-Length:\s*(\d{1,15})\s*$", re.IGNORECASE | re.MULTILINE)
RECORD_KIND = re.compile(rb"^WARC-Type:\s*([a-z]+)", re.IGNORECASE | re.MULTILINE)
MAX_HEADER_BYTES = 64 * 1024
CHUNK = 64 * 1024
MARK_BYTES = 200  # more than a record's first line has
WANTED = (WarcRecordType.response, WarcRecordType.resource, WarcRecordType.conversion)
PASSED_OVER = (WarcRecordType.warcinfo, WarcRecordType.request, WarcRecordType.metadata, WarcRecordType.revisit)
DOCUMENTS = (b"response", b"resource", b"conversion")


@dataclass(frozen=True)
class _Piece:
    """One record's bytes, or why there are none."""

    number: int
    data: bytes = b""
    reason: str = ""


class _Splitter:
    """Cuts a stream into records; holds one record at a time."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._stream = stream
        self._limit = limit
        self._held = b""
        self._number = 0
        self._resuming = False  # what is dropped up to the next record belongs to damage already told

    def __iter__(self) -> Iterator[_Piece]:
        while True:
            found, dropped = self._find_start()
            if dropped and not self._resuming:
                yield _Piece(self._number, reason=f"{dropped} bytes after it are no WARC record")
            self._resuming = False
            if not found:
                return
            self._number += 1
            yield self._record()

    def _skipped(self, reason: str) -> _Piece:
        return _Piece(self._number, reason=reason)

    def _hold(self, size: int) -> bool:
        """Have `size` bytes in hand, if the stream has them."""
        if len(self._held) < size:
            self._held += self._stream.read(size - len(self._held))
        return len(self._held) >= size

    def _find_start(self) -> tuple[bool, int]:
        """Go to the next record; whether there is one, and how many bytes (but blanks) stood before it."""
        dropped = 0
        while True:
            match = RECORD_START.search(self._held)
            cut = match.start() if match else max(0, len(self._held) - MARK_BYTES)
            dropped += len(self._held[:cut].strip())
            self._held = self._held[cut:]
            if match:
                return True, dropped
            before = len(self._held)
            if not self._hold(before + CHUNK) and len(self._held) == before:
                return False, dropped + len(self._held.strip())

    def _record(self) -> _Piece:
        end = None
        while end is None and len(self._held) <= MAX_HEADER_BYTES:
            end = HEADER_END.search(self._held)
            before = len(self._held)
            if end is None and not self._hold(before + CHUNK) and len(self._held) == before:
                break
        header = self._held[: end.end()] if end else b""
        length = CONTENT_LENGTH.search(header)
        if broken := RECORD_START.search(header, 5):
            self._held = self._held[broken.start() :]
            return self._skipped("damaged WARC record: it ends in the middle of its header")
        if end is None or length is None:
            self._held, self._resuming = self._held[5:], True
            return self._skipped("damaged WARC record: its header does not say how long it is")
        size = end.end() + int(length[1])
        if size > self._limit:
            kind = RECORD_KIND.search(header)
            self._skip(size)
            if kind is not None and kind[1].lower() not in DOCUMENTS:
                return _Piece(self._number)
            return self._skipped(f"the record is larger than {self._limit} bytes")
        return self._cut(size)

    def _skip(self, size: int) -> None:
        left = size - len(self._held)
        self._held = self._held[size:]
        while left > 0:
            dropped = len(self._stream.read(min(left, CHUNK)))
            if not dropped:
                return
            left -= dropped

    def _cut(self, size: int) -> _Piece:
        """The record of `size` bytes, if the next record or the end comes after it."""
        complete = self._hold(size)
        self._hold(size + CHUNK)
        after = self._held[size:]
        if complete and (not after.strip() or RECORD_START.match(after.lstrip())):
            data, self._held = self._held[:size], after
            return _Piece(self._number, data)
        following = RECORD_START.search(self._held, 5)
        if complete and (following is None or following.start() >= size):
            # What stands between the records is no part of this one.
            data, self._held = self._held[:size], after
            return _Piece(self._number, data)
        self._held, self._resuming = self._held[following.start() :] if following else b"", following is None
        return self._skipped("damaged WARC record: it is shorter than it says")


def read(source: Source, limits: Limits) -> Iterator[Item | SetAside]:
    """One item for each page, text or feed entry among the records, in constant memory.

    Records of requests, metadata and revisits are no documents and are passed over; answers other than
    200 and content other than text are set aside. The time of the visit is not the publication date.
    """
    for piece in _Splitter(source.reader, limits.max_document_bytes):
        where = f"{source.where}, record {piece.number}"
        if piece.reason:
            yield SetAside(item=where, reason=piece.reason)
        elif piece.data:
            yield from _read_record(piece.data, where, f"{source.name}:{piece.number}", source, limits)


def _read_record(data: bytes, where: str, name: str, source: Source, limits: Limits) -> Iterator[Item | SetAside]:
    try:
        for record in ArchiveIterator(io.BytesIO(data), auto_decode="all", stream_detect=False):
            if record.record_type in WANTED:
                yield from _read_content(record, where, name, source, limits)
            elif record.record_type not in PASSED_OVER:
                yield SetAside(item=where, reason=f"a record of type {record.headers.get('WARC-Type') or 'unknown'}")
    except (OSError, ValueError) as error:
        yield SetAside(item=where, reason=f"damaged WARC record: {error}")


def _read_content(
    record: WarcRecord, where: str, name: str, source: Source, limits: Limits
) -> Iterator[Item | SetAside]:
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ") or None
    where = f"{where} ({url})" if url else where
    status = record.http_headers.status_code if record.is_http and record.http_headers else None
    if status is not None and status != 200:
        yield SetAside(item=where, reason=f"the server answered {status}")
        return
    body = record.reader.read(limits.max_document_bytes + 1)
    if len(body) > limits.max_document_bytes:
        yield SetAside(item=where, reason=f"the content is larger than {limits.max_document_bytes} bytes")
        return
    content_type = record.http_content_type if record.is_http else record.headers.get("Content-Type")
    document = source_of(body, where, name, source.budget)
    document.url, document.content_type, document.charset = url, content_type, record.http_charset
    document.retrieved = _time(record.headers.get("WARC-Date"))
    yield from _documents(body, document, limits)


def _time(told: str | None) -> datetime | None:
    """The time (UTC) of a record's WARC-Date (W3C-DTF, as ISO 28500 asks); None where it is not one."""
    try:
        moment = datetime.fromisoformat((told or "").strip())
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return None


def _documents(body: bytes, document: Source, limits: Limits) -> Iterator[Item | SetAside]:
    for item in _read_document(body, document, limits):
        media_type = document.content_type or "application/octet-stream"
        whole = origin(body, document.where, "warc", media_type, retrieved=document.retrieved)
        # An entry of a feed comes with an origin of its own.
        yield item if isinstance(item, SetAside) or item.origin else read_from(item, whole)


def _read_document(body: bytes, document: Source, limits: Limits) -> Iterator[Item | SetAside]:
    where, url, charset, content_type = document.where, document.url, document.charset, document.content_type
    kind = recognise(body[:CHUNK], "", content_type)
    if kind is Format.PAGE:
        yield read_page(body, where, document.name, charset=charset, url=url, limits=limits)
    elif kind is Format.FEED:
        yield from feed.read(document, limits)
    elif kind is Format.TEXT and (content_type or "text/plain").startswith("text/plain"):
        text, remark = decode(body, charset)
        yield Item(where=where, name=document.name, text=text, url=url, problems=(remark,) if remark else ())
    elif kind is Format.EMPTY:
        yield SetAside(item=where, reason="the text is empty")
    else:
        yield SetAside(item=where, reason=f"content of type {content_type or 'unknown'} is no page or text")
