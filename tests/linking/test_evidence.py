import pytest
from linking_samples import event, report

from dateline.linking.evidence import evidence_of, main_event, outlet
from dateline.records import Place


def test_the_main_event_is_the_surest_that_is_not_background():
    events = (event(id="a", confidence=0.6), event(id="b", confidence=0.9, background=True), event(id="c"))
    assert getattr(main_event(events), "id", None) == "c"
    assert main_event(()) is None


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"publisher": "The Steppe Post", "url": "https://x.example/1"}, "the steppe post"),
        ({"url": "https://www.post.example/1"}, "post.example"),
        ({"url": "http://web.archive.org/web/20160606000000/http://www.post.example/1"}, "post.example"),
        ({}, ""),
    ],
)
def test_the_outlet_is_the_publisher_or_the_host(fields, name):
    assert outlet(report("a", **fields)) == name


def test_towns_come_from_events_and_the_lead(gazetteer):
    where = Place(geonames_id=610611, name="Aktobe", country="KZ", precision="town", confidence=0.8)
    evidence = evidence_of(report("a", event(place=where), text="Police in Mombasa, Kenya, said two died."), gazetteer)
    assert 610611 in evidence.towns
    assert len(evidence.towns) == 2
    assert sum(evidence.towns.values()) == pytest.approx(1)
