from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from store_samples import (
    AT,
    MILL_ID,
    PORT_ID,
    PROGRAM,
    case,
    corrected,
    correction,
    fill,
    later,
    mill,
    note,
    numbered,
    port,
    write,
)

from dateline.store import ConflictError, NotFoundError, RefusedError, Store, StoreError
from dateline.store.cases import Change, changed_since, get_case, incidents_of_report, last_entry, resolve, write_cases
from dateline.store.history import history, versions
from dateline.store.inserting import insert_or_update
from dateline.store.records import Case, Held, LogEntry, StatusValue, TollValue, TypeValue, Value
from dateline.store.schema import INCIDENTS, MEMBERS, REDIRECTS
from dateline.store.selection.columns import columns_of
from dateline.store.showing import values

HOSTILE = ['it\'s "quoted"; DROP TABLE log; --', "é\u202e\U0001f600", "a\0b", "i" + "x" * 2_000]
GRENADE = TypeValue(type="explosion.grenade")


def held(store: Store, name: str = MILL_ID, version: int | None = None) -> Held:
    with store.reading() as c:
        return get_case(c, name, version=version)


def test_a_new_incident_comes_back_with_its_log(store: Store):
    with store.writing() as c:
        assert last_entry(c) == 0
        (entry,) = write_cases(c, [Change(case(), 0, "linked")], who=PROGRAM, kind="program", reason="", at=AT)
    assert held(store) == Held(case=case(), version=1, changed=AT)
    assert (entry.number, entry.version, entry.field, entry.before) == (1, 1, None, None)
    assert entry.after == values(case())
    with store.reading() as c:
        assert history(c) == [entry]
        row = c.execute(select(INCIDENTS)).one()
        assert (row.live, row.entry, row.columns) == (True, 1, columns_of(case()).to_json())


def test_a_correction_leaves_an_entry_for_each_value_that_it_changes(store: Store):
    fill(store)
    after = corrected(held(store), GRENADE, TollValue(measure="killed", side="target", best=7))
    entries = write(store, [after], expected=1, action="corrected", who="ada", reason="seen the list", at=later(1))
    assert [(e.field, e.before, e.after) for e in entries] == [
        ("type", "civilians.attack", "explosion.grenade"),
        ("toll killed target", {"low": 5, "best": 6, "high": 9}, {"low": None, "best": 7, "high": None}),
    ]
    assert {(e.who, e.kind, e.reason, e.action, e.version, e.at) for e in entries} == {
        ("ada", "person", "seen the list", "corrected", 2, later(1))
    }
    assert len({e.batch for e in entries}) == 1
    assert held(store) == Held(case=after, version=2, changed=later(1))
    assert held(store, version=1).case == case()


def test_a_toll_that_goes_and_one_that_comes_are_told(store: Store):
    fill(store)
    gone, come = TollValue(measure="killed", side="perpetrator"), TollValue(measure="missing", side="target", low=1)
    entries = write(store, [corrected(held(store), gone, come)], expected=1, action="corrected")
    assert [(e.field, e.before, e.after) for e in entries] == [
        ("toll killed perpetrator", {"low": 1, "best": 1, "high": 1}, None),
        ("toll missing target", None, {"low": 1, "best": None, "high": None}),
    ]


@pytest.mark.parametrize(
    ("fields", "before", "after"),
    [
        (
            {"state": "accepted", "reviewed_by": "ada"},
            {"state": "unreviewed", "reviewed_by": None},
            {"state": "accepted", "reviewed_by": "ada"},
        ),
        ({"notes": (note("why?"),)}, {"notes": []}, {"notes": ["why?"]}),
        ({"withdrawn": True}, {"withdrawn": False}, {"withdrawn": True}),
        (
            {"incident": mill(members=mill().members[:2])},
            {"reports": ["m1", "m2", "m3", "m4"]},
            {"reports": ["m1", "m2"]},
        ),
        ({"incident": mill(confidence=0.1)}, None, None),
    ],
)
def test_what_changes_beside_the_values_is_one_entry_without_field(
    store: Store, fields: dict[str, Any], before: Any, after: Any
):
    fill(store)
    (entry,) = write(store, [case().model_copy(update=fields)], expected=1, action="updated")
    assert (entry.field, entry.before, entry.after) == (None, before, after)


