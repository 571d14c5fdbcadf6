"""The typed records that travel between the rooms.

They are also the output format: `CodedReport` dumped as JSON is one line of
`dateline code --format jsonl`, and the published JSON Schema is generated from it.
Fields and allowed values follow the coding guidelines (docs/reference/output.md).

Offsets are Python string indices (code points), half open, into the part of the
report that `part` names: its `text` or its `title`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Part = Literal["text", "title"]
SectionKind = Literal["headline", "lead", "body", "caption", "related"]
EventType = Literal[
    "battle.armed_clash",
    "battle.government_regains_territory",
    "battle.non_state_actor_overtakes_territory",
    "explosion.chemical_weapon",
    "explosion.air_strike",
    "explosion.suicide_bomb",
    "explosion.shelling",
    "explosion.remote_explosive",
    "explosion.grenade",
    "civilians.sexual_violence",
    "civilians.attack",
    "civilians.abduction",
    "protest.peaceful",
    "protest.with_intervention",
    "protest.excessive_force",
    "riot.violent_demonstration",
    "riot.mob_violence",
    "strategic.agreement",
    "strategic.arrests",
    "strategic.change_to_group",
    "strategic.disrupted_weapons_use",
    "strategic.base_established",
    "strategic.looting_property_destruction",
    "strategic.non_violent_transfer_of_territory",
    "strategic.other",
]
Status = Literal["happened", "averted", "planned", "threatened", "denied", "unconfirmed"]
Responsibility = Literal["fact", "suspected", "claimed", "denied", "unknown"]
ActorKind = Literal[
    "state_forces",
    "rebel_group",
    "political_militia",
    "identity_militia",
    "rioters",
    "protesters",
    "civilians",
    "external_forces",
    "organised_crime",
    "unidentified_armed",
    "property",
    "unknown",
]
Measure = Literal["killed", "injured", "detained", "abducted", "missing", "displaced", "participants"]
Manner = Literal["quoted", "reported", "claimed", "denied", "alleged", "doubted"]
Side = Literal["target", "perpetrator", "bystander", "unknown"]
DatePrecision = Literal["day", "week", "month", "year", "range", "unknown"]
PlacePrecision = Literal["site", "town", "district", "region", "country", "unknown"]
Probability = Annotated[float, Field(ge=0.0, le=1.0)]
Offset = Annotated[int, Field(ge=0)]


class Record(BaseModel):
    """Base of all records: immutable, and no field that the schema does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Section(Record):
    """A stretch of a report's text and what it is: `related` lines advertise other stories."""

    kind: SectionKind
    start: Offset
    end: Offset


class Report(Record):
    """One news text as it was read. `text` never changes after reading, so offsets hold."""

    id: str
    title: str | None = None
    text: str
    published: date | None = None
    publisher: str | None = None
    agency: str | None = None
    url: str | None = None
    language: str | None = None
    sections: tuple[Section, ...] = ()
    extra: dict[str, Any] = Field(default_factory=dict)


class SetAside(Record):
    """An input item that could not be read or coded, and why."""

    item: str
    reason: str


class Span(Record):
    """Where a quote stands."""

    start: Offset
    end: Offset
    part: Part = "text"


class Quote(Record):
    """Words of the report: `quote` is exactly the slice [start:end] of the report's `part`."""

    quote: str
    start: Offset
    end: Offset
    part: Part = "text"


class Actor(Quote):
    """One side's member: `private` marks persons who are neither officials nor public figures."""

    kind: ActorKind
    private: bool = False
    confidence: Probability


class Count(Quote):
    """A number of people. `low`, `best`, `high` are whole numbers; null where the text leaves it open."""

    measure: Measure
    side: Side
    who: str | None = None
    who_start: Offset | None = None
    who_end: Offset | None = None
    low: int | None = None
    best: int | None = None
    high: int | None = None
    confidence: Probability


class Attribution(Record):
    """Who says something of an event, and how: the source's words, the words that attribute, and what is said.

    `quote` is exactly the slice [start:end] of `part`; all three are null where nobody is named ("it was reported
    that"). `cue` and `said` are null where the statement itself was not found. `private` marks sources who are
    neither officials nor public figures.
    """

    quote: str | None = None
    start: Offset | None = None
    end: Offset | None = None
    part: Part = "text"
    manner: Manner
    cue: Span | None = None
    said: Span | None = None
    private: bool = False


