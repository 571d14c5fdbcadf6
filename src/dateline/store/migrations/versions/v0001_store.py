"""The first tables, the full-text index of reports, and what keeps the log and the versions as they were written."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY: Final = {
    "log": "number = NEW.number",
    "user_log": "number = NEW.number",
    "incident_versions": "incident = NEW.incident AND version = NEW.version",
}
"""Tables whose rows stay, and what tells one row from another."""
WORDS: Final = ("report_words", "report_words_masked")
"""The full-text index of all reports, and of those with names of private persons without these names."""
_BIG: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _archive()
    _incidents()
    _reviews()
    _accounts()
    if op.get_bind().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgresql()


def _number() -> sa.Column[Any]:
    return sa.Column("number", _BIG, primary_key=True, autoincrement=True)


def _archive() -> None:
    """What was read."""
    op.create_table(
        "meta",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "blobs",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "codings",
        _number(),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "reports",
        _number(),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("added", sa.DateTime, nullable=False),
        sa.Column("published", sa.String(10)),
        sa.Column("publisher", sa.Text),
        sa.Column("relevant", sa.Boolean, nullable=False),
        sa.Column("coding", _BIG, sa.ForeignKey("codings.number"), nullable=False, index=True),
        sa.Column("named", sa.Boolean, nullable=False),
        sa.Column("linked", sa.Boolean, nullable=False, index=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "retrievals",
        _number(),
        sa.Column("report", _BIG, sa.ForeignKey("reports.number"), nullable=False),
        sa.Column("digest", sa.String(64), sa.ForeignKey("blobs.digest"), nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("where", sa.Text, nullable=False),
        sa.Column("format", sa.Text, nullable=False),
        sa.Column("retrieved", sa.DateTime, nullable=False),
        sa.Index("uq_retrievals_report_digest", "report", "digest", unique=True),
    )
    op.create_table(
        "set_aside",
        _number(),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("item", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
    )


def _incidents() -> None:
    """Incidents, their versions and the log."""
    op.create_table(
        "incidents",
        _number(),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("entry", sa.BigInteger, nullable=False, index=True),
        sa.Column("live", sa.Boolean, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("columns", sa.Text, nullable=False),
    )
    op.create_table(
        "incident_versions",
        sa.Column("incident", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("entry", sa.BigInteger, nullable=False, index=True),
        sa.Column("at", sa.DateTime, nullable=False, index=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "members",
        _number(),
        sa.Column("incident", sa.Text, nullable=False, index=True),
        sa.Column("report", sa.Text, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
    )
    op.create_table(
        "redirects",
        sa.Column("old", sa.Text, primary_key=True),
        sa.Column("new", sa.Text, nullable=False, index=True),
    )
    op.create_table(
        "log",
        sa.Column("number", _BIG, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime, nullable=False, index=True),
        sa.Column("who", sa.Text, nullable=False, index=True),
        sa.Column("kind", sa.String(7), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("incident", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("field", sa.Text),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("batch", sa.String(32), nullable=False, index=True),
        sa.Column("undoes", sa.String(32), index=True),
    )
    op.create_index("ix_members_report", "members", ["report"], postgresql_using="hash")
    op.create_index("ix_log_incident_number", "log", ["incident", "number"])


def _reviews() -> None:
    """What people do in review."""
    op.create_table(
        "decisions",
        _number(),
        sa.Column("left_report", sa.Text, nullable=False),
        sa.Column("left_event", sa.Text, nullable=False),
        sa.Column("right_report", sa.Text, nullable=False),
        sa.Column("right_event", sa.Text, nullable=False),
        sa.Column("same", sa.Boolean),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "reviews",
        _number(),
        sa.Column("incident", sa.Text, nullable=False, index=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("blind", sa.Boolean, nullable=False),
        sa.Column("values", sa.Text, nullable=False),
    )
    op.create_table(
        "claims",
        sa.Column("incident", sa.Text, primary_key=True),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("until", sa.DateTime, nullable=False),
    )
    op.create_table(
        "drafts",
        sa.Column("who", sa.Text, primary_key=True),
        sa.Column("incident", sa.Text, primary_key=True),
        sa.Column("field", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )


def _accounts() -> None:
    """Users and how they prove themselves."""
    op.create_table(
        "users",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("unmask", sa.Boolean, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
    )
    op.create_table(
        "user_log",
        sa.Column("number", _BIG, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("user", sa.Text, nullable=False, index=True),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("told", sa.Text, nullable=False),
    )
    op.create_table(
        "tokens",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("user", sa.Text, sa.ForeignKey("users.name"), nullable=False, index=True),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("expires", sa.DateTime),
    )
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("user", sa.Text, sa.ForeignKey("users.name"), nullable=False, index=True),
        sa.Column("csrf", sa.String(64), nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("expires", sa.DateTime, nullable=False),
    )
    op.create_table(
        "login_attempts",
        _number(),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_login_attempts_key_at", "login_attempts", ["key", "at"])


def _sqlite() -> None:
    """What SQLite has its own words for."""
    op.create_index("uq_reports_id", "reports", ["id"], unique=True)
    # Without content of its own: the words are found, the text is in the report.
    for table in WORDS:
        op.execute(
            f"CREATE VIRTUAL TABLE {table} USING fts5("
            "title, text, content='', tokenize='unicode61 remove_diacritics 2')"
        )
    for table, key in APPEND_ONLY.items():
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        # INSERT OR REPLACE deletes without asking the triggers of DELETE.
        held = f"SELECT 1 FROM {table} WHERE {key}"  # noqa: S608  # both are constants
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS ({held}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _postgresql() -> None:
    """What PostgreSQL has its own words for."""
    op.create_exclude_constraint("uq_reports_id", "reports", ("id", "="), using="hash")
    for table in WORDS:
        op.execute(
            f"CREATE TABLE {table} (number BIGINT PRIMARY KEY REFERENCES reports (number), words TSVECTOR NOT NULL)"
        )
        op.execute(f"CREATE INDEX ix_{table}_words ON {table} USING gin (words)")
    op.execute(
        "CREATE FUNCTION dateline_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION dateline_append_only()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION dateline_append_only()"
        )
