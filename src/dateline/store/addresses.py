"""Where a store is: a path or URL as users give it, and as messages may show it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from dateline.store.errors import StoreError

DEFAULT: Final = "dateline.db"
"""The store where none is named: a file in the current folder."""
_SECRET: Final = ("password", "sslpassword")


def address(given: str | None) -> URL:
    """The URL of a store: of a SQLite file for a path or `sqlite:///PATH`, of PostgreSQL for `postgresql://…`.

    Raises StoreError for anything else.
    """
    if given is None or "://" not in given:
        return _file(given or DEFAULT)
    scheme = given.partition("://")[0]
    try:
        url = make_url(given)
    except (ArgumentError, ValueError) as error:
        raise StoreError(
            f"the address of the store ({scheme}://…) cannot be read; give a path, sqlite:///PATH or "
            "postgresql://USER:PASSWORD@HOST/DATABASE, with special characters in the password as %XX"
        ) from error
    match scheme:
        case "sqlite":
            return _file(url.database or "")
        case "postgresql" | "postgres" | "postgresql+psycopg":
            return url.set(drivername="postgresql+psycopg")
        case _:
            raise StoreError(f"{scheme}:// is no address of a store; give a path, sqlite:///PATH or postgresql://…")


def safe(url: URL) -> str:
    """The address without passwords, for messages."""
    if url.drivername == "sqlite":
        return str(url.database)
    shown = url.set(drivername="postgresql").difference_update_query(_SECRET)
    return shown.render_as_string(hide_password=True)


def without_secrets(message: str, url: URL) -> str:
    """A message of a driver with the address's passwords taken out."""
    held = (url.password, *(url.query.get(name) for name in _SECRET))
    # The longest first: one may be the beginning of another.
    for secret in sorted((secret for secret in held if isinstance(secret, str) and secret), key=len, reverse=True):
        message = message.replace(secret, "***")
    return " ".join(message.split())


def _file(path: str) -> URL:
    if not path or path == ":memory:" or path.startswith("file:"):
        raise StoreError(f"{path or 'an empty name'} is no file for a store; give a path such as {DEFAULT}")
    if "\0" in path:
        raise StoreError("the path of the store holds a NUL character; give another")
    return URL.create("sqlite", database=str(Path(path).expanduser()))
