"""One run at a time relinks a store: the state of linking follows it run by run."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout
from sqlalchemy import text

from dateline.store.engine import Store
from dateline.store.errors import BusyError

KEY: Final = 0x6461_7465_6C69_6E65
"""The number of the lock among PostgreSQL's advisory locks, which each database has of its own: "dateline"."""
POLL: Final = 0.2
"""Seconds between two tries."""


@contextmanager
def relinking_lock(store: Store, path: Path, wait: float) -> Iterator[None]:
    """Hold the lock of a store: an advisory one of PostgreSQL, or the file `path` for SQLite.

    It goes with the process that holds it, however that ends. Raises BusyError after `wait` seconds.
    """
    held = _advisory(store, wait) if store.dialect == "postgresql" else _file(path, wait)
    with held:
        yield


@contextmanager
def _file(path: Path, wait: float) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # Not the thread's own: two requests of one server may come from one thread.
        with FileLock(path, timeout=wait, poll_interval=POLL / 4, thread_local=False):
            yield
    except Timeout as error:
        raise _busy(wait) from error


@contextmanager
def _advisory(store: Store, wait: float) -> Iterator[None]:
    # A connection of its own, outside of transactions: a lock for the session outlasts those of the run.
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as c:
        until = time.monotonic() + wait
        while not c.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": KEY}).scalar_one():
            if time.monotonic() > until:
                raise _busy(wait)
            time.sleep(POLL)
        try:
            yield
        finally:
            c.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": KEY})


def _busy(wait: float) -> BusyError:
    return BusyError(
        f"another run has been linking this store for more than {wait:g} seconds; what was added and decided is kept, "
        "and the next run links it"
    )
