from dateline.coding.review import doubtful_fields
from dateline.records import Actor, Event, Period, Place


def event(**changes):
    told = {"type": 0.9, "status": 0.9, "background": 0.9, "responsibility": 0.9}
    values = {
        "id": "e1", "type": "civilians.attack", "trigger": "shot", "trigger_start": 0, "trigger_end": 4,
        "status": "happened", "background": False, "date": Period(), "place": Place(), "responsibility": "unknown",
        "confidence": 0.8, "field_confidence": told,
    }  # fmt: skip
    return Event(**{**values, **changes})


def test_a_sure_event_needs_no_review():
    assert doubtful_fields(event()) == ()


def test_fields_that_are_more_likely_wrong_than_right_are_named_in_the_order_of_the_record():
    gunmen = Actor(quote="gunmen", start=5, end=11, kind="unidentified_armed", confidence=0.4)
    doubtful = event(confidence=0.45, field_confidence={"type": 0.49, "sources": 0.2}, targets=(gunmen,))
    assert doubtful_fields(doubtful) == ("event", "type", "targets", "sources")


def test_an_empty_field_is_not_doubtful_but_a_place_without_a_probability_is():
    assert doubtful_fields(event(place=Place(name="Ramu", country="KE"))) == ("place",)
