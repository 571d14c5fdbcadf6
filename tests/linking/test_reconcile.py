from dataclasses import replace
from datetime import date

from linking_samples import event, on, report

from dateline.coding.account import Account, Choice
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


def whole(name: str, source: int, day: Account, told: Event) -> reconcile.Voice:
    """The main event of a report that was coded as a whole."""
    return replace(telling_of(report(name, told)), account=day), source, told


def days(*choices: tuple[date, float]) -> Account:
    return Account(days=tuple(Choice(day.toordinal(), chance) for day, chance in choices))


SURE = whole("c", 2, days((MONDAY, 0.9)), event(date=on(MONDAY)))
UNSURE = [whole(n, s, days((SUNDAY, 0.5), (MONDAY, 0.4)), event(date=on(SUNDAY))) for n, s in (("a", 0), ("b", 1))]


def test_of_reports_coded_as_wholes_the_most_probable_day_stands_first():
    # Monday (0.9 + 0.4 + 0.4) / 3, Sunday (0.5 + 0.5) / 3; by sources it would be Sunday.
    found = reconcile.dates([*UNSURE, SURE])
    assert [(d.start, d.sources) for d in found] == [(MONDAY, 1), (SUNDAY, 2)]


def test_sources_count_where_a_report_was_not_coded_as_a_whole():
    plain = (telling_of(report("d", event())), 3, event())
    assert reconcile.together([*UNSURE, SURE, plain]) is None
    assert [d.start for d in reconcile.dates([*UNSURE, SURE, plain])] == [SUNDAY, MONDAY]


def test_further_events_have_no_voice_beside_wholes():
    further = (replace(telling_of(report("d", event())), main=False), 3, event(date=on(SUNDAY)))
    assert [d.start for d in reconcile.dates([*UNSURE, SURE, further])] == [MONDAY, SUNDAY]


def test_of_reports_coded_as_wholes_the_most_probable_place_stands_first():
    unsure, sure = Account(towns=(Choice(1, 0.5), Choice(3, 0.4))), Account(towns=(Choice(3, 0.9),))
    wholes = [whole(n, s, unsure, event(place=AKTOBE)) for n, s in (("a", 0), ("b", 1))]
    found = reconcile.places([*wholes, whole("c", 2, sure, event(place=LIMA))])
    assert [(p.name, p.sources) for p in found] == [("Lima", 1), ("Aktobe", 2)]


def test_the_status_of_most_sources_stands_first():
    found = reconcile.statuses(heard((0, event(status="unconfirmed")), (1, event()), (2, event())))
    assert [(s.status, s.sources) for s in found] == [("happened", 2), ("unconfirmed", 1)]
