from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, insert, make_url, select, text
from sqlalchemy.exc import DBAPIError

from dateline.store import Store, StoreError
from dateline.store.schema import META

PASSWORD = "open-sesame"
CLOSED = "127.0.0.1:1"


def put_mark(store: Store, name: str) -> None:
    with store.writing() as c:
        c.execute(insert(META).values(name=name, value="1"))


def marks(store: Store) -> list[str]:
    with store.reading() as c:
        return list(c.execute(select(META.c.name).order_by(META.c.name)).scalars())


def test_what_is_written_is_there_when_the_store_is_opened_again(store_url: str):
    with Store.open(store_url) as store:
        put_mark(store, "here")
    with Store.open(store_url, create=False) as store:
        assert marks(store) == ["here"]


def test_an_error_undoes_the_whole_transaction(store: Store):
    def fail_half_way() -> None:
        with store.writing() as c:
            c.execute(insert(META).values(name="half", value="1"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    assert marks(store) == []


def test_a_reader_cannot_write(store: Store):
    with pytest.raises((StoreError, DBAPIError), match=r"read-?only"), store.reading() as c:
        c.execute(insert(META).values(name="x", value="1"))
    put_mark(store, "y")
    assert marks(store) == ["y"]


def test_a_reader_sees_one_state_whatever_is_written_meanwhile(store: Store):
    with store.reading() as c:
        assert c.execute(select(func.count()).select_from(META)).scalar() == 0
        put_mark(store, "later")
        assert c.execute(select(func.count()).select_from(META)).scalar() == 0
    assert marks(store) == ["later"]


def test_threads_write_and_read_at_once(store: Store):
    def work(number: int) -> int:
        put_mark(store, f"{number:02}")
        return len(marks(store))

    with ThreadPoolExecutor(8) as threads:
        seen = list(threads.map(work, range(24)))
    assert len(marks(store)) == 24
    assert min(seen) >= 1


def test_a_writer_that_reads_first_waits_for_another(store: Store):
    """Counting up from what was read: no step is lost and none fails."""
    with store.writing() as c:
        c.execute(insert(META).values(name="n", value="0"))
        c.execute(text("SELECT 1"))
    together = threading.Barrier(4)

    def count_up(_: int) -> None:
        together.wait()
        with store.writing() as c:
            asked = select(META.c.value).where(META.c.name == "n")
            held = c.execute(asked.with_for_update() if store.dialect == "postgresql" else asked).scalar_one()
            c.execute(META.update().where(META.c.name == "n").values(value=str(int(held) + 1)))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(count_up, range(4)))
    with store.reading() as c:
        assert c.execute(select(META.c.value).where(META.c.name == "n")).scalar() == "4"


def test_the_default_is_a_file_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    with Store.open() as store:
        assert store.path == tmp_path / "dateline.db"
        assert store.name == "dateline.db"


@pytest.mark.parametrize("as_url", [str, lambda path: f"sqlite:///{path}"])
def test_a_path_may_hold_any_characters(tmp_path: Path, as_url: Callable[[Path], str]):
    path = tmp_path / "Łódź #1 100% 'quoted'.db"
    with Store.open(as_url(path)) as store:
        assert store.path == path
    assert path.is_file()


def test_sqlite_keeps_changes_over_a_loss_of_power(sqlite_store: Store):
    with sqlite_store.reading() as c:
        assert c.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert c.execute(text("PRAGMA synchronous")).scalar() == 2  # FULL
        assert c.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert c.execute(text("PRAGMA busy_timeout")).scalar() == 30_000


def test_a_store_that_is_not_there_is_not_made_if_not_asked_for(tmp_path: Path):
    with pytest.raises(StoreError, match=r"there is no store .*none\.db; check the name"):
        Store.open(str(tmp_path / "none.db"), create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_refused_and_left(tmp_path: Path):
    path = tmp_path / "notes.txt"
    path.write_text("Not a database, but long enough to be taken for the header of one." * 20)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"notes\.txt failed: file is not a database"):
        Store.open(str(path))
    assert path.read_bytes() == before


def test_a_database_of_something_else_is_refused_and_left(tmp_path: Path):
    path = tmp_path / "photos.db"
    with sqlite3.connect(path) as c:
        c.execute("CREATE TABLE photos (name TEXT)")
    with pytest.raises(StoreError, match="no store of dateline: it holds the table photos"):
        Store.open(str(path))
    with sqlite3.connect(path) as c:
        assert c.execute("SELECT name FROM sqlite_master").fetchall() == [("photos",)]


def test_a_folder_is_refused(tmp_path: Path):
    with pytest.raises(StoreError, match=r"is a folder; give the name of a file"):
        Store.open(str(tmp_path))


def test_a_missing_parent_is_refused(tmp_path: Path):
    with pytest.raises(StoreError, match=r"there is no folder .*gone for the store a\.db"):
        Store.open(str(tmp_path / "gone" / "a.db"))


@pytest.mark.parametrize(
    ("url", "message"),
    [
        (":memory:", "no file for a store"),
        ("sqlite://", "no file for a store"),
        ("a\0b", "NUL character"),
        (f"mysql://ada:{PASSWORD}@host/x", "mysql:// is no address of a store"),
        (f"postgresql://ada:{PASSWORD}@host:port/x", "cannot be read"),
    ],
)
def test_other_addresses_are_refused(url: str, message: str):
    with pytest.raises(StoreError, match=message) as caught:
        Store.open(url)
    assert PASSWORD not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://ada:{PASSWORD}@{CLOSED}/archive",
        f"postgres://{CLOSED}/archive?user=ada&password={PASSWORD}",
        f"postgresql+psycopg://ada:{PASSWORD}@{CLOSED}/archive?sslpassword={PASSWORD}",
    ],
)
def test_a_server_that_cannot_be_reached_is_told_without_the_password(url: str):
    with pytest.raises(StoreError, match=r"the store postgresql://.*/archive.* failed: .*refused") as caught:
        Store.open(url)
    told: BaseException | None = caught.value
    assert PASSWORD not in repr(told)
    assert caught.value.__suppress_context__


def test_a_missing_driver_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'dateline\[postgresql\]'"):
        Store.open(f"postgresql://{CLOSED}/archive")


def test_the_name_of_a_store_in_postgresql_has_no_password(postgresql_store: Store):
    assert postgresql_store.path is None
    secret = postgresql_store.url.set(password=PASSWORD)
    assert PASSWORD not in str(make_url(secret))


def test_a_database_without_unicode_is_refused(postgresql_admin, postgresql_urls: Callable[[], str]):
    url = make_url(postgresql_urls())
    with postgresql_admin.connect() as c:
        c.exec_driver_sql("DROP DATABASE IF EXISTS dateline_latin")
        c.exec_driver_sql("CREATE DATABASE dateline_latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    try:
        with pytest.raises(StoreError, match="encoded in LATIN1"):
            Store.open(url.set(database="dateline_latin").render_as_string(hide_password=False))
    finally:
        with postgresql_admin.connect() as c:
            c.exec_driver_sql("DROP DATABASE dateline_latin")


def test_a_lock_that_is_not_given_up_is_told(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("dateline.store.engine.WAIT", 0)
    with (
        Store.open(str(sqlite_store.path)) as impatient,
        sqlite_store.writing(),
        pytest.raises(StoreError, match=r"database is locked .another program kept writing"),
        impatient.writing(),
    ):
        pass
