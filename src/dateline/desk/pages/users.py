"""The users of a store: leads add them, give them roles, and shut them out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dateline.desk.api.parameters import LARGEST
from dateline.desk.dependencies import Lead, StoreDep, lead, render
from dateline.store import accounts
from dateline.store.accounts import ROLES, Role
from dateline.store.engine import Store
from dateline.store.errors import RefusedError
from dateline.store.user_log import UserEntry, user_log

LOGGED: Final = 50
"""Entries of the log of users on the page."""


def router() -> APIRouter:
    """The page of users and its actions, all for leads."""
    routes = APIRouter(prefix="/users", dependencies=[Depends(lead)])

    @routes.get("")
    def users_page(
        request: Request, store: StoreDep, before: Annotated[int | None, Query(ge=1, le=LARGEST)] = None
    ) -> HTMLResponse:
        return _page(request, store, before=before)

    @routes.post("")
    def add(
        request: Request,
        store: StoreDep,
        *,
        name: Annotated[str, Form(max_length=200)],
        by: Lead,
        role: Annotated[Role, Form()],
        password: Annotated[str, Form()],
        unmask: Annotated[bool, Form()] = False,
    ) -> Response:
        try:
            with store.writing() as c:
                accounts.add_user(c, name, role, password, unmask=unmask, by=by.name)
        except RefusedError as error:
            return _page(request, store, problem=str(error), name=name, role=role, unmask=unmask)
        return RedirectResponse("/users", 303)

    @routes.post("/{name}/rights")
    def change_rights(
        name: str, store: StoreDep, by: Lead, *, role: Annotated[Role, Form()], unmask: Annotated[bool, Form()] = False
    ) -> RedirectResponse:
        with store.writing() as c:
            accounts.set_role(c, name, role, unmask=unmask, by=by.name)
        return RedirectResponse("/users", 303)

    @routes.post("/{name}/password")
    def set_password(name: str, store: StoreDep, by: Lead, password: Annotated[str, Form()]) -> RedirectResponse:
        with store.writing() as c:
            accounts.set_password(c, name, password, by=by.name)
        return RedirectResponse("/users", 303)

    @routes.post("/{name}/deactivate")
    def deactivate(name: str, store: StoreDep, by: Lead) -> RedirectResponse:
        with store.writing() as c:
            accounts.deactivate(c, name, by=by.name)
        return RedirectResponse("/users", 303)

    @routes.post("/{name}/reactivate")
    def reactivate(name: str, store: StoreDep, by: Lead) -> RedirectResponse:
        with store.writing() as c:
            accounts.reactivate(c, name, by=by.name)
        return RedirectResponse("/users", 303)

    return routes


def _page(
    request: Request,
    store: Store,
    *,
    problem: str = "",
    name: str = "",
    role: Role | None = None,
    unmask: bool = False,
    before: int | None = None,
) -> HTMLResponse:
    """The users, what was done to them, and the form to add one with what was entered where that was refused."""
    with store.reading() as c:
        everybody = accounts.users(c)
        entries = user_log(c, before=before, limit=LOGGED + 1)
    return render(
        request,
        "users.html",
        status=422 if problem else 200,
        users=everybody,
        log=[(entry, done(entry)) for entry in entries[:LOGGED]],
        older=entries[LOGGED - 1].number if len(entries) > LOGGED else None,
        roles=ROLES,
        problem=problem,
        entered={"name": name, "role": role or ("coder" if everybody else "lead"), "unmask": unmask},
        shortest_password=accounts.SHORTEST_PASSWORD,
    )


def done(entry: UserEntry) -> str:
    """What an entry of the log of users tells, in words."""
    told = entry.told
    match entry.action:
        case "added":
            return f"added as {_rights(told)}"
        case "rights":
            return f"now {_rights(told)}; before {_rights(told['before'])}"
        case "password":
            return "new password"
        case "shut out" | "let in":
            return entry.action
        case "token":
            return f"API token made: {told['label']}"
        case "revoked":
            return f"API token revoked: {told['label']}"


def _rights(told: Mapping[str, Any]) -> str:
    return f"{told['role']}, {'sees names' if told['unmask'] else 'names masked'}"
