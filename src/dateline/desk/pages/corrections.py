"""Correcting a field: its form, opened within the page or as a page of its own, and what it sends."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any, get_args

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dateline.desk.dependencies import Coder, StoreDep, Viewer, render
from dateline.desk.errors import RequestError
from dateline.desk.forms import CHOICES, REASONS, SPARE_ACTORS, FormError, entries, families, parse
from dateline.desk.incident_view import field_views, incident_href
from dateline.desk.loading import Loaded, load
from dateline.desk.pages.actions import Asked, Desk, DeskDep, Form, act
from dateline.desk.places import candidates
from dateline.desk.queue_place import Place
from dateline.desk.values import Field, standing_value
from dateline.gazetteer import Gazetteer
from dateline.records import Measure, Side
from dateline.store.drafts import Draft, drop_drafts, keep_draft
from dateline.store.errors import NotFoundError, RefusedError
from dateline.store.review import Reviewer

NEW_TOLL = "toll"
"""The slug of the form for a number of a measure and side that nobody tells yet."""


def router() -> APIRouter:
    """The forms of all fields, and the look-up of places."""
    routes = APIRouter()

    @routes.get("/incidents/{incident}/correct/{slug}")
    def form(request: Request, incident: str, slug: str, user: Coder, store: StoreDep) -> Response:
        place = Place.of(request.query_params)
        with store.reading() as c:
            loaded = load(c, incident, user, place)
        if loaded.id != incident:
            return RedirectResponse(incident_href(loaded.id), 303)
        taken = {name: value for name, value in request.query_params.items() if name not in place.entries}
        return form_page(request, loaded, slug, place, taken=taken)

    @routes.post("/incidents/{incident}/correct/{slug}")
    def correct(incident: str, slug: str, desk: DeskDep) -> Response:
        return _correct(desk, incident, slug)

    @routes.post("/incidents/{incident}/revert/{slug}")
    def revert(incident: str, slug: str, desk: DeskDep) -> Response:
        form, field = desk.form, field_named(slug)
        if form.place.blind:
            with desk.store.writing() as c:
                drop_drafts(c, desk.user.name, incident, field.key)
            return RedirectResponse(f"{incident_href(incident)}{form.place.query}#f-{field.slug}", 303)
        work = partial(
            Reviewer.revert_field, incident=incident, version=form.version, field=field.key, reason=form.reason
        )
        return act(
            desk, incident, Asked(f"go back to what the reports tell for {field.label}", field, stays=True), work
        )

    @routes.get("/places")
    def places(request: Request, _: Viewer, q: str = "", name: str = "") -> HTMLResponse:
        asked = (q or name).strip()  # the form's field is called name
        return render(request, "incident/_places.html", found=candidates(gazetteer(), asked) if asked else ())

    return routes


def _correct(desk: Desk, incident: str, slug: str) -> Response:
    """Correct the field, or show the form again with what is wrong with its entries."""
    form = desk.form
    with desk.store.reading() as c:
        loaded = load(c, incident, desk.user, form.place)
    field = field_named(slug, form)
    faults: dict[str, str] = {} if form.reason else {"reason": "say why, in a few words"}
    try:
        value = parse(field, form.values, standing_value(loaded.unmasked, field))
    except FormError as error:
        return form_page(desk.request, loaded, slug, form.place, taken=form.values, faults=faults | error.faults)
    if faults:
        return form_page(desk.request, loaded, slug, form.place, taken=form.values, faults=faults)
    if form.place.blind:
        with desk.store.writing() as c:
            keep_draft(c, desk.user.name, loaded.id, Draft(value, form.reason))
        return RedirectResponse(f"{incident_href(loaded.id)}{form.place.query}#f-{field.slug}", 303)
    work = partial(Reviewer.correct, incident=incident, version=form.version, values=[value], reason=form.reason)
    try:
        return act(desk, incident, Asked(f"correct {field.label}", field, value, stays=True), work)
    except RefusedError as error:
        faults = {field.name: str(error)}
        return form_page(desk.request, loaded, slug, form.place, taken=form.values, faults=faults)


def form_page(
    request: Request,
    loaded: Loaded,
    slug: str,
    place: Place,
    *,
    taken: dict[str, str],
    faults: dict[str, str] | None = None,
) -> HTMLResponse:
    """The form of a field with the value that stands, over it what was `taken` or sent, and what is wrong with it."""
    field = None if slug == NEW_TOLL else field_named(slug)
    # A masked name comes back as it was sent out; `parse` puts the person's name in its place again.
    given = {**(entries(standing_value(loaded.case, field)) if field else {}), **taken}
    rows = sorted(int(name[5:]) for name in given if name.startswith("kind-") and name[5:].isdigit())
    last = rows[-1] + 1 if rows else 0
    lookup = request.query_params.get("q", "") if field and field.name == "place" else ""
    view = next((one for one in field_views(loaded.case, loaded.reports) if one.field == field), None)
    context: dict[str, Any] = {
        "field": field,
        "slug": slug,
        "view": view,
        "given": given,
        "faults": faults or {},
        "actor_rows": [*rows, *range(last, last + SPARE_ACTORS)],
        "families": families(),
        "choices": CHOICES,
        "reasons": REASONS,
        "case": loaded.case,
        "seen_version": taken.get("version") or loaded.held.version,
        "href": incident_href(loaded.id),
        "place": place,
        "lookup": lookup,
        "found": candidates(gazetteer(), lookup) if lookup.strip() else (),
        "measures": get_args(Measure),
        "sides": get_args(Side),
    }
    template = "incident/_form.html" if request.headers.get("HX-Request") == "true" else "incident/correct.html"
    return render(request, template, status=422 if faults else 200, **context)


def field_named(slug: str, form: Form | None = None) -> Field:
    """The field of an address. Raises NotFoundError; RequestError where a new toll's measure or side is none."""
    found = Field.parse(slug)
    if found is None and slug == NEW_TOLL and form is not None:
        found = Field.parse(f"toll {form.get('measure')} {form.get('side')}")
        if found is None:
            raise RequestError("choose what is counted and on which side")
    if found is None:
        raise NotFoundError(f"an incident has no field {slug!r}")
    return found


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The packaged gazetteer, opened at the first look-up."""
    return Gazetteer.open()
