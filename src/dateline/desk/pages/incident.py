"""The page of an incident: every value with the words that tell it, what differs, and what was done to it."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dateline.desk.charts import toll_pictures, waterfalls
from dateline.desk.dependencies import StoreDep, Viewer, render
from dateline.desk.forms import entries
from dateline.desk.incident_view import field_views, incident_href
from dateline.desk.loading import Act, Loaded, acts, load
from dateline.desk.pages import corrections, regroupings, reviews
from dateline.desk.queue_place import Place
from dateline.desk.sources_view import source_rows
from dateline.export.incidents.wording import history as formerly
from dateline.store.accounts import User
from dateline.store.engine import Store
from dateline.store.errors import NotFoundError
from dateline.store.history import history
from dateline.store.records import Value
from dateline.store.selection.columns import columns_of

MOST_LINKS: Final = 12
"""Links that are drawn; the others are counted."""


def router() -> APIRouter:
    """The page and all actions on an incident."""
    routes = APIRouter()
    # Those with fixed words in their addresses go first.
    routes.include_router(corrections.router())
    routes.include_router(regroupings.router())
    routes.include_router(reviews.router())

    @routes.get("/incidents/{incident}")
    def incident_page(request: Request, incident: str, user: Viewer, store: StoreDep) -> Response:
        place = Place.of(request.query_params)
        with store.reading() as c:
            loaded = load(c, incident, user, place)
        if loaded.id != incident:
            query = {**request.query_params, "formerly": incident}
            return RedirectResponse(f"{incident_href(loaded.id)}?{urlencode(query)}", 303)
        return page(request, loaded, user, store, place)

    return routes


def page(request: Request, loaded: Loaded, user: User, store: Store, place: Place) -> HTMLResponse:
    """The page of a loaded incident; `place` is where in the queue the user is."""
    case = loaded.case
    return render(
        request,
        "incident/page.html",
        **head(loaded, user, place),
        former=request.query_params.get("formerly", ""),
        fields=field_views(case, loaded.reports),
        take=take,
        charts=toll_pictures(case.incident),
        sources=source_rows(case.incident, loaded.reports),
        waterfalls=waterfalls(case.incident.links[:MOST_LINKS]),
        more_links=max(0, len(case.incident.links) - MOST_LINKS),
        problems=case.incident.problems,
        formerly=formerly(case.incident),
        acts=loaded.acts,
        done=_done(store, place, user),
    )


def head(loaded: Loaded, user: User, place: Place) -> dict[str, Any]:
    """What the heading of an incident needs, on its own page and on those of its actions."""
    case = loaded.case
    last = next((act for act in loaded.acts if act.kind == "person"), None)
    return {
        "case": case,
        "columns": columns_of(case),
        "seen_version": loaded.held.version,
        "href": incident_href(loaded.id),
        "place": place,
        "drafted": bool(loaded.drafts),
        "may_review": user.may("coder") and case.into is None and not case.withdrawn,
        "last": last if last is not None and loaded.acts[0] == last else None,
    }


def take(value: Value | None) -> str:
    """The query that opens a field's form with this value in it."""
    return urlencode(entries(value))


def _done(store: Store, place: Place, user: User) -> Act | None:
    """The action on the incident before in the queue, where the user took it just now: to be undone from here."""
    if place.previous is None or place.blind:
        return None
    try:
        with store.reading() as c:
            found = acts(history(c, incident=place.previous, limit=50))
    except NotFoundError:
        return None
    return found[0] if found and found[0].kind == "person" and found[0].who == user.name else None
