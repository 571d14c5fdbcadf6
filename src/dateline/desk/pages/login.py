"""Logging in and out."""

from __future__ import annotations

import hmac
import logging
import secrets
from typing import Annotated, Final
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dateline.desk.dependencies import OptionsDep, StoreDep, WhoDep, render
from dateline.desk.errors import CsrfError
from dateline.desk.identity import identity_of
from dateline.desk.options import DeskOptions
from dateline.desk.passwords import AddressDep, PasswordsDep
from dateline.desk.security import LOGIN, end_session_cookie, session_cookie, set_session_cookie
from dateline.store import accounts
from dateline.store.attempts import TooManyAttemptsError

LOG: Final = logging.getLogger("dateline.desk")
START: Final = "/incidents"
WRONG: Final = "Name and password do not go together. Check both; capitals count in the password."

Next = Annotated[str, Query(alias="next", max_length=2000)]
NextField = Annotated[str, Form(alias="next", max_length=2000)]


def router() -> APIRouter:
    """The login page, and logging in and out."""
    routes = APIRouter()

    @routes.get(LOGIN)
    def login_page(request: Request, options: OptionsDep, after: Next = "") -> Response:
        if identity_of(request) is not None:
            return RedirectResponse(safe_next(after), 303)
        return _form(request, options, after=after)

    @routes.post(LOGIN)
    def log_in(
        request: Request,
        store: StoreDep,
        options: OptionsDep,
        passwords: PasswordsDep,
        address: AddressDep,
        *,
        name: Annotated[str, Form(max_length=200)],
        password: Annotated[str, Form(max_length=accounts.LONGEST_PASSWORD)],
        csrf: Annotated[str, Form(max_length=200)] = "",
        after: NextField = "",
    ) -> Response:
        _check_form(request, options, csrf)
        try:
            user = passwords.check(name, password, address)
        except TooManyAttemptsError as error:
            LOG.warning("login refused from %s: too many failures", address)
            page = _form(request, options, after=after, name=name, problem=str(error), status=429)
            page.headers["Retry-After"] = str(error.retry_after)
            return page
        if user is None:
            LOG.warning("login failed from %s", address)
            return _form(request, options, after=after, name=name, problem=WRONG, status=401)
        former = identity_of(request)
        with store.writing() as c:
            if former is not None and former.session is not None:
                accounts.end_session(c, former.session)
            session = accounts.new_session(c, user)
        answer = RedirectResponse(safe_next(after), 303)
        answer.delete_cookie(_form_cookie(options), secure=options.secure_cookies, httponly=True)
        set_session_cookie(answer, options, session)
        return answer

    @routes.post("/logout")
    def log_out(who: WhoDep, store: StoreDep, options: OptionsDep) -> Response:
        if who.session is not None:
            with store.writing() as c:
                accounts.end_session(c, who.session)
        answer = RedirectResponse(LOGIN, 303)
        end_session_cookie(answer, options)
        return answer

    return routes


def safe_next(target: str) -> str:
    """`target` where it is a page of this desk, otherwise the start page: nobody is led elsewhere after login.

    Browsers take backslashes for slashes and drop control characters, so neither may stand in it.
    """
    plain = target.isprintable() and "\\" not in target
    if not plain or not target.startswith("/") or target.startswith("//"):
        return START
    parts = urlsplit(target)
    return START if parts.netloc or parts.path in (LOGIN, "/logout") else target


def _form(
    request: Request, options: DeskOptions, *, after: str, name: str = "", problem: str = "", status: int = 200
) -> HTMLResponse:
    """The login page. Its token is in the form and in a cookie, which no other site can read."""
    token = request.cookies.get(_form_cookie(options)) or secrets.token_urlsafe(32)
    page = render(request, "login.html", status=status, form_token=token, next=after, name=name, problem=problem)
    page.set_cookie(_form_cookie(options), token, secure=options.secure_cookies, httponly=True, samesite="strict")
    return page


def _check_form(request: Request, options: DeskOptions, given: str) -> None:
    expected = request.cookies.get(_form_cookie(options), "")
    if not expected or not hmac.compare_digest(given.encode(), expected.encode()):
        raise CsrfError("the login form is out of date, or cookies are switched off; load the login page again")


def _form_cookie(options: DeskOptions) -> str:
    return f"{session_cookie(options)}-login"
