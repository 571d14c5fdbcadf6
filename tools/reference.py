"""Writes the parts of docs/reference that come from the code: `make reference`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from dateline.codebook import Codebook, TypeDefinition
from dateline.desk.api import routes
from dateline.export.incidents import columns as incident
from dateline.export.incidents import reviewed
from dateline.export.rows import COLUMNS
from dateline.export.schema import coded_report_schema, incident_schema

API_HEAD = """# API

Written by `make reference` from the OpenAPI document, which every desk serves at `/api/v1/openapi.json`, with a page
for people at `/api/v1/docs`. [How to export](../how-to/export-from-the-store.md) shows it in use.

Programs send an API token, made on the account page, as `Authorization: Bearer …`; it has the rights of its user. A
desk on one's own machine without users needs none. Times are UTC, days are civil days without a zone.

**Errors** have one shape, `application/problem+json` ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)): `type`,
`title`, `status`, `detail` (what was wrong and what to do), `instance` (the address), and where they apply `errors`
(each thing wrong with the request: `where` and `what`), `current` (412: the version that stands now), `history` (410)
and `location` (409).

**Lists** have `items` and `next`, the address of what follows. **Ids stay**: that of an incident that was merged
answers 308 with the address of the one that took it in, that of an incident of which no report tells any more 410 with
its history.

