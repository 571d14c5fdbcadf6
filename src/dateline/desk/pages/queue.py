"""The queue: what is worth a look next and why, for a first look and for a second one that hides the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from dateline.desk.dependencies import Coder, IndexDep, StoreDep, render
from dateline.desk.incident_view import incident_href
from dateline.desk.loading import unreviewed
from dateline.desk.pages.actions import FormDep
from dateline.desk.queue_place import Place
from dateline.desk.turns import take_turn
from dateline.desk.values import Field
from dateline.store.cases import get_cases
from dateline.store.claims import claimed
from dateline.store.queue import remaining, waiting
from dateline.store.records import Case
from dateline.store.selection.columns import Columns, columns_of
from dateline.store.selection.filters import Filters
from dateline.store.selection.index import Index

SHOWN: Final = 25


@dataclass(frozen=True)
class Waiting:
    """An incident that waits, and why a look is worth it."""

    columns: Columns
    href: str
    why: tuple[str, ...]
    claimed: bool


@dataclass(frozen=True)
class Progress:
    """How many incidents are reviewed, of how many, and how many changed since."""

    done: int
    total: int
    changed: int

    @property
    def share(self) -> float:
        """The part that is done, from 0 to 1."""
        return self.done / self.total if self.total else 0.0


def router() -> APIRouter:
    """The page of the queue, and going on to the next."""
    routes = APIRouter(prefix="/queue")

    @routes.get("")
    def queue_page(request: Request, user: Coder, store: StoreDep, index: IndexDep, done: str = "") -> HTMLResponse:
        asked = request.query_params.get("round", "")
        place = Place.of({"queue": "second" if asked == "second" else "first"})
        with store.reading() as c:
            ids = waiting(index, c, user.name, SHOWN, second=place.blind)
            mine = {incident for incident, (who, _) in claimed(c).items() if who == user.name}
            items = [_waiting(held.case, place, mine) for held in get_cases(c, ids)]
            left = remaining(index, c, user.name, second=place.blind)
        return render(
            request,
            "queue.html",
            place=place,
            items=items,
            left=left,
            progress=progress(index),
            finished=bool(done) and not items,
            went_round=bool(done) and bool(items),
        )

    @routes.post("/next")
    def next_item(user: Coder, store: StoreDep, index: IndexDep, form: FormDep) -> RedirectResponse:
        left = form.get("incident")
        place = form.place if form.place.round else Place("first")
        going = place.after(left, skipping=bool(place.previous or form.place.round)) if left else place
        return RedirectResponse(take_turn(store, index, user.name, going), 303)

    return routes


def why(case: Case, facts: Columns) -> tuple[str, ...]:
    """Why a look at an incident is worth something, in words, weightiest first."""
    found = []
    if facts.disputed:
        names = [field.label if (field := Field.parse(key)) else key for key in facts.disputed]
        found.append(f"reports disagree: {', '.join(names)}")
    most = max((number for number in (facts.killed.low, facts.killed.best, facts.killed.high) if number), default=0)
    if most:
        found.append(f"{most} killed")
    if facts.confidence < 0.9:
        found.append(f"{100 * (1 - facts.confidence):.0f}% likely to be a misreading")
    if case.changed_since_review:
        found.append("changed since review")
    if facts.date_precision == "unknown":
        found.append("no date")
    if facts.place_precision in {"country", "unknown"}:
        found.append("no exact place")
    return tuple(found)


def progress(index: Index) -> Progress:
    """How far the review of all incidents is."""

    def count(**given: object) -> int:
        return index.count(Filters.model_validate(given))

    states = ("accepted", "corrected", "rejected")
    return Progress(count(states=states, changed_since_review=False), count(), count(changed_since_review=True))


def _waiting(case: Case, place: Place, mine: set[str]) -> Waiting:
    incident = case.incident.id
    if place.blind:
        case = unreviewed(case)
    facts = columns_of(case)
    return Waiting(facts, f"{incident_href(incident)}{place.query}", why(case, facts), claimed=incident in mine)
