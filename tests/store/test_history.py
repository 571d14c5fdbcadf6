from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from store_samples import AT, MILL_ID, PORT_ID, PROGRAM, case, fill, later, mill, note, numbered, port, write

from dateline.store import Store
from dateline.store.cases import Change, write_cases
from dateline.store.history import as_of, history, versions


@pytest.fixture
def changed(store: Store) -> Store:
    """Both incidents at AT; at 10 minutes ada accepts the mill's; at 20 the port's goes into it; at 30 it is back."""
    fill(store)
    write(store, [case(state="accepted")], expected=1, action="accepted", who="ada", at=later(10))
    write(store, [case(port(), into=MILL_ID)], expected=1, action="merged", at=later(20))
    write(store, [case(port())], expected=2, action="undone", who="ada", reason="not one", at=later(30))
    return store


def test_the_log_is_read_newest_first(changed: Store):
    with changed.reading() as c:
        told = [(e.number, e.action, e.incident, e.who) for e in history(c)]
    assert told == [
        (5, "undone", PORT_ID, "ada"),
        (4, "merged", PORT_ID, PROGRAM),
        (3, "accepted", MILL_ID, "ada"),
        (2, "linked", PORT_ID, PROGRAM),
        (1, "linked", MILL_ID, PROGRAM),
    ]


def test_the_log_is_read_by_incident_person_and_action(changed: Store):
    with changed.reading() as c:
        assert [e.number for e in history(c, incident=MILL_ID)] == [3, 1]
        assert [e.number for e in history(c, who="ada")] == [5, 3]
        assert [e.number for e in history(c, who="ada", incident=PORT_ID)] == [5]
        first = history(c, before=2)[0]
        assert [e.number for e in history(c, batch=first.batch)] == [2, 1]
        assert history(c, who="nobody") == []


def test_the_log_is_read_in_pages(changed: Store):
    with changed.reading() as c:
        assert [e.number for e in history(c, limit=2)] == [5, 4]
        assert [e.number for e in history(c, limit=2, before=4)] == [3, 2]
        assert [e.number for e in history(c, limit=2, before=2)] == [1]


def test_an_action_taken_back_is_named(store: Store):
    fill(store)
    with store.writing() as c:
        change = Change(case(notes=(note(),)), 1, "noted")
        (done,) = write_cases(c, [change], who="ada", kind="person", reason="", batch="b" * 32)
        back = Change(case(), 2, "undone")
        (undone,) = write_cases(c, [back], who="ada", kind="person", reason="", undoes=done.batch)
        assert history(c, limit=2) == [undone, done]
    assert (done.batch, undone.undoes) == ("b" * 32, "b" * 32)
    assert undone.batch != done.batch


def test_without_a_time_now_is_written(store: Store):
    before = datetime.now(UTC).replace(tzinfo=None)
    with store.writing() as c:
        (entry,) = write_cases(c, [Change(case(), 0, "linked")], who="x", kind="program", reason="")
    assert before <= entry.at <= datetime.now(UTC).replace(tzinfo=None)


def test_versions_are_kept_whole(changed: Store):
    with changed.reading() as c:
        assert [(v.version, v.case.into, v.changed) for v in versions(c, PORT_ID)] == [
            (1, None, AT),
            (2, MILL_ID, later(20)),
            (3, None, later(30)),
        ]
        assert versions(c, "unknown") == []


@pytest.mark.parametrize(
    ("minutes", "standing"),
    [
        (-1, []),
        (0, [(MILL_ID, 1), (PORT_ID, 1)]),
        (9, [(MILL_ID, 1), (PORT_ID, 1)]),
        (10, [(MILL_ID, 2), (PORT_ID, 1)]),
        (20, [(MILL_ID, 2)]),
        (99, [(MILL_ID, 2), (PORT_ID, 3)]),
    ],
)
def test_any_earlier_state_is_given_again(changed: Store, minutes: int, standing: list[tuple[str, int]]):
    with changed.reading() as c:
        assert [(held.case.incident.id, held.version) for held in as_of(c, later(minutes))] == standing


def test_a_time_with_a_zone_means_the_same_moment(changed: Store):
    east = timezone(timedelta(hours=3))
    moment = (later(10) + timedelta(hours=3)).replace(tzinfo=east)
    with changed.reading() as c:
        assert [held.version for held in as_of(c, moment)] == [2, 1]


def test_an_incident_that_was_withdrawn_is_not_among_the_live(store: Store):
    write(store, [case(mill(), withdrawn=True)])
    with store.reading() as c:
        assert list(as_of(c, later(1))) == []


def test_as_of_goes_through_many(store: Store):
    write(store, [case(numbered(number)) for number in range(1_200)])
    with store.reading() as c:
        assert sum(1 for _ in as_of(c, AT)) == 1_200
