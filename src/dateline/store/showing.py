"""What users see of a case: what its reports tell, with people's corrections laid over it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dateline.linking.records import Incident, ToldActor, ToldDate, ToldPlace, ToldStatus, ToldType, Toll
from dateline.store.records import (
    ActorsValue,
    Case,
    DateValue,
    NamedActor,
    PlaceValue,
    StatusValue,
    TollValue,
    TypeValue,
    Value,
)

PLACE_FIELDS = ("name", "country", "admin1", "lat", "lon", "precision", "geonames_id")
"""The fields of a place that a person may correct, in this order."""


def shown(case: Case) -> Incident:
    """The incident as users see it and exports give it: `case.incident` with the corrections.

    A corrected type, status, date or place stands first, with `sources` 0 and `told_by` empty, followed by what the
    reports tell that differs from it; corrected to unknown, nothing stands there. Corrected actors take the place of
    all of their side, a corrected toll that of its measure and side (none, where all three numbers are null).
    """
    incident = case.incident
    for correction in case.corrections:
        incident = incident.model_copy(update=_corrected(incident, correction.value))
    return incident


def field_of(value: Value) -> str:
    """The name of a value's field in `values` and the log, such as "type" or "toll killed target"."""
    return f"toll {value.measure} {value.side}" if isinstance(value, TollValue) else value.field


def values(case: Case) -> dict[str, Any]:
    """The values that users see first, by the name of the field, as JSON values.

    "type" and "status" are strings or null, "date" is null or an object of `start`, `end` and `precision`, "place"
    null or an object of `PLACE_FIELDS`, "perpetrators" and "targets" lists of objects of `kind`, `name` and `private`.
    Each toll has a field "toll MEASURE SIDE", an object of `low`, `best` and `high`.
    """
    incident = shown(case)
    found: dict[str, Any] = {
        "type": incident.types[0].type if incident.types else None,
        "status": incident.statuses[0].status if incident.statuses else None,
        "date": incident.dates[0].model_dump(mode="json", include={"start", "end", "precision"})
        if incident.dates
        else None,
        "place": incident.places[0].model_dump(mode="json", include=set(PLACE_FIELDS)) if incident.places else None,
        "perpetrators": _actors(incident.perpetrators),
        "targets": _actors(incident.targets),
    }
    for toll in incident.tolls:
        found[f"toll {toll.measure} {toll.side}"] = {"low": toll.low, "best": toll.best, "high": toll.high}
    return found


def _actors(told: Iterable[ToldActor]) -> list[dict[str, Any]]:
    return [{"kind": actor.kind, "name": actor.name, "private": actor.private} for actor in told]


def _corrected(incident: Incident, value: Value) -> dict[str, Any]:
    """The fields of the incident that a correction changes."""
    match value:
        case TypeValue():
            kind = ToldType(type=value.type, sources=0, told_by=())
            return {"types": (kind, *(told for told in incident.types if told.type != value.type))}
        case StatusValue():
            status = ToldStatus(status=value.status, sources=0, told_by=())
            return {"statuses": (status, *(told for told in incident.statuses if told.status != value.status))}
        case DateValue():
            return {"dates": _dates(incident.dates, value)}
        case PlaceValue():
            return {"places": _places(incident.places, value)}
        case TollValue():
            return {"tolls": _tolls(incident.tolls, value)}
        case ActorsValue():
            known = (*incident.perpetrators, *incident.targets)
            return {value.field: tuple(_actor(actor, known, value.field) for actor in value.actors)}


def _dates(told: Iterable[ToldDate], value: DateValue) -> tuple[ToldDate, ...]:
    if value.start is None or value.end is None:
        return ()
    first = ToldDate(start=value.start, end=value.end, precision=value.precision, sources=0, told_by=())
    return first, *(other for other in told if (other.start, other.end) != (first.start, first.end))


def _places(told: Iterable[ToldPlace], value: PlaceValue) -> tuple[ToldPlace, ...]:
    fields = value.model_dump(include=set(PLACE_FIELDS))
    if value.precision == "unknown" and all(fields[name] is None for name in PLACE_FIELDS if name != "precision"):
        return ()
    others = (other for other in told if other.model_dump(include=set(PLACE_FIELDS)) != fields)
    return ToldPlace(**fields, sources=0, told_by=()), *others


def _tolls(told: tuple[Toll, ...], value: TollValue) -> tuple[Toll, ...]:
    known = value.low is not None or value.best is not None or value.high is not None
    corrected = (
        Toll(
            measure=value.measure,
            side=value.side,
            low=value.low,
            best=value.best,
            high=value.high,
            sources=0,
            told=(),
        ),
    )
    at = next((i for i, toll in enumerate(told) if (toll.measure, toll.side) == (value.measure, value.side)), len(told))
    return (*told[:at], *(corrected if known else ()), *told[at + 1 :])


def _actor(actor: NamedActor, known: Iterable[ToldActor], field: str) -> ToldActor:
    """A corrected actor. One whom the reports name keeps their responsibility, and stays private if it was."""
    named = [other for other in known if other.name and actor.name and _same_name(other.name, actor.name)]
    held = next((other.responsibility for other in named if other.responsibility), None)
    return ToldActor(
        kind=actor.kind,
        name=actor.name,
        private=actor.private or any(other.private for other in named),
        responsibility=held if field == "perpetrators" else None,
        sources=0,
        told_by=(),
    )


def _same_name(left: str, right: str) -> bool:
    return " ".join(left.casefold().split()) == " ".join(right.casefold().split())
