"""Which incidents are meant: filters that combine, readable from and writable to the query of an address.

Filters of different parameters must all hold, of the values of one parameter any. In a query each parameter has the
name of its field; one with several values is given several times: `types=battle&types=riot&start=2024-01-01`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal, Self, get_args
from urllib.parse import parse_qsl, quote_plus

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator

from dateline.records import ActorKind, EventType, PlacePrecision, Record
from dateline.store.records import ReviewState
from dateline.store.selection.errors import FilterError

Sort = Literal["date", "-date", "killed", "-killed", "worth", "-changed"]
UNTOLD: Final = "untold"
"""Stands among countries, types and kinds of actors for incidents of which no report tells one."""
MAXIMUM_ROWS: Final = 200
MAXIMUM_OFFSET: Final = 10_000
LONGEST: Final = 500
"""Characters of words, a report's id or a region."""
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
TYPES: Final = frozenset(get_args(EventType))
FAMILIES: Final = frozenset(name.partition(".")[0] for name in TYPES)


def _ordered(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


def _type(value: str) -> str:
    if value not in TYPES | FAMILIES | {UNTOLD}:
        raise ValueError(f"not a type of event or a group of types ({', '.join(sorted(FAMILIES))})")
    return value


def _day(value: object) -> object:
    if isinstance(value, str) and not DAY.fullmatch(value):
        raise ValueError("not a day such as 2024-05-31")
    return value


def _corners(value: object) -> object:
    return tuple(value.split(",")) if isinstance(value, str) else value


def _flag(value: object) -> object:
    if isinstance(value, str) and value not in {"true", "false"}:
        raise ValueError("neither true nor false")
    return value


Text = Annotated[str, Field(min_length=1, max_length=LONGEST)]
Day = Annotated[date, BeforeValidator(_day)]
Number = Annotated[int, Field(ge=0, le=1_000_000_000)]
Share = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Box = Annotated[tuple[Longitude, Latitude, Longitude, Latitude], BeforeValidator(_corners)]
"""West, south, east, north in degrees; where west is larger than east, it crosses the 180th meridian."""
Country = Annotated[str, Field(pattern=f"^([A-Z]{{2}}|{UNTOLD})$")]
Region = Annotated[str, Field(pattern=r"^[A-Z]{2}:", max_length=LONGEST)]
"""Country and name of the first-level division, "NG:Borno State"; "NG:" stands for none told within the country."""
Type = Annotated[str, AfterValidator(_type)]
Kind = ActorKind | Literal["untold"]


class Filters(Record):
    """Which incidents, in which order, and which of the rows.

    start, end: days, both included; the dates of an incident overlap them (those without a date do not).
    dated: whether any date is told.
    box: the place is known to the district at least, and its point lies within, the edges included.
    types: a type or the group before the dot. admin1: "CC:name".
    killed_from, killed_to: the best number of killed over all sides, or else the least that it can be; `killed_known`
    false asks for those without either. sources_from, sources_to: independent sources. confidence_from is included,
    confidence_to is not. located: whether the place has coordinates and is known to the district at least.
    words: in a report of the incident, see `dateline.store.selection.words`. report: the id of one.
    sort: the unknown last, then by id; "worth" and those with a minus the largest first.
    after: a cursor of `Page.next`; offset: rows left out from there, or from the start.
    """

    start: Day | None = None
    end: Day | None = None
    dated: Flag | None = None
    countries: Annotated[tuple[Country, ...], AfterValidator(_ordered)] = ()
    admin1: Annotated[tuple[Region, ...], AfterValidator(_ordered)] = ()
    box: Box | None = None
    types: Annotated[tuple[Type, ...], AfterValidator(_ordered)] = ()
    perpetrator_kinds: Annotated[tuple[Kind, ...], AfterValidator(_ordered)] = ()
    target_kinds: Annotated[tuple[Kind, ...], AfterValidator(_ordered)] = ()
    killed_from: Number | None = None
    killed_to: Number | None = None
    killed_known: Flag | None = None
    sources_from: Number | None = None
    sources_to: Number | None = None
    confidence_from: Share | None = None
    confidence_to: Share | None = None
    states: Annotated[tuple[ReviewState, ...], AfterValidator(_ordered)] = ()
    precision: Annotated[tuple[PlacePrecision, ...], AfterValidator(_ordered)] = ()
    words: Text | None = None
    located: Flag | None = None
    report: Text | None = None
    disputed: Flag | None = None
    changed_since_review: Flag | None = None
    sort: Sort = "-date"
    limit: Annotated[int, Field(ge=1, le=MAXIMUM_ROWS)] = 50
    offset: Annotated[int, Field(ge=0, le=MAXIMUM_OFFSET)] = 0
    after: Text | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for first, last in (("start", "end"), ("killed_from", "killed_to"), ("sources_from", "sources_to")):
            low, high = getattr(self, first), getattr(self, last)
            if low is not None and high is not None and high < low:
                raise ValueError(f"{last}: {high} lies before {first} {low}")
        if self.box is not None and self.box[3] < self.box[1]:
            raise ValueError(f"box: its north {self.box[3]} lies below its south {self.box[1]}")
        return self

    @classmethod
    def from_query(
        cls, query: str | Mapping[str, str] | Iterable[tuple[str, str]], *, ignore: Iterable[str] = ()
    ) -> Filters:
        """The filters of an address's query: its text, or its names and values.

        Empty values are none, as forms send them. `ignore`: parameters that are not the selection's.
        Raises FilterError naming the parameter and its value.
        """
        given: dict[str, list[str]] = {}
        for name, value in _items(query):
            if name not in cls.model_fields and name not in set(ignore):
                raise FilterError(name, value, f"unknown parameter; known: {', '.join(cls.model_fields)}")
            if value and name in cls.model_fields:
                given.setdefault(name, []).append(value)
        values: dict[str, Any] = {}
        for name, texts in given.items():
            if name not in MANY and len(texts) > 1:
                raise FilterError(name, texts[1], "given twice; it takes one value")
            values[name] = tuple(texts) if name in MANY else texts[0]
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise _filter_error(error, given) from error

    def to_query(self) -> str:
        """The query of an address that gives these filters: what is set, in the order of the names."""
        parts = (written(name, self.__dict__[name]) for name in DEFAULTS)
        return "&".join(part for part in parts if part)

    def selecting(self) -> Filters:
        """The same without order and rows: filters that select the same incidents are equal."""
        return self.model_copy(update={"sort": "-date", "limit": 50, "offset": 0, "after": None})


DEFAULTS: Final = {name: Filters.model_fields[name].default for name in sorted(Filters.model_fields)}
"""The fields in the order of their names, with what they are where not set."""
MANY: Final = frozenset(name for name, field in Filters.model_fields.items() if field.default == ())


def written(name: str, value: Any) -> str:
    """A field as queries have it; empty where it is not set."""
    if value == DEFAULTS[name]:
        return ""
    if name in MANY:
        return "&".join([f"{name}={quote_plus(one)}" for one in value])
    text = ",".join(map(repr, value)) if name == "box" else str(value)
    return f"{name}={quote_plus(text.lower() if isinstance(value, bool) else text)}"


def _items(query: str | Mapping[str, str] | Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    if isinstance(query, str):
        return parse_qsl(query.removeprefix("?"), keep_blank_values=True)
    if isinstance(query, Mapping):
        return list(query.items())
    return list(query)


def _filter_error(error: ValidationError, given: Mapping[str, list[str]]) -> FilterError:
    """The first problem, with the parameter and value that it is of."""
    problem = error.errors()[0]
    message = problem["msg"].removeprefix("Value error, ")
    if not problem["loc"]:  # of parameters together, the first of which the message names
        name, _, message = message.partition(": ")
        return FilterError(name, given[name][0], message)
    name, *rest = (str(part) for part in problem["loc"])
    index = int(rest[0]) if name in MANY and rest else 0
    return FilterError(name, given[name][index], message)
