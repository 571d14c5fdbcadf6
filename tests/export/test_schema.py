import jsonschema
from incident_samples import contested_mill

from dateline.export.privacy import withhold
from dateline.export.schema import coded_report_schema, incident_schema
from dateline.records import CodedReport


def errors(document: object, schema: dict[str, object]) -> list[str]:
    return [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(document)]


def test_a_line_of_output_is_valid(coded_report: CodedReport, quiet_report: CodedReport):
    for coded in (coded_report, quiet_report, withhold(coded_report)):
        assert errors(coded.model_dump(mode="json"), coded_report_schema()) == []


def test_the_schema_itself_is_valid():
    assert errors(coded_report_schema(), jsonschema.Draft202012Validator.META_SCHEMA) == []


def test_a_line_with_an_unknown_type_is_not_valid(coded_report: CodedReport):
    line = coded_report.model_dump(mode="json")
    line["events"][0]["type"] = "battle.royal"
    assert errors(line, coded_report_schema())


def test_an_incident_is_valid():
    assert errors(contested_mill().model_dump(mode="json"), incident_schema()) == []
    assert errors(incident_schema(), jsonschema.Draft202012Validator.META_SCHEMA) == []
