from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from dateline.store import Store, accounts
from dateline.store.attempts import TooManyAttemptsError, admit_attempt, forgive
from dateline.store.schema import ATTEMPTS

NOON = datetime.fromisoformat("2026-03-01T12:00")
MINUTE = timedelta(minutes=1)
PASSWORD = "six grey herons"


def fail(c: Connection, name: str, address: str, at: datetime = NOON, times: int = 1) -> None:
    for _ in range(times):
        admit_attempt(c, name, address, at=at)


def test_the_sixth_failure_of_a_name_from_an_address_waits_until_the_first_is_15_minutes_old(store: Store):
    with store.writing() as c:
        for number in range(5):
            fail(c, "ana", "192.0.2.1", NOON + number * MINUTE)
        with pytest.raises(TooManyAttemptsError, match="wait 10 minutes") as refusal:
            fail(c, "Ana ", "192.0.2.1", NOON + 5 * MINUTE)
        assert refusal.value.retry_after == 600
        fail(c, "ben", "192.0.2.1", NOON + 5 * MINUTE)
        fail(c, "ana", "192.0.2.1", NOON + 15 * MINUTE)


def test_whoever_guesses_at_a_name_does_not_keep_its_owner_out(store: Store):
    with store.writing() as c:
        fail(c, "ana", "192.0.2.1", times=5)
        fail(c, "ana", "192.0.2.9")


def test_the_101st_failure_for_a_name_waits_wherever_it_comes_from(store: Store):
    with store.writing() as c:
        for number in range(100):
            fail(c, "ana", f"192.0.2.{number}")
        with pytest.raises(TooManyAttemptsError):
            fail(c, "ana", "192.0.2.200")
        fail(c, "ben", "192.0.2.200")


def test_the_21st_failure_from_an_address_waits_whatever_the_name(store: Store):
    with store.writing() as c:
        for number in range(20):
            fail(c, f"user{number}", "192.0.2.1")
        with pytest.raises(TooManyAttemptsError):
            fail(c, "somebody", "192.0.2.1")
        fail(c, "somebody", "192.0.2.2")


def test_of_ipv6_addresses_the_network_counts(store: Store):
    with store.writing() as c:
        for number in range(20):
            fail(c, f"user{number}", f"2001:db8::{number:x}")
        with pytest.raises(TooManyAttemptsError):
            fail(c, "somebody", "2001:db8::ffff")
        fail(c, "somebody", "2001:db8:0:1::1")


def test_a_login_that_goes_well_clears_the_name_there_and_its_own_attempt_alone(store: Store):
    with store.writing() as c:
        fail(c, "ben", "192.0.2.1", times=4)
        fail(c, "ana", "192.0.2.1", times=5)
        forgive(c, "ana", "192.0.2.1")
        fail(c, "ana", "192.0.2.1", times=5)
        assert len(c.execute(select(ATTEMPTS)).all()) == 3 * 4 + 4 + 4 + 3 * 5
        fail(c, "ben", "192.0.2.1")
        with pytest.raises(TooManyAttemptsError):
            fail(c, "ben", "192.0.2.1")


def test_an_account_of_ones_own_does_not_buy_guesses_at_others(store: Store):
    with store.writing() as c:
        for number in range(20):
            fail(c, f"user{number}", "192.0.2.1")
            if number < 19:
                fail(c, "mine", "192.0.2.1")
                forgive(c, "mine", "192.0.2.1")
        with pytest.raises(TooManyAttemptsError):
            fail(c, "mine", "192.0.2.1")


def test_a_new_password_lets_a_locked_out_user_in(store: Store):
    with store.writing() as c:
        accounts.add_user(c, "ana", "lead", PASSWORD)
        fail(c, "ana", "192.0.2.1", times=5)
        accounts.set_password(c, "ana", PASSWORD)
        fail(c, "ana", "192.0.2.1")


def test_a_password_typed_as_the_name_is_not_kept(store: Store):
    with store.writing() as c:
        fail(c, PASSWORD, "192.0.2.1")
        assert PASSWORD not in str(c.execute(select(ATTEMPTS.c.key)).all())
