"""The JSON Schema of the JSON lines output."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from dateline.records import CodedReport


def coded_report_schema() -> dict[str, Any]:
    """The schema (draft 2020-12) of one line, generated from `CodedReport`."""
    schema = CodedReport.model_json_schema(mode="serialization")
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        **schema,
        "title": "A coded report: one line of dateline's JSON lines output",
    }
