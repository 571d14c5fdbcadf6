"""What Alembic runs: the steps, on the connection that `dateline.store.upgrading` passes."""

from alembic import context

from dateline.store.schema import METADATA
from dateline.store.upgrading import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"], target_metadata=METADATA, version_table=VERSION_TABLE
)
context.run_migrations()
