"""People and programs that may use the desk: users, their sessions and their API tokens.

Passwords are kept as argon2id hashes (RFC 9106, second recommended option), secrets of sessions and tokens as SHA-256:
they are random and of 256 bits, so that a slow hash would add nothing. All take a connection within a transaction.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from datetime import datetime, timedelta
from typing import Final, Literal

from argon2 import PasswordHasher, profiles
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from dateline.records import Record
from dateline.store.attempts import forget
from dateline.store.column_types import utc_now
from dateline.store.errors import NotFoundError, RefusedError
from dateline.store.schema import SESSIONS, TOKENS, USERS
from dateline.store.user_log import TERMINAL, log

Role = Literal["viewer", "coder", "lead"]
ROLES: Final[tuple[Role, ...]] = ("viewer", "coder", "lead")
"""Each may do what the ones before it may."""
LOCAL: Final = "local"
"""The name of whoever uses a desk without accounts."""

IDLE: Final = timedelta(hours=12)
ABSOLUTE: Final = timedelta(days=7)
EXTENDED_AFTER: Final = timedelta(minutes=10)
"""A session's expiry is written again only when that much of it is used up, so that reading writes little."""
SHORTEST_PASSWORD: Final = 12
LONGEST_PASSWORD: Final = 1024
TOKEN_PREFIX: Final = "dateline_"  # noqa: S105 -- lets scanners of leaked secrets find it
LONGEST_TOKEN_DAYS: Final = 366

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
_RESERVED: Final = (LOCAL, TERMINAL, "dateline", "program")
_HASHER: Final = PasswordHasher.from_parameters(profiles.RFC_9106_LOW_MEMORY)
_NOBODYS_HASH: Final = (
    "$argon2id$v=19$m=65536,t=3,p=4$d9x2lFuMsWTnCmlovI5RqQ$QJqraGmJ9sZuehsWfzdn0KIFTi3nbo2oxjKXaTdNbWw"
)
"""Of a random password that was not kept; compared with where there is no such user."""
_USER_COLUMNS: Final = (USERS.c.name, USERS.c.role, USERS.c.unmask, USERS.c.active, USERS.c.created)


class User(Record):
    """Who uses the desk. `unmask`: may see the names of private persons."""

    name: str
    role: Role
    unmask: bool = False
    active: bool = True
    created: datetime | None = None

    def may(self, role: Role) -> bool:
        """Whether the user may do what `role` may."""
        return self.active and ROLES.index(self.role) >= ROLES.index(role)


class Session(Record):
    """A user who has logged in. `secret` goes into the cookie and is empty where the session was read back."""

    digest: str
    csrf: str
    user: User
    created: datetime
    expires: datetime
    secret: str = ""


class Token(Record):
    """An API token without its secret."""

    id: str
    label: str
    created: datetime
    expires: datetime | None


def add_user(
    c: Connection,
    name: str,
    role: Role,
    password: str,
    *,
    unmask: bool = False,
    by: str = TERMINAL,
    at: datetime | None = None,
) -> User:
    """Add a user. The first must be a lead: from then on everybody has to log in.

    `by`, here and below: who does it, for the log of users.

    Raises RefusedError where the name is taken or malformed, or the password too weak.
    """
    name = user_name(name)
    if not has_users(c) and role != "lead":
        raise RefusedError(f"the first user must be a lead, so that somebody can add the others; give {name} that role")
    if c.scalar(select(USERS.c.name).where(USERS.c.name == name)) is not None:
        raise RefusedError(f"there is a user {name} already; take another name")
    user = User(name=name, role=role, unmask=unmask, created=_now(at))
    c.execute(insert(USERS).values(**user.model_dump(), password=hashed(name, password)))
    log(c, by, name, "added", role=role, unmask=unmask)
    return user


def user_name(name: str) -> str:
    """`name` as it is kept: in small letters. Raises RefusedError where it cannot be a user's name."""
    kept = unicodedata.normalize("NFC", name).strip().lower()
    if not _NAME.fullmatch(kept) or kept in _RESERVED:
        raise RefusedError(
            f"{name!r} cannot be a user's name; take letters a to z, digits and . _ @ -, up to 64, and none of "
            f"{', '.join(_RESERVED)}"
        )
    return kept


