"""The fields of an incident as people name them, and their values in words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, get_args

from dateline.desk.evidence import EvidenceField
from dateline.linking.records import Incident, ToldActor, ToldDate, ToldPlace, ToldStatus, ToldType, Toll
from dateline.records import DatePrecision, EventType, Measure, Side
from dateline.store.records import (
    ActorsValue,
    Case,
    Correction,
    DateValue,
    NamedActor,
    PlaceValue,
    StatusValue,
    TollValue,
    TypeValue,
    Value,
)
from dateline.store.selection.titles import days, type_titles

FieldName = Literal["type", "status", "date", "place", "perpetrators", "targets", "toll"]
SINGLE_FIELDS: Final[tuple[FieldName, ...]] = ("type", "status", "date", "place", "perpetrators", "targets")
LABELS: Final[dict[FieldName, str]] = {
    "type": "Type",
    "status": "Status",
    "date": "Dates",
    "place": "Place",
    "perpetrators": "Perpetrators",
    "targets": "Targets",
    "toll": "Toll",
}
UNKNOWN: Final = "unknown"
Told = ToldType | ToldStatus | ToldDate | ToldPlace | tuple[ToldActor, ...] | Toll


@dataclass(frozen=True)
class Field:
    """A field of an incident; tolls have one for each measure and side."""

    name: FieldName
    measure: Measure | None = None
    side: Side | None = None

    @property
    def key(self) -> str:
        """As in the log: "date", "toll killed target"."""
        return self.name if self.measure is None else f"{self.name} {self.measure} {self.side}"

    @property
    def slug(self) -> str:
        """As in addresses: "date", "toll-killed-target"."""
        return self.key.replace(" ", "-")

    @property
    def label(self) -> str:
        """As people read it: "Dates", "Killed (target)"."""
        return LABELS[self.name] if self.measure is None else f"{self.measure.capitalize()} ({self.side})"

    @property
    def colour(self) -> EvidenceField:
        """The field of evidence in whose colour its words are shown."""
        match self.name:
            case "type" | "status":
                return "trigger"
            case "toll":
                return "counts"
            case name:
                return name

    @classmethod
    def parse(cls, text: str) -> Field | None:
        """The field of a key or a slug; None where there is no such field."""
        parts = re.split("[ -]", text)
        if len(parts) == 1 and parts[0] in SINGLE_FIELDS:
            return next(cls(name) for name in SINGLE_FIELDS if name == parts[0])
        if len(parts) == 3 and parts[0] == "toll" and parts[1] in get_args(Measure) and parts[2] in get_args(Side):
            return cls("toll", parts[1], parts[2])  # type: ignore[arg-type]  # just compared with all that there are
        return None


def fields_of(case: Case) -> tuple[Field, ...]:
    """All fields of a case in the order of pages; tolls, told or corrected, stand behind the place."""
    tolls = dict.fromkeys((toll.measure, toll.side) for toll in case.incident.tolls)
    corrected = (one.value for one in case.corrections)
    tolls |= dict.fromkeys((value.measure, value.side) for value in corrected if isinstance(value, TollValue))
    what, status, when, where, *sides = (Field(name) for name in SINGLE_FIELDS)
    return (what, when, where, *(Field("toll", *toll) for toll in tolls), *sides, status)


def field_of(value: Value) -> Field:
    """The field that a value is of."""
    return Field("toll", value.measure, value.side) if isinstance(value, TollValue) else Field(value.field)


def correction_of(case: Case, field: Field) -> Correction | None:
    """What a person put in the place of the reports' value, if anyone did."""
    return next((one for one in case.corrections if field_of(one.value) == field), None)


def told_value(incident: Incident, field: Field) -> Value | None:
    """The reconciled value of a field as the reports tell it; None where none tells it."""
    first = (told_values(incident, field) or (None,))[0]
    return None if first is None else as_value(first, field)


def told_values(incident: Incident, field: Field) -> tuple[Told, ...]:
    """The values that reports tell, the reconciled one first. All actors of a side are one value."""
    if field.name == "toll":
        return tuple(toll for toll in incident.tolls if (toll.measure, toll.side) == (field.measure, field.side))
    if field.name in {"perpetrators", "targets"}:
        actors: tuple[ToldActor, ...] = getattr(incident, field.name)
        return (actors,) if actors else ()
    several: dict[FieldName, tuple[Told, ...]] = {
        "type": incident.types,
        "status": incident.statuses,
        "date": incident.dates,
        "place": incident.places,
    }
    return several[field.name]


