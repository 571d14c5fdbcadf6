"""Parameters that endpoints share, and the filters of a selection in the OpenAPI document."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import Path

from dateline.store.selection.filters import MANY, Filters

MEANING: Final[dict[str, str]] = {
    "start": "from this day on: the dates of the incident reach it or lie behind it",
    "end": "up to this day, included",
    "countries": "ISO 3166-1 alpha-2; `untold` for incidents of which no report tells one",
    "admin1": "first-level divisions, as `KZ:Aktobe Region`",
    "box": "west,south,east,north in degrees; it may cross the 180th meridian",
    "types": "event types of the codebook, or the part before the dot for all of a family",
    "perpetrator_kinds": "kinds of actors that did it",
    "target_kinds": "kinds of actors that it was done to",
    "killed_from": "this many killed or more",
    "killed_to": "this many killed or fewer",
    "killed_known": "whether a number of killed is known",
    "sources_from": "this many independent sources or more",
    "sources_to": "this many independent sources or fewer",
    "confidence_from": "a confidence from here on, 0 to 1",
    "confidence_to": "a confidence below this, 0 to 1",
    "states": "review states",
    "precision": "precision of the place",
    "words": "words in a report of the incident",
    "dated": "whether any date is told",
    "located": "whether the place is known to the district at least",
    "report": "id of a report that tells of it",
    "disputed": "whether its reports disagree and nobody has decided yet",
    "changed_since_review": "whether reports have changed it since a person reviewed it",
    "sort": "order; with a minus the largest first",
    "limit": "incidents of a page",
    "offset": "incidents to leave out; `next` is the better way through many",
    "after": "the cursor in `next`",
}
ROWS: Final = ("sort", "limit", "offset", "after")
"""Parameters of order and rows, which exports do without."""


LARGEST: Final = (1 << 63) - 1
"""What the databases hold as a whole number."""
IncidentId = Annotated[str, Path(description="id of the incident")]


def filter_parameters(*, rows: bool = True) -> list[dict[str, Any]]:
    """Each filter as an OpenAPI parameter; without `rows` only those that select."""
    properties = Filters.model_json_schema()["properties"]
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": MEANING[name] + ("; may be given several times" if name in MANY else ""),
            "schema": _schema(name, schema),
            **({"explode": True} if name in MANY else {}),
        }
        for name, schema in properties.items()
        if rows or name not in ROWS
    ]


def _schema(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of what the query holds, which never is null."""
    if name == "box":
        return {"type": "string", "examples": ["57.0,50.0,58.0,50.5"]}
    choices = [choice for choice in schema.get("anyOf", [schema]) if choice.get("type") != "null"]
    return {key: value for key, value in choices[0].items() if key not in ("title", "default")}