def hashed(name: str, password: str) -> str:
    """The argon2id hash of a password. Raises RefusedError where it is too short, too long, or the name."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise RefusedError(f"take a password of {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")
    if name in password.lower() and len(password) < len(name) + SHORTEST_PASSWORD:
        raise RefusedError("take a password that is not made of your user name")
    return _HASHER.hash(password)


def users(c: Connection) -> list[User]:
    """All users, by name, those that are no longer active included."""
    return [_user(row) for row in c.execute(select(*_USER_COLUMNS).order_by(USERS.c.name)).mappings()]


def has_users(c: Connection) -> bool:
    """Whether the store has accounts, active or not: then everybody has to log in."""
    return c.scalar(select(USERS.c.name).limit(1)) is not None


def get_user(c: Connection, name: str) -> User:
    """The user of this name. Raises NotFoundError."""
    row = c.execute(select(*_USER_COLUMNS).where(USERS.c.name == name)).mappings().one_or_none()
    if row is None:
        raise NotFoundError(f"there is no user {name}; the names are: {', '.join(user.name for user in users(c))}")
    return _user(row)


def set_password(c: Connection, name: str, password: str, *, by: str = TERMINAL) -> None:
    """Change a user's password, end all sessions of theirs, and forget their failed logins.

    Where somebody else does it, their API tokens are revoked too: whoever had the password may have made one.
    """
    get_user(c, name)
    c.execute(update(USERS).where(USERS.c.name == name).values(password=hashed(name, password)))
    end_sessions(c, name)
    if by != name:
        c.execute(delete(TOKENS).where(TOKENS.c.user == name))
    forget(c, name)
    log(c, by, name, "password")


def set_role(c: Connection, name: str, role: Role, *, unmask: bool | None = None, by: str = TERMINAL) -> None:
    """Change a user's role and, unless None, the right to see names. Raises RefusedError for the last active lead."""
    user = get_user(c, name)
    if role != "lead":
        _refuse_last_lead(c, user)
    before = {"role": user.role, "unmask": user.unmask}
    rights = {"role": role, "unmask": user.unmask if unmask is None else unmask}
    if rights == before:
        return
    c.execute(update(USERS).where(USERS.c.name == name).values(rights))
    log(c, by, name, "rights", **rights, before=before)


def deactivate(c: Connection, name: str, *, by: str = TERMINAL) -> None:
    """Shut a user out at once: sessions end, tokens are revoked. Their name stays in the log and is not given again."""
    _refuse_last_lead(c, get_user(c, name))
    c.execute(update(USERS).where(USERS.c.name == name).values(active=False))
    end_sessions(c, name)
    c.execute(delete(TOKENS).where(TOKENS.c.user == name))
    log(c, by, name, "shut out")


def reactivate(c: Connection, name: str, *, by: str = TERMINAL) -> None:
    """Let a user in again, with the password and role of before."""
    get_user(c, name)
    c.execute(update(USERS).where(USERS.c.name == name).values(active=True))
    log(c, by, name, "let in")


def check_password(c: Connection, name: str, password: str) -> User | None:
    """The active user of this name and password, otherwise None.

    It takes as long for a name that there is not, so that nobody learns names by the clock.
    """
    row = (
        c.execute(select(*_USER_COLUMNS, USERS.c.password).where(USERS.c.name == name.strip().lower()))
        .mappings()
        .one_or_none()
    )
    try:
        _HASHER.verify(_NOBODYS_HASH if row is None else row["password"], password[:LONGEST_PASSWORD])
    except (VerifyMismatchError, InvalidHashError):
        return None
    return _user(row) if row is not None and row["active"] else None


def new_session(c: Connection, user: User, *, at: datetime | None = None) -> Session:
    """Log a user in: a session with a new secret of 256 random bits. Sessions that have expired are swept out."""
    now = _now(at)
    c.execute(delete(SESSIONS).where(SESSIONS.c.expires <= now))
    secret = secrets.token_urlsafe(32)
    session = Session(
        digest=_digest(secret),
        csrf=secrets.token_urlsafe(32),
        user=user,
        created=now,
        expires=now + IDLE,
        secret=secret,
    )
    c.execute(insert(SESSIONS).values(**session.model_dump(exclude={"secret", "user"}), user=user.name))
    return session