def test_a_review_that_changes_a_value_does_not_tell_its_state_besides(store: Store):
    fill(store)
    (entry,) = write(store, [corrected(held(store), GRENADE)], expected=1, action="corrected")
    assert entry.field == "type"


@pytest.mark.parametrize("words", HOSTILE)
def test_any_id_and_any_words_are_kept(store: Store, words: str):
    told = case(mill(id=words, members=(mill().members[0].model_copy(update={"report": words, "events": (words,)}),)))
    write(store, [told, case(port())], who=words, reason=words)
    write(store, [told.model_copy(update={"notes": (note(words),)})], expected=1, who=words, reason=words, at=later(1))
    assert held(store, words).case.notes[0].text == words
    with store.reading() as c:
        assert incidents_of_report(c, words) == [words]
        assert {(e.who, e.reason) for e in history(c, who=words)} == {(words, words)}
        assert len(history(c, incident=words)) == 2


def test_an_unknown_incident_is_not_found(store: Store):
    fill(store)
    for version in (None, 1):
        with pytest.raises(NotFoundError, match="no incident 'i99'"):
            held(store, "i99", version)
    with pytest.raises(NotFoundError, match="of version 2"):
        held(store, MILL_ID, 2)


@pytest.mark.parametrize(("expected", "current"), [(0, 2), (1, 2), (3, 2)])
def test_a_change_of_another_version_is_refused_and_nothing_written(store: Store, expected: int, current: int):
    fill(store)
    write(store, [case(state="accepted")], expected=1)
    changes = [Change(case(numbered(1)), 0, "linked"), Change(case(), expected, "updated")]
    with pytest.raises(ConflictError, match=f"is of version 2, not {expected}") as caught, store.writing() as c:
        write_cases(c, changes, who="x", kind="person", reason="")
    assert caught.value.current == current
    with store.reading() as c:
        assert last_entry(c) == 3
        assert c.execute(select(INCIDENTS.c.id).order_by(INCIDENTS.c.id)).scalars().all() == [MILL_ID, PORT_ID]


def test_a_change_of_what_is_not_there_is_refused(store: Store):
    with pytest.raises(ConflictError, match="the store does not know it") as caught:
        write(store, [case()], expected=1)
    assert caught.value.current == 0


def test_an_incident_is_changed_once_at_a_time(store: Store):
    with pytest.raises(RefusedError, match="twice at once"):
        write(store, [case(), case()])


def test_nothing_to_write_is_nothing_written(store: Store):
    assert write(store, []) == []


def test_of_two_who_change_the_same_version_one_is_told_so(store: Store):
    fill(store)
    together = threading.Barrier(2)

    def accept(who: str) -> int:
        seen = held(store)
        together.wait()
        try:
            done = seen.case.model_copy(update={"state": "accepted", "reviewed_by": who})
            write(store, [done], expected=seen.version, action="accepted", who=who)
        except ConflictError as error:
            return error.current
        return 0

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(accept, ["ada", "ben"])) == [0, 2]
    assert held(store).version == 2


def test_two_who_write_new_incidents_at_once_share_no_entry(store: Store):
    together = threading.Barrier(4)

    def add(number: int) -> list[int]:
        together.wait()
        return [e.number for e in write(store, [case(numbered(number * 100 + i)) for i in range(20)])]

    with ThreadPoolExecutor(4) as threads:
        given_out = [number for numbers in threads.map(add, range(4)) for number in numbers]
    assert sorted(given_out) == list(range(1, 81))


