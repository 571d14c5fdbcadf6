from datetime import date

from frame_samples import TEXT, filler, frame

from dateline.coding.events import to_events
from dateline.records import Report, Section


def attack(**changes):
    return frame(
        filler("perpetrator", "Gunmen", kind="unidentified_armed"),
        filler("target", "four traders", kind="civilians"),
        filler("count", "four traders", measure="killed", side="target"),
        filler("place", "Gombi"),
        filler("time", "on Sunday"),
        filler("source", "police"),
        **changes,
    )


def test_every_value_has_its_words(report, document, gazetteer):
    (event,), _ = to_events([attack()], report, document, gazetteer)
    assert {field for field, _ in event.quotes()} == {
        "trigger",
        "date",
        "place",
        "perpetrators",
        "targets",
        "counts",
        "sources",
    }
    for _, quote in event.quotes():
        assert TEXT[quote.start : quote.end] == quote.quote
    assert (event.date.start, event.place.country, event.sources) == (date(2016, 6, 5), "NG", ("police",))


def test_gunmen_leave_the_responsibility_unknown(report, document, gazetteer):
    (event,), _ = to_events([attack()], report, document, gazetteer)
    assert event.responsibility == "unknown"


def test_an_event_without_a_place_takes_that_of_its_neighbour_and_says_so(report, document, gazetteer):
    shooting = frame(filler("target", "two of the attackers", kind="rebel_group"), words="shot")
    (first, second), _ = to_events([attack(), shooting], report, document, gazetteer)
    assert second.place.geonames_id == first.place.geonames_id
    assert second.place.quote is None
    assert "nearest" in second.place.basis
    assert second.place.confidence < first.place.confidence


def test_lines_that_advertise_other_stories_make_no_events(document, gazetteer):
    advert = Section(kind="related", start=TEXT.index("Soldiers"), end=len(TEXT))
    report = Report(id="r", text=TEXT, published=date(2016, 6, 6), sections=(advert,))
    events, _ = to_events([attack(), frame(words="shot")], report, document, gazetteer)
    assert [e.trigger for e in events] == ["killed"]


def test_a_value_that_fails_is_left_out_with_its_reason_and_the_event_stays(report, document, gazetteer):
    odd = frame(filler("target", "four traders", kind="no such kind"), filler("place", "Gombi"), words="shot")
    events, problems = to_events([attack(), odd], report, document, gazetteer)
    assert [e.trigger for e in events] == ["killed"]
    assert len(problems) == 1
    assert problems[0].startswith("e2 left out: ValidationError")
