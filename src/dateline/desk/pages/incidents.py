"""The page of incidents: list, map and time line of one selection, which is the query of the address."""

from __future__ import annotations

from typing import Annotated, Any, Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from jinja2 import Environment
from markupsafe import Markup

from dateline.desk.dependencies import IndexDep, render
from dateline.desk.kept import Kept
from dateline.desk.map_view import feature_collection
from dateline.desk.selection_view import SORTS, row_view, selection_view
from dateline.desk.timeline_view import timeline_view
from dateline.store.selection.errors import FilterError
from dateline.store.selection.filters import Box, Filters
from dateline.store.selection.index import Index
from dateline.store.selection.results import Row

BESIDE_MAP: Final = 8
"""Incidents without place that are named beside the map; a link leads to all."""
IN_POPUP: Final = 8
NOT_FILTERS: Final = ("zoom", "view")
"""Parameters of the map beside the filters."""
KEPT: Final = 64
"""Selections whose page, and views whose map, are kept for being asked for again; each has some 100 KB."""


def router() -> APIRouter:
    """The page, and what its scripts ask for."""
    routes = APIRouter()
    contents, maps = Kept[Markup](KEPT), Kept[bytes](KEPT)

    @routes.get("/")
    def start() -> RedirectResponse:
        return RedirectResponse("/incidents", 303)

    @routes.get("/incidents")
    def incidents(request: Request, index: IndexDep) -> HTMLResponse:
        return _page(request, index, contents)

    @routes.get("/incidents/map.geojson")
    def map_features(
        request: Request,
        index: IndexDep,
        zoom: Annotated[int, Query(ge=0, le=23)] = 0,
        view: str | None = None,
    ) -> Response:
        """The features of the map at a zoom; `view`: of that part of it only, as the filter `box`."""
        filters = _filters(request)
        seen = Filters.from_query({"box": view}).box if view else None
        key = (*_state(index), filters.selecting(), zoom, seen)
        features = maps.get(key, lambda: _map(index, filters, zoom, seen))
        return Response(features, media_type="application/geo+json")

    @routes.get("/incidents/rows.json")
    def rows(request: Request, index: IndexDep) -> JSONResponse:
        """The first rows of a selection, for popups of the map."""
        filters = _filters(request)
        page = index.page(filters.model_copy(update={"limit": IN_POPUP, "offset": 0, "after": None}))
        return JSONResponse({"total": page.total, "rows": [_popup_row(row) for row in page.rows]})

    return routes


def _page(request: Request, index: Index, contents: Kept[Markup]) -> HTMLResponse:
    """The whole page, or its content alone where a script asks for that."""
    filters, problems = readable(request.url.query)
    templates = request.app.state.templates
    if problems:
        content = _content(templates, index, filters, problems)
    else:
        content = contents.get((*_state(index), filters), lambda: _content(templates, index, filters))
    partial = request.headers.get("HX-Request-Type") == "partial"
    template = "incidents/content.html" if partial else "incidents/page.html"
    answer = render(request, template, status=422 if problems else 200, content=content)
    answer.headers["Vary"] = "HX-Request-Type"
    if partial and "HX-History-Restore-Request" not in request.headers:
        query = filters.to_query()
        answer.headers["HX-Push-Url"] = f"/incidents?{query}" if query else "/incidents"
    return answer


def _content(templates: Environment, index: Index, filters: Filters, problems: tuple[str, ...] = ()) -> Markup:
    """What the page says of a selection. It is the same for all who search the same index: it knows of no user."""
    look = index.look(filters, BESIDE_MAP)
    view = selection_view(filters, look.page, look.facets, look.unlocated, problems)
    timeline = timeline_view(look.timeline, filters)
    content = templates.get_template("incidents/selection.html").render(view=view, timeline=timeline, sorts=SORTS)
    return Markup(content)  # noqa: S704 -- escaped by the template


def _map(index: Index, filters: Filters, zoom: int, seen: Box | None) -> bytes:
    """The features of the map as GeoJSON."""
    features = index.map_features(filters, zoom, seen)
    return bytes(JSONResponse(feature_collection(features, filters, zoom)).body)


def _state(index: Index) -> tuple[bool, int]:
    """What the answers of an index depend on beside the question: they stand as long as nobody changes anything."""
    return index.is_masked, index.refresh()


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
