"""The tables of the store, the same on SQLite and PostgreSQL.

Records lie as JSON text beside the columns by which they are found. Times are UTC without zone, days are ISO dates.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint

from dateline.store.column_types import AnyText, Moment

METADATA: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
NUMBER: Final = BigInteger().with_variant(Integer, "sqlite")
"""Numbers that the database counts up: SQLite does so for INTEGER alone."""

META: Final = Table(
    "meta", METADATA, Column("name", AnyText, primary_key=True), Column("value", AnyText, nullable=False)
)
BLOBS: Final = Table(
    "blobs",
    METADATA,
    Column("digest", String(64), primary_key=True),  # SHA-256 of the content before compression
    Column("size", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),  # zlib
)
CODINGS: Final = Table(  # the versions that coded reports, each once
    "codings",
    METADATA,
    Column("number", NUMBER, primary_key=True, autoincrement=True),
    Column("digest", String(64), nullable=False, unique=True),  # SHA-256 of the body
    Column("body", Text, nullable=False),  # Versions
)
REPORTS: Final = Table(
    "reports",
    METADATA,
    Column("number", NUMBER, primary_key=True, autoincrement=True),  # order of arrival
    Column("id", AnyText, nullable=False),
    Column("digest", String(64), nullable=False),  # SHA-256 of what was read: `reports.digest_of`
    Column("added", Moment, nullable=False),
    Column("published", String(10)),
    Column("publisher", AnyText),
    Column("relevant", Boolean, nullable=False),
    Column("coding", ForeignKey("codings.number"), nullable=False, index=True),
    Column("named", Boolean, nullable=False),  # holds the names of private persons
    Column("linked", Boolean, nullable=False, default=False, index=True),  # taken up by linking
    Column("body", Text, nullable=False),  # CodedReport
)
RETRIEVALS: Final = Table(
    "retrievals",
    METADATA,
    Column("number", NUMBER, primary_key=True, autoincrement=True),
    Column("report", ForeignKey("reports.number"), nullable=False),
    Column("digest", ForeignKey("blobs.digest"), nullable=False),
    Column("media_type", AnyText, nullable=False),
    Column("where", AnyText, nullable=False),
    Column("format", AnyText, nullable=False),
    Column("retrieved", Moment, nullable=False),
    Index("uq_retrievals_report_digest", "report", "digest", unique=True),
)
SET_ASIDE: Final = Table(
    "set_aside",
    METADATA,
    Column("number", NUMBER, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    Column("item", AnyText, nullable=False),
    Column("reason", AnyText, nullable=False),
    Column("digest", String(64), nullable=False, unique=True),  # SHA-256 of both
)
INCIDENTS: Final = Table(
    "incidents",
    METADATA,
    Column("number", NUMBER, primary_key=True, autoincrement=True),
    Column("id", AnyText, nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("entry", BigInteger, nullable=False, index=True),  # log number of the last change
    Column("live", Boolean, nullable=False),  # neither merged into another nor withdrawn
    Column("body", Text, nullable=False),  # Case
    Column("columns", Text, nullable=False),  # JSON of `dateline.store.selection.columns`
)
VERSIONS: Final = Table(
    "incident_versions",
    METADATA,
    Column("incident", AnyText, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("entry", BigInteger, nullable=False, index=True),
    Column("at", Moment, nullable=False, index=True),
    Column("body", Text, nullable=False),  # Case
)
MEMBERS: Final = Table(
    "members",
    METADATA,
    Column("number", NUMBER, primary_key=True, autoincrement=True),
    Column("incident", AnyText, nullable=False, index=True),
    Column("report", AnyText, nullable=False),
    Column("event", AnyText, nullable=False),
)
REDIRECTS: Final = Table(
    "redirects",
    METADATA,
    Column("old", AnyText, primary_key=True),
    Column("new", AnyText, nullable=False, index=True),
)
LOG: Final = Table(
    "log",
    METADATA,
    Column("number", NUMBER, primary_key=True, autoincrement=False),  # without gaps, in the order of commits
    Column("at", Moment, nullable=False, index=True),
    Column("who", AnyText, nullable=False, index=True),
    Column("kind", String(7), nullable=False),
    Column("action", String(16), nullable=False),
    Column("incident", AnyText, nullable=False),
    Column("version", Integer, nullable=False),
    Column("field", AnyText),
    Column("before", Text),
    Column("after", Text),
    Column("reason", AnyText, nullable=False),
    Column("batch", String(32), nullable=False, index=True),
    Column("undoes", String(32), index=True),
)
DECISIONS: Final = Table(
    "decisions",
    METADATA,
    Column("number", NUMBER, primary_key=True, autoincrement=True),
    Column("left_report", AnyText, nullable=False),
    Column("left_event", AnyText, nullable=False),
    Column("right_report", AnyText, nullable=False),
    Column("right_event", AnyText, nullable=False),
    Column("same", Boolean),  # null: what was decided of this pair before is taken back
    Column("who", AnyText, nullable=False),
    Column("at", Moment, nullable=False),
)
REVIEWS: Final = Table(  # one opinion of one person on one incident, for agreement between coders
    "reviews",
    METADATA,
    Column("number", NUMBER, primary_key=True, autoincrement=True),
    Column("incident", AnyText, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("who", AnyText, nullable=False),
    Column("at", Moment, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("blind", Boolean, nullable=False),  # without having seen another person's review
    Column("values", Text, nullable=False),  # JSON: field -> value as that person left it
)
CLAIMS: Final = Table(
    "claims",
    METADATA,
    Column("incident", AnyText, primary_key=True),
    Column("who", AnyText, nullable=False),
    Column("until", Moment, nullable=False),
)
DRAFTS: Final = Table(  # what was entered in a second look that is not done yet
    "drafts",
    METADATA,
    Column("who", AnyText, primary_key=True),
    Column("incident", AnyText, primary_key=True),
    Column("field", AnyText, primary_key=True),
    Column("value", Text, nullable=False),  # JSON of a Value
    Column("reason", AnyText, nullable=False),
    Column("at", Moment, nullable=False),
)
USERS: Final = Table(
    "users",
    METADATA,
    Column("name", AnyText, primary_key=True),
    Column("role", String(8), nullable=False),  # viewer, coder, lead
    Column("password", AnyText, nullable=False),  # argon2id
    Column("unmask", Boolean, nullable=False),  # may see names of private persons
    Column("active", Boolean, nullable=False),
    Column("created", Moment, nullable=False),
)
USER_LOG: Final = Table(  # what was done to users, by whom and when
    "user_log",
    METADATA,
    Column("number", NUMBER, primary_key=True, autoincrement=False),  # without gaps, in the order of commits
    Column("at", Moment, nullable=False),
    Column("who", AnyText, nullable=False),
    Column("user", AnyText, nullable=False, index=True),
    Column("action", String(16), nullable=False),
    Column("told", AnyText, nullable=False),  # JSON: what the action set
)
TOKENS: Final = Table(
    "tokens",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),  # SHA-256 of the secret
    Column("user", ForeignKey("users.name"), nullable=False, index=True),
    Column("label", AnyText, nullable=False),
    Column("created", Moment, nullable=False),
    Column("expires", Moment),
)
SESSIONS: Final = Table(
    "sessions",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("user", ForeignKey("users.name"), nullable=False, index=True),
    Column("csrf", String(64), nullable=False),
    Column("created", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
)
ATTEMPTS: Final = Table(
    "login_attempts",
    METADATA,
    Column("number", NUMBER, primary_key=True, autoincrement=True),
    Column("key", AnyText, nullable=False),  # user name or address
    Column("at", Moment, nullable=False),
)
Index("ix_login_attempts_key_at", ATTEMPTS.c.key, ATTEMPTS.c.at)
Index("ix_log_incident_number", LOG.c.incident, LOG.c.number)

# Ids of reports are whoever wrote them's and may be longer than the 2,700 bytes that a B-tree of PostgreSQL holds.
Index("uq_reports_id", REPORTS.c.id, unique=True).ddl_if(dialect="sqlite")
REPORTS.append_constraint(
    ExcludeConstraint((REPORTS.c.id, "="), using="hash", name="uq_reports_id").ddl_if(dialect="postgresql")
)
Index("ix_members_report", MEMBERS.c.report, postgresql_using="hash")
