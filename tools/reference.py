"""Writes the parts of docs/reference that come from the code: `make reference`."""

from __future__ import annotations

import json
from pathlib import Path

from dateline.codebook import Codebook, TypeDefinition
from dateline.export.incidents import columns as incident
from dateline.export.rows import COLUMNS
from dateline.export.schema import coded_report_schema, incident_schema

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


PAGES = {
    "coded-report.schema.json": schema,
    "incident.schema.json": schema_of_incidents,
    "codebook.md": codebook,
    "columns.md": columns,
    "incident-columns.md": incident_columns,
}


def main() -> None:
    """Write the pages."""
    for name, content in PAGES.items():
        (FOLDER / name).write_text(content(), encoding="utf-8")


if __name__ == "__main__":
    main()
