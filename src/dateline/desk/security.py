"""What stands between the network and the pages: host names, headers, sizes, and who is let in.

Both parts are ASGI middleware, so that they hold for every address: one that is added later is closed until somebody
logs in. `Shield` is the outer one.
"""

from __future__ import annotations

import re
import secrets
from typing import Final
from urllib.parse import urlsplit

from fastapi import Request, Response
from python_multipart.multipart import parse_options_header
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dateline.desk.errors import (
    CharsetError,
    CrossSiteError,
    HostError,
    ProxyError,
    RequestError,
    SignInNeededError,
    TooLargeError,
    answer,
)
from dateline.desk.headers import STATIC, add_headers
from dateline.desk.identity import Identity
from dateline.desk.options import DeskOptions
from dateline.errors import DatelineError
from dateline.store import accounts
from dateline.store.accounts import LOCAL, Session, User
from dateline.store.engine import Store

LOGIN: Final = "/login"
PUBLIC: Final = (LOGIN, "/favicon.ico")
"""Addresses, beside static files, that answer before login."""
API: Final = "/api/"
UPLOADS: Final = ("/import", "/api/v1/reports", "/api/v1/imports")
"""Addresses that take files, and so more bytes than others."""
_BROWSERS: Final = ("origin", "referer", "sec-fetch-site", "sec-fetch-mode", "cookie")
"""Headers of browsers."""
_OF_PROGRAMS: Final = ("", "application/json", "application/x-ndjson", "application/jsonl", "application/octet-stream")
"""Types that browsers never send to another site without Origin; empty: none told, where there is no body."""
_HOST: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:/\[\]@]+)(?::\d{1,5})?")
_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")


class Shield:
    """Refuses requests for other names and with too many bytes; adds the headers that every answer has."""

    def __init__(self, app: ASGIApp, options: DeskOptions) -> None:
        self.app, self.options, self.hosts = app, options, options.hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)

        async def send_shielded(message: Message) -> None:
            if message["type"] == "http.response.start":
                add_headers(request, MutableHeaders(scope=message), secure=self.options.secure_cookies)
            await send(message)

        limit = self.options.upload_limit if takes_files(request) else self.options.body_limit
        try:
            self._check(request)
            check_size(request, limit)
        except RequestError as error:
            await answer(request, error)(scope, receive, send_shielded)
            return
        await self.app(scope, _limited(receive, limit), send_shielded)

    def _check(self, request: Request) -> None:
        names = request.headers.getlist("host")
        found = _HOST.fullmatch(names[0]) if len(names) == 1 else None
        if found is None or found[1].lower().rstrip(".") not in self.hosts:
            raise HostError(
                f"this desk does not go by the name {', '.join(names) or '(none)'}; open it by one of its own, or "
                "have it started with --allowed-host NAME"
            )
        if not is_led_here(request):
            raise CrossSiteError("another site's page asked for this; open the address itself")
        _, parameters = parse_options_header(request.headers.get("content-type", ""))
        if parameters.get(b"charset", b"utf-8").lower() not in (b"utf-8", b"utf8", b"us-ascii"):
            # Forms are read in the charset that they name, and for "punycode" Python takes quadratic time.
            raise CharsetError("the request is in another charset than UTF-8")


class Gate:
    """Finds out who sends a request, and lets nobody but known users past the login page and static files."""

    def __init__(self, app: ASGIApp, store: Store, options: DeskOptions) -> None:
        self.app, self.store, self.options = app, store, options
        self.local_csrf = secrets.token_urlsafe(32)
        self.has_users = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"].startswith(STATIC):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        try:
            identity = await run_in_threadpool(self._identify, request)
            if identity is None and request.scope["path"] not in PUBLIC:
                raise SignInNeededError("log in first, or send an API token as `Authorization: Bearer …`")
            if takes_files(request) and not (identity and identity.user.may("lead")):
                # Files are read before the role is asked for.
                check_size(request, self.options.body_limit)
                receive = _limited(receive, self.options.body_limit)
        except DatelineError as error:
            await answer(request, error)(scope, receive, send)
            return
        request.state.identity = identity
        await self.app(scope, receive, send)
        if identity is not None and identity.session is not None and accounts.is_due(identity.session):
            # After the answer: whoever reads need not wait for a turn to write.
            await run_in_threadpool(self._extend, identity.session)

    def _identify(self, request: Request) -> Identity | None:
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        with self.store.reading() as c:
            if self.options.local and not self._has_users(c):
                return self._local(request)
            if scheme.lower() == "bearer" and request.scope["path"].startswith(API):
                user = accounts.user_of_token(c, bearer.strip())
                if user is None:
                    raise SignInNeededError(
                        "the API token is unknown, revoked or expired; make one on your account page"
                    )
                return Identity(user, "token")
            secret = request.cookies.get(session_cookie(self.options))
            session = accounts.session_of(c, secret) if secret else None
            return None if session is None else Identity(session.user, "session", session.csrf, session)

    def _has_users(self, c: Connection) -> bool:
        """Whether there are accounts: as none is ever removed, that is asked until there is one."""
        self.has_users = self.has_users or accounts.has_users(c)
        return self.has_users

    def _local(self, request: Request) -> Identity:
        if any(name in request.headers for name in _FORWARDED):
            raise ProxyError(
                "this desk has no users and is reached through a proxy, so that anybody might be calling; add a user "
                "with `dateline users add NAME --role lead`"
            )
        return Identity(User(name=LOCAL, role="lead", unmask=True), "local", self.local_csrf)

    def _extend(self, session: Session) -> None:
        with self.store.writing() as c:
            accounts.extend_session(c, session)


