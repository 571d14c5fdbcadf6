"""The records of the store: an incident as its reports tell it and as people have reviewed it.

A `Case` keeps both apart: `incident` is what linking made of the reports and changes when reports arrive;
`corrections` are people's and stay. `shown` puts them together into the incident that users see and export.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, PlainSerializer, WithJsonSchema, model_validator

from dateline.linking.records import Incident
from dateline.records import (
    ActorKind,
    CodedReport,
    DatePrecision,
    EventType,
    Measure,
    PlacePrecision,
    Record,
    Side,
    Status,
)

ReviewState = Literal["unreviewed", "accepted", "corrected", "rejected"]
Action = Literal[
    "linked",
    "updated",
    "merged",
    "split",
    "withdrawn",
    "corrected",
    "accepted",
    "rejected",
    "reopened",
    "noted",
    "undone",
]
"""`linked`: new; `updated`: reports changed it; `merged`: it took another in, or went into another; `withdrawn`: none
of its reports tells of it any more."""


def _in_utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)


Moment = Annotated[
    datetime,
    AfterValidator(_in_utc),
    PlainSerializer(lambda moment: f"{moment.isoformat()}Z", return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""A time in UTC: naive here, in JSON with its `Z`, so that no reader takes it for local time."""
Whole = Annotated[int, Field(ge=0, le=100_000_000)]


class TypeValue(Record):
    """A corrected type of event."""

    field: Literal["type"] = "type"
    type: EventType


class StatusValue(Record):
    """A corrected status."""

    field: Literal["status"] = "status"
    status: Status


class DateValue(Record):
    """Corrected civil dates, both included; both null where the date is unknown."""

    field: Literal["date"] = "date"
    start: date | None
    end: date | None
    precision: DatePrecision

    @model_validator(mode="after")
    def _in_order(self) -> DateValue:
        if (self.start is None) != (self.end is None) or (self.start is None) != (self.precision == "unknown"):
            raise ValueError("give both days, or neither with the precision unknown")
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError(f"the last day {self.end} lies before the first {self.start}")
        return self


class PlaceValue(Record):
    """A corrected place; fields as in `dateline.records.Place`."""

    field: Literal["place"] = "place"
    name: Annotated[str, Field(max_length=200)] | None
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None
    admin1: Annotated[str, Field(max_length=200)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    precision: PlacePrecision
    geonames_id: int | None = None


class TollValue(Record):
    """A corrected number of people; all three null where it is unknown."""

    field: Literal["toll"] = "toll"
    measure: Measure
    side: Side
    low: Whole | None = None
    best: Whole | None = None
    high: Whole | None = None

    @model_validator(mode="after")
    def _in_order(self) -> TollValue:
        told = [number for number in (self.low, self.best, self.high) if number is not None]
        if told != sorted(told):
            raise ValueError("low, best and high must not fall")
        return self


class NamedActor(Record):
    """An actor as a person names it. `private` marks persons who are neither officials nor public figures."""

    kind: ActorKind
    name: Annotated[str, Field(max_length=300)] | None = None
    private: bool = False


class ActorsValue(Record):
    """The corrected actors of one side."""

    field: Literal["perpetrators", "targets"]
    actors: tuple[NamedActor, ...]


Value = Annotated[TypeValue | StatusValue | DateValue | PlaceValue | TollValue | ActorsValue, Discriminator("field")]


class Correction(Record):
    """A value that a person put in the place of what the reports tell, and why."""

    value: Value
    by: str
    at: Moment
    reason: str


class Note(Record):
    """What a person remarked."""

    by: str
    at: Moment
    text: str


class Case(Record):
    """An incident in review.

    `corrections` holds one at most for each field (for each measure and side of tolls). `changed_since_review`:
    reports have changed it after a person accepted, corrected or rejected it. `into`: the id of the incident that
    it was merged into; `withdrawn`: no report tells of it any more.
    """

    incident: Incident
    state: ReviewState = "unreviewed"
    reviewed_by: str | None = None
    corrections: tuple[Correction, ...] = ()
    notes: tuple[Note, ...] = ()
    changed_since_review: bool = False
    into: str | None = None
    withdrawn: bool = False


class Held(Record):
    """A case with its version, which rises with each change, and the time (UTC) of the last one."""

    case: Case
    version: int
    changed: Moment


class LogEntry(Record):
    """One change, for ever: who made which value of which incident what, when and why.

    `kind` tells a program's version in `who` from a person's name. `field` is that of `Value.field`, with measure and
    side for tolls ("toll killed target"), or null where the change is of the incident as a whole. `before` and
    `after` are JSON values. Entries of one action share `batch`; `undoes` is the batch that this one takes back.
    """

    number: int
    at: Moment
    who: str
    kind: Literal["program", "person"]
    action: Action
    incident: str
    version: int
    field: str | None = None
    before: Any = None
    after: Any = None
    reason: str = ""
    batch: str
    undoes: str | None = None


class Original(Record):
    """The bytes that a report was read from, and how.

    `where` names the input for people (path or address, and line or member), `format` the reader.
    """

    content: bytes
    media_type: str
    where: str
    format: str
    retrieved: Moment


class Archived(Record):
    """What is known of an archived original without its bytes; `digest` is its SHA-256 in hexadecimal digits."""

    digest: str
    size: int
    media_type: str
    where: str
    format: str
    retrieved: Moment


class StoredReport(Record):
    """A coded report of the store, the time it was added (UTC), and its originals."""

    coded: CodedReport
    added: Moment
    originals: tuple[Archived, ...] = ()
    incidents: tuple[str, ...] = ()
