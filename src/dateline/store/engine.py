"""The store itself: a SQLite file or a PostgreSQL database, opened and brought up to date."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal, Self

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

from dateline.store.addresses import address, safe, without_secrets
from dateline.store.errors import StoreError
from dateline.store.upgrading import is_current, upgrade, version_of

WAIT: Final = 30
"""Seconds to wait for another writer before giving up."""
PAUSE: Final = 0.02
"""Seconds between tries where SQLite does not wait by itself."""
CONNECT: Final = 10
"""Seconds to wait for a PostgreSQL server to answer."""
POOL: Final = {"pool_size": 8, "max_overflow": 56}
"""Connections kept open, and those opened beside them for as long as many threads read at once."""
_UPGRADE_LOCK: Final = 0x646174656C696E  # "datelin": held while tables are made, so that one process makes them
_WRITES: Final = "dateline_writes"


class Store:
    """Reports, incidents and reviews in a database; `open` gives one. Safe to use from several threads.

    `url` is its address with the password, `name` the same for people, without it. `path` is the file of a SQLite
    store, None for PostgreSQL. What is begun on `engine` itself, not by `writing`, only reads on SQLite.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.url: URL = engine.url
        self.name = safe(engine.url)
        self.dialect: Literal["sqlite", "postgresql"] = "sqlite" if engine.dialect.name == "sqlite" else "postgresql"
        self.path = Path(str(engine.url.database)).absolute() if self.dialect == "sqlite" else None
        self._readers = engine.execution_options(**_READING[self.dialect])
        self._writers = engine.execution_options(**{_WRITES: True})

    @classmethod
    def open(cls, url: str | None = None, *, create: bool = True) -> Self:
        """The store at this address, its tables brought to this version.

        `url`: a path, `sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST/DATABASE`; None for `dateline.db` in the
        current folder. `create`: make one where there is none. Raises StoreError, without naming the password, where
        there is none and none may be made, where the address leads to something else than a store, where the server
        cannot be reached, and where the store was written by a newer version.
        """
        where = address(url)
        if where.drivername == "sqlite":
            _check_file(Path(str(where.database)), create=create)
        store = cls(_engine(where))
        try:
            store._bring_up_to_date(create=create)
        except BaseException:
            store.close()
            raise
        return store

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees the store as it stands when it first reads, whatever is written meanwhile.

        It cannot write. Raises StoreError if the database fails.
        """
        with self._failing(), self._readers.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose changes are kept together at the end, or none of them if an error leaves the block.

        On SQLite there is one writer at a time: waits for others up to `WAIT` seconds. Raises StoreError if that was
        not enough, and if the database fails.
        """
        with self._failing(), self._writers.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _failing(self) -> Iterator[None]:
        """Turns failures of the database (not of what was asked of it) into a StoreError without the password."""
        try:
            yield
        except DBAPIError as error:
            # SQLite says with the base class alone that the file is damaged or no database.
            if not isinstance(error, OperationalError) and type(error) is not DatabaseError:
                raise
            told = without_secrets(str(error.orig), self.url)
            # The cause is left out: the driver's words may hold the password.
            raise StoreError(f"the store {self.name} failed: {told}{_advice(told)}") from None

    def _bring_up_to_date(self, *, create: bool) -> None:
        with self.reading() as c:
            encoding = c.execute(text("SHOW server_encoding")).scalar() if self.dialect == "postgresql" else "UTF8"
            if encoding != "UTF8":
                raise StoreError(f"{self.name} is encoded in {encoding}; give a database with the encoding UTF8")
            if is_current(c):
                return
            if not create and version_of(c) is None:
                raise StoreError(f"there is no store in {self.name}; check the name, or make one with `dateline add`")
        with self.writing() as c:
            if self.dialect == "postgresql":
                c.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
            upgrade(c, self.name)


_READING: Final[dict[str, dict[str, Any]]] = {
    "sqlite": {},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}


def _advice(told: str) -> str:
    """What to do about a failure, where its words tell."""
    if "locked" in told or "lock timeout" in told:
        return f" (another program kept writing for more than {WAIT} seconds; try again when it is done)"
    if "not a database" in told:
        return " (give the name of a store, or of a new one)"
    return ""


def _check_file(path: Path, *, create: bool) -> None:
    """Raises StoreError where no file can be opened or made there; SQLite's own words do not tell why."""
    if path.is_dir():
        raise StoreError(f"{path} is a folder; give the name of a file for the store, such as {path / 'dateline.db'}")
    if not path.parent.is_dir():
        raise StoreError(f"there is no folder {path.parent} for the store {path.name}; make it or give another")
    if not create and not path.exists():
        raise StoreError(f"there is no store {path}; check the name, or make one with `dateline add`")


def _engine(url: URL) -> Engine:
    if url.drivername == "sqlite":
        engine = create_engine(url, connect_args={"timeout": WAIT, "check_same_thread": False}, **POOL)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        timeout = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT}
        engine = create_engine(url, connect_args=timeout, pool_pre_ping=True, **POOL)
    except ImportError as error:
        raise StoreError(
            "a store in PostgreSQL needs the driver psycopg; install it with: pip install 'dateline[postgresql]'"
        ) from error
    event.listen(engine, "connect", _set_up_postgresql)
    return engine


def _set_up_sqlite(connection: Any, record: object) -> None:  # noqa: ARG001
    """Settings of each new connection.

    `isolation_level` None keeps the driver from beginning transactions by itself: `_begin_sqlite` does. With WAL
    readers and a writer do not wait for each other, and FULL keeps a change over a loss of power once it is confirmed,
    for some 2 ms a transaction (https://www.sqlite.org/pragma.html#pragma_synchronous).
    """
    connection.isolation_level = None
    _use_wal(connection)
    for setting in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {setting}")


def _use_wal(connection: sqlite3.Connection) -> None:
    """Change a new file to WAL; SQLite itself does not wait for others who do the same at that moment."""
    last = time.monotonic() + WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > last:
                raise
            time.sleep(PAUSE)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock at once: one that reads first and writes later could not wait for another writer."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _set_up_postgresql(connection: Any, record: object) -> None:  # noqa: ARG001
    """Settings of each new connection: how long to wait for another writer."""
    connection.execute(f"SET lock_timeout = '{WAIT}s'")
    connection.commit()
