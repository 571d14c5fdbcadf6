"""The flat facts of an incident: what lists, filters, the map and the time line go by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dateline.linking.records import ToldActor, ToldDate, ToldPlace
from dateline.records import (
    ActorKind,
    DatePrecision,
    EventType,
    PlacePrecision,
    Probability,
    Record,
    Status,
)
from dateline.store.disputes import disputes
from dateline.store.people import UNKNOWN, People, people
from dateline.store.records import Case, ReviewState
from dateline.store.selection.titles import title
from dateline.store.showing import shown
from dateline.store.worth import worth


class Columns(Record):
    """The facts of an incident as users see it (`dateline.store.showing.shown`).

    `killed` and `injured` are over all sides, `killed_targets` of the side of the targets. `live`: neither merged
    into another incident nor withdrawn. `disputed` names the fields whose values are in conflict
    (`dateline.store.disputes`). `title` is a headline for lists, without names of persons.
    """

    id: str
    title: str
    live: bool = True
    state: ReviewState = "unreviewed"
    changed_since_review: bool = False
    status: Status | None = None
    type: EventType | None = None
    start: date | None = None
    end: date | None = None
    date_precision: DatePrecision = "unknown"
    country: str | None = None
    admin1: str | None = None
    place: str | None = None
    lat: float | None = None
    lon: float | None = None
    place_precision: PlacePrecision = "unknown"
    killed: People = UNKNOWN
    killed_targets: People = UNKNOWN
    injured: People = UNKNOWN
    perpetrators: tuple[ActorKind, ...] = ()
    targets: tuple[ActorKind, ...] = ()
    sources: int = 0
    reports: int = 0
    confidence: Probability = 0.0
    disputed: tuple[str, ...] = ()
    worth: float = 0.0

    def to_json(self) -> str:
        """As JSON, without what is unknown: `Columns.model_validate_json` reads it."""
        return self.model_dump_json(exclude_defaults=True)


def columns_of(case: Case) -> Columns:
    """The facts of a case, corrections included."""
    incident = shown(case)
    kind = incident.types[0].type if incident.types else None
    return Columns(
        id=incident.id,
        title=title(kind, incident.places[:1], incident.dates[:1]),
        live=case.into is None and not case.withdrawn,
        state=case.state,
        changed_since_review=case.changed_since_review,
        status=incident.statuses[0].status if incident.statuses else None,
        type=kind,
        **_when(incident.dates[:1]),
        **_where(incident.places[:1]),
        killed=people(incident, "killed"),
        killed_targets=people(incident, "killed", side="target"),
        injured=people(incident, "injured"),
        perpetrators=_kinds(incident.perpetrators),
        targets=_kinds(incident.targets),
        sources=len(incident.sources),
        reports=len(incident.members),
        confidence=incident.confidence,
        disputed=tuple(disputes(case)),
        worth=worth(case),
    )


def _when(dates: Sequence[ToldDate]) -> dict[str, Any]:
    """What the first of the dates fills in, where there is one."""
    return {"start": dates[0].start, "end": dates[0].end, "date_precision": dates[0].precision} if dates else {}


def _where(places: Sequence[ToldPlace]) -> dict[str, Any]:
    """What the first of the places fills in, where there is one."""
    if not places:
        return {}
    place = places[0]
    return {
        "country": place.country,
        "admin1": place.admin1,
        "place": place.name,
        "lat": place.lat,
        "lon": place.lon,
        "place_precision": place.precision,
    }


def _kinds(actors: Sequence[ToldActor]) -> tuple[ActorKind, ...]:
    return tuple(dict.fromkeys(actor.kind for actor in actors))
