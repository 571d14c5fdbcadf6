"""The records of incidents: one line of the output of `dateline link` each.

Whatever a field says is told by someone: `told_by` names the report, the event in it and the words.
`sources` counts independent sources, not reports: copies of one agency text are one source.
"""

from __future__ import annotations

from datetime import date

from dateline.records import (
    ActorKind,
    DatePrecision,
    EventType,
    Measure,
    Offset,
    Part,
    PlacePrecision,
    Probability,
    Quote,
    Record,
    Responsibility,
    Side,
    Status,
)


class Witness(Record):
    """Who tells a value: the event of a report, and its words. `source` is an index into `Incident.sources`."""

    report: str
    event: str
    source: int
    published: date | None = None
    quote: str | None = None
    start: Offset | None = None
    end: Offset | None = None
    part: Part = "text"


class ToldType(Record):
    """A type of event and who tells it."""

    type: EventType
    sources: int
    told_by: tuple[Witness, ...]


class ToldDate(Record):
    """Civil dates, both included, and who tells them."""

    start: date
    end: date
    precision: DatePrecision
    sources: int
    told_by: tuple[Witness, ...]


class ToldPlace(Record):
    """A place and who tells it. Fields as in `dateline.records.Place`."""

    name: str | None
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    precision: PlacePrecision
    geonames_id: int | None
    sources: int
    told_by: tuple[Witness, ...]


class ToldStatus(Record):
    """Whether it happened, and who tells so."""

    status: Status
    sources: int
    told_by: tuple[Witness, ...]


class ToldActor(Record):
    """An actor of one side, by kind and name, and who tells of it.

    `name` is how the first report calls it. Reports that differ in nothing but articles and capitals name one actor.
    `private` marks persons who are neither officials nor public figures. `responsibility` is that of perpetrators as
    most sources tell it, null for targets.
    """

    kind: ActorKind
    name: str | None
    private: bool = False
    responsibility: Responsibility | None = None
    sources: int
    told_by: tuple[Witness, ...]


class ToldNumber(Record):
    """A number of people that one report tells.

    `superseded`: the same source, or a report citing the same official body, told a later one. Where a report tells
    groups of people apart ("three soldiers and three civilians"), they are one number; `told_by` quotes the largest
    group and `added` the others.
    """

    low: int | None
    best: int | None
    high: int | None
    superseded: bool
    told_by: Witness
    added: tuple[Quote, ...] = ()


class Toll(Record):
    """Numbers of people for a measure and a side.

    `low` to `high` spans what the sources tell last; `told` is in order of publication.
    """

    measure: Measure
    side: Side
    low: int | None
    best: int | None
    high: int | None
    sources: int
    """Independent sources whose last number is `best`."""
    told: tuple[ToldNumber, ...]


class Member(Record):
    """A report of the incident: `events` holds the event that it tells of it; empty where it has none."""

    report: str
    published: date | None
    source: int
    events: tuple[str, ...]


class Source(Record):
    """Reports that are not independent of each other, and why: one publisher, one agency, or copied text."""

    name: str | None
    reports: tuple[str, ...]
    because: tuple[str, ...]


class Reason(Record):
    """What one kind of evidence adds to the log-odds of a link, against a typical pair of reports."""

    evidence: str
    weight: float


class Link(Record):
    """Why two reports tell of one incident. `start` and all weights add up to the log-odds of `probability`."""

    left: str
    right: str
    left_event: str = ""
    right_event: str = ""
    probability: Probability
    start: float
    reasons: tuple[Reason, ...]


class Incident(Record):
    """One incident, however many reports tell of it.

    `anchor` is the report that gave the id, with its event `anchor_event`: the id means the incident of that event for
    ever. `formerly` holds ids of incidents that turned out to be this one, `split_from` the id of the incident that
    its reports were once taken for, `part_of` the id of the incident that this is a part of, as its reports tell. Each
    link joins two tellings, `left_event` of `left` and `right_event` of `right`. `types`, `statuses`, `dates` and
    `places` hold the reconciled value first and then what differs; `perpetrators` and `targets` hold all actors told,
    those of most sources first. `confidence` is that of the surest of its events: each may be a misreading of its
    report, and reports of one incident are read by one coder, so they are not independent of each other.
    """

    id: str
    anchor: str
    anchor_event: str = ""
    formerly: tuple[str, ...] = ()
    split_from: str | None = None
    part_of: str | None = None
    types: tuple[ToldType, ...]
    dates: tuple[ToldDate, ...]
    places: tuple[ToldPlace, ...]
    statuses: tuple[ToldStatus, ...] = ()
    perpetrators: tuple[ToldActor, ...] = ()
    targets: tuple[ToldActor, ...] = ()
    tolls: tuple[Toll, ...]
    confidence: Probability = 0.0
    members: tuple[Member, ...]
    sources: tuple[Source, ...]
    links: tuple[Link, ...]
    problems: tuple[str, ...] = ()
    model: str
