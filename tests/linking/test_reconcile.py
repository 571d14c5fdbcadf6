from datetime import date

from linking_samples import event, on, report

from dateline.linking import reconcile
from dateline.linking.telling import telling_of
from dateline.records import Event, Period, Place

SUNDAY = date(2016, 6, 5)
MONDAY = date(2016, 6, 6)
AKTOBE = Place(geonames_id=1, name="Aktobe", country="KZ", admin1="Aktobe Region", precision="town", confidence=0.8)
REGION = Place(geonames_id=2, name="Aktobe Region", country="KZ", admin1="Aktobe Region", precision="region")
LIMA = Place(geonames_id=3, name="Lima", country="PE", admin1="Lima", precision="town", confidence=0.9)


def heard(*told: tuple[int, Event]) -> list[reconcile.Voice]:
    """Events by the index of their source, one report each."""
    return [(telling_of(report(f"r{n}", e)), source, e) for n, (source, e) in enumerate(told)]


def test_independent_sources_outweigh_reports():
    found = reconcile.dates(
        heard(
            (0, event(date=on(SUNDAY))),
            (0, event(date=on(SUNDAY))),
            (1, event(date=on(MONDAY))),
            (2, event(date=on(MONDAY))),
        )
    )
    assert [(d.start, d.sources) for d in found] == [(MONDAY, 2), (SUNDAY, 1)]
    assert [w.report for w in found[1].told_by] == ["r0", "r1"]


def test_a_week_supports_its_days_and_the_shortest_stands_first():
    week = on(date(2016, 5, 30), until=SUNDAY)
    found = reconcile.dates(heard((0, event(date=week)), (1, event(date=on(SUNDAY)))))
    assert [(d.start, d.sources) for d in found] == [(SUNDAY, 2), (week.start, 1)]


def test_the_province_supports_its_town_and_other_towns_stay():
    found = reconcile.places(heard((0, event(place=REGION)), (1, event(place=AKTOBE)), (2, event(place=LIMA))))
    assert [(p.name, p.sources) for p in found] == [("Aktobe", 2), ("Lima", 1), ("Aktobe Region", 1)]


def test_what_is_unknown_says_nothing():
    assert reconcile.dates(heard((0, event(date=Period())))) == ()
    assert reconcile.places(heard((0, event(place=Place())))) == ()


def test_types_are_ranked_by_sources():
    found = reconcile.types(heard((0, event(type="riot.mob_violence")), (1, event()), (2, event())))
    assert [(t.type, t.sources) for t in found] == [("civilians.attack", 2), ("riot.mob_violence", 1)]
    assert found[0].told_by[0].quote == "shot"
