import jsonschema

from dateline.export.privacy import withhold
from dateline.export.schema import coded_report_schema
from dateline.records import CodedReport


def test_a_line_of_output_is_valid(coded_report: CodedReport, quiet_report: CodedReport):
    for coded in (coded_report, quiet_report, withhold(coded_report)):
        jsonschema.validate(coded.model_dump(mode="json"), coded_report_schema())


def test_the_schema_itself_is_valid():
    jsonschema.Draft202012Validator.check_schema(coded_report_schema())
