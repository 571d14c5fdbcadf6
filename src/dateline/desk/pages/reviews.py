"""Actions on an incident as a whole: accept, reject, reopen, note, undo."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from dateline.desk.dependencies import Coder, StoreDep, render
from dateline.desk.incident_view import incident_href
from dateline.desk.loading import load
from dateline.desk.pages.actions import Asked, Desk, DeskDep, act
from dateline.desk.queue_place import Place
from dateline.store import regrouping
from dateline.store.drafts import Draft, drafts_of
from dateline.store.review import Reviewer

NEEDS_TEXT = {"reject": "Why is this no incident?", "reopen": "Why look at it again?", "note": "What is to be noted?"}
"""Actions that take a text of their own, and what it answers."""


def router() -> APIRouter:
    """The actions and, for those that take a text, their forms as pages."""
    routes = APIRouter(prefix="/incidents/{incident}")

    @routes.get("/do/{action}")
    def ask(request: Request, incident: str, action: str, user: Coder, store: StoreDep) -> Response:
        place = Place.of(request.query_params)
        with store.reading() as c:
            loaded = load(c, incident, user, place)
        if action not in NEEDS_TEXT or loaded.id != incident:
            return RedirectResponse(f"{incident_href(loaded.id)}{place.query}", 303)
        return render(
            request,
            "incident/_ask.html" if request.headers.get("HX-Request") == "true" else "incident/ask.html",
            action=action,
            question=NEEDS_TEXT[action],
            case=loaded.case,
            seen_version=loaded.held.version,
            href=incident_href(loaded.id),
            place=place,
        )

    @routes.post("/accept")
    def accept(incident: str, desk: DeskDep) -> Response:
        form, drafts = desk.form, _drafts(desk, incident)
        if drafts:
            reason = "; ".join(dict.fromkeys(one.reason for one in drafts))
            values = [one.value for one in drafts]
            work = partial(Reviewer.correct, values=values, incident=incident, version=form.version, reason=reason)
        else:
            work = partial(Reviewer.accept, incident=incident, version=form.version, reason=form.reason)
        return act(desk, incident, Asked("accept"), partial(work, blind=form.place.blind))

    @routes.post("/reject")
    def reject(incident: str, desk: DeskDep) -> Response:
        form = desk.form
        work = partial(Reviewer.reject, incident=incident, version=form.version, reason=form.reason)
        return act(desk, incident, Asked("reject"), partial(work, blind=form.place.blind))

    @routes.post("/reopen")
    def reopen(incident: str, desk: DeskDep) -> Response:
        form = desk.form
        work = partial(Reviewer.reopen, incident=incident, version=form.version, reason=form.reason)
        return act(desk, incident, Asked("reopen"), work)

    @routes.post("/note")
    def note(incident: str, desk: DeskDep) -> Response:
        form = desk.form
        work = partial(Reviewer.note, incident=incident, version=form.version, text=form.reason)
        return act(desk, incident, Asked("note", stays=True), work)

    @routes.post("/undo")
    def undo(incident: str, desk: DeskDep) -> Response:
        def work(reviewer: Reviewer) -> regrouping.Regrouped:
            return regrouping.undo(desk.store, reviewer, desk.form.get("batch"), state_path=desk.state_path)

        return act(desk, incident, Asked("undo", stays=True), work)

    return routes


def _drafts(desk: Desk, incident: str) -> tuple[Draft, ...]:
    """What the person has entered, in a second look."""
    if not desk.form.place.blind:
        return ()
    with desk.store.reading() as c:
        return drafts_of(c, desk.user.name, incident)
