import io

import pytest
from rich.console import Console

from dateline.export.cards import render
from dateline.records import Attribution, CodedReport


def rendered(coded: CodedReport, *, names: bool = False) -> str:
    console = Console(file=io.StringIO(), width=120)
    render(coded, console, names=names)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_card_shows_each_value_with_its_words_and_confidence(coded_report: CodedReport):
    card = rendered(coded_report)
    for words in (
        "e1 civilians.attack",
        "happened  “shot dead”  95%",
        "2016-06-05 (day)  “on Sunday”  90%",
        "Aktobe, Aktobe Region, KZ (town) 50.2797, 57.2072 GeoNames 610611  “Aktobe”  80%",
        "unidentified_armed  “Three gunmen”  70%",
        "responsibility: fact",
        "killed 6 (target, people)  “six people”  90%",
        "“the interior ministry”",
        "unconfirmed · background",
        "participants at least 40 (perpetrator)",
    ):
        assert words in card


def test_a_source_has_a_line_with_the_manner_in_which_it_is_cited(coded_report: CodedReport):
    event = coded_report.events[0]
    span = event.source_spans[0]
    said = (
        Attribution(quote=event.sources[0], start=span.start, end=span.end, manner="denied"),
        Attribution(manner="alleged"),
    )
    coded = coded_report.model_copy(update={"events": (event.model_copy(update={"attributions": said}),)})
    assert "denied  “the interior ministry”" in rendered(coded)
    assert "alleged  nobody named" in rendered(coded)


def test_private_names_are_withheld_unless_asked_for(coded_report: CodedReport):
    assert "Mira Tolland" not in rendered(coded_report)
    assert "[private person]" in rendered(coded_report)
    assert "Mira Tolland" in rendered(coded_report, names=True)


def test_a_report_without_events_says_so(quiet_report: CodedReport):
    assert "no event" in rendered(quiet_report)


@pytest.mark.parametrize("steering", ["\x1b[2J", "\x9b2J", "\x07", "\u202e"])
def test_what_steers_a_terminal_does_not_reach_it(coded_report: CodedReport, steering: str):
    assert steering[0] not in rendered(coded_report.model_copy(update={"title": f"{steering}gone"}))


def test_brackets_are_shown_and_not_taken_for_markup(coded_report: CodedReport):
    assert "[red]x[/] [/bold]" in rendered(coded_report.model_copy(update={"title": "[red]x[/] [/bold]"}))
