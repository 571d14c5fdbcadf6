"""The page on which leads add reports that are coded already."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Request, UploadFile
from fastapi.responses import HTMLResponse

from dateline.desk.dependencies import Lead, OptionsDep, StoreDep, render
from dateline.desk.importing import Imported, import_lines
from dateline.desk.options import DeskOptions
from dateline.store.engine import Store


def router() -> APIRouter:
    """The page, and the same with what became of the files."""
    routes = APIRouter(prefix="/import")

    @routes.get("")
    def import_page(request: Request, store: StoreDep, options: OptionsDep, _user: Lead) -> HTMLResponse:
        """The form, and how reports that are not coded yet get in."""
        return _page(request, store, options)

    @routes.post("")
    def import_files(
        request: Request,
        store: StoreDep,
        options: OptionsDep,
        user: Lead,
        files: Annotated[list[UploadFile], File()],
    ) -> HTMLResponse:
        """Take the files in, one after the other."""
        results = [
            (
                file.filename or "upload",
                import_lines(store, file.file, file.filename or "upload", who=user.name, state_path=options.state_path),
            )
            for file in files
            if file.filename or file.size
        ]
        problem = "" if results else "choose a file first"
        return _page(request, store, options, results=results, problem=problem)

    return routes


def _page(
    request: Request,
    store: Store,
    options: DeskOptions,
    *,
    results: list[tuple[str, Imported]] | None = None,
    problem: str = "",
) -> HTMLResponse:
    return render(
        request,
        "import.html",
        status=422 if problem else 200,
        results=results or [],
        problem=problem,
        store_name=store.name,
        limit=options.upload_limit >> 20,
    )
