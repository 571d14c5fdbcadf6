"""What endpoints ask for: the store, the index, who calls with which rights, and that a change comes from the desk.

All are coroutines, though none waits for anything: what is none is sent to another thread, each time.
"""

from __future__ import annotations

import hmac
from typing import Annotated, cast

from fastapi import Depends, Request

from dateline.desk.errors import CsrfError, SignInNeededError
from dateline.desk.identity import Identity, identity_of
from dateline.desk.options import DeskOptions
from dateline.desk.rendering import render
from dateline.desk.security import LOGIN, is_same_origin, needs_no_token
from dateline.store.accounts import Role, User
from dateline.store.engine import Store
from dateline.store.errors import NotAllowedError
from dateline.store.selection.index import Index

__all__ = [
    "Coder",
    "IndexDep",
    "Lead",
    "OptionsDep",
    "StoreDep",
    "Viewer",
    "WhoDep",
    "coder",
    "csrf",
    "lead",
    "render",
    "viewer",
]

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


async def _store(request: Request) -> Store:
    return cast("Store", request.app.state.store)


async def _index(request: Request) -> Index:
    """The index as the user may search it: without the names of private persons unless they may see these."""
    identity = identity_of(request)
    sees_names = identity is not None and identity.user.unmask
    return cast("Index", request.app.state.index if sees_names else request.app.state.masked_index)


async def _options(request: Request) -> DeskOptions:
    return cast("DeskOptions", request.app.state.options)


async def _who(request: Request) -> Identity:
    """Who calls. Raises SignInNeededError where nobody is logged in."""
    identity = identity_of(request)
    if identity is None:
        raise SignInNeededError("log in first")
    return identity


async def viewer(who: Annotated[Identity, Depends(_who)]) -> User:
    """Whoever is logged in."""
    return who.user


async def coder(user: Annotated[User, Depends(viewer)]) -> User:
    """A user who may review. Raises NotAllowedError."""
    return _with_role(user, "coder")


async def lead(user: Annotated[User, Depends(viewer)]) -> User:
    """A user who may add users, import, and let others see names. Raises NotAllowedError."""
    return _with_role(user, "lead")


def _with_role(user: User, role: Role) -> User:
    if not user.may(role):
        raise NotAllowedError(
            f"this takes the role {role}, and {user.name} is a {user.role}; ask a lead for it on the page Users"
        )
    return user


async def csrf(request: Request) -> None:
    """Check that a change was asked for by a page of this desk. The app has every endpoint depend on it.

    A change needs the session's token, in the form field `csrf` or the header `X-CSRF-Token`; requests with an API
    token, which no browser adds by itself, need none. Raises CsrfError.
    """
    if request.method in SAFE_METHODS:
        return
    if not is_same_origin(request):
        raise CsrfError("the request comes from another site")
    identity = identity_of(request)
    if identity is None or request.url.path == LOGIN or needs_no_token(request, identity):
        return  # without identity only the login form gets this far, which has a token of its own
    given: object = request.headers.get("X-CSRF-Token")
    if given is None:
        given = (await request.form()).get("csrf")
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), identity.csrf.encode()):
        raise CsrfError("the form is out of date, or not one of this desk")


Viewer = Annotated[User, Depends(viewer)]
Coder = Annotated[User, Depends(coder)]
Lead = Annotated[User, Depends(lead)]
WhoDep = Annotated[Identity, Depends(_who)]
StoreDep = Annotated[Store, Depends(_store)]
IndexDep = Annotated[Index, Depends(_index)]
OptionsDep = Annotated[DeskOptions, Depends(_options)]
