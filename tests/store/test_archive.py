from __future__ import annotations

import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from dateline.store import NotFoundError, Store, StoreError
from dateline.store.archive import fetch, keep
from dateline.store.schema import BLOBS

# SHA-256 of nothing, from FIPS 180-4's examples.
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_the_digest_is_the_sha256(store: Store):
    with store.writing() as c:
        assert keep(c, b"") == EMPTY
        assert fetch(c, EMPTY) == b""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(content=st.binary(max_size=200))
def test_any_content_comes_back_and_lies_there_once(store: Store, content: bytes):
    with store.writing() as c:
        digest = keep(c, content)
        assert keep(c, content) == digest
        assert fetch(c, digest) == content
        assert c.execute(select(func.count()).where(BLOBS.c.digest == digest)).scalar() == 1


def test_a_long_content_is_compressed(store: Store):
    with store.writing() as c:
        digest = keep(c, b"word " * 100_000)
        row = c.execute(select(BLOBS).where(BLOBS.c.digest == digest)).one()
        assert row.size == 500_000
        assert len(row.content) < 5_000


def test_an_unknown_digest_is_not_found(store: Store):
    with store.reading() as c, pytest.raises(NotFoundError, match="holds nothing under 'beef'"):
        fetch(c, "beef")


@pytest.mark.parametrize("damaged", [b"no zlib", zlib.compress(b"other")])
def test_damage_is_told(store: Store, damaged: bytes):
    with store.writing() as c:
        digest = keep(c, b"right")
        c.execute(update(BLOBS).where(BLOBS.c.digest == digest).values(content=damaged))
        with pytest.raises(StoreError, match="restore it from a copy"):
            fetch(c, digest)
