from __future__ import annotations

from threading import Barrier, Thread

import pytest
from desk_clients import PASSWORD, add_users

from dateline.desk.errors import BusyError
from dateline.desk.passwords import PARALLEL, WAITING, Passwords
from dateline.store import accounts
from dateline.store.engine import Store


def test_more_logins_than_may_wait_are_refused_at_once(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch):
    add_users(sqlite_store, ana="lead")
    passwords, held, going = Passwords(sqlite_store), Barrier(PARALLEL + 1), Barrier(PARALLEL + 1)

    def slow(*_: object) -> None:
        held.wait(30)
        going.wait(30)

    monkeypatch.setattr(accounts, "check_password", slow)
    names = [f"user{number}" for number in range(PARALLEL)]
    threads = [Thread(target=passwords.check, args=(name, PASSWORD, "192.0.2.1")) for name in names]
    for thread in threads:
        thread.start()
    held.wait(30)
    for _ in range(WAITING):
        assert passwords._places.acquire(blocking=False)
    with pytest.raises(BusyError, match="wait a few seconds"):
        passwords.check("ana", PASSWORD, "192.0.2.2")
    going.wait(30)
    for thread in threads:
        thread.join(30)
    assert passwords._places.acquire(blocking=False)
