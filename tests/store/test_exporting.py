import contextlib
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from incident_samples import MILL_ID
from store_samples import AT, PORT_ID, case, corrected, fill, later, mill, port, write

from dateline.store import RefusedError, Store
from dateline.store.cases import get_case
from dateline.store.exporting import exported, moment_of
from dateline.store.records import Held, TypeValue
from dateline.store.selection.filters import Filters
from dateline.store.selection.index import Index

NOW = datetime.fromisoformat("2026-03-05T12:00")


def ids(store: Store, filters: Filters | None = None, moment: datetime | None = None, **more: bool) -> list[str]:
    return [held.case.incident.id for held in found(store, filters, moment, **more)]


def found(store: Store, filters: Filters | None = None, moment: datetime | None = None, **more: bool) -> list[Held]:
    with Index(store, threads=1) as index, store.reading() as c:
        return list(exported(c, index, filters, moment=moment, **more))


def seen(store: Store, incident: str) -> Held:
    with store.reading() as c:
        return get_case(c, incident)


def test_all_incidents_come_by_id(store: Store):
    fill(store)
    assert ids(store) == sorted([MILL_ID, PORT_ID])
    assert found(store)[0] == seen(store, MILL_ID)


def test_rejected_ones_are_left_out_unless_asked_for(store: Store):
    fill(store)
    write(store, [case(port(), state="rejected", reviewed_by="ada")], expected=1, action="rejected", who="ada")
    assert ids(store) == [MILL_ID]
    assert ids(store, rejected=True) == [MILL_ID, PORT_ID]
    assert ids(store, Filters(states=("rejected",))) == [PORT_ID]


def test_merged_and_withdrawn_ones_are_left_out(store: Store):
    fill(store)
    write(store, [case(port(), into=MILL_ID)], expected=1, action="merged", at=later(5))
    assert ids(store) == [MILL_ID]
    assert ids(store, moment=later(4)) == [MILL_ID, PORT_ID]
    write(store, [case(mill(), withdrawn=True)], expected=1, action="withdrawn", at=later(6))
    assert ids(store) == []
    assert ids(store, moment=later(5)) == [MILL_ID]


@pytest.mark.parametrize(
    "filters",
    [
        Filters(countries=("KE",)),
        Filters(types=("explosion",)),
        Filters(words="haverling"),
        Filters(report="p2"),
        Filters(words="bomb", report="p1"),
        Filters(killed_known=False),
    ],
)
def test_a_selection_of_the_past_is_that_of_the_present(store: Store, filters: Filters):
    fill(store)
    assert ids(store, filters) == [PORT_ID]
    assert ids(store, filters, AT) == [PORT_ID]
    assert ids(store, filters, AT - timedelta(seconds=1)) == []


def test_the_past_stays_as_it_was(store: Store):
    fill(store)
    before = found(store)
    write(store, [corrected(seen(store, PORT_ID), TypeValue(type="riot.mob_violence"))], expected=1, at=later(1))
    assert found(store, moment=AT) == before
    assert ids(store, Filters(types=("riot",))) == [PORT_ID]
    assert ids(store, Filters(types=("riot",)), AT) == []


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-01", "2026-03-01T23:59:59.999999"),
        ("2026-03-01T12:00", "2026-03-01T12:00"),
        ("2026-03-01T12:00:00Z", "2026-03-01T12:00"),
        ("2026-03-01T01:00:00+14:00", "2026-02-28T11:00"),
    ],
)
def test_moments(text: str, moment: str):
    assert moment_of(text, now=NOW) == datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("yesterday", "neither a day"),
        ("2026-02-30", "neither a day"),
        ("0001-01-01T00:00+14:00", "neither a day"),
        ("2026-03-05", "has not passed"),
        ("2026-03-05T12:00:01Z", "has not passed"),
    ],
)
def test_no_moments(text: str, problem: str):
    with pytest.raises(RefusedError, match=problem):
        moment_of(text, now=NOW)


@given(st.text(max_size=30))
def test_any_text_is_a_moment_or_refused(text: str):
    with contextlib.suppress(RefusedError):
        assert moment_of(text, now=NOW) <= NOW
