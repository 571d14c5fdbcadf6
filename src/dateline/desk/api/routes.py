"""All endpoints of the API, and the document that describes them."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse

from dateline import __version__
from dateline.desk.api import actions, exports, figures, incidents, log, reports
from dateline.desk.api.problems import MEDIA_TYPE, Problem
from dateline.desk.dependencies import render

PREFIX: Final = "/api/v1"
TAGS: Final = (
    {"name": "incidents", "description": "Incidents as they stand, and as they stood."},
    {"name": "reports", "description": "Reports as they were coded."},
    {"name": "log", "description": "Every change, for ever, in the order in which they were made."},
    {"name": "exports", "description": "Whole selections as files."},
    {"name": "changes", "description": "What people do. Each names in `If-Match` the version that was seen."},
    {"name": "figures", "description": "How good the data are."},
)
_DESCRIPTION: Final = (
    "Read and correct the incidents of a store. Every error is a problem (RFC 9457) as `application/problem+json`. "
    "Addresses of incidents and reports stay: the id of an incident that was merged leads to the one that took it in."
)


def router() -> APIRouter:
    """All of the API."""
    found = APIRouter(prefix=PREFIX)
    for part in (incidents, reports, log, exports, actions, figures):
        found.include_router(part.router())
    found.get("/docs", include_in_schema=False)(page)
    found.get("/openapi.json", include_in_schema=False)(document)
    return found


def document(request: Request) -> JSONResponse:
    """The OpenAPI document."""
    return JSONResponse(described(request.app))


def page(request: Request) -> HTMLResponse:
    """The document as a page for people; it needs nothing from elsewhere."""
    return render(request, "api.html", document=(told := described(request.app)), operations=operations(told))


def described(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document: all endpoints of the app but pages, which are not in the schema."""
    found = get_openapi(
        title="dateline", version=__version__, description=_DESCRIPTION, routes=app.routes, tags=list(TAGS)
    )
    schemas: dict[str, Any] = found["components"]["schemas"]
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= {**problem.pop("$defs"), "Problem": problem}
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    found["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "an API token, made on the account page"}
    }
    found["security"] = [{"token": []}]
    for operation in (operation for methods in found["paths"].values() for operation in methods.values()):
        _as_problem(operation["responses"])
    return found


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The endpoints in the order of the document, each with its method and path."""
    return [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def _as_problem(answers: dict[str, Any]) -> None:
    """Every endpoint may refuse what it cannot read, with a problem like all others."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    if "422" in answers:
        answers["422"] = {"description": "the request is not as described", "content": {MEDIA_TYPE: schema}}
    answers["default"] = {"description": "a problem", "content": {MEDIA_TYPE: schema}}
