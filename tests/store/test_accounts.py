from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from argon2.exceptions import VerifyMismatchError
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from dateline.store import Store, accounts
from dateline.store.accounts import ROLES, Role, Session, User
from dateline.store.errors import NotFoundError, RefusedError
from dateline.store.schema import SESSIONS, TOKENS, USERS

NOON = datetime.fromisoformat("2026-03-01T12:00")
PASSWORD = "six grey herons"
OTHER = "four wet otters"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def lead(store: Store) -> User:
    with store.writing() as c:
        return accounts.add_user(c, "ana", "lead", PASSWORD, at=NOON)


@pytest.fixture
def coder(store: Store, lead: User) -> User:  # noqa: ARG001 -- the first has to be a lead
    with store.writing() as c:
        return accounts.add_user(c, "ben", "coder", OTHER, at=NOON)


def log_in(store: Store, user: User, at: datetime = NOON) -> Session:
    with store.writing() as c:
        return accounts.new_session(c, user, at=at)


def test_a_user_is_known_by_the_password_alone(store: Store, lead: User):
    with store.reading() as c:
        assert accounts.check_password(c, "ana", PASSWORD) == lead
        assert accounts.check_password(c, " Ana ", PASSWORD) == lead
        assert accounts.check_password(c, "ana", PASSWORD.upper()) is None
        assert accounts.check_password(c, "ben", PASSWORD) is None


def test_passwords_are_kept_as_argon2id(store: Store, lead: User):
    with store.reading() as c:
        kept = c.scalar(select(USERS.c.password).where(USERS.c.name == lead.name))
    assert kept is not None
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert PASSWORD not in kept


def test_an_unknown_name_is_answered_by_hashing_too(store: Store, monkeypatch: pytest.MonkeyPatch):
    looked_at = []

    class Hasher:
        def verify(self, kept: str, password: str) -> None:
            looked_at.append((kept[:9], password))
            raise VerifyMismatchError

    monkeypatch.setattr(accounts, "_HASHER", Hasher())
    with store.reading() as c:
        assert accounts.check_password(c, "nobody", "guess") is None
    assert looked_at == [("$argon2id", "guess")]


def test_nobodys_hash_is_one_that_can_be_compared_with(store: Store):
    with store.reading() as c:
        assert accounts.check_password(c, "nobody", PASSWORD) is None
    with pytest.raises(VerifyMismatchError):
        accounts._HASHER.verify(accounts._NOBODYS_HASH, PASSWORD)


@pytest.mark.parametrize("password", ["elevenchars", "x" * 1025, "ana ana ana an"])
def test_weak_passwords_are_refused(store: Store, password: str):
    with store.writing() as c, pytest.raises(RefusedError, match="password"):
        accounts.add_user(c, "ana", "lead", password)


@pytest.mark.parametrize("name", ["", "local", "dateline", "a b", "-a", "a" * 65, "a\x00", "<b>", "ana\u0301"])
def test_names_that_would_mislead_are_refused(name: str):
    with pytest.raises(RefusedError, match="cannot be a user's name"):
        accounts.user_name(name)


@given(st.from_regex(r"[a-z0-9][a-z0-9._@-]{0,63}", fullmatch=True))
def test_a_name_is_kept_in_small_letters(name: str):
    if name not in ("local", "dateline", "program"):
        assert accounts.user_name(name.upper()) == name


def test_the_first_user_is_a_lead(store: Store):
    with store.writing() as c:
        assert not accounts.has_users(c)
        with pytest.raises(RefusedError, match="first user must be a lead"):
            accounts.add_user(c, "ben", "coder", PASSWORD)
        accounts.add_user(c, "ana", "lead", PASSWORD)
        assert accounts.has_users(c)


def test_a_name_is_given_once(store: Store, lead: User):
    with store.writing() as c, pytest.raises(RefusedError, match="there is a user ana already"):
        accounts.add_user(c, lead.name.upper(), "coder", PASSWORD)


@pytest.mark.parametrize(
    ("role", "allowed"), [("viewer", ["viewer"]), ("coder", ["viewer", "coder"]), ("lead", list(ROLES))]
)
def test_each_role_may_what_those_before_may(role: Role, allowed: list[Role]):
    user = User(name="ana", role=role)
    assert [one for one in ROLES if user.may(one)] == allowed
    assert not any(user.model_copy(update={"active": False}).may(one) for one in ROLES)


def test_the_last_lead_stays(store: Store, lead: User, coder: User):
    with store.writing() as c:
        with pytest.raises(RefusedError, match="last lead"):
            accounts.set_role(c, lead.name, "viewer")
        with pytest.raises(RefusedError, match="last lead"):
            accounts.deactivate(c, lead.name)
        accounts.set_role(c, coder.name, "lead", unmask=True)
        accounts.deactivate(c, lead.name)
        assert [(u.name, u.role, u.unmask, u.active) for u in accounts.users(c)] == [
            ("ana", "lead", False, False),
            ("ben", "lead", True, True),
        ]


def test_a_change_of_role_leaves_the_right_to_names_unless_told(store: Store, coder: User):
    with store.writing() as c:
        accounts.set_role(c, coder.name, "viewer", unmask=True)
        accounts.set_role(c, coder.name, "coder")
        assert accounts.get_user(c, coder.name).unmask


def test_who_is_shut_out_is_out_at_once(store: Store, coder: User):
    session = log_in(store, coder)
    with store.writing() as c:
        _, token = accounts.new_token(c, coder, "export", 30, at=NOON)
        accounts.deactivate(c, coder.name)
        assert accounts.check_password(c, coder.name, OTHER) is None
        assert accounts.session_of(c, session.secret, at=NOON) is None
        assert accounts.user_of_token(c, token, at=NOON) is None
        accounts.reactivate(c, coder.name)
        assert accounts.check_password(c, coder.name, OTHER) is not None
        assert accounts.session_of(c, session.secret, at=NOON) is None
        assert accounts.user_of_token(c, token, at=NOON) is None


def test_unknown_users_cannot_be_changed(store: Store, lead: User):
    with store.writing() as c:
        for change in (
            lambda: accounts.set_password(c, "zoe", PASSWORD),
            lambda: accounts.set_role(c, "zoe", "lead"),
            lambda: accounts.deactivate(c, "zoe"),
            lambda: accounts.reactivate(c, "zoe"),
        ):
            with pytest.raises(NotFoundError, match=f"no user zoe; the names are: {lead.name}"):
                change()


def test_of_a_session_only_the_digest_is_kept(store: Store, lead: User):
    session = log_in(store, lead)
    with store.reading() as c:
        row = c.execute(select(SESSIONS)).one()
        found = accounts.session_of(c, session.secret, at=NOON)
    assert session.secret not in str(row)
    assert len(session.secret) >= 43  # 256 bits in base 64
    assert found == session.model_copy(update={"secret": ""})


def test_each_login_has_secrets_of_its_own(store: Store, lead: User):
    first, second = log_in(store, lead), log_in(store, lead)
    assert first.secret != second.secret
    assert first.csrf != second.csrf


def test_a_session_ends_12_hours_after_its_last_use(store: Store, lead: User):
    session = log_in(store, lead)
    with store.writing() as c:
        assert accounts.session_of(c, session.secret, at=NOON + 12 * HOUR - MINUTE) is not None
        assert accounts.session_of(c, session.secret, at=NOON + 12 * HOUR) is None
        accounts.extend_session(c, session, at=NOON + 11 * HOUR)
        assert accounts.session_of(c, session.secret, at=NOON + 23 * HOUR - MINUTE) is not None
        assert accounts.session_of(c, session.secret, at=NOON + 23 * HOUR) is None


def test_a_session_ends_7_days_after_login_however_it_is_used(store: Store, lead: User):
    session = log_in(store, lead)
    week = timedelta(days=7)
    with store.writing() as c:
        accounts.extend_session(c, session, at=NOON + week - HOUR)
        assert accounts.session_of(c, session.secret, at=NOON + week - MINUTE) is not None
        assert accounts.session_of(c, session.secret, at=NOON + week) is None