**Changes** name the version that was seen: its `ETag` goes into `If-Match`. Without it the answer is 428, and 412 where
somebody has changed the incident since; nothing is changed then.
"""
FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"


def schema() -> str:
    """The JSON Schema as `dateline schema` prints it."""
    return json.dumps(coded_report_schema(), indent=2, ensure_ascii=False) + "\n"


def schema_of_incidents() -> str:
    """The JSON Schema as `dateline schema --incidents` prints it."""
    return json.dumps(incident_schema(), indent=2, ensure_ascii=False) + "\n"


def codebook() -> str:
    """All event types with their definitions and the table to other ontologies."""
    book = Codebook.load()
    lines = [
        "# Codebook",
        "",
        f"Version {book.version}. Written by `make reference` from `src/dateline/codebook/codebook.yaml`.",
        "",
        "Each event has one type. Where two fit, take the more violent and the more specific: a suicide bomb before a",
        "remote explosive, an explosive weapon before an attack on civilians, a clash where both sides are armed.",
        "",
    ]
    for family, definition in book.families.items():
        lines += [f"## {family}", "", definition, ""]
        for member in book.types:
            if member.family == family:
                lines += _section(member)
    lines += ["## Other ontologies", "", *_table(book), ""]
    return "\n".join(lines)


def _section(member: TypeDefinition) -> list[str]:
    return [
        f"### {member.name}",
        "",
        f"{member.title}: {member.definition[0].lower()}{member.definition[1:]}",
        "",
        "Counts:",
        "",
        *(f"- {item}" for item in member.counts),
        "",
        "Does not count:",
        "",
        *(f"- {item}" for item in member.does_not_count),
        "",
    ]


def _table(book: Codebook) -> list[str]:
    rows = [
        (
            member.name,
            member.maps.acled.event_type,
            member.maps.acled.sub_event_type,
            member.maps.plover or "–",
            member.maps.gtd or "–",
            member.maps.case2021,
            member.maps.ucdp,
        )
        for member in book.types
    ]
    header = ("Type", "ACLED event type", "ACLED sub-event type", "PLOVER", "GTD attack type", "CASE 2021", "UCDP GED")
    return [f"| {' | '.join(row)} |" for row in (header, ("---",) * len(header), *rows)]


def columns() -> str:
    """The columns of the tables."""
    rows = [f"| `{column.name}` | {column.kind} | {column.meaning} |" for column in COLUMNS]
    return "\n".join(
        [
            "# Columns of the tables",
            "",
            "Written by `make reference` from the code. [Output](output.md#tables) explains the formats.",
            "",
            "| Column | Holds | Meaning |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def incident_columns() -> str:
    """The columns of the tables of incidents."""
    rows = [f"| `{column.name}` | {column.kind} | {column.meaning} |" for column in incident.COLUMNS]
    return "\n".join(
        [
            "# Columns of the tables of incidents",
            "",
            "Written by `make reference` from the code. [Incidents](incidents.md#tables) explains the formats.",
            "",
            "| Column | Holds | Meaning |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def store_columns() -> str:
    """The columns of exports of a store."""
    rows = [f"| `{column.name}` | {column.kind} | {column.meaning} |" for column in reviewed.COLUMNS]
    return "\n".join(
        [
            "# Columns of exports of a store",
            "",
            "Written by `make reference` from the code. Values are those that people see: corrections are in them.",
            "[How to export](../how-to/export-from-the-store.md) tells how such a table is made.",
            "",
            "| Column | Holds | Meaning |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def api() -> str:
    """The page: every endpoint with its parameters, body and answers."""
    app = FastAPI()
    app.include_router(routes.router())
    document = routes.described(app)
    lines = [API_HEAD]
    for tag in document["tags"]:
        lines += [f"## {tag['name'].capitalize()}", "", tag["description"], ""]
        for operation in routes.operations(document):
            if tag["name"] in operation["tags"]:
                lines += _operation(operation)
    lines += ["## Records", "", *_records(document["components"]["schemas"])]
    return "\n".join(lines)


def _operation(operation: dict[str, Any]) -> list[str]:
    description = " ".join(operation["description"].split())
    lines = [f"### `{operation['method']} {operation['path']}`", "", description, ""]
    if parameters := operation.get("parameters"):
        lines += ["| Parameter | In | Meaning |", "|---|---|---|"]
        lines += [_parameter(parameter) for parameter in parameters]
        lines.append("")
    if body := operation.get("requestBody"):
        kinds = [f"`{media_type}`: {_type(content['schema'])}" for media_type, content in body["content"].items()]
        lines += [f"Body: {', '.join(kinds)}.", ""]
    answers = []
    for status, told in operation["responses"].items():
        if status == "default":
            continue
        schemas = {_type(content.get("schema", {})) for content in told.get("content", {}).values()}
        answers.append(f"{status} {', '.join(sorted(schemas - {'anything', 'file'})) or told['description']}")
    return [*lines, f"Answers: {'; '.join(answers)}.", ""]


def _parameter(parameter: dict[str, Any]) -> str:
    schema = parameter["schema"]
    items = schema.get("items", {})
    choices = schema.get("enum") or [name for one in items.get("anyOf", [items]) for name in _choices(one)]
    told = [
        parameter.get("description", ""),
        f"one of {', '.join(f'`{choice}`' for choice in choices)}" if choices else "",
    ]
    bounds = [f"{name} {schema[key]}" for key, name in (("minimum", "from"), ("maximum", "to")) if key in schema]
    default = [f"default `{json.dumps(schema['default'])}`"] if schema.get("default") is not None else []
    meaning = "; ".join(part for part in [*told, " ".join(bounds), *default] if part)
    return f"| `{parameter['name']}`{' (required)' if parameter['required'] else ''} | {parameter['in']} | {meaning} |"


def _choices(schema: dict[str, Any]) -> list[Any]:
    return [schema["const"]] if "const" in schema else list(schema.get("enum", ()))


def _records(schemas: dict[str, Any]) -> list[str]:
    """The fields of each record; those that are described elsewhere have a link."""
    lines = []
    for name, schema in sorted(schemas.items()):
        description = " ".join(schema.get("description", "").split())
        lines += [f"### {name}", "", description, ""] if description else [f"### {name}", ""]
        lines += ["| Field | Holds | |", "|---|---|---|"]
        required = set(schema.get("required", ()))
        for field, held in schema.get("properties", {}).items():
            meaning = held.get("description", "")
            lines.append(f"| `{field}`{'' if field in required else ' (optional)'} | {_type(held)} | {meaning} |")
        lines.append("")
    return lines


def _type(schema: dict[str, Any]) -> str:
    """A schema in words, records as links."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if choices := _choices(schema):
        return ", ".join(f"`{value}`" for value in choices)
    if alternatives := schema.get("anyOf") or schema.get("oneOf"):
        return " or ".join(dict.fromkeys(_type(choice) for choice in alternatives))
    if schema.get("type") == "array":
        fixed = schema.get("prefixItems")
        return f"list of {len(fixed)} values" if fixed else f"list of {_type(schema.get('items', {}))}"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"object of {_type(schema['additionalProperties'])} by name"
    named = "file" if schema.get("format") == "binary" else schema.get("format", schema.get("type"))
    return str(named or "anything")


PAGES = {
    "coded-report.schema.json": schema,
    "incident.schema.json": schema_of_incidents,
    "codebook.md": codebook,
    "columns.md": columns,
    "incident-columns.md": incident_columns,
    "store-columns.md": store_columns,
    "api.md": api,
}


def main() -> None:
    """Write the pages."""
    for name, content in PAGES.items():
        (FOLDER / name).write_text(content(), encoding="utf-8")


if __name__ == "__main__":
    main()
