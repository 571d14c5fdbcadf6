"""Types of columns that hold the same on SQLite and PostgreSQL."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

_ESCAPE: Final = "\ufdd0"  # a noncharacter: Unicode keeps it out of texts that are exchanged
_NOT_STORABLE: Final = re.compile(f"[\x00{_ESCAPE}\ud800-\udfff]")
_ESCAPED: Final = re.compile(f"{_ESCAPE}([0-9a-f]{{4}})")


class AnyText(TypeDecorator[str]):
    """Text with any characters: PostgreSQL refuses NUL, and UTF-8 lone surrogates, so these are escaped.

    Equality in queries holds, as parameters are escaped alike.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """As the database takes it."""
        return None if value is None else _NOT_STORABLE.sub(lambda found: f"{_ESCAPE}{ord(found[0]):04x}", value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """As it was given."""
        if value is None or _ESCAPE not in value:
            return value
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)


class Moment(TypeDecorator[datetime]):
    """A time in UTC, naive; one with a zone is converted."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """As the database takes it."""
        return value if value is None or value.tzinfo is None else value.astimezone(UTC).replace(tzinfo=None)


def utc_now() -> datetime:
    """The time in UTC, naive, as the store keeps times."""
    return datetime.now(UTC).replace(tzinfo=None)
