from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeDecorator
from store_samples import fill

from dateline.store import Store, StoreError
from dateline.store.accounts import add_user
from dateline.store.schema import METADATA
from dateline.store.upgrading import VERSION_TABLE, is_current, version_of
from dateline.store.user_log import user_log

UNMANAGED = ("report_words",)
"""Tables that SQLAlchemy has no words for; SQLite's index keeps its own beside it."""


def same_type(*given: Any) -> bool | None:
    """Whether the types differ (None: as Alembic finds). Those of column_types are what they are kept as."""
    _, _, _, held, wanted = given
    return not isinstance(held, type(wanted.impl)) if isinstance(wanted, TypeDecorator) else None


def test_the_migrations_make_the_tables_of_the_schema(store: Store):
    def ours(_: object, name: str | None, kind: str, *__: object) -> bool:
        # PostgreSQL has a constraint of this name in the place of SQLite's index.
        return not str(name).startswith(UNMANAGED) and (kind != "index" or name != "uq_reports_id")

    with store.reading() as c:
        options = {"version_table": VERSION_TABLE, "include_object": ours, "compare_type": same_type}
        assert compare_metadata(MigrationContext.configure(c, opts=options), METADATA) == []


def test_every_table_has_its_columns_and_indexes(store: Store):
    with store.reading() as c:
        look = inspect(c)
        for table in METADATA.sorted_tables:
            assert [column["name"] for column in look.get_columns(table.name)] == [c.name for c in table.columns]
            found = {str(index["name"]) for index in look.get_indexes(table.name)}
            expected = {str(i.name) for i in table.indexes if store.dialect == "sqlite" or i.name != "uq_reports_id"}
            assert expected <= found


def test_opening_again_changes_nothing(store_url: str):
    with Store.open(store_url) as store:
        ids = fill(store)
    with Store.open(store_url) as store, store.reading() as c:
        assert is_current(c)
        assert version_of(c) == "0001"
        assert c.execute(text("SELECT count(*) FROM incidents")).scalar() == len(ids)


def test_a_store_of_a_newer_version_is_refused_and_left(store_url: str):
    with Store.open(store_url) as store, store.writing() as c:
        c.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"written by a newer version of dateline .*9999.*up to 0001"):
        Store.open(store_url)


def test_many_that_open_a_new_file_at_once_make_its_tables_once(tmp_path: Path):
    def opened(_: int) -> str | None:
        with Store.open(str(tmp_path / "new.db")) as store, store.reading() as c:
            return version_of(c)

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(opened, range(4))) == ["0001"] * 4


@pytest.fixture
def empty_database(postgresql_admin: Engine):
    name = f"dateline_{uuid4().hex}"
    with postgresql_admin.connect() as c:
        c.exec_driver_sql(f'CREATE DATABASE "{name}"')
    yield postgresql_admin.url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    with postgresql_admin.connect() as c:
        c.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_many_that_open_a_new_database_at_once_make_its_tables_once(empty_database: str):
    def opened(_: int) -> str | None:
        with Store.open(empty_database) as store, store.reading() as c:
            return version_of(c)

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(opened, range(4))) == ["0001"] * 4


def test_an_empty_database_is_no_store(empty_database: str):
    with pytest.raises(StoreError, match=r"there is no store in postgresql://"):
        Store.open(empty_database, create=False)


def test_a_database_with_a_table_in_the_way_is_refused(empty_database: str):
    other = create_engine(make_url(empty_database).set(drivername="postgresql+psycopg"))
    with other.begin() as c:
        c.execute(text("CREATE TABLE spatial_ref_sys (srid int)"))
        c.execute(text("CREATE TABLE reports (name text)"))
    other.dispose()
    with pytest.raises(StoreError, match="it holds the table reports"):
        Store.open(empty_database)


def test_a_database_is_shared_with_others(empty_database: str):
    other = create_engine(make_url(empty_database).set(drivername="postgresql+psycopg"))
    with other.begin() as c:
        c.execute(text("CREATE TABLE spatial_ref_sys (srid int)"))
    other.dispose()
    with Store.open(empty_database) as store, store.reading() as c:
        assert version_of(c) == "0001"


CHANGES = {
    "sqlite": ["UPDATE {} SET version = 7", "DELETE FROM {}", "INSERT OR REPLACE INTO {0} SELECT * FROM {0}"],
    "postgresql": ["UPDATE {} SET version = 7", "DELETE FROM {}", "TRUNCATE {}"],
}


@pytest.mark.parametrize("table", ["log", "incident_versions"])
@pytest.mark.parametrize("change", range(3))
def test_the_log_and_the_versions_stay_as_they_were_written(store: Store, table: str, change: int):
    fill(store)
    asked = text(f"SELECT * FROM {table}")
    with store.reading() as c:
        before = c.execute(asked).all()
    with pytest.raises(DBAPIError, match=f"{table} is append-only"), store.writing() as c:
        c.execute(text(CHANGES[store.dialect][change].format(table)))
    with store.reading() as c:
        assert c.execute(asked).all() == before
        assert len(before) == 2


USER_CHANGES = {
    "sqlite": [
        "UPDATE user_log SET who = 'x'",
        "DELETE FROM user_log",
        "INSERT OR REPLACE INTO user_log SELECT * FROM user_log",
    ],
    "postgresql": ["UPDATE user_log SET who = 'x'", "DELETE FROM user_log", "TRUNCATE user_log"],
}


@pytest.mark.parametrize("change", range(3))
def test_the_log_of_users_stays_as_it_was_written(store: Store, change: int):
    with store.writing() as c:
        add_user(c, "ana", "lead", "six grey herons")
    with pytest.raises(DBAPIError, match="user_log is append-only"), store.writing() as c:
        c.execute(text(USER_CHANGES[store.dialect][change]))
    with store.reading() as c:
        assert len(user_log(c)) == 1
