"""The one shape of the API's errors: problem details (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from dateline.errors import DatelineError
from dateline.export.base import ExportError
from dateline.store.errors import ConflictError, NotAllowedError, NotFoundError, RefusedError
from dateline.store.selection.errors import FilterError

MEDIA_TYPE: Final = "application/problem+json"
PREFIX: Final = "/api/"
"""Addresses below it answer errors with problem details; all others with pages."""
_SHOWN_INPUT: Final = 200
_PLAIN: Final = {
    404: "there is nothing at this address; /api/v1/docs lists what there is",
    405: "this address does not take that method; the header Allow lists those it takes",
}
"""What is said of addresses and methods that the API does not have."""
_STATUS_OF: Final[tuple[tuple[type[DatelineError], int], ...]] = (
    (NotFoundError, 404),
    (ConflictError, 412),
    (NotAllowedError, 403),
    (RefusedError, 422),
    (FilterError, 422),
    (ExportError, 422),
)
"""The first that fits; other errors of dateline are the server's: 503."""


class Fault(BaseModel):
    """One thing wrong with a request: where it stands and what is wrong with it."""

    where: str = Field(description="such as `query: start` or `body: value.best`")
    what: str


class Problem(BaseModel):
    """What went wrong, in the shape of RFC 9457."""

    type: str = Field("about:blank", description="`about:blank`: `title` and `status` say it all")
    title: str
    status: int
    detail: str
    instance: str = Field(description="the address that was asked for")
    errors: list[Fault] = Field(default_factory=list, description="each thing wrong with the request")
    current: int | None = Field(None, description="412: the version that stands now")
    history: str | None = Field(None, description="410: where the incident's history is")
    location: str | None = Field(None, description="409: the incident that took this one in")


class ProblemError(Exception):
    """A refusal that the API answers with problem details; `more` holds further fields of `Problem`."""

    def __init__(self, status: int, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers, self.more = status, detail, headers, more


def is_api(request: Request) -> bool:
    """Whether errors of this request are answered with problem details."""
    return request.url.path.startswith(PREFIX)


def problem_response(request: Request, error: Exception) -> JSONResponse:
    """The answer to a request that ended in `error`. What nobody foresaw is a 500 without its message."""
    headers: Mapping[str, str] | None = None
    more: dict[str, Any] = {}
    if isinstance(error, ProblemError):
        status, detail, headers, more = error.status, error.detail, error.headers, error.more
    elif isinstance(error, HTTPException):
        status, headers = error.status_code, error.headers
        detail = _PLAIN.get(status, str(error.detail))
    elif isinstance(error, RequestValidationError):
        status, detail = 422, "the request is not as the API describes it; `errors` lists what is wrong"
        more = {"errors": faults(error.errors())}
    elif isinstance(error, DatelineError):
        status, detail = next((status for kind, status in _STATUS_OF if isinstance(error, kind)), 503), str(error)
        more = {"current": error.current} if isinstance(error, ConflictError) else {}
    else:
        status, detail = 500, "the server failed; its log tells more"
    problem = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, instance=request.url.path, **more)
    content = problem.model_dump(mode="json", exclude_defaults=True) | {"type": problem.type}
    return JSONResponse(content, status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def faults(errors: Sequence[Mapping[str, Any]]) -> list[Fault]:
    """What pydantic found wrong, with where it stands and the value that was given, cut short."""
    return [
        Fault(where=_where(tuple(error.get("loc", ()))), what=f"{error.get('msg', 'wrong')}{_given(error)}")
        for error in errors
    ]


def _where(loc: Sequence[str | int]) -> str:
    if not loc:
        return "request"
    first, rest = str(loc[0]), ".".join(str(part) for part in loc[1:])
    return f"{first}: {rest}" if rest else first


def _given(error: Mapping[str, Any]) -> str:
    given = error.get("input")
    if not isinstance(given, str | int | float) or isinstance(given, bool):
        return ""
    shown = str(given).encode(errors="replace").decode()  # halves of characters cannot be sent back
    return f"; given: {shown if len(shown) <= _SHOWN_INPUT else shown[:_SHOWN_INPUT] + '…'}"


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """These statuses for the OpenAPI document, each answered with a `Problem`."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }
