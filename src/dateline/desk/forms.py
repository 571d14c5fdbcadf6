"""Forms in which people correct a field: from a value to the form's entries, and from these to a value."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final, Literal, get_args

from pydantic import ValidationError

from dateline.desk.errors import RequestError
from dateline.desk.values import Field
from dateline.export.privacy import PRIVATE_PERSON
from dateline.records import ActorKind, DatePrecision, EventType, Measure, PlacePrecision, Side, Status
from dateline.store.records import (
    ActorsValue,
    DateValue,
    NamedActor,
    PlaceValue,
    StatusValue,
    TollValue,
    TypeValue,
    Value,
)
from dateline.store.selection.titles import type_titles

SPARE_ACTORS: Final = 2
"""Empty rows for further actors below those that stand."""
MOST_ACTORS: Final = 100
CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "status": get_args(Status),
    "date_precision": get_args(DatePrecision),
    "place_precision": get_args(PlacePrecision),
    "kind": get_args(ActorKind),
    "measure": get_args(Measure),
    "side": get_args(Side),
}
REASONS: Final = (
    "A later report says so",
    "The report was misread",
    "The better source says so",
    "Not this event but another one in the report",
    "Counted twice",
)
"""Offered beside the reason; any other may be typed."""


class FormError(RequestError):
    """Entries of a form that make no value: `faults` says for each entry what is wrong with it."""

    status = 422

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {what}" for name, what in faults.items()))
        self.faults = dict(faults)


def families() -> dict[str, list[tuple[str, str]]]:
    """The types with their titles, grouped by family, for a list to choose from."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for name, title in type_titles().items():
        grouped.setdefault(name.partition(".")[0].capitalize(), []).append((name, title))
    return grouped


def entries(value: Value | None) -> dict[str, str]:
    """The form's entries for a value; unknown ones are empty. An exact number stands under `best` alone."""
    match value:
        case None:
            return {}
        case TollValue():
            exact = value.low == value.high
            numbers = {"low": None, "best": value.low, "high": None} if exact else value.model_dump()
            return {name: _text(numbers[name]) for name in ("low", "best", "high")}
        case ActorsValue():
            found: dict[str, str] = {}
            for number, actor in enumerate(value.actors):
                found[f"kind-{number}"] = actor.kind
                found[f"name-{number}"] = _text(actor.name)
                found[f"private-{number}"] = "yes" if actor.private else ""
            return found
        case _:
            return {name: _text(one) for name, one in value.model_dump(exclude={"field"}).items()}


def parse(field: Field, given: Mapping[str, str], standing: Value | None) -> Value:
    """The value that a form's entries make. `standing`: the value that the form was opened on, unmasked.

    Raises FormError where they make none.
    """
    form = {name: text.strip() for name, text in given.items()}
    try:
        match field.name:
            case "type":
                return TypeValue(type=_chosen(form, "type", get_args(EventType)))
            case "status":
                return StatusValue(status=_chosen(form, "status", get_args(Status)))
            case "date":
                return _date(form)
            case "place":
                return _place(form, standing)
            case "toll":
                return _toll(field, form)
            case "perpetrators" | "targets":
                return _actors(field.name, form, standing)
    except ValidationError as error:
        raise FormError(
            {
                ".".join(map(str, fault["loc"][1:] or fault["loc"])) or field.key: fault["msg"].removeprefix(
                    "Value error, "
                )
                for fault in error.errors()
            }
        ) from error


def _date(form: Mapping[str, str]) -> DateValue:
    precision = _chosen(form, "precision", get_args(DatePrecision))
    first, last = _day(form, "start"), _day(form, "end")
    if first is None:
        if last is not None:
            raise FormError({"start": "give the first day too"})
        return DateValue(start=None, end=None, precision=precision)
    if last is None:
        first, last = _whole(first, precision)
    if precision == "day" and first != last:
        raise FormError({"precision": "a precision of a day is for one day; take range for several"})
    return DateValue(start=first, end=last, precision=precision)


