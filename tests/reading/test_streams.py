import gzip
import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reading import Limits
from dateline.reading.errors import LimitError
from dateline.reading.streams import Budget, GuardedReader, GzipUnpacker, Source, source_of


def unpack(packed: bytes, limits: Limits | None = None) -> tuple[bytes, list[str]]:
    unpacker = GzipUnpacker(io.BytesIO(packed), Budget(limits or Limits()))
    raw = GuardedReader(unpacker.read, unpacker.damage)
    return io.BufferedReader(raw).read(), raw.damage


NOISE = random.Random(1).randbytes(100_000)


@given(st.lists(st.binary(max_size=200), max_size=4), st.integers(0, 40))
def test_members_in_a_row(pieces: list[bytes], zeros: int):
    packed = b"".join(gzip.compress(piece) + bytes(zeros) for piece in pieces)
    assert unpack(packed) == (b"".join(pieces), [])


def test_a_cut_member_gives_what_there_is():
    unpacked, damage = unpack(gzip.compress(NOISE)[:60_000])
    assert unpacked == NOISE[: len(unpacked)]
    assert len(unpacked) > 50_000
    assert len(damage) == 1
    assert "ends in the middle" in damage[0]


def test_reading_goes_on_after_a_damaged_member():
    broken = bytearray(gzip.compress(b"second " * 50))
    broken[-8] ^= 0xFF  # the checksum
    unpacked, damage = unpack(gzip.compress(b"first ") + bytes(broken) + gzip.compress(b"third "))
    assert unpacked.startswith(b"first second")
    assert unpacked.endswith(b"third ")
    assert len(damage) == 1


def test_something_else_between_members():
    unpacked, damage = unpack(gzip.compress(b"one ") + b"garbage" + gzip.compress(b"two"))
    assert unpacked == b"one two"
    assert damage == ["gzip data is followed by something else"]


@given(st.binary(max_size=300), st.integers(0, 2000), st.integers(1, 255))
def test_damage_is_told_unless_all_is_there(content: bytes, position: int, change: int):
    packed = bytearray(gzip.compress(content) + gzip.compress(b"end"))
    packed[position % len(packed)] ^= change
    unpacked, damage = unpack(bytes(packed))
    assert damage or unpacked == content + b"end"


def test_a_bomb_is_cut_off():
    unpacked, damage = unpack(gzip.compress(bytes(50_000_000)), Limits(max_compression_ratio=100))
    assert len(unpacked) < 2_000_000
    assert damage == ["unpacks to more than 100 times its size"]


def test_the_total_is_bounded():
    unpacked, damage = unpack(gzip.compress(NOISE), Limits(max_archive_bytes=30_000))
    assert len(unpacked) <= 30_000
    assert damage == ["unpacks to more than 30000 bytes"]


def test_a_stream_that_fails_ends_and_says_so():
    def fail(_: int) -> bytes:
        raise ConnectionResetError("reset by peer")

    raw = GuardedReader(fail)
    assert io.BufferedReader(raw).read() == b""
    assert raw.damage == ["reset by peer"]


def test_the_head_of_a_slow_pipe_is_filled():
    pieces = [b"WA", b"RC", b"/1.0"]
    source = Source("x", "x", GuardedReader(lambda _: pieces.pop(0) if pieces else b""), Budget(Limits()))
    assert source.head() == b"WARC/1.0"
    assert source.read_all(8) == b"WARC/1.0"


def test_read_all_is_bounded():
    with pytest.raises(LimitError, match="larger than 3 bytes"):
        source_of(b"four", "x", "x", Budget(Limits())).read_all(3)


def test_reads_that_give_more_than_asked_for_lose_nothing():
    pieces = [NOISE, b"", b"never"]
    assert io.BufferedReader(GuardedReader(lambda _: pieces.pop(0))).read() == NOISE
