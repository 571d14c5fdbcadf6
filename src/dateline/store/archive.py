"""The archive of raw input: each content once, under its SHA-256."""

from __future__ import annotations

import zlib
from hashlib import sha256

from sqlalchemy import Connection, select

from dateline.store.errors import NotFoundError, StoreError
from dateline.store.inserting import insert_new
from dateline.store.schema import BLOBS


def keep(c: Connection, content: bytes) -> str:
    """Keep this content, if it is not kept already, and give its digest: SHA-256 in hexadecimal digits."""
    digest = sha256(content).hexdigest()
    known = c.execute(select(BLOBS.c.size).where(BLOBS.c.digest == digest)).first()
    if known is None:
        c.execute(
            insert_new(c, BLOBS).values(digest=digest, size=len(content), content=zlib.compress(content)),
        )
    return digest


def fetch(c: Connection, digest: str) -> bytes:
    """The content under this digest.

    Raises NotFoundError if there is none, and StoreError if it is damaged.
    """
    held = c.execute(select(BLOBS.c.content).where(BLOBS.c.digest == digest)).scalar()
    if held is None:
        raise NotFoundError(f"the archive holds nothing under {digest!r}; check the digest")
    try:
        content = zlib.decompress(held)
    except zlib.error as error:
        raise StoreError(f"what the archive holds under {digest} is damaged; restore it from a copy") from error
    if sha256(content).hexdigest() != digest:
        raise StoreError(f"what the archive holds under {digest} is not what was kept; restore it from a copy")
    return content
