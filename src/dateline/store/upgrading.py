"""Bringing the tables of a store to those of this version."""

from __future__ import annotations

from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from dateline.store.errors import StoreError
from dateline.store.schema import METADATA

VERSION_TABLE: Final = "dateline_version"
"""Names the last step done; not Alembic's own name, as a PostgreSQL database may be shared with others."""
SCRIPTS: Final = "dateline.store:migrations"


def version_of(c: Connection) -> str | None:
    """The last step done on this database; None if it holds no store."""
    return MigrationContext.configure(c, opts={"version_table": VERSION_TABLE}).get_current_revision()


def is_current(c: Connection) -> bool:
    """Whether the database holds a store of this version."""
    return version_of(c) == ScriptDirectory.from_config(_config(c)).get_current_head()


def upgrade(c: Connection, name: str) -> None:
    """Do the steps that are missing, within the transaction of `c`. `name` stands for the store in messages.

    Raises StoreError where the store was written by a newer version, or the database is of something else.
    """
    config = _config(c)
    held = version_of(c)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if held is not None and held not in known:
        raise StoreError(
            f"{name} was written by a newer version of dateline (its tables are of version {held}, this program knows "
            f"up to {max(known)}); install that version to open it"
        )
    if held is None:
        _refuse_foreign(c, name)
    command.upgrade(config, "head")


def _refuse_foreign(c: Connection, name: str) -> None:
    """Raises StoreError if tables of something else are in the way."""
    tables = set(inspect(c).get_table_names())
    # A PostgreSQL database may be shared (with PostGIS, say); a file is one program's.
    foreign = tables if c.dialect.name == "sqlite" else tables & set(METADATA.tables)
    if foreign:
        raise StoreError(
            f"{name} is a database, but no store of dateline: it holds the table {min(foreign)}; give the name of a "
            "store, or of a new one"
        )


def _config(c: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    config.attributes["connection"] = c
    return config
