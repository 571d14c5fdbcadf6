"""How far reviewers agree, field by field."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from dateline.desk.dependencies import StoreDep, Viewer, render
from dateline.desk.values import Field
from dateline.store.agreement import agreement


def router() -> APIRouter:
    """The page of agreement."""
    routes = APIRouter()

    @routes.get("/agreement")
    def agreement_page(request: Request, _: Viewer, store: StoreDep) -> HTMLResponse:
        everybody = request.query_params.get("of") == "all"
        with store.reading() as c:
            fields = agreement(c, independent=not everybody)
        rows = [(_label(one.field), one) for one in fields]
        return render(request, "agreement.html", rows=rows, everybody=everybody)

    return routes


def _label(key: str) -> str:
    field = Field.parse(key)
    return field.label if field else key.capitalize()
