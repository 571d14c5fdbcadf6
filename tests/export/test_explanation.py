import io

from rich.console import Console

from dateline.export.explanation import explain
from dateline.records import CodedReport


def explained(coded: CodedReport, *, colour: bool = False) -> str:
    console = Console(file=io.StringIO(), width=140, force_terminal=colour, color_system="standard" if colour else None)
    explain(coded, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_without_colour_the_evidence_stands_in_brackets(coded_report: CodedReport):
    text = explained(coded_report)
    assert "[e1 perpetrators: Three gunmen] [e1 trigger: shot dead]" in text
    assert "[e1 counts, e1 targets: six people]" in text


def test_with_colour_the_text_is_unchanged_but_for_the_colours(coded_report: CodedReport):
    text = explained(coded_report, colour=True)
    assert "[e1" not in text
    assert "\x1b[" in text


def test_each_derived_value_has_its_chain(coded_report: CodedReport):
    text = explained(coded_report)
    assert "on Sunday + published 2016-06-06 → 2016-06-05 (day)" in text
    assert "Aktobe → GeoNames 610611, city before region" in text
    assert "“at least 40 people” → at least 40 (low 40, best 40, high open) → side: perpetrator" in text


def test_what_steers_a_terminal_is_replaced_one_for_one(coded_report: CodedReport):
    text = explained(coded_report.model_copy(update={"title": "\x1b[2J\x9b\u202e[red]a[/]"}))
    assert "\ufffd[2J\ufffd\ufffd[red]a[/]" in text
