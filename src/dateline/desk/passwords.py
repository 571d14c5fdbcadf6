"""Checking passwords for the desk: counted against guessing, and few at a time."""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import Annotated, Final, cast

from fastapi import Depends, Request

from dateline.desk.errors import BusyError
from dateline.store import accounts
from dateline.store.accounts import User
from dateline.store.attempts import admit_attempt, forgive
from dateline.store.engine import Store

PARALLEL: Final = 4
"""Each check takes 64 MiB for as long as it runs; further ones wait their turn."""
WAITING: Final = 8
"""Further ones that may wait; more are refused, as each that waits holds a thread that others need."""


class Passwords:
    """Checks the passwords of a store's users."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._turns = BoundedSemaphore(PARALLEL)
        self._places = BoundedSemaphore(PARALLEL + WAITING)

    def check(self, name: str, password: str, address: str) -> User | None:
        """The active user of this name and password, otherwise None. Raises TooManyAttemptsError and BusyError.

        The password is looked at outside of any writing transaction, for it takes a while and others want to write.
        """
        if not self._places.acquire(blocking=False):
            raise BusyError("many log in at this moment; wait a few seconds and try again")
        try:
            with self._store.writing() as c:
                admit_attempt(c, name, address)
            with self._turns, self._store.reading() as c:
                user = accounts.check_password(c, name, password)
            if user is not None:
                with self._store.writing() as c:
                    forgive(c, name, address)
            return user
        finally:
            self._places.release()


async def _passwords(request: Request) -> Passwords:
    return cast("Passwords", request.app.state.passwords)


async def _address(request: Request) -> str:
    return request.client.host if request.client else ""


PasswordsDep = Annotated[Passwords, Depends(_passwords)]
AddressDep = Annotated[str, Depends(_address)]
"""The address that a request comes from; behind a proxy, the one that it forwards for."""