def test_a_session_is_written_again_when_10_minutes_are_used_up(store: Store, lead: User):
    session = log_in(store, lead)
    assert not accounts.is_due(session, at=NOON + 10 * MINUTE)
    assert accounts.is_due(session, at=NOON + 11 * MINUTE)
    at_the_end = session.model_copy(update={"expires": session.created + timedelta(days=7)})
    assert not accounts.is_due(at_the_end, at=NOON + timedelta(days=6, hours=23))


def test_logging_out_ends_one_session_and_a_new_password_all(store: Store, lead: User, coder: User):
    here, there, others = log_in(store, lead), log_in(store, lead), log_in(store, coder)
    with store.writing() as c:
        accounts.end_session(c, here)
        assert [accounts.session_of(c, one.secret, at=NOON) is not None for one in (here, there, others)] == [
            False,
            True,
            True,
        ]
        accounts.set_password(c, lead.name, OTHER)
        assert accounts.session_of(c, there.secret, at=NOON) is None
        assert accounts.session_of(c, others.secret, at=NOON) is not None


def test_sessions_that_have_expired_are_swept_out(store: Store, lead: User):
    log_in(store, lead, at=NOON)
    latest = log_in(store, lead, at=NOON + 13 * HOUR)
    with store.reading() as c:
        assert list(c.scalars(select(SESSIONS.c.digest))) == [latest.digest]


def test_a_token_gives_its_user_until_it_expires(store: Store, coder: User):
    with store.writing() as c:
        number, secret = accounts.new_token(c, coder, "  nightly   export ", 1, at=NOON)
        assert accounts.user_of_token(c, secret, at=NOON + 23 * HOUR) == coder
        assert accounts.user_of_token(c, secret, at=NOON + 24 * HOUR) is None
        assert accounts.user_of_token(c, secret + "x", at=NOON) is None
        (token,) = accounts.tokens(c, coder)
        assert (token.id, token.label, token.expires) == (number, "nightly export", NOON + 24 * HOUR)
        assert secret not in str(c.execute(select(TOKENS)).one())


def test_a_token_may_last_until_it_is_revoked_by_its_own_user(store: Store, lead: User, coder: User):
    with store.writing() as c:
        number, secret = accounts.new_token(c, coder, "export", None, at=NOON)
        assert accounts.user_of_token(c, secret, at=NOON + timedelta(days=9999)) == coder
        with pytest.raises(NotFoundError):
            accounts.revoke_token(c, lead, number)
        accounts.revoke_token(c, coder, number)
        assert accounts.user_of_token(c, secret, at=NOON) is None


@pytest.mark.parametrize(("label", "days"), [("", 1), ("x" * 101, 1), ("export", 0), ("export", 367)])
def test_tokens_without_label_or_out_of_range_are_refused(store: Store, lead: User, label: str, days: int):
    with store.writing() as c, pytest.raises(RefusedError, match="token"):
        accounts.new_token(c, lead, label, days)


def test_whoever_changes_another_s_password_revokes_their_tokens_too(store: Store, lead: User, coder: User):
    with store.writing() as c:
        _, secret = accounts.new_token(c, coder, "export", None)
        accounts.set_password(c, coder.name, PASSWORD, by=coder.name)
        assert accounts.user_of_token(c, secret) == coder
        accounts.set_password(c, coder.name, PASSWORD, by=lead.name)
        assert accounts.user_of_token(c, secret) is None


def test_a_user_is_logged_out_everywhere(store: Store, lead: User, coder: User):
    ours, others = [log_in(store, lead), log_in(store, lead)], log_in(store, coder)
    with store.writing() as c:
        accounts.end_sessions(c, lead.name)
        assert [accounts.session_of(c, one.secret, at=NOON) for one in ours] == [None, None]
        assert accounts.session_of(c, others.secret, at=NOON) is not None
