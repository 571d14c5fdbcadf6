from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_samples import case, correction, mill, named, port

from dateline.records import Measure, Side
from dateline.store.records import (
    ActorsValue,
    Case,
    DateValue,
    PlaceValue,
    StatusValue,
    TollValue,
    TypeValue,
    Value,
)
from dateline.store.showing import field_of, shown, values

SUNDAY, SATURDAY = date(2016, 6, 5), date(2016, 6, 4)


def with_values(*given: Value) -> Case:
    return case(corrections=tuple(correction(value) for value in given))


def test_without_corrections_the_incident_is_shown_as_told():
    assert shown(case()) == mill()


def test_the_values_are_the_first_ones():
    assert values(case()) == {
        "type": "civilians.attack",
        "status": "happened",
        "date": {"start": "2016-06-05", "end": "2016-06-05", "precision": "day"},
        "place": {
            "name": "Oldenmill",
            "country": "KZ",
            "admin1": "Oldenmill Region",
            "lat": 50.25,
            "lon": 57.5,
            "precision": "town",
            "geonames_id": 1,
        },
        "perpetrators": [{"kind": "unidentified_armed", "name": "gunmen", "private": False}],
        "targets": [
            {"kind": "civilians", "name": "farmers", "private": False},
            {"kind": "civilians", "name": "Josef Tarrow", "private": True},
        ],
        "toll killed target": {"low": 5, "best": 6, "high": 9},
        "toll killed perpetrator": {"low": 1, "best": 1, "high": 1},
    }


def test_what_nobody_tells_is_null():
    told = values(case(port(types=(), statuses=(), dates=(), places=(), tolls=())))
    assert told == {"type": None, "status": None, "date": None, "place": None, "perpetrators": [], "targets": []}


def test_a_corrected_type_stands_before_what_the_reports_tell():
    incident = shown(with_values(TypeValue(type="explosion.grenade")))
    assert [(told.type, told.sources) for told in incident.types] == [("explosion.grenade", 0), ("civilians.attack", 3)]
    assert incident.types[0].told_by == ()


def test_a_corrected_value_that_reports_tell_too_stands_once():
    incident = shown(with_values(StatusValue(status="happened")))
    assert [(told.status, told.sources) for told in incident.statuses] == [("happened", 0)]


def test_corrected_days_stand_before_those_that_differ():
    incident = shown(with_values(DateValue(start=SATURDAY, end=SATURDAY, precision="day")))
    assert [(told.start, told.sources) for told in incident.dates] == [(SATURDAY, 0), (SUNDAY, 1)]


def test_a_date_corrected_to_unknown_is_not_shown():
    assert shown(with_values(DateValue(start=None, end=None, precision="unknown"))).dates == ()


def test_a_corrected_place_stands_before_what_the_reports_tell():
    incident = shown(with_values(PlaceValue(name="Aktobe", country="KZ", precision="region")))
    assert [told.name for told in incident.places] == ["Aktobe", "Oldenmill"]
    assert (incident.places[0].lat, incident.places[0].sources) == (None, 0)


def test_a_place_corrected_to_unknown_is_not_shown():
    assert shown(with_values(PlaceValue(name=None, precision="unknown"))).places == ()


def test_a_corrected_toll_takes_the_place_of_its_measure_and_side():
    incident = shown(with_values(TollValue(measure="killed", side="target", low=7, best=7, high=8)))
    assert [(t.side, t.low, t.best, t.high, t.sources, len(t.told)) for t in incident.tolls] == [
        ("target", 7, 7, 8, 0, 0),
        ("perpetrator", 1, 1, 1, 1, 1),
    ]


def test_a_toll_that_no_report_tells_is_added():
    incident = shown(with_values(TollValue(measure="missing", side="target", best=2)))
    assert [t.measure for t in incident.tolls] == ["killed", "killed", "missing"]


def test_a_toll_corrected_to_unknown_is_dropped():
    told = values(with_values(TollValue(measure="killed", side="target")))
    assert "toll killed target" not in told
    assert "toll killed perpetrator" in told


def test_corrected_actors_take_the_place_of_their_side():
    who = ActorsValue(field="perpetrators", actors=(named("state_forces", "the army"), named("unknown")))
    incident = shown(with_values(who))
    assert [(a.kind, a.name, a.private, a.sources) for a in incident.perpetrators] == [
        ("state_forces", "the army", False, 0),
        ("unknown", None, False, 0),
    ]
    assert incident.targets == mill().targets


@pytest.mark.parametrize("name", ["Josef Tarrow", "josef  tarrow"])
def test_a_private_person_stays_private_when_a_person_names_them(name: str):
    incident = shown(with_values(ActorsValue(field="perpetrators", actors=(named("civilians", name),))))
    assert incident.perpetrators[0].private


def test_a_person_may_mark_someone_as_private():
    incident = shown(with_values(ActorsValue(field="targets", actors=(named("civilians", "Mira", private=True),))))
    assert incident.targets[0].private


def test_perpetrators_keep_the_responsibility_that_reports_tell():
    same = ActorsValue(field="perpetrators", actors=(named("rebel_group", "Gunmen"),))
    assert shown(with_values(same)).perpetrators[0].responsibility == "suspected"
    as_target = ActorsValue(field="targets", actors=(named("rebel_group", "Gunmen"),))
    assert shown(with_values(as_target)).targets[0].responsibility is None


WHOLE = st.integers(0, 1000)
VALUES = st.one_of(
    st.builds(TypeValue, type=st.sampled_from(["battle.armed_clash", "civilians.attack"])),
    st.builds(StatusValue, status=st.sampled_from(["happened", "averted"])),
    st.dates(date(2016, 6, 1), date(2016, 6, 9)).map(lambda d: DateValue(start=d, end=d, precision="day")),
    st.builds(
        lambda measure, side, number: TollValue(measure=measure, side=side, low=number, best=number, high=number),
        st.sampled_from(["killed", "injured"]),
        st.sampled_from(["target", "unknown"]),
        WHOLE,
    ),
)


@given(given_values=st.lists(VALUES, unique_by=field_of, max_size=4))
def test_every_corrected_value_is_shown_and_no_other_changes(given_values: list[Value]):
    before, after = values(case()), values(with_values(*given_values))
    told = {field_of(value): value.model_dump(mode="json") for value in given_values}
    for field in {**before, **after}:
        if field not in told:
            assert after[field] == before[field]
        elif field in {"type", "status"}:
            assert after[field] == told[field][field]
        else:
            assert after[field].items() <= told[field].items()


def test_fields_of_tolls_are_named_by_measure_and_side():
    measure: Measure = "killed"
    side: Side = "bystander"
    assert field_of(TollValue(measure=measure, side=side)) == "toll killed bystander"
    assert field_of(StatusValue(status="denied")) == "status"