class Period(Record):
    """Civil dates `start` to `end`, both included. `basis` says how they came about.

    `quote_start` and `quote_end` are the offsets of `quote`; `start` and `end` are dates.
    """

    start: date | None = None
    end: date | None = None
    precision: DatePrecision = "unknown"
    quote: str | None = None
    quote_start: Offset | None = None
    quote_end: Offset | None = None
    part: Part = "text"
    basis: str = ""
    confidence: Probability = 0.0


class Place(Record):
    """Where an event took place. `geonames_id` names the gazetteer entry whose point `lat`, `lon` is."""

    name: str | None = None
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None
    admin1: str | None = None
    admin2: str | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    precision: PlacePrecision = "unknown"
    geonames_id: int | None = None
    quote: str | None = None
    start: Offset | None = None
    end: Offset | None = None
    part: Part = "text"
    basis: str = ""
    confidence: Probability = 0.0


class Event(Record):
    """One coded event: the fields of the coding guidelines, each with its words.

    `weapon_spans[i]` and `source_spans[i]` say where `weapons[i]` and `sources[i]` stand;
    `source_private[i]` marks sources who are neither officials nor public figures. `attributions` say what rests on
    whom. `field_confidence` holds a probability for each field whose value has none of its own; `review` names
    the fields whose value is more likely wrong than right.
    """

    id: str
    type: EventType
    trigger: str
    trigger_start: Offset
    trigger_end: Offset
    trigger_part: Part = "text"
    status: Status
    background: bool
    part_of: str | None = None
    date: Period
    place: Place
    perpetrators: tuple[Actor, ...] = ()
    targets: tuple[Actor, ...] = ()
    responsibility: Responsibility
    counts: tuple[Count, ...] = ()
    weapons: tuple[str, ...] = ()
    weapon_spans: tuple[Span, ...] = ()
    sources: tuple[str, ...] = ()
    source_spans: tuple[Span, ...] = ()
    source_private: tuple[bool, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    confidence: Probability
    field_confidence: dict[str, Probability] = Field(default_factory=dict)
    review: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _spans_match(self) -> Event:
        for name, values, spans in (
            ("weapons", self.weapons, self.weapon_spans),
            ("sources", self.sources, self.source_spans),
        ):
            if len(values) != len(spans):
                raise ValueError(f"event {self.id}: {len(values)} {name} but {len(spans)} spans; give each its span")
        if len(self.source_private) not in (0, len(self.sources)):
            raise ValueError(f"event {self.id}: source_private must have one entry for each of the sources, or none")
        return self

    def quotes(self) -> Iterator[tuple[str, Quote]]:
        """Every quote of the event with the name of its field, `trigger` first."""
        yield (
            "trigger",
            Quote(quote=self.trigger, start=self.trigger_start, end=self.trigger_end, part=self.trigger_part),
        )
        when, where = self.date, self.place
        if when.quote is not None and when.quote_start is not None and when.quote_end is not None:
            yield "date", Quote(quote=when.quote, start=when.quote_start, end=when.quote_end, part=when.part)
        if where.quote is not None and where.start is not None and where.end is not None:
            yield "place", Quote(quote=where.quote, start=where.start, end=where.end, part=where.part)
        for field, values in (
            ("perpetrators", self.perpetrators),
            ("targets", self.targets),
            ("counts", self.counts),
        ):
            for value in values:
                yield field, value
        for field, texts, spans in (
            ("weapons", self.weapons, self.weapon_spans),
            ("sources", self.sources, self.source_spans),
        ):
            for text, span in zip(texts, spans, strict=True):
                yield field, Quote(quote=text, start=span.start, end=span.end, part=span.part)


class Versions(Record):
    """What made a result: the same four and the same input give the same output."""

    program: str
    model: str
    codebook: str
    gazetteer: str


class CodedReport(Record):
    """A report with its events: one line of the JSON lines output.

    `problems` lists values that were dropped while coding, each with its reason.
    """

    id: str
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    agency: str | None = None
    url: str | None = None
    language: str | None = None
    text: str
    sections: tuple[Section, ...] = ()
    relevant: bool
    events: tuple[Event, ...] = ()
    problems: tuple[str, ...] = ()
    versions: Versions
    extra: dict[str, Any] = Field(default_factory=dict)
