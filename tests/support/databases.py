"""Fresh stores for tests, on SQLite and on PostgreSQL.

`store`, `new_store` and `store_url` run their test on both. The PostgreSQL server is started once for all tests in a
folder that goes afterwards; DATELINE_TEST_POSTGRESQL may name another by the URL of a database whose user may create
databases. `sqlite_store` is for tests for which the database does not matter.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import URL, Engine, create_engine, make_url

from dateline.store.engine import Store

NewStore = Callable[[], Store]
TEMPLATE = "dateline_template"
KEEPER = """
trap '' PIPE
"$1/initdb" -D "$2" -U postgres -A trust -E UTF8 --locale=C -N >"$3" 2>&1 &&
"$1/pg_ctl" -D "$2" -l "$3" -w start >"$3" 2>&1 \\
    -o "-k '$4' -c listen_addresses='' -c fsync=off -c full_page_writes=off" &&
echo ready
cat
"$1/pg_ctl" -D "$2" -m immediate -w stop >/dev/null 2>&1
"""
"""Runs a server until its input ends: it goes with the tests, even if they are killed."""


def programs() -> Path | None:
    """The folder of the newest PostgreSQL server's programs, if there is one."""
    found = shutil.which("pg_ctl")
    folders = [Path(found).parent] if found and shutil.which("postgres") else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").is_file()), None)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """The URL of a PostgreSQL server's first database."""
    if given := os.environ.get("DATELINE_TEST_POSTGRESQL"):
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    folder = programs()
    if folder is None:
        pytest.skip("no PostgreSQL server: install one, or name one in DATELINE_TEST_POSTGRESQL")
    with tempfile.TemporaryDirectory(prefix="dateline-pg-", ignore_cleanup_errors=True) as name:
        yield from served(folder, Path(name))


def served(programs: Path, place: Path) -> Iterator[URL]:
    """Runs a server on a Unix socket in this folder; as the user postgres where the tests run as root."""
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if user:
        shutil.chown(place, "postgres")
    log = place / "log"
    command = [*user, "sh", "-c", KEEPER, "sh", str(programs), str(place / "data"), str(log), str(place)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=place) as keeper:
        assert keeper.stdin is not None
        assert keeper.stdout is not None
        if keeper.stdout.readline() != "ready\n":
            pytest.fail(f"the PostgreSQL server does not start: {log.read_text() if log.exists() else 'no log'}")
        yield URL.create("postgresql+psycopg", username="postgres", database="postgres", query={"host": str(place)})
        keeper.stdin.close()
        keeper.wait(60)


@pytest.fixture(scope="session")
def postgresql_admin(postgresql_server: URL) -> Iterator[Engine]:
    """Connections that may create databases, beside a template that holds an empty store."""
    engine = create_engine(postgresql_server, isolation_level="AUTOCOMMIT")
    with engine.connect() as c:
        c.exec_driver_sql(f'DROP DATABASE IF EXISTS "{TEMPLATE}"')
        c.exec_driver_sql(f'CREATE DATABASE "{TEMPLATE}"')
    Store.open(text_of(postgresql_server.set(database=TEMPLATE))).close()
    yield engine
    engine.dispose()


@pytest.fixture
def postgresql_urls(postgresql_admin: Engine) -> Iterator[Callable[[], str]]:
    """Gives URLs of new PostgreSQL databases, each an empty store."""
    made: list[str] = []

    def new() -> str:
        made.append(f"dateline_{uuid4().hex}")
        with postgresql_admin.connect() as c:
            c.exec_driver_sql(f'CREATE DATABASE "{made[-1]}" TEMPLATE "{TEMPLATE}"')
        return text_of(postgresql_admin.url.set(database=made[-1]))

    yield new
    with postgresql_admin.connect() as c:
        for name in made:
            c.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with an empty store."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    Store.open(str(path)).close()
    return path


@pytest.fixture
def sqlite_urls(sqlite_template: Path, tmp_path: Path) -> Callable[[], str]:
    """Gives paths of new SQLite files, each an empty store."""

    def new() -> str:
        path = tmp_path / f"{uuid4().hex}.db"
        shutil.copyfile(sqlite_template, path)
        return str(path)

    return new


@pytest.fixture(params=["sqlite", "postgresql"])
def store_urls(request: pytest.FixtureRequest) -> Callable[[], str]:
    """Gives URLs of new databases, each an empty store; once for each kind of database."""
    urls: Callable[[], str] = request.getfixturevalue(f"{request.param}_urls")
    return urls


@pytest.fixture
def store_url(store_urls: Callable[[], str]) -> str:
    """The URL of a new database with an empty store."""
    return store_urls()


@pytest.fixture
def new_store(store_urls: Callable[[], str]) -> Iterator[NewStore]:
    """Opens as many new stores as a test asks for (each example of a property needs its own)."""
    opened: list[Store] = []

    def new() -> Store:
        opened.append(Store.open(store_urls()))
        return opened[-1]

    yield new
    for store in opened:
        store.close()


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """A new store, once on SQLite and once on PostgreSQL."""
    with Store.open(store_url) as opened:
        yield opened


@pytest.fixture
def sqlite_store(sqlite_urls: Callable[[], str]) -> Iterator[Store]:
    """A new store on SQLite alone."""
    with Store.open(sqlite_urls()) as opened:
        yield opened


@pytest.fixture
def postgresql_store(postgresql_urls: Callable[[], str]) -> Iterator[Store]:
    """A new store on PostgreSQL alone."""
    with Store.open(postgresql_urls()) as opened:
        yield opened


def text_of(url: URL) -> str:
    """The URL with its password, as users give it."""
    return url.set(drivername=url.drivername.partition("+")[0]).render_as_string(hide_password=False)