def test_entries_are_seen_in_the_order_of_their_numbers(store: Store):
    """Whoever goes on from the last entry seen misses none, however long another transaction takes."""
    started = threading.Event()
    seen: list[str] = []

    def slow() -> None:
        with store.writing() as c:
            write_cases(c, [Change(case(), 0, "linked")], who="slow", kind="program", reason="")
            started.set()
            threading.Event().wait(0.2)

    def quick() -> None:
        started.wait()
        write(store, [case(port())], who="quick")
        with store.reading() as c:
            seen.extend(name for _, name in changed_since(c, 0))

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(slow), threads.submit(quick)]:
            done.result()
    assert seen == [MILL_ID, PORT_ID]


def test_thousands_of_incidents_are_written_at_once(store: Store):
    cases = [case(numbered(number)) for number in range(3_000)]
    started = perf_counter()
    entries = write(store, cases)
    took = perf_counter() - started
    assert [entry.number for entry in entries] == list(range(1, 3_001))
    with store.reading() as c:
        assert sum(1 for _ in changed_since(c, 0)) == 3_000
        assert list(changed_since(c, 2_998)) == [(2_999, cases[2_998].incident.id), (3_000, cases[2_999].incident.id)]
        assert incidents_of_report(c, "r2999") == [cases[2_999].incident.id]
    assert took < 30  # about 1.5 s; thirty times that if each row were sent by itself


def test_changed_incidents_are_given_once_with_their_last_entry(store: Store):
    fill(store)
    write(store, [corrected(held(store), GRENADE, StatusValue(status="denied"))], expected=1)
    with store.reading() as c:
        assert list(changed_since(c, 0)) == [(2, PORT_ID), (4, MILL_ID)]
        assert list(changed_since(c, 3)) == [(4, MILL_ID)]
        assert list(changed_since(c, last_entry(c))) == []


# Redirects


def merged(store: Store, old: str, new: str) -> None:
    """Writes that `old` went into `new`, as a program does: both in one transaction."""
    with store.writing() as c:
        went, took = get_case(c, old, version=latest(store, old)), get_case(c, new, version=latest(store, new))
        former = tuple(sorted({*took.case.incident.formerly, old}))
        larger = took.case.incident.model_copy(update={"formerly": former})
        changes = [
            Change(went.case.model_copy(update={"into": new}), went.version, "merged"),
            Change(took.case.model_copy(update={"incident": larger}), took.version, "merged"),
        ]
        write_cases(c, changes, who=PROGRAM, kind="program", reason="one incident", at=AT)


def latest(store: Store, name: str) -> int:
    with store.reading() as c:
        return len(versions(c, name))


@pytest.fixture
def three(store: Store) -> list[str]:
    cases = [case(numbered(number)) for number in (1, 2, 3)]
    write(store, cases)
    return [told.incident.id for told in cases]


def test_a_chain_of_merges_leads_to_the_last(store: Store, three: list[str]):
    a, b, d = three
    merged(store, a, b)
    merged(store, b, d)
    with store.reading() as c:
        assert [resolve(c, name) for name in three] == [d, d, d]
        assert get_case(c, a).case.incident.id == d
        assert get_case(c, a, version=1).case.incident.id == a  # a version is of exactly this id
        assert resolve(c, "unknown") == "unknown"
        assert incidents_of_report(c, "r1") == []
        assert c.execute(select(INCIDENTS.c.live).order_by(INCIDENTS.c.id)).scalars().all() == [False, False, True]


def test_a_merge_taken_back_makes_the_id_stand_for_itself(store: Store, three: list[str]):
    a, b, _ = three
    merged(store, a, b)
    write(store, [case(numbered(1))], expected=2, action="undone")
    with store.reading() as c:
        assert resolve(c, a) == a
        assert incidents_of_report(c, "r1") == [a]
    write(store, [case(numbered(2))], expected=2, action="undone")
    with store.reading() as c:
        assert [resolve(c, name) for name in (a, b)] == [a, b]
        assert c.execute(select(REDIRECTS)).all() == []


