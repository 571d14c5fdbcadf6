"""Events as rows of a table: the columns that CSV, Parquet and GeoJSON share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

from dateline.export.privacy import Mask, withhold
from dateline.records import Actor, CodedReport, Event, Measure

ColumnKind = Literal["text", "date", "integer", "number", "boolean", "texts", "counts", "numbers"]
COUNT_FIELDS = ("measure", "side", "who", "low", "best", "high", "quote", "confidence")


@dataclass(frozen=True)
class Column:
    """A column: what its cells hold, what that means, and how it comes from an event.

    `texts` is a list of strings, `counts` a list of objects with COUNT_FIELDS, `numbers` an
    object of numbers by name; all other kinds are single values or None.
    """

    name: str
    kind: ColumnKind
    meaning: str
    value: Callable[[CodedReport, Event], Any]


def bounds(event: Event, measure: Measure) -> tuple[int | None, int | None, int | None]:
    """Low, best and high of all counts of one measure, added up.

    The guidelines keep separate entries for separate groups and no entry that is only their
    sum, so entries add up. A known low makes a valid lower bound even where another entry's
    is open; best and high are known only where every entry's is.
    """
    counts = [count for count in event.counts if count.measure == measure]
    lows = [count.low for count in counts if count.low is not None]
    bests = [count.best for count in counts if count.best is not None]
    highs = [count.high for count in counts if count.high is not None]
    return (
        sum(lows) if lows else None,
        sum(bests) if counts and len(bests) == len(counts) else None,
        sum(highs) if counts and len(highs) == len(counts) else None,
    )


def _bound(measure: Measure, index: int) -> Callable[[CodedReport, Event], int | None]:
    return lambda _, event: bounds(event, measure)[index]


def _quotes(actors: tuple[Actor, ...]) -> list[str]:
    return [actor.quote for actor in actors]


def _kinds(actors: tuple[Actor, ...]) -> list[str]:
    return [actor.kind for actor in actors]


def _attributions(event: Event) -> list[str]:
    return [f"{said.manner}: {said.quote or 'nobody named'}" for said in event.attributions]


def _counts(event: Event) -> list[dict[str, Any]]:
    return [{name: getattr(count, name) for name in COUNT_FIELDS} for count in event.counts]


COLUMNS: tuple[Column, ...] = (
    Column("report_id", "text", "id of the report", lambda report, _: report.id),
    Column("event_id", "text", "id of the event within the report", lambda _, event: event.id),
    Column("published", "date", "the report's publication date", lambda report, _: report.published),
    Column("title", "text", "the report's title", lambda report, _: report.title),
    Column("publisher", "text", "who published the report", lambda report, _: report.publisher),
    Column("agency", "text", "the news agency behind it", lambda report, _: report.agency),
    Column("url", "text", "the report's address", lambda report, _: report.url),
    Column("language", "text", "the report's language", lambda report, _: report.language),
    Column("type", "text", "event type of the codebook", lambda _, event: event.type),
    Column("status", "text", "happened, averted, planned …", lambda _, event: event.status),
    Column("background", "boolean", "true for earlier context", lambda _, event: event.background),
    Column("part_of", "text", "id of the summing event", lambda _, event: event.part_of),
    Column("trigger", "text", "the words that name the event", lambda _, event: event.trigger),
    Column("date_start", "date", "first day", lambda _, event: event.date.start),
    Column("date_end", "date", "last day", lambda _, event: event.date.end),
    Column("date_precision", "text", "day, week, month, year, range, unknown", lambda _, event: event.date.precision),
    Column("date_quote", "text", "the words that say when", lambda _, event: event.date.quote),
    Column("place_name", "text", "the most specific named place", lambda _, event: event.place.name),
    Column("admin2", "text", "second-level division", lambda _, event: event.place.admin2),
    Column("admin1", "text", "first-level division", lambda _, event: event.place.admin1),
    Column("country", "text", "ISO 3166-1 alpha-2", lambda _, event: event.place.country),
    Column("latitude", "number", "degrees north, WGS 84", lambda _, event: event.place.lat),
    Column("longitude", "number", "degrees east, WGS 84", lambda _, event: event.place.lon),
    Column("place_precision", "text", "site, town, district, region, country, unknown", lambda _, e: e.place.precision),
    Column("geonames_id", "integer", "the gazetteer entry", lambda _, event: event.place.geonames_id),
    Column("place_quote", "text", "the words that say where", lambda _, event: event.place.quote),
    Column("perpetrators", "texts", "who did it", lambda _, event: _quotes(event.perpetrators)),
    Column("perpetrator_kinds", "texts", "their kinds, in the same order", lambda _, event: _kinds(event.perpetrators)),
    Column("targets", "texts", "to whom or what", lambda _, event: _quotes(event.targets)),
    Column("target_kinds", "texts", "their kinds, in the same order", lambda _, event: _kinds(event.targets)),
    Column(
        "responsibility", "text", "fact, suspected, claimed, denied, unknown", lambda _, event: event.responsibility
    ),
    *(
        Column(f"{measure}_{name}", "integer", f"{measure}: {name}, all entries added up", _bound(measure, index))
        for measure in get_args(Measure)
        for index, name in enumerate(("low", "best", "high"))
    ),
    Column("counts", "counts", "every count with its side and its words", lambda _, event: _counts(event)),
    Column("weapons", "texts", "weapons used", lambda _, event: list(event.weapons)),
    Column("sources", "texts", "whom the report cites", lambda _, event: list(event.sources)),
    Column("attributions", "texts", "how each source is cited: manner and source", lambda _, e: _attributions(e)),
    Column("confidence", "number", "that this is an event", lambda _, event: event.confidence),
    Column("date_confidence", "number", "of the date", lambda _, event: event.date.confidence),
    Column("place_confidence", "number", "of the place", lambda _, event: event.place.confidence),
    Column("field_confidence", "numbers", "of further fields", lambda _, event: dict(event.field_confidence)),
    Column("review", "texts", "fields more likely wrong than right: look first", lambda _, event: list(event.review)),
    Column("program", "text", "version of the program", lambda report, _: report.versions.program),
    Column("model", "text", "version of the model", lambda report, _: report.versions.model),
    Column("codebook", "text", "version of the codebook", lambda report, _: report.versions.codebook),
    Column("gazetteer", "text", "version of the gazetteer", lambda report, _: report.versions.gazetteer),
)


def rows(coded: CodedReport, *, names: bool = False) -> Iterator[dict[str, Any]]:
    """One row an event, by column name. Private persons' names are withheld unless `names` is set."""
    if not names:
        title = Mask.of(coded.events).apply(coded.title, 0, "title")
        coded = withhold(coded).model_copy(update={"title": title})
    for event in coded.events:
        yield {column.name: column.value(coded, event) for column in COLUMNS}
