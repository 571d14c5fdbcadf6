"""One's own account: password and API tokens."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dateline.desk.dependencies import OptionsDep, StoreDep, WhoDep, render
from dateline.desk.errors import RequestError
from dateline.desk.identity import Identity
from dateline.desk.passwords import AddressDep, PasswordsDep
from dateline.desk.security import LOGIN, end_session_cookie, set_session_cookie
from dateline.store import accounts
from dateline.store.attempts import TooManyAttemptsError
from dateline.store.engine import Store
from dateline.store.errors import RefusedError

DEFAULT_DAYS: Final = 90


class NoAccountError(RequestError):
    """A desk without users has no accounts to change."""

    status = 404


async def _with_account(who: WhoDep) -> Identity:
    if who.via == "local":
        raise NoAccountError("this desk has no users yet, hence no account; the page Users adds the first")
    return who


Account = Annotated[Identity, Depends(_with_account)]


def router() -> APIRouter:
    """The page of the account and its actions."""
    routes = APIRouter(prefix="/account")

    @routes.get("")
    def account_page(request: Request, who: Account, store: StoreDep) -> HTMLResponse:
        return _page(request, who, store)

    @routes.post("/password")
    def change_password(
        request: Request,
        who: Account,
        store: StoreDep,
        *,
        options: OptionsDep,
        passwords: PasswordsDep,
        address: AddressDep,
        current: Annotated[str, Form(max_length=accounts.LONGEST_PASSWORD)],
        password: Annotated[str, Form(max_length=accounts.LONGEST_PASSWORD)],
        again: Annotated[str, Form(max_length=accounts.LONGEST_PASSWORD)],
    ) -> Response:
        problem = "The two new passwords differ." if password != again else ""
        try:
            if not problem and passwords.check(who.user.name, current, address) is None:
                problem = "The current password is wrong."
            if not problem:
                with store.writing() as c:
                    accounts.set_password(c, who.user.name, password, by=who.user.name)
                    session = accounts.new_session(c, who.user)
        except (RefusedError, TooManyAttemptsError) as error:
            problem = str(error)
        if problem:
            return _page(request, who, store, problem=problem)
        answer = RedirectResponse("/account?changed=password", 303)
        set_session_cookie(answer, options, session)
        return answer

    _sessions(routes)
    _tokens(routes)
    return routes


def _sessions(routes: APIRouter) -> None:
    @routes.post("/logout")
    def log_out_everywhere(who: Account, store: StoreDep, options: OptionsDep) -> RedirectResponse:
        with store.writing() as c:
            accounts.end_sessions(c, who.user.name)
        answer = RedirectResponse(LOGIN, 303)
        end_session_cookie(answer, options)
        return answer


def _tokens(routes: APIRouter) -> None:
    @routes.post("/tokens")
    def make_token(
        request: Request,
        who: Account,
        store: StoreDep,
        label: Annotated[str, Form(max_length=200)],
        days: Annotated[int, Form()] = DEFAULT_DAYS,
    ) -> HTMLResponse:
        try:
            with store.writing() as c:
                _, secret = accounts.new_token(c, who.user, label, days)
        except RefusedError as error:
            return _page(request, who, store, token_problem=str(error))
        # Shown in this answer alone: a page to go to would need the secret kept until then.
        return _page(request, who, store, secret=secret)

    @routes.post("/tokens/{token}/revoke")
    def revoke(token: str, who: Account, store: StoreDep) -> RedirectResponse:
        with store.writing() as c:
            accounts.revoke_token(c, who.user, token)
        return RedirectResponse("/account", 303)


def _page(
    request: Request, who: Identity, store: Store, *, problem: str = "", token_problem: str = "", secret: str = ""
) -> HTMLResponse:
    with store.reading() as c:
        tokens = accounts.tokens(c, who.user)
    context: dict[str, Any] = {
        "tokens": tokens,
        "now": datetime.now(UTC).replace(tzinfo=None),
        "problem": problem,
        "token_problem": token_problem,
        "secret": secret,
        "changed": request.query_params.get("changed") == "password",
        "default_days": DEFAULT_DAYS,
        "longest_days": accounts.LONGEST_TOKEN_DAYS,
        "shortest_password": accounts.SHORTEST_PASSWORD,
    }
    return render(request, "account.html", status=422 if problem or token_problem else 200, **context)
