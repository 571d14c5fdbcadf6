from datetime import date

from frame_samples import TEXT, filler

from dateline.coding.document import read_document
from dateline.coding.periods import Reference, reference_of, to_period
from dateline.records import Report

MONDAY = Reference(date(2016, 6, 6), "published")


def test_a_weekday_is_counted_back_from_publication(document):
    period = to_period([filler("time", "on Sunday")], document, MONDAY)
    assert (period.start, period.end, period.precision) == (date(2016, 6, 5), date(2016, 6, 5), "day")
    assert period.basis == "on Sunday + published 2016-06-06 → 2016-06-05"
    assert TEXT[period.quote_start : period.quote_end] == period.quote == "on Sunday"


def test_without_words_the_publication_date_is_not_passed_off(document):
    period = to_period([], document, MONDAY)
    assert (period.start, period.end, period.precision) == (None, None, "unknown")


def test_an_unknown_year_stays_unknown_and_keeps_its_words(document):
    period = to_period([filler("time", "on Sunday")], document, Reference(None, "published"))
    assert (period.start, period.quote) == (None, "on Sunday")


def test_a_further_time_narrows_the_first(tokenizer):
    text = "The raid last week came on Tuesday."
    document = read_document(text, None, tokenizer)
    fillers = [filler("time", "last week", 0.9, text), filler("time", "on Tuesday", 0.5, text)]
    assert to_period(fillers, document, Reference(date(2016, 6, 10), "published")).quote == "last week"
    fillers = [filler("time", "last week", 0.9, text)]
    assert to_period(fillers, document, MONDAY).precision == "week"


def test_the_dateline_stands_in_for_a_missing_publication_date():
    report = Report(id="r", text="BOGOTA, 17 NOV 88 -- [TEXT] A MAYOR WAS KILLED YESTERDAY.")
    assert reference_of(report) == Reference(date(1988, 11, 17), "dateline")


def test_what_is_planned_lies_ahead(tokenizer):
    text = "Unions want to strike on Monday."
    document = read_document(text, None, tokenizer)
    reference = Reference(date(2016, 6, 5), "published")
    fillers = [filler("time", "on Monday", 0.9, text)]
    assert to_period(fillers, document, reference).start == date(2016, 5, 30)
    assert to_period(fillers, document, reference, planned=True).start == date(2016, 6, 6)
