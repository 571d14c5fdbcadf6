"""The page of incidents: list, map and time line of one selection, which is the query of the address."""

from __future__ import annotations

from typing import Annotated, Any, Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from dateline.desk.dependencies import IndexDep, render
from dateline.desk.map_view import feature_collection
from dateline.desk.selection_view import SORTS, row_view, selection_view
from dateline.desk.timeline_view import timeline_view
from dateline.store.selection.errors import FilterError
from dateline.store.selection.filters import Filters
from dateline.store.selection.index import Index
from dateline.store.selection.results import Row

BESIDE_MAP: Final = 8
"""Incidents without place that are named beside the map; a link leads to all."""
IN_POPUP: Final = 8
NOT_FILTERS: Final = ("zoom", "view")
"""Parameters of the map beside the filters."""


def router() -> APIRouter:
    """The page, and what its scripts ask for."""
    routes = APIRouter()

    @routes.get("/")
    def start() -> RedirectResponse:
        return RedirectResponse("/incidents", 303)

    @routes.get("/incidents")
    def incidents(request: Request, index: IndexDep) -> HTMLResponse:
        return _page(request, index)

    @routes.get("/incidents/map.geojson")
    def map_features(
        request: Request,
        index: IndexDep,
        zoom: Annotated[int, Query(ge=0, le=23)] = 0,
        view: str | None = None,
    ) -> JSONResponse:
        """The features of the map at a zoom; `view`: of that part of it only, as the filter `box`."""
        filters = _filters(request)
        seen = Filters.from_query({"box": view}).box if view else None
        features = index.map_features(filters, zoom, seen)
        return JSONResponse(feature_collection(features, filters, zoom), media_type="application/geo+json")

    @routes.get("/incidents/rows.json")
    def rows(request: Request, index: IndexDep) -> JSONResponse:
        """The first rows of a selection, for popups of the map."""
        filters = _filters(request)
        page = index.page(filters.model_copy(update={"limit": IN_POPUP, "offset": 0, "after": None}))
        return JSONResponse({"total": page.total, "rows": [_popup_row(row) for row in page.rows]})

    return routes


def _page(request: Request, index: Index) -> HTMLResponse:
    """The whole page, or its content alone where a script asks for that."""
    filters, problems = readable(request.url.query)
    look = index.look(filters, BESIDE_MAP)
    view = selection_view(filters, look.page, look.facets, look.unlocated, problems)
    timeline = timeline_view(look.timeline, filters)
    partial = request.headers.get("HX-Request-Type") == "partial"
    template = "incidents/selection.html" if partial else "incidents/page.html"
    answer = render(request, template, status=422 if problems else 200, view=view, timeline=timeline, sorts=SORTS)
    answer.headers["Vary"] = "HX-Request-Type"
    if partial and "HX-History-Restore-Request" not in request.headers:
        answer.headers["HX-Push-Url"] = f"/incidents?{view.query}" if view.query else "/incidents"
    return answer


def readable(query: str) -> tuple[Filters, tuple[str, ...]]:
    """The filters of a query as far as they can be used, and what is wrong with the others."""
    items = parse_qsl(query)
    problems: list[str] = []
    while True:
        try:
            filters = Filters.from_query(items)
        except FilterError as error:
            problems.append(str(error))
            items = [(name, value) for name, value in items if name != error.parameter]
        else:
            return filters.model_copy(update={"after": None}), tuple(problems)


def _filters(request: Request) -> Filters:
    """The filters of a script's request. Raises FilterError."""
    return Filters.from_query(request.url.query, ignore=NOT_FILTERS)


def _popup_row(row: Row) -> dict[str, Any]:
    shown = row_view(row)
    return {
        "id": row.id,
        "href": shown.href,
        "type": shown.heading,
        "family": shown.family,
        "where": shown.where,
        "when": shown.when,
        "killed": shown.killed,
        "state": shown.state,
    }
