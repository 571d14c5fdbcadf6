"""The API's exports: a selection as JSON lines, CSV or GeoJSON, as it stands or as it stood at a moment."""

from __future__ import annotations

from itertools import chain
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import StreamingResponse

from dateline.desk.api.parameters import filter_parameters
from dateline.desk.api.problems import responses
from dateline.desk.dependencies import IndexDep, StoreDep, Viewer
from dateline.desk.exporting import Asked, parts
from dateline.export.incidents.reviewed import MEDIA_TYPES, StoreFormat
from dateline.store.accounts import User
from dateline.store.engine import Store
from dateline.store.errors import NotAllowedError
from dateline.store.selection.index import Index

_FILE: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "the export",
        "content": {
            media_type.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
            for media_type in MEDIA_TYPES.values()
        },
    }
}


def router() -> APIRouter:
    """The endpoint of exports."""
    found = APIRouter(tags=["exports"])
    found.get(
        "/export.{form}",
        response_class=StreamingResponse,
        responses={**_FILE, **responses(403, 422)},
        openapi_extra={"parameters": filter_parameters(rows=False)},
        summary="Incidents as a file",
    )(export)
    return found


def export(
    request: Request,
    store: StoreDep,
    index: IndexDep,
    user: Viewer,
    form: Annotated[StoreFormat, Path(description="the format")],
    *,
    as_of: Annotated[str | None, Query(description="a day, the end of it in UTC, or a time: as it stood then")] = None,
    rejected: Annotated[bool, Query(description="also incidents that people rejected")] = False,
    names: Annotated[bool, Query(description="also the names of private persons, for users who may see them")] = False,
) -> StreamingResponse:
    """All incidents that the filters select, in order of their ids.

    Of a moment that has passed, the same export gives the same bytes whenever it is asked for. Corrections are in the
    values; the columns at the end tell of the review.
    """
    asked = Asked.of(request.query_params.multi_items(), as_of=as_of, rejected=rejected, names=names)
    return download(store, index, user, form, asked)


def download(store: Store, index: Index, user: User, form: StoreFormat, asked: Asked) -> StreamingResponse:
    """The export as a file that the browser saves. Raises NotAllowedError where the user may not have the names.

    Whatever goes wrong before the first piece is told by the status; later, the connection breaks off.
    """
    if asked.names and not user.unmask:
        raise NotAllowedError(
            f"{user.name} may not export the names of private persons; ask a lead for that right, or leave names out"
        )
    made = parts(store, index, form, asked)
    first = next(made, b"")
    when = f"-{asked.moment:%Y%m%dT%H%M%SZ}" if asked.moment else ""
    return StreamingResponse(
        chain((first,), made),
        media_type=MEDIA_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="incidents{when}.{form}"'},
    )
