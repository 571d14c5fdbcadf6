"""The API's incidents: a selection of them, one, its versions, its history and its reports."""

from __future__ import annotations

from typing import Annotated, Any, Final
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from dateline.desk.api.answers import (
    IncidentAnswer,
    IncidentList,
    LogPage,
    VersionList,
    VersionSummary,
    answer,
    entries_for,
)
from dateline.desk.api.parameters import LARGEST, IncidentId, filter_parameters
from dateline.desk.api.preconditions import IfNoneMatch, etag, held_already
from dateline.desk.api.problems import ProblemError, responses
from dateline.desk.api.reports import ReportAnswer, report_answer
from dateline.desk.dependencies import IndexDep, StoreDep, Viewer
from dateline.desk.masking import Masking
from dateline.store.cases import get_case, resolve
from dateline.store.history import history, versions
from dateline.store.records import Held
from dateline.store.reports import reports_of
from dateline.store.selection.filters import Filters

BASE: Final = "/api/v1/incidents"
_NOT_HERE: Final = responses(404, 410)
PAGE: Final = 100


def router() -> APIRouter:
    """The endpoints on incidents that change nothing."""
    found = APIRouter(prefix="/incidents", tags=["incidents"])
    found.get("", responses=responses(422), openapi_extra={"parameters": filter_parameters()}, summary="A selection")(
        listed
    )
    found.get(
        "/{incident}",
        responses={**_NOT_HERE, **_MOVED, 304: {"description": "you hold this version"}},
        response_model=IncidentAnswer,
        summary="An incident",
    )(one)
    found.get("/{incident}/versions", responses=responses(404), summary="Its versions")(all_versions)
    found.get("/{incident}/versions/{version}", responses=responses(404), summary="It as it was")(one_version)
    found.get("/{incident}/history", responses=responses(404), summary="What was done to it")(its_history)
    found.get(
        "/{incident}/reports",
        responses={**_NOT_HERE, **_MOVED},
        response_model=list[ReportAnswer],
        summary="Its reports",
    )(its_reports)
    return found


_MOVED: Final[dict[int | str, dict[str, Any]]] = {
    308: {"description": "it was merged into another incident, whose address is in `Location`"}
}


def listed(
    request: Request,
    index: IndexDep,
    _user: Viewer,
    *,
    facets: Annotated[bool, Query(description="also count incidents by the values of each filter")] = False,
) -> IncidentList:
    """Incidents that the filters select, `limit` at a time; `next` is the address of those that follow."""
    filters = Filters.from_query(request.query_params.multi_items(), ignore=("facets",))
    page = index.page(filters)
    return IncidentList(
        items=page.rows,
        total=page.total,
        next=None if page.next is None else _following(filters, page.next),
        facets={name: list(counts) for name, counts in index.facets(filters).items()} if facets else None,
    )


def one(incident: IncidentId, store: StoreDep, user: Viewer, response: Response, have: IfNoneMatch = None) -> Any:
    """The incident as it stands: with its corrections (`shown`), and as its reports tell it (`case.incident`)."""
    with store.reading() as c:
        moved = _moved(c, incident)
        if moved is not None:
            return moved
        held = present(c, incident)
        headers = {"ETag": etag(held.version), "Vary": "Authorization, Cookie"}
        if held_already(have, held.version):
            return Response(status_code=304, headers=headers)
        response.headers.update(headers)
        return answer(held, user, [report.coded for report in reports_of(c, incident)])


def all_versions(incident: IncidentId, store: StoreDep, _user: Viewer) -> VersionList:
    """Every version that the incident ever had, the newest first; of a merged id, those before the merger."""
    with store.reading() as c:
        found = sorted(versions(c, incident), key=lambda held: -held.version)
    return VersionList(
        items=tuple(
            VersionSummary(
                version=held.version,
                changed=held.changed,
                state=held.case.state,
                reviewed_by=held.case.reviewed_by,
                address=f"{BASE}/{quote(incident)}/versions/{held.version}",
            )
            for held in found
        )
    )


def one_version(
    incident: IncidentId,
    version: Annotated[int, Path(ge=1, le=LARGEST, description="its number")],
    store: StoreDep,
    user: Viewer,
) -> IncidentAnswer:
    """The incident as this version had it."""
    with store.reading() as c:
        held = get_case(c, incident, version=version)
        return answer(held, user, [report.coded for report in reports_of(c, incident)])


def its_history(
    incident: IncidentId,
    store: StoreDep,
    user: Viewer,
    *,
    before: Annotated[int | None, Query(ge=1, le=LARGEST, description="entries older than this number")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = PAGE,
) -> LogPage:
    """Who made which value what, when and why: entries of the log on this incident, the newest first."""
    with store.reading() as c:
        held = get_case(c, resolve(c, incident))
        entries = history(c, incident=incident, before=before, limit=limit)
        masking = {incident: Masking.of(held.case, [report.coded for report in reports_of(c, incident)])}
    following = entries[-1].number if len(entries) == limit else None
    address = f"{BASE}/{quote(incident)}/history?{urlencode({'before': following, 'limit': limit})}"
    return LogPage(items=entries_for(user, entries, masking), next=address if following is not None else None)


def its_reports(incident: IncidentId, store: StoreDep, user: Viewer) -> Any:
    """The reports that tell of it, in order of publication, as they were coded."""
    with store.reading() as c:
        moved = _moved(c, incident, "/reports")
        if moved is not None:
            return moved
        present(c, incident)
        return [report_answer(report, user) for report in reports_of(c, incident)]


def present(c: Connection, incident: str) -> Held:
    """The incident of this id, which is nobody's former id. Raises ProblemError 410 where no report tells of it."""
    held = get_case(c, incident)
    if held.case.withdrawn:
        raise ProblemError(
            410,
            f"no report tells of {incident} any more; `history` says since when and why",
            history=f"{BASE}/{quote(incident)}/history",
        )
    return held


def _moved(c: Connection, incident: str, below: str = "") -> RedirectResponse | None:
    """Where the incident is now, if another has taken it in."""
    now = resolve(c, incident)
    return None if now == incident else RedirectResponse(f"{BASE}/{quote(now)}{below}", 308)


def _following(filters: Filters, cursor: str) -> str:
    fields = filters.model_dump(exclude_unset=True, exclude={"offset"})
    return f"{BASE}?{Filters(**{**fields, 'after': cursor}).to_query()}"