def takes_files(request: Request) -> bool:
    """Whether the address takes files, and so more bytes than others."""
    path = request.scope["path"]
    return any(path == place or path.startswith(f"{place}/") for place in UPLOADS)


def check_size(request: Request, limit: int) -> None:
    """Raises TooLargeError for a request that says that it has more bytes than `limit`, or makes no sense of it."""
    size = request.headers.get("content-length", "0")
    if not (size.isascii() and size.isdecimal() and len(size) < 20) or int(size) > limit:
        raise _too_large(limit)


def session_cookie(options: DeskOptions) -> str:
    """The name of the session's cookie. Other servers on this machine share cookies whatever their port."""
    return "__Host-dateline" if options.secure_cookies else f"dateline-{options.port}"


def set_session_cookie(response: Response, options: DeskOptions, session: Session) -> None:
    """Give the browser the session's secret; scripts cannot read it, and other sites' requests go without."""
    response.set_cookie(
        session_cookie(options),
        session.secret,
        max_age=int(accounts.ABSOLUTE.total_seconds()),
        secure=options.secure_cookies,
        httponly=True,
        samesite="lax",
    )


def end_session_cookie(response: Response, options: DeskOptions) -> None:
    """Have the browser forget the session, and what pages it may have kept."""
    response.delete_cookie(session_cookie(options), secure=options.secure_cookies, httponly=True)
    response.headers["Clear-Site-Data"] = '"cache"'


def is_same_origin(request: Request) -> bool:
    """Whether the browser says that a page of this desk sent the request, or that no page did.

    By Fetch Metadata, https://www.w3.org/TR/fetch-metadata/, or by the Origin header where there is none. Programs
    send neither.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()


def needs_no_token(request: Request, identity: Identity) -> bool:
    """Whether a change may do without a CSRF token.

    Browsers never add an API token by themselves. On a desk without accounts, which has no API tokens, programs may
    call the API: browsers send Origin with every change. What old ones send without it, such as forms, pings and
    reports of violations, is always of another type than those that the API takes.
    """
    if identity.via == "token":
        return True
    headers = request.headers
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    from_program = not any(name in headers for name in _BROWSERS) and media_type in _OF_PROGRAMS
    return identity.via == "local" and from_program and request.scope["path"].startswith(API)


def is_led_here(request: Request) -> bool:
    """Whether a request that reads comes from this desk, from a program, or by a link that a person followed.

    Pages of others may have a browser ask for pictures, scripts or frames of this desk, which it is not to work for:
    the resource isolation policy of https://web.dev/articles/fetch-metadata.
    """
    site, mode, target = (request.headers.get(f"sec-fetch-{name}") for name in ("site", "mode", "dest"))
    return site in (None, "same-origin", "none") or (mode == "navigate" and target in (None, "document"))


def _limited(receive: Receive, limit: int) -> Receive:
    """`receive` that stops a body without a stated length at `limit` bytes."""
    taken = 0

    async def receive_limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            # Parsers of forms let this kind of error through, and take all others for a malformed body.
            raise HTTPException(413, str(_too_large(limit)))
        return message

    return receive_limited


def _too_large(limit: int) -> TooLargeError:
    return TooLargeError(
        f"the request is larger than the {limit // (1 << 20)} MiB taken here, or does not tell its size"
    )