def as_value(told: Told, field: Field) -> Value:
    """A told value as a person would enter it; beyond the bounds of what people may enter, it stands as it is."""
    match told:
        case ToldType():
            return TypeValue(type=told.type)
        case ToldStatus():
            return StatusValue(status=told.status)
        case ToldDate():
            known = told.precision != "unknown"
            return DateValue.model_construct(
                start=told.start if known else None, end=told.end if known else None, precision=told.precision
            )
        case ToldPlace():
            return PlaceValue.model_construct(**told.model_dump(exclude={"sources", "told_by"}))
        case Toll():
            return TollValue.model_construct(
                measure=told.measure, side=told.side, low=told.low, best=told.best, high=told.high
            )
        case _:
            party: Literal["perpetrators", "targets"] = "perpetrators" if field.name == "perpetrators" else "targets"
            named = tuple(NamedActor(kind=a.kind, name=a.name and a.name[:300], private=a.private) for a in told)
            return ActorsValue(field=party, actors=named)


def standing_value(case: Case, field: Field) -> Value | None:
    """The value that users see: the corrected one, else the reconciled one; None where nobody tells any."""
    corrected = correction_of(case, field)
    return corrected.value if corrected else told_value(case.incident, field)


def in_words(value: Value | None) -> str:
    """A value on one line."""
    return UNKNOWN if value is None else logged_words(field_of(value).key, as_logged(value))


def as_logged(value: Value) -> Any:
    """A value as the log has it (`dateline.store.showing.values`)."""
    match value:
        case TypeValue():
            return value.type
        case StatusValue():
            return value.status
        case ActorsValue():
            return [actor.model_dump() for actor in value.actors]
        case _:
            return value.model_dump(mode="json", exclude={"field", "measure", "side"})


def logged_words(key: str | None, value: Any) -> str:
    """A value of the log in words; what has no known shape, as it is."""
    if value is None:
        return UNKNOWN
    field = Field.parse(key) if key else None
    in_shape = _IN_SHAPE.get(field.name, _as_it_is) if field else _as_it_is
    return in_shape(value)


def type_words(kind: EventType) -> str:
    """The codebook's title of a type."""
    return type_titles()[kind]


def kind_words(kind: str) -> str:
    """A kind, status or precision without underscores."""
    return kind.replace("_", " ")


def date_words(start: date | None, end: date | None, precision: DatePrecision) -> str:
    """Civil dates with their precision: "12 March 2024", "March 2024"."""
    return UNKNOWN if start is None or end is None else days(start, end, precision)


def place_words(name: str | None, admin1: str | None, country: str | None, precision: str) -> str:
    """Name, division and country, with the precision where that is not the town."""
    parts = ", ".join(dict.fromkeys(part for part in (name, admin1, country) if part))
    return UNKNOWN if not parts else parts if precision == "town" else f"{parts} ({precision})"


def toll_words(low: int | None, best: int | None, high: int | None) -> str:
    """The best number, with the range where there is one: "12", "12 (10–14)", "at least 10", "up to 14"."""
    if low is None and high is None:
        return UNKNOWN if best is None else f"about {best}"
    if low == high:
        return str(low)
    if high is None:
        span = f"at least {low}"
    elif low is None:
        span = f"up to {high}"
    else:
        span = f"{low}–{high}"
    return (
        span if best is None or (high is None and best == low) or (low is None and best == high) else f"{best} ({span})"
    )


def actor_words(kind: str, name: str | None) -> str:
    """An actor's name and kind."""
    return f"{name} ({kind_words(kind)})" if name else kind_words(kind)


def _as_it_is(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _logged_type(value: Any) -> str:
    return type_words(value) if value in get_args(EventType) else _as_it_is(value)


def _logged_date(value: Mapping[str, Any]) -> str:
    first, last = (date.fromisoformat(day) if day else None for day in (value.get("start"), value.get("end")))
    return date_words(first, last, value.get("precision", UNKNOWN))


def _logged_place(value: Mapping[str, Any]) -> str:
    name, admin1, country = (value.get(part) for part in ("name", "admin1", "country"))
    return place_words(name, admin1, country, value.get("precision", UNKNOWN))


def _logged_toll(value: Mapping[str, Any]) -> str:
    return toll_words(value.get("low"), value.get("best"), value.get("high"))


def _logged_actors(value: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(actor_words(str(one.get("kind")), one.get("name")) for one in value) or "none"


_IN_SHAPE: Final[Mapping[FieldName, Callable[[Any], str]]] = {
    "type": _logged_type,
    "date": _logged_date,
    "place": _logged_place,
    "toll": _logged_toll,
    "perpetrators": _logged_actors,
    "targets": _logged_actors,
}