def test_a_merge_undone_the_other_way_round_leaves_the_redirect_until_the_case_is_back(store: Store, three: list[str]):
    a, b, _ = three
    merged(store, a, b)
    write(store, [case(numbered(2))], expected=2, action="undone")
    with store.reading() as c:
        assert resolve(c, a) == b  # its own case still says so
    write(store, [case(numbered(1))], expected=2, action="undone")
    with store.reading() as c:
        assert resolve(c, a) == a


def test_an_id_that_was_formerly_used_leads_to_its_incident(store: Store):
    write(store, [case(mill(formerly=("iold", "iolder")))])
    with store.reading() as c:
        assert {resolve(c, name) for name in ("iold", "iolder", MILL_ID)} == {MILL_ID}
    write(store, [case(mill(formerly=("iold",)))], expected=1)
    write(store, [case(port(formerly=("iolder",)))])
    with store.reading() as c:
        assert [resolve(c, name) for name in ("iold", "iolder")] == [MILL_ID, PORT_ID]


def test_a_withdrawn_incident_stays_readable_without_members(store: Store):
    fill(store)
    write(store, [case(withdrawn=True)], expected=1, action="withdrawn")
    assert held(store).case.withdrawn
    with store.reading() as c:
        assert incidents_of_report(c, "m1") == []
    write(store, [case()], expected=2, action="linked")
    with store.reading() as c:
        assert incidents_of_report(c, "m1") == [MILL_ID]


def test_a_circle_of_redirects_is_damage(store: Store):
    with store.writing() as c:
        c.execute(insert_or_update(c, REDIRECTS, "old"), [{"old": "a", "new": "b"}, {"old": "b", "new": "a"}])
        with pytest.raises(StoreError, match="round in a circle"):
            resolve(c, "a")


# Any sequence of changes


VALUES: list[Value] = [
    GRENADE,
    TypeValue(type="battle.armed_clash"),
    StatusValue(status="denied"),
    TollValue(measure="killed", side="target", low=1, best=2, high=3),
    TollValue(measure="killed", side="target"),
    TollValue(measure="injured", side="unknown", best=4),
]
STEP = st.tuples(
    st.sampled_from([mill(), mill(types=()), mill(tolls=mill().tolls[:1]), mill(members=mill().members[:1])]),
    st.lists(st.sampled_from(VALUES), max_size=2, unique_by=lambda value: value.field),
    st.sampled_from(["unreviewed", "accepted"]),
    st.booleans(),
)


def replayed(entries: list[LogEntry]) -> dict[str, Any]:
    """The values that the log, oldest first, tells of."""
    told: dict[str, Any] = {}
    for entry in entries:
        if entry.version == 1:
            told = dict(entry.after)
        elif entry.field is not None:
            assert told.get(entry.field) == entry.before
            told[entry.field] = entry.after
    return {field: value for field, value in told.items() if value is not None}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(steps=st.lists(STEP, min_size=1, max_size=6))
def test_the_log_replayed_gives_the_values_of_every_version(store: Store, steps: list[Any]):
    name = f"i{uuid4().hex}"
    written: list[Case] = []
    for version, (incident, given_values, state, withdrawn) in enumerate(steps):
        told = incident.model_copy(update={"id": name})
        made = tuple(correction(value) for value in given_values)
        written.append(Case(incident=told, corrections=made, state=state, withdrawn=withdrawn))
        write(store, written[-1:], expected=version)
    with store.reading() as c:
        assert [(v.version, v.case) for v in versions(c, name)] == list(enumerate(written, 1))
        entries = history(c, incident=name)[::-1]
        members = set(c.execute(select(MEMBERS.c.report).where(MEMBERS.c.incident == name)).scalars())
    for version, told_case in enumerate(written, 1):
        shown = {field: value for field, value in values(told_case).items() if value is not None}
        assert replayed([entry for entry in entries if entry.version <= version]) == shown
    last = written[-1]
    assert members == (set() if last.withdrawn else {member.report for member in last.incident.members})