def session_of(c: Connection, secret: str, *, at: datetime | None = None) -> Session | None:
    """The session of a cookie's secret; None where it has ended or expired, or its user is no longer active."""
    row = (
        c.execute(
            select(
                SESSIONS.c.digest,
                SESSIONS.c.csrf,
                SESSIONS.c.created.label("since"),
                SESSIONS.c.expires,
                *_USER_COLUMNS,
            )
            .join(USERS, USERS.c.name == SESSIONS.c.user)
            .where(SESSIONS.c.digest == _digest(secret), SESSIONS.c.expires > _now(at), USERS.c.active)
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        return None
    return Session(
        digest=row["digest"], csrf=row["csrf"], user=_user(row), created=row["since"], expires=row["expires"]
    )


def is_due(session: Session, *, at: datetime | None = None) -> bool:
    """Whether the expiry of a session in use should be written again."""
    return _until(session, _now(at)) - session.expires > EXTENDED_AFTER


def extend_session(c: Connection, session: Session, *, at: datetime | None = None) -> None:
    """Let a session in use last another 12 hours, seven days from login at most."""
    c.execute(update(SESSIONS).where(SESSIONS.c.digest == session.digest).values(expires=_until(session, _now(at))))


def end_session(c: Connection, session: Session) -> None:
    """Log out."""
    c.execute(delete(SESSIONS).where(SESSIONS.c.digest == session.digest))


def end_sessions(c: Connection, name: str) -> None:
    """Log a user out everywhere."""
    c.execute(delete(SESSIONS).where(SESSIONS.c.user == name))


def new_token(
    c: Connection, user: User, label: str, days: int | None, *, at: datetime | None = None
) -> tuple[str, str]:
    """The id and secret of a new API token, which lasts for `days` (None: until revoked) and has its user's rights.

    The secret is not kept and cannot be shown again. Raises RefusedError for an empty label or a span out of range.
    """
    label = " ".join(label.split())
    if not 1 <= len(label) <= 100:
        raise RefusedError("give the token a label of 1 to 100 characters that tells what uses it")
    if days is not None and not 1 <= days <= LONGEST_TOKEN_DAYS:
        raise RefusedError(f"let the token last for 1 to {LONGEST_TOKEN_DAYS} days")
    now, number, secret = _now(at), secrets.token_hex(8), TOKEN_PREFIX + secrets.token_urlsafe(32)
    expires = None if days is None else now + timedelta(days=days)
    c.execute(
        insert(TOKENS).values(
            id=number, digest=_digest(secret), user=user.name, label=label, created=now, expires=expires
        )
    )
    log(c, user.name, user.name, "token", label=label, days=days)
    return number, secret


def tokens(c: Connection, user: User) -> list[Token]:
    """The API tokens of a user, the newest first, those that have expired included."""
    columns = (TOKENS.c.id, TOKENS.c.label, TOKENS.c.created, TOKENS.c.expires)
    rows = c.execute(select(*columns).where(TOKENS.c.user == user.name).order_by(TOKENS.c.created.desc()))
    return [Token.model_validate(dict(row)) for row in rows.mappings()]


def user_of_token(c: Connection, secret: str, *, at: datetime | None = None) -> User | None:
    """The active user whose API token this is; None where it is unknown, revoked or expired."""
    row = (
        c.execute(
            select(*_USER_COLUMNS, TOKENS.c.expires)
            .join(TOKENS, USERS.c.name == TOKENS.c.user)
            .where(TOKENS.c.digest == _digest(secret), USERS.c.active)
        )
        .mappings()
        .one_or_none()
    )
    if row is None or (row["expires"] is not None and row["expires"] <= _now(at)):
        return None
    return _user(row)


def revoke_token(c: Connection, user: User, token: str) -> None:
    """Revoke one of the user's own tokens by its id. Raises NotFoundError."""
    own = (TOKENS.c.id == token, TOKENS.c.user == user.name)
    label = c.scalar(select(TOKENS.c.label).where(*own))
    if label is None:
        raise NotFoundError(f"{user.name} has no token {token}; it may have been revoked already")
    c.execute(delete(TOKENS).where(*own))
    log(c, user.name, user.name, "revoked", label=label)


def _refuse_last_lead(c: Connection, user: User) -> None:
    leads = c.scalars(select(USERS.c.name).where(USERS.c.role == "lead", USERS.c.active).with_for_update()).all()
    if list(leads) == [user.name]:
        raise RefusedError(f"{user.name} is the last lead; make another user a lead first")


def _user(row: RowMapping) -> User:
    return User.model_validate({name: row[name] for name in User.model_fields})


def _until(session: Session, now: datetime) -> datetime:
    return min(now + IDLE, session.created + ABSOLUTE)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _now(at: datetime | None) -> datetime:
    return at if at is not None else utc_now()
