from datetime import date

import pytest

from dateline.codebook import Codebook
from dateline.coding.account import Account, Choice, Spot
from dateline.coding.account.filling import WholeReports, filled, made_of
from dateline.coding.account.passages import passages
from dateline.records import Count, Report

REPORT = Report(
    id="r",
    title="One dead, three hurt in Springfield shooting",
    text="SPRINGFIELD, Ill. - A man was killed and three others were wounded in a club on Sunday night, police said.",
    published=date(2016, 6, 7),
)
OWN = passages(REPORT.title, REPORT.text)


def at(words: str) -> Spot:
    start = REPORT.text.index(words)
    return Spot(start, start + len(words))


@pytest.fixture
def event():
    made = made_of(OWN, "civilians.attack", "e1")
    assert made is not None
    return made


def test_an_event_is_made_at_the_first_word_of_an_attack(event):
    assert (event.trigger, event.trigger_part, event.type) == ("shooting", "title", "civilians.attack")
    assert (
        made_of(passages(None, "The eggs are beaten with sugar for forty minutes."), "civilians.attack", "e1") is None
    )


def test_values_have_their_words(event, gazetteer):
    account = Account(
        days=(Choice(date(2016, 6, 7).toordinal(), 0.6), Choice(date(2016, 6, 5).toordinal(), 0.3, at("Sunday night"))),
        towns=(Choice(4250542, 0.9, at("SPRINGFIELD")),),
        killed=(Choice(1, 0.8, at("A man")),),
        injured=(Choice(3, 0.7, at("three others")),),
    )
    whole = filled(event, account, REPORT, gazetteer)
    assert (whole.date.start, whole.date.quote) == (date(2016, 6, 5), "Sunday night")  # the presumed day has no words
    assert (whole.place.name, whole.place.admin1, whole.place.quote) == ("Springfield", "Illinois", "SPRINGFIELD")
    assert [(c.measure, c.best, c.quote) for c in whole.counts] == [
        ("killed", 1, "A man"),
        ("injured", 3, "three others"),
    ]
    for _, quote in whole.quotes():
        source = REPORT.text if quote.part == "text" else REPORT.title or ""
        assert source[quote.start : quote.end] == quote.quote


def test_what_no_words_tell_stays_as_coded(event, gazetteer):
    coded = Count(quote="A man", start=0, end=5, measure="killed", side="target", low=1, best=1, high=1, confidence=0.9)
    event = event.model_copy(update={"counts": (coded,)})
    assert filled(event, Account(killed=(Choice(2, 0.6),)), REPORT, gazetteer).counts == (coded,)
    assert filled(event, Account(killed=(Choice(0, 0.6),)), REPORT, gazetteer).counts == ()


def test_the_most_probable_number_that_words_tell_is_taken(event, gazetteer):
    account = Account(killed=(Choice(2, 0.6), Choice(1, 0.3, at("A man"))))
    assert [c.best for c in filled(event, account, REPORT, gazetteer).counts] == [1]


def test_a_report_without_coded_event_gets_one(gazetteer):
    whole = Codebook.named("shootings").whole_report
    assert whole is not None
    (event,) = WholeReports(whole, gazetteer).events((), REPORT)
    assert event.id == "e1"
    assert event.date.start == date(2016, 6, 5)
    assert WholeReports(whole, gazetteer).events((), Report(id="x", text="Beat the eggs with the sugar.")) == ()