def _whole(first: date, precision: DatePrecision) -> tuple[date, date]:
    """The days that a first day and a precision mean where no last day is given."""
    match precision:
        case "week":
            return first, first + timedelta(days=6)
        case "month":
            return first.replace(day=1), first.replace(day=calendar.monthrange(first.year, first.month)[1])
        case "year":
            return date(first.year, 1, 1), date(first.year, 12, 31)
        case "range":
            raise FormError({"end": "a range takes a last day"})
        case _:
            return first, first


def _place(form: Mapping[str, str], standing: Value | None) -> PlaceValue:
    lat, lon = _number(form, "lat"), _number(form, "lon")
    if (lat is None) != (lon is None):
        raise FormError({"lat": "give both latitude and longitude, or neither"})
    key = _whole_number(form, "geonames_id")
    name = form.get("name") or None
    old = standing if isinstance(standing, PlaceValue) else None
    if old is not None and key is not None and key == old.geonames_id and name != old.name:
        raise FormError(
            {"geonames_id": f"this entry is {old.name}: look the new place up, or clear the entry to keep its point"}
        )
    return PlaceValue(
        name=name,
        country=form.get("country", "").upper() or None,
        admin1=form.get("admin1") or None,
        lat=lat,
        lon=lon,
        precision=_chosen(form, "precision", get_args(PlacePrecision)),
        geonames_id=key,
    )


def _toll(field: Field, form: Mapping[str, str]) -> TollValue:
    measure: Any = field.measure or _chosen(form, "measure", get_args(Measure))
    side: Any = field.side or _chosen(form, "side", get_args(Side))
    low, best, high = (_whole_number(form, name) for name in ("low", "best", "high"))
    if low is None and high is None:
        low = high = best
    return TollValue(measure=measure, side=side, low=low, best=best, high=high)


def _actors(party: Literal["perpetrators", "targets"], form: Mapping[str, str], standing: Value | None) -> ActorsValue:
    """Rows without a kind are left out. A masked name that was left as it is stays what it was."""
    old = standing.actors if isinstance(standing, ActorsValue) else ()
    rows = sorted(int(name[5:]) for name in form if re.fullmatch(r"kind-\d{1,3}", name))
    actors = []
    for row in rows[:MOST_ACTORS]:
        if not form[f"kind-{row}"]:
            if form.get(f"name-{row}"):
                raise FormError({f"kind-{row}": "choose what kind of actor this is"})
            continue
        name, private = form.get(f"name-{row}") or None, bool(form.get(f"private-{row}"))
        if name is not None and PRIVATE_PERSON in name:
            if row >= len(old):
                raise FormError({f"name-{row}": f"{PRIVATE_PERSON} stands for a withheld name and cannot be entered"})
            name = old[row].name
            if old[row].private and not private:
                raise FormError({f"private-{row}": "only who sees the name may say that it is no private person's"})
        actors.append(NamedActor(kind=_chosen(form, f"kind-{row}", get_args(ActorKind)), name=name, private=private))
    return ActorsValue(field=party, actors=tuple(actors))


def _chosen(form: Mapping[str, str], name: str, choices: tuple[str, ...]) -> Any:
    """One of the choices, which are those of the record that it goes into."""
    value = form.get(name, "")
    if value not in choices:
        raise FormError({name: f"choose one of {', '.join(choices)}" if not value else f"{value!r} is no choice"})
    return value


def _day(form: Mapping[str, str], name: str) -> date | None:
    text = form.get(name, "")
    if not text:
        return None
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise FormError({name: f"{text!r} is not a day such as 2024-03-12"})
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise FormError({name: f"{text} is not in the calendar"}) from error


def _number(form: Mapping[str, str], name: str) -> float | None:
    text = form.get(name, "")
    if not text:
        return None
    if not re.fullmatch(r"-?\d{1,3}(\.\d{1,12})?", text):
        raise FormError({name: f"{text!r} is not a number of degrees such as -12.5"})
    return float(text)


def _whole_number(form: Mapping[str, str], name: str) -> int | None:
    text = form.get(name, "")
    if not text:
        return None
    if not re.fullmatch(r"-?[0-9]{1,12}", text):
        raise FormError({name: f"{text!r} is not a whole number; write it in digits alone, such as 1200"})
    return int(text)


def _text(value: object) -> str:
    return "" if value is None else str(value)
