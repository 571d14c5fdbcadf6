"""What goes wrong at the desk, told as a page, as a message on the page, or by the API as problem details."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode, urlsplit

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from dateline.desk.api.problems import ProblemError, faults, is_api, problem_response
from dateline.desk.headers import add_headers
from dateline.desk.rendering import render
from dateline.errors import DatelineError
from dateline.export.base import ExportError
from dateline.store.attempts import TooManyAttemptsError
from dateline.store.errors import ConflictError, NotAllowedError, NotFoundError, RefusedError
from dateline.store.selection.errors import FilterError

_TOLD: Final[Mapping[int, tuple[str, str]]] = {
    400: ("That does not work", "Go back and check what was entered."),
    403: (
        "Not allowed",
        "Go back, load the page again and try once more; if it is your role that does not suffice, ask a lead.",
    ),
    404: ("Not found", "Check the address, or search in the list of incidents."),
    405: ("That does not work", "Go back and use the buttons of the page."),
    409: (
        "Changed by somebody else",
        "Load the page again to see what stands now, then decide anew. You have changed nothing.",
    ),
    413: ("Too large", "Send less at once, or add the reports on the machine itself with `dateline add`."),
    422: ("That does not work", "Go back and correct it."),
    429: ("Too many tries", "Wait, then try again."),
    500: (
        "The desk failed",
        "Try again. If it comes again, tell whoever runs this desk at what time; its log has the details.",
    ),
    503: ("Not available now", "Try again in a minute. If it comes again, tell whoever runs this desk."),
}
"""For each status a title, and what to do."""


class RequestError(DatelineError):
    """A request that the desk refuses, with the status of the answer."""

    status = 400
    headers: Mapping[str, str] = {}


class HostError(RequestError):
    """A request for a name that is not this desk's, as other sites' pages send by DNS rebinding."""


class SignInNeededError(RequestError):
    """Nobody is logged in, or the API token is wrong."""

    status = 401
    headers: Mapping[str, str] = {"WWW-Authenticate": "Bearer"}


class CsrfError(RequestError):
    """A change that was not asked for by a page of this desk."""

    status = 403


class CrossSiteError(RequestError):
    """A picture, script, frame or the like that another site's page asked for."""

    status = 403


class CharsetError(RequestError):
    """A request in another charset than UTF-8."""

    status = 415


class BusyError(RequestError):
    """More logins at once than the desk checks."""

    status = 503
    headers: Mapping[str, str] = {"Retry-After": "5"}


class ProxyError(RequestError):
    """A desk without accounts that is reached through a proxy, and so perhaps by anybody."""

    status = 403


class TooLargeError(RequestError):
    """A request with more bytes than are taken."""

    status = 413


_STATUS_OF: Final[tuple[tuple[type[Exception], int], ...]] = (
    (NotFoundError, 404),
    (ConflictError, 409),
    (NotAllowedError, 403),
    (TooManyAttemptsError, 429),
    (RefusedError, 422),
    (FilterError, 422),
    (ExportError, 422),
    (RequestValidationError, 422),
    (ValidationError, 422),
    (DatelineError, 503),
)
"""The first that fits."""


def answer(request: Request, error: Exception) -> Response:
    """The answer to a request that ended in `error`: a page, a message for htmx, or problem details below /api/."""
    if is_api(request):
        return problem_response(request, _as_problem(error))
    if isinstance(error, SignInNeededError):
        return _to_login(request)
    status, detail = status_of(error), _detail(error)
    title, advice = _TOLD.get(status, _TOLD[400 if status < HTTPStatus.INTERNAL_SERVER_ERROR else 500])
    context = {"number": status, "title": title, "detail": detail, "advice": advice}
    if request.headers.get("HX-Request") == "true":
        page = render(request, "_error.html", status=status, **context)
        # The message goes to the corner of the page, whatever the request was to replace.
        page.headers.update(
            {"HX-Retarget": "#toasts", "HX-Reswap": "beforeend", "HX-Reselect": ".toast", "HX-Push-Url": "false"}
        )
    else:
        page = render(request, "error.html", status=status, **context)
    page.headers.update(_headers(error))
    return page


def status_of(error: Exception) -> int:
    """The HTTP status that tells pages of `error`; 500 for what nobody foresaw."""
    if isinstance(error, RequestError | ProblemError):
        return error.status
    if isinstance(error, HTTPException):
        return error.status_code
    return next((status for kind, status in _STATUS_OF if isinstance(error, kind)), 500)


def add_handlers(app: FastAPI) -> None:
    """Have `app` answer all errors by `answer`."""

    def handle(request: Request, error: Exception) -> Response:
        return answer(request, error)

    def handle_unforeseen(request: Request, error: Exception) -> Response:
        # Such answers are given outside of all middleware, which otherwise adds the headers.
        response = answer(request, error)
        add_headers(request, response.headers, secure=request.app.state.options.secure_cookies)
        return response

    for kind in (HTTPException, RequestValidationError, ValidationError, DatelineError, ProblemError):
        app.add_exception_handler(kind, handle)
    app.add_exception_handler(Exception, handle_unforeseen)


def _detail(error: Exception) -> str:
    if isinstance(error, HTTPException):
        return "There is nothing at this address." if error.status_code == 404 else str(error.detail)
    if isinstance(error, RequestValidationError | ValidationError):
        return "; ".join(f"{fault.where}: {fault.what}" for fault in faults(error.errors()))
    if isinstance(error, DatelineError | ProblemError):
        return str(error)
    return "The desk failed at this request."


def _headers(error: Exception) -> Mapping[str, str]:
    if isinstance(error, TooManyAttemptsError):
        return {"Retry-After": str(error.retry_after)}
    if isinstance(error, RequestError | ProblemError | HTTPException):
        return error.headers or {}
    return {}


def _as_problem(error: Exception) -> Exception:
    """`error` as the API's problem details know it."""
    if isinstance(error, RequestError | TooManyAttemptsError):
        return ProblemError(status_of(error), str(error), headers=_headers(error))
    return error


def _to_login(request: Request) -> Response:
    """To the login page, and from there back to the page that was asked for."""
    if request.headers.get("HX-Request") == "true":
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
        return Response(status_code=401, headers={"HX-Redirect": _login(page.path, page.query)})
    if request.method in ("GET", "HEAD"):
        return RedirectResponse(_login(request.url.path, request.url.query), 303)
    return RedirectResponse("/login", 303)


def _login(path: str, query: str) -> str:
    back = f"{path}?{query}" if query else path
    return "/login" if back in ("", "/") else f"/login?{urlencode({'next': back})}"
