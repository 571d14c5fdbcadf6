"""Incidents as rows of a table: the columns that CSV and GeoJSON share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, get_args

from dateline.export.incidents.wording import problem_text
from dateline.export.rows import ColumnKind
from dateline.linking.actors import Party
from dateline.linking.conflicts import conflicts
from dateline.linking.records import Incident, ToldDate, ToldPlace, ToldType, Toll
from dateline.records import Measure, Side

COUNTED: Final[tuple[Measure, ...]] = ("killed", "injured")
"""Measures with columns of their own; `tolls` holds all."""
PARTIES: Final[tuple[Party, ...]] = get_args(Party)
TOLL_FIELDS: Final = ("measure", "side", "low", "best", "high", "sources")


@dataclass(frozen=True)
class IncidentColumn:
    """A column: what its cells hold (as `dateline.export.rows.Column`), what that means, and how it is read."""

    name: str
    kind: ColumnKind
    meaning: str
    value: Callable[[Incident], Any]


def _first_type(incident: Incident) -> ToldType | None:
    return incident.types[0] if incident.types else None


def _first_date(incident: Incident) -> ToldDate | None:
    return incident.dates[0] if incident.dates else None


def _first_place(incident: Incident) -> ToldPlace | None:
    return incident.places[0] if incident.places else None


def _status(incident: Incident) -> str | None:
    return incident.statuses[0].status if incident.statuses else None


def _kinds(party: Party) -> Callable[[Incident], list[str]]:
    return lambda incident: list(dict.fromkeys(actor.kind for actor in getattr(incident, party)))


def _of(first: Callable[[Incident], Any], field: str) -> Callable[[Incident], Any]:
    """A field of the reconciled value; None where no report tells any."""
    return lambda incident: getattr(first(incident), field, None)


def _toll(measure: Measure, side: Side, field: str) -> Callable[[Incident], Any]:
    def found(incident: Incident) -> Toll | None:
        return next((t for t in incident.tolls if (t.measure, t.side) == (measure, side)), None)

    return _of(found, field)


def _days(incident: Incident) -> list[date]:
    return sorted(member.published for member in incident.members if member.published is not None)


def _contested(incident: Incident) -> list[str]:
    found = conflicts(incident)
    named = (("type", found.types), ("date", found.dates), ("place", found.places))
    return [
        *(name for name, values in named if values),
        *(f"{toll.measure} {toll.side}" for toll in found.tolls),
        *(["arithmetic"] if found.problems else []),
    ]


COLUMNS: Final[tuple[IncidentColumn, ...]] = (
    IncidentColumn("incident_id", "text", "id of the incident", lambda i: i.id),
    IncidentColumn("formerly", "texts", "ids that turned out to be this incident", lambda i: list(i.formerly)),
    IncidentColumn("split_from", "text", "id that its reports were once taken for", lambda i: i.split_from),
    IncidentColumn("part_of", "text", "id of the incident that it is a part of", lambda i: i.part_of),
    IncidentColumn("type", "text", "event type of the codebook", _of(_first_type, "type")),
    IncidentColumn("type_sources", "integer", "independent sources of the type", _of(_first_type, "sources")),
    IncidentColumn("status", "text", "happened, averted, planned …, as most sources tell", _status),
    IncidentColumn("date_start", "date", "first day", _of(_first_date, "start")),
    IncidentColumn("date_end", "date", "last day", _of(_first_date, "end")),
    IncidentColumn("date_precision", "text", "day, week, month, year, range", _of(_first_date, "precision")),
    IncidentColumn("date_sources", "integer", "independent sources of the dates", _of(_first_date, "sources")),
    IncidentColumn("place_name", "text", "the best supported place", _of(_first_place, "name")),
    IncidentColumn("admin1", "text", "first-level division", _of(_first_place, "admin1")),
    IncidentColumn("country", "text", "ISO 3166-1 alpha-2", _of(_first_place, "country")),
    IncidentColumn("latitude", "number", "degrees north, WGS 84", _of(_first_place, "lat")),
    IncidentColumn("longitude", "number", "degrees east, WGS 84", _of(_first_place, "lon")),
    IncidentColumn("place_precision", "text", "site, town, district, region, country", _of(_first_place, "precision")),
    IncidentColumn("geonames_id", "integer", "the gazetteer entry", _of(_first_place, "geonames_id")),
    IncidentColumn("place_sources", "integer", "independent sources of the place", _of(_first_place, "sources")),
    *(
        IncidentColumn(f"{party}_kinds", "texts", f"kinds of {party}, those of most sources first", _kinds(party))
        for party in PARTIES
    ),
    *(
        IncidentColumn(
            f"{measure}_{side}_{field}", "integer", f"{measure}, side {side}: {field}", _toll(measure, side, field)
        )
        for measure in COUNTED
        for side in get_args(Side)
        for field in ("low", "best", "high")
    ),
    IncidentColumn(
        "tolls",
        "counts",
        f"every toll: {', '.join(TOLL_FIELDS)}",
        lambda i: [toll.model_dump(include=set(TOLL_FIELDS)) for toll in i.tolls],
    ),
    IncidentColumn("confidence", "number", "probability of its surest event", lambda i: i.confidence),
    IncidentColumn("reports", "integer", "how many reports tell of it", lambda i: len(i.members)),
    IncidentColumn("sources", "integer", "how many of them are independent", lambda i: len(i.sources)),
    IncidentColumn("report_ids", "texts", "the reports", lambda i: [member.report for member in i.members]),
    IncidentColumn("first_published", "date", "first publication", lambda i: next(iter(_days(i)), None)),
    IncidentColumn("last_published", "date", "last publication", lambda i: next(reversed(_days(i)), None)),
    IncidentColumn("in_conflict", "texts", "fields that the reports do not agree on", _contested),
    IncidentColumn(
        "problems", "texts", "numbers that do not add up", lambda i: [problem_text(p, names=False) for p in i.problems]
    ),
    IncidentColumn("model", "text", "the weights that linked it", lambda i: i.model),
)


def row(incident: Incident) -> dict[str, Any]:
    """The incident by column name. It holds no words of the reports but those of problems, without names."""
    return {column.name: column.value(incident) for column in COLUMNS}
