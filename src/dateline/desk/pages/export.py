"""The export page: the current selection as a file, as it stands or as it stood at a moment."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, StreamingResponse

from dateline.desk.api.exports import download
from dateline.desk.dependencies import IndexDep, StoreDep, Viewer, render
from dateline.desk.exporting import OWN, Asked
from dateline.export.incidents.reviewed import COLUMNS, StoreFormat
from dateline.store.column_types import utc_now
from dateline.store.selection.filters import Filters

FORMATS: Final[tuple[tuple[StoreFormat, str, str], ...]] = (
    ("csv", "CSV", "one row an incident, for spreadsheets and statistics"),
    ("geojson", "GeoJSON", "one feature an incident, for maps; those without coordinates have no geometry"),
    (
        "jsonl",
        "JSON lines",
        "one incident a line with all that is known: the words of each report, corrections, reasons",
    ),
)


def router() -> APIRouter:
    """The page and the file."""
    routes = APIRouter(prefix="/export")

    @routes.get("")
    def export_page(request: Request, index: IndexDep, _user: Viewer) -> HTMLResponse:
        """What the file will hold, and the choices."""
        filters = Filters.from_query(request.query_params.multi_items(), ignore=("format", *OWN)).selecting()
        page = index.page(filters.model_copy(update={"limit": 1}))
        query = filters.to_query()
        return render(
            request,
            "export.html",
            total=page.total,
            filters=parse_qsl(query),
            query=query,
            formats=FORMATS,
            columns=COLUMNS,
            yesterday=(utc_now().date() - timedelta(days=1)).isoformat(),
        )

    @routes.get("/file")
    def file(
        request: Request,
        store: StoreDep,
        index: IndexDep,
        user: Viewer,
        form: Annotated[StoreFormat, Query(alias="format")] = "csv",
        *,
        as_of: str | None = None,
        rejected: bool = False,
        names: bool = False,
    ) -> StreamingResponse:
        """The file, to be saved."""
        items = [(name, value) for name, value in request.query_params.multi_items() if name != "format"]
        asked = Asked.of(items, as_of=as_of, rejected=rejected, names=names)
        return download(store, index, user, form, asked)

    return routes
