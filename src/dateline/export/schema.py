"""The JSON Schemas of the JSON lines outputs."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from dateline.records import CodedReport, Record


def coded_report_schema() -> dict[str, Any]:
    """The schema (draft 2020-12) of one line of `dateline code`, generated from `CodedReport`."""
    return _schema(CodedReport, "A coded report: one line of dateline's JSON lines output")


def incident_schema() -> dict[str, Any]:
    """The schema (draft 2020-12) of one line of `dateline link`, generated from `Incident`."""
    from dateline.linking.records import Incident  # noqa: PLC0415 - linking is slow to import

    return _schema(Incident, "An incident: one line of the output of dateline link")


def _schema(record: type[Record], title: str) -> dict[str, Any]:
    schema = record.model_json_schema(mode="serialization")
    return {"$schema": GenerateJsonSchema.schema_dialect, **schema, "title": title}
