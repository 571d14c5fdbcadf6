from __future__ import annotations

from pathlib import Path

import pytest

from dateline.store import StoreError
from dateline.store.addresses import address, safe, without_secrets

SECRET = "open-sesame"


@pytest.mark.parametrize(
    ("given", "file"),
    [
        (None, "dateline.db"),
        ("", "dateline.db"),
        ("a/b.db", "a/b.db"),
        ("sqlite:///a/b.db", "a/b.db"),
        ("sqlite:////tmp/b.db", "/tmp/b.db"),
        ("50%#?.db", "50%#?.db"),
    ],
)
def test_a_path_is_a_file(given: str | None, file: str):
    url = address(given)
    assert (url.drivername, url.database, safe(url)) == ("sqlite", file, file)


def test_a_tilde_is_the_home_folder():
    assert address("~/a.db").database == str(Path.home() / "a.db")


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgresql_is_reached_with_psycopg(scheme: str):
    url = address(f"{scheme}://ada:a%40b@host:5433/archive?sslmode=require")
    assert (url.drivername, url.password, url.port) == ("postgresql+psycopg", "a@b", 5433)
    assert safe(url) == "postgresql://ada:***@host:5433/archive?sslmode=require"


def test_secrets_are_shown_nowhere():
    url = address(f"postgresql://host/archive?user=ada&password={SECRET}&sslpassword={SECRET}2")
    assert SECRET not in safe(url)
    assert without_secrets(f"bad  password\n{SECRET}2, {SECRET}", url) == "bad password ***, ***"


@pytest.mark.parametrize("given", [":memory:", "sqlite://", "file:a?mode=memory", "a\0b", "mysql://host/x", "://"])
def test_other_addresses_are_refused(given: str):
    with pytest.raises(StoreError):
        address(given)
