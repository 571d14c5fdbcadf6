"""Byte streams that note their damage and end, instead of failing in the middle of a run."""

from __future__ import annotations

import http.client
import io
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from dateline.reading.errors import LimitError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

    from dateline.reading.limits import Limits

HEAD_BYTES = 64 * 1024
PACKED_CHUNK = 16 * 1024
RATIO_FREE_BYTES = 1024 * 1024  # small members of one repeated byte are no bombs
# RFC 1952: two magic bytes, method 8 (deflate), flags of which only the low five bits are defined.
GZIP_MEMBER = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
GZIP_FORMAT = 16 + zlib.MAX_WBITS

DAMAGE = (
    OSError,
    EOFError,
    zlib.error,
    zipfile.BadZipFile,
    tarfile.TarError,
    http.client.HTTPException,
    LimitError,
)


class Budget:
    """Counts what one input unpacks to, over all archives nested in it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._members = 0
        self._bytes = 0

    def count_member(self) -> None:
        """Count one more file of an archive; raises LimitError above `max_archive_members`."""
        self._members += 1
        if self._members > self.limits.max_archive_members:
            raise LimitError(f"more than {self.limits.max_archive_members} files in the archive")

    def count_bytes(self, number: int) -> None:
        """Count bytes that were unpacked; raises LimitError above `max_archive_bytes`."""
        self._bytes += number
        if self._bytes > self.limits.max_archive_bytes:
            raise LimitError(f"unpacks to more than {self.limits.max_archive_bytes} bytes")

    def check_ratio(self, packed: int, unpacked: int) -> None:
        """Raises LimitError where few packed bytes make far too many, as in a decompression bomb."""
        ratio = self.limits.max_compression_ratio
        if unpacked > RATIO_FREE_BYTES and unpacked > ratio * max(packed, 1):
            raise LimitError(f"unpacks to more than {ratio} times its size")


class GuardedReader(io.RawIOBase):
    """A raw stream over `read(size) -> bytes` that ends at the first error and keeps it in `damage`.

    The first call fills the whole buffer, so that the head of a pipe can be looked at.
    """

    def __init__(self, read: Callable[[int], bytes], damage: list[str] | None = None) -> None:
        super().__init__()
        self.damage: list[str] = [] if damage is None else damage
        self._read = read
        self._surplus = b""  # of reads that gave more than asked for
        self._started = False
        self._ended = False

    def readable(self) -> bool:
        """Always true."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill `buffer` as far as one read goes, or fully at the first call; 0 at the end."""
        view = memoryview(buffer).cast("B")
        filled = 0
        while filled < len(view) and not self._ended:
            try:
                chunk = self._surplus or self._read(len(view) - filled)
            except DAMAGE as error:
                self.damage.append(str(error) or type(error).__name__)
                chunk = b""
            self._ended = not chunk
            chunk, self._surplus = chunk[: len(view) - filled], chunk[len(view) - filled :]
            view[filled : filled + len(chunk)] = chunk
            filled += len(chunk)
            if self._started:
                break
        self._started = True
        return filled


class GzipUnpacker:
    """Unpacks gzip members one after another and goes on at the next member after a damaged one.

    The standard library's reader stops at the first damage and loses what it had unpacked of that piece.
    """

    def __init__(self, packed: BinaryIO, budget: Budget) -> None:
        self.damage: list[str] = []
        self._packed = packed
        self._budget = budget
        self._pending = b""
        self._inflater: zlib._Decompress | None = None
        self._searching = False
        self._in = self._out = 0

    def read(self, size: int) -> bytes:
        """Up to `size` unpacked bytes (more after damage); b"" at the end. Raises LimitError."""
        while True:
            if self._inflater is None and not self._start_member():
                return b""
            unpacked = self._inflate(size)
            if unpacked is None:
                return b""
            if unpacked:
                self._out += len(unpacked)
                self._budget.count_bytes(len(unpacked))
                self._budget.check_ratio(self._in - len(self._pending), self._out)
                return unpacked

    def _refill(self) -> bool:
        chunk = self._packed.read(PACKED_CHUNK)
        self._in += len(chunk)
        self._pending += chunk
        return bool(chunk)

    def _start_member(self) -> bool:
        """Go to the next member; False if there is none. Padding of zeros between members is allowed."""
        while True:
            if not self._searching:
                self._pending = self._pending.lstrip(b"\0")
            if len(self._pending) < 4 and self._refill():
                continue
            match = GZIP_MEMBER.search(self._pending)
            if match and (self._searching or match.start() == 0):
                self._pending = self._pending[match.start() :]
                self._inflater = zlib.decompressobj(GZIP_FORMAT)
                self._searching = False
                return True
            if not self._pending:
                return False
            if not self._searching:
                self.damage.append("gzip data is followed by something else")
                self._searching = True
                continue
            self._pending = self._pending[-3:]
            if not self._refill():
                self._pending = b""
                return False

    def _inflate(self, size: int) -> bytes | None:
        """The next bytes of the open member, b"" if none came yet, None at the end of the input."""
        inflater = self._inflater
        assert inflater is not None
        at_end = not self._pending and not self._refill()
        spare = inflater.copy()
        try:
            unpacked = inflater.decompress(self._pending, size)
        except zlib.error as error:
            return self._salvage(spare, str(error))
        if inflater.eof:
            self._pending, self._inflater = inflater.unused_data, None
        elif at_end and not unpacked:
            self.damage.append(f"gzip data ends in the middle, after {self._out} bytes")
            return None
        else:
            self._pending = inflater.unconsumed_tail
        return unpacked

    def _salvage(self, spare: zlib._Decompress, reason: str) -> bytes:
        """Unpack byte by byte up to the damage, then look for the next member."""
        saved = bytearray()
        position = 0
        for position in range(len(self._pending)):
            try:
                saved += spare.decompress(self._pending[position : position + 1])
            except zlib.error:
                break
        self._pending = self._pending[position:]
        self._inflater, self._searching = None, True
        self.damage.append(f"damaged gzip data after {self._out + len(saved)} bytes ({reason})")
        return bytes(saved)


@dataclass
class Source:
    """One stream of bytes to read reports from.

    `where` names it for people, `name` makes ids. `path` is set for a file on disk, which can be
    opened again where a format must seek. `content_type` and `charset` are what a server said, `retrieved` is when
    (UTC, without zone), where an archive tells.
    """

    where: str
    name: str
    raw: GuardedReader
    budget: Budget
    depth: int = 0
    path: Path | None = None
    url: str | None = None
    content_type: str | None = None
    charset: str | None = None
    retrieved: datetime | None = None

    def __post_init__(self) -> None:
        self.reader = io.BufferedReader(self.raw, HEAD_BYTES)

    def head(self) -> bytes:
        """The first bytes, up to 64 KiB; the stream stays where it is if nothing was read yet."""
        return self.reader.peek(HEAD_BYTES)

    def read_all(self, limit: int) -> bytes:
        """All bytes; raises LimitError if there are more than `limit`."""
        data = self.reader.read(limit + 1)
        if len(data) > limit:
            raise LimitError(f"larger than {limit} bytes")
        return data


def source_of(data: bytes, where: str, name: str, budget: Budget, *, depth: int = 0) -> Source:
    """A source over bytes in memory."""
    return Source(where, name, GuardedReader(io.BytesIO(data).read), budget, depth=depth)
