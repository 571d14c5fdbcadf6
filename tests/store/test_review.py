from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from incident_samples import MILL_ID
from sqlalchemy import select
from store_samples import PORT_ID, PROGRAM, case, fill, mill, named, write

from dateline.store import ConflictError, NotAllowedError, NotFoundError, RefusedError, Store
from dateline.store.cases import get_case
from dateline.store.claims import claim, claimed
from dateline.store.history import history, versions
from dateline.store.records import (
    ActorsValue,
    DateValue,
    Held,
    LogEntry,
    PlaceValue,
    StatusValue,
    TollValue,
    TypeValue,
    Value,
)
from dateline.store.review import LONGEST, Reviewer
from dateline.store.schema import REVIEWS
from dateline.store.showing import shown, values

KILLED = TollValue(measure="killed", side="target", low=7, best=7, high=7)
CLASH = TypeValue(type="battle.armed_clash")


@pytest.fixture
def ada(store: Store) -> Reviewer:
    fill(store)
    return Reviewer(store, "ada", "coder")


@pytest.fixture
def ben(ada: Reviewer) -> Reviewer:
    return Reviewer(ada.store, "ben", "lead")


def log(store: Store, *, skip: int = 2) -> list[LogEntry]:
    """The log after `fill`, oldest first."""
    with store.reading() as c:
        return history(c)[::-1][skip:]


def now(store: Store, incident: str = MILL_ID) -> Held:
    with store.reading() as c:
        return get_case(c, incident)


def verdicts(store: Store) -> list[tuple[str, str, bool]]:
    with store.reading() as c:
        query = select(REVIEWS.c.who, REVIEWS.c.verdict, REVIEWS.c.blind).order_by(REVIEWS.c.number)
        return [(who, verdict, blind) for who, verdict, blind in c.execute(query)]


def reports_change(store: Store) -> None:
    """Reports lower the confidence of the mill's incident; the case is marked as changed."""
    held = now(store)
    update = {"incident": mill(confidence=0.3), "changed_since_review": True}
    write(store, [held.case.model_copy(update=update)], expected=held.version, action="updated")


def test_accepting_keeps_the_values(ada: Reviewer):
    held = ada.accept(MILL_ID, 1, "  read all four ")
    assert (held.version, held.case.state, held.case.reviewed_by) == (2, "accepted", "ada")
    assert shown(held.case) == mill()
    (entry,) = log(ada.store)
    assert (entry.who, entry.kind, entry.action, entry.reason, entry.field) == (
        "ada",
        "person",
        "accepted",
        "read all four",
        None,
    )
    assert verdicts(ada.store) == [("ada", "accepted", True)]


def test_several_values_are_corrected_at_once(ada: Reviewer):
    held = ada.correct(MILL_ID, 1, [KILLED, CLASH], "the ministry's list")
    assert held.case.state == "corrected"
    assert values(held.case)["type"] == "battle.armed_clash"
    assert values(held.case)["toll killed target"] == {"low": 7, "best": 7, "high": 7}
    told = {entry.field: (entry.before, entry.after) for entry in log(ada.store)}
    assert told["type"] == ("civilians.attack", "battle.armed_clash")
    assert told["toll killed target"] == ({"low": 5, "best": 6, "high": 9}, {"low": 7, "best": 7, "high": 7})
    assert len({entry.batch for entry in log(ada.store)}) == 1
    assert {(c.by, c.reason) for c in held.case.corrections} == {("ada", "the ministry's list")}


def test_correcting_a_field_again_leaves_one_correction_of_it(ada: Reviewer):
    ada.correct(MILL_ID, 1, [CLASH, KILLED], "seen")
    held = ada.correct(MILL_ID, 2, [TypeValue(type="riot.mob_violence")], "no arms")
    assert [c.value.field for c in held.case.corrections] == ["toll", "type"]
    assert values(held.case)["type"] == "riot.mob_violence"


def test_a_value_that_is_shown_already_is_left_out(ada: Reviewer):
    held = ada.correct(MILL_ID, 1, [TypeValue(type="civilians.attack"), KILLED], "list")
    assert [c.value for c in held.case.corrections] == [KILLED]
    with pytest.raises(RefusedError, match="accept it instead"):
        ada.correct(MILL_ID, 2, [KILLED], "list")


@pytest.mark.parametrize(
    ("given_values", "problem"),
    [
        ([], "no value"),
        ([CLASH, TypeValue(type="riot.mob_violence")], "type is corrected twice"),
        ([PlaceValue(name="Oldenmill", country="KZ", lat=50.0, precision="town")], "both, or neither"),
    ],
)
def test_senseless_corrections_are_refused(ada: Reviewer, given_values: list[Value], problem: str):
    with pytest.raises(RefusedError, match=problem):
        ada.correct(MILL_ID, 1, given_values, "reason")
    assert log(ada.store) == []


def test_accepting_a_corrected_incident_keeps_its_corrections(ada: Reviewer, ben: Reviewer):
    ada.correct(MILL_ID, 1, [CLASH], "soldiers fired")
    reports_change(ada.store)
    held = ben.accept(MILL_ID, 3)
    assert (held.case.state, held.case.changed_since_review, held.case.reviewed_by) == ("corrected", False, "ben")
    assert [c.value for c in held.case.corrections] == [CLASH]
    assert verdicts(ada.store) == [("ada", "corrected", True), ("ben", "accepted", False)]


def test_rejecting_and_reopening(ada: Reviewer, ben: Reviewer):
    assert ada.reject(MILL_ID, 1, "a football match").case.state == "rejected"
    held = ben.reopen(MILL_ID, 2, "it was not")
    assert (held.case.state, held.case.reviewed_by) == ("unreviewed", None)
    with pytest.raises(RefusedError, match="nobody has reviewed it"):
        ben.reopen(MILL_ID, 3, "again")


def test_a_note_leaves_the_state(ada: Reviewer):
    held = ada.note(MILL_ID, 1, "ask the stringer\nby phone")
    assert held.case.state == "unreviewed"
    assert [(n.by, n.text) for n in held.case.notes] == [("ada", "ask the stringer\nby phone")]
    assert verdicts(ada.store) == []


def test_reverting_fields(ada: Reviewer):
    ada.correct(MILL_ID, 1, [CLASH, KILLED], "seen")
    held = ada.revert_field(MILL_ID, 2, "toll killed target", "the list was old")
    assert (held.case.state, [c.value for c in held.case.corrections]) == ("corrected", [CLASH])
    held = ada.revert_field(MILL_ID, 3, "type", "no soldiers")
    assert (held.case.state, shown(held.case)) == ("accepted", mill())
    with pytest.raises(RefusedError, match="'date' is not corrected"):
        ada.revert_field(MILL_ID, 4, "date", "why not")


@pytest.mark.parametrize("reason", ["", " \n ", "x" * (LONGEST + 1), "nul \x00", "bell \x07"])
def test_a_reason_must_be_told_in_words(ada: Reviewer, reason: str):
    actions: list[Callable[[], Held]] = [
        lambda: ada.correct(MILL_ID, 1, [CLASH], reason),
        lambda: ada.reject(MILL_ID, 1, reason),
        lambda: ada.note(MILL_ID, 1, reason),
    ]
    for action in actions:
        with pytest.raises(RefusedError, match=r"reason|note"):
            action()
    assert log(ada.store) == []


def test_viewers_change_nothing(ada: Reviewer):
    eve = Reviewer(ada.store, "eve", "viewer")
    for action in (
        lambda: eve.accept(MILL_ID, 1),
        lambda: eve.note(MILL_ID, 1, "psst"),
        lambda: eve.undo("x"),
    ):
        with pytest.raises(NotAllowedError, match="eve is a viewer"):
            action()
    assert log(ada.store) == []


def test_an_old_version_conflicts(ada: Reviewer, ben: Reviewer):
    ada.accept(MILL_ID, 1)
    with pytest.raises(ConflictError) as caught:
        ben.reject(MILL_ID, 1, "no")
    assert caught.value.current == 2
    assert now(ada.store).case.state == "accepted"


def test_merged_and_withdrawn_incidents_are_not_reviewed(ada: Reviewer):
    write(ada.store, [case(mill(), into=PORT_ID)], expected=1, action="merged")
    with pytest.raises(ConflictError, match=f"went into {PORT_ID}"):
        ada.accept(MILL_ID, 2)
    held = now(ada.store, PORT_ID)
    write(ada.store, [held.case.model_copy(update={"withdrawn": True})], expected=1, action="withdrawn")
    with pytest.raises(RefusedError, match="no report tells of it"):
        ada.accept(PORT_ID, 2)
    with pytest.raises(NotFoundError):
        ada.accept("i00000000000000ff", 1)


def test_an_action_gives_up_the_claim(ada: Reviewer):
    with ada.store.writing() as c:
        claim(c, MILL_ID, "ada")
        claim(c, PORT_ID, "ada")
    ada.accept(MILL_ID, 1)
    with ada.store.reading() as c:
        assert set(claimed(c)) == {PORT_ID}


def test_undoing_undoing_and_undoing_again(ada: Reviewer, ben: Reviewer):
    corrected_case = ada.correct(MILL_ID, 1, [CLASH], "soldiers fired").case
    held = ben.undo(log(ada.store)[-1].batch)
    assert (held.version, held.case) == (3, case(mill()))
    entry = log(ada.store)[-1]
    assert (entry.who, entry.action) == ("ben", "undone")
    assert entry.undoes == log(ada.store)[0].batch
    held = ada.undo(entry.batch)
    assert held.case == corrected_case
    held = ada.undo(log(ada.store)[-1].batch)
    assert held.case == case(mill())
    with ada.store.reading() as c:
        assert [h.version for h in versions(c, MILL_ID)] == [1, 2, 3, 4, 5]


def test_what_cannot_be_undone(ada: Reviewer, ben: Reviewer):
    ada.accept(MILL_ID, 1)
    first = log(ada.store)[-1].batch
    ben.note(MILL_ID, 2, "sure?")
    with pytest.raises(ConflictError, match="changed since") as caught:
        ada.undo(first)
    assert caught.value.current == 3
    second = log(ada.store)[-1].batch
    ada.undo(second)
    with pytest.raises(RefusedError, match="undone by ada already"):
        ben.undo(second)
    with pytest.raises(RefusedError, match="the program's"):
        ada.undo(log(ada.store, skip=0)[0].batch)
    with pytest.raises(NotFoundError):
        ada.undo("no such batch")


def test_several_actions_are_taken_back_one_after_the_other(ada: Reviewer, ben: Reviewer):
    first = ada.correct(MILL_ID, 1, [CLASH], "soldiers fired").case
    second = ben.correct(MILL_ID, 2, [KILLED], "list").case
    batches = list(dict.fromkeys(entry.batch for entry in log(ada.store)))
    with pytest.raises(ConflictError):
        ada.undo(batches[0])
    assert ada.undo(batches[1]).case == first
    assert ada.undo(batches[0]).case == case(mill())
    again = log(ada.store)[-1].batch
    assert ada.undo(again).case == first
    assert ada.undo(log(ada.store)[-3].batch).case == second


def test_undone_verdicts_count_no_more_and_come_back_with_them(ada: Reviewer):
    ada.accept(MILL_ID, 1)
    ada.undo(log(ada.store)[-1].batch)
    ada.undo(log(ada.store)[-1].batch)
    assert [verdict for _, verdict, _ in verdicts(ada.store)] == ["accepted", "undone", "accepted"]


def test_a_blind_look_changes_no_value(ada: Reviewer, ben: Reviewer):
    stood = ada.correct(MILL_ID, 1, [CLASH], "soldiers fired").case
    held = ben.correct(MILL_ID, 2, [KILLED], "own count", blind=True)
    assert held.case.model_copy(update={"notes": ()}) == stood
    assert [(n.by, n.text) for n in held.case.notes] == [
        ("ben", "second look: differs in toll killed target, type (own count)")
    ]
    assert verdicts(ada.store) == [("ada", "corrected", True), ("ben", "corrected", True)]


def test_a_blind_look_that_agrees(ada: Reviewer, ben: Reviewer):
    ada.correct(MILL_ID, 1, [CLASH], "soldiers fired")
    held = ben.correct(MILL_ID, 2, [CLASH], "an army", blind=True)
    assert held.case.notes[0].text == "second look: agrees (an army)"
    held = Reviewer(ada.store, "cem", "coder").reject(MILL_ID, 3, "a drill", blind=True)
    assert held.case.notes[1].text == "second look: differs in verdict (a drill)"
    assert held.case.state == "corrected"


def test_a_blind_look_needs_a_first_one(ada: Reviewer):
    with pytest.raises(RefusedError, match="nobody else has reviewed it"):
        ada.accept(MILL_ID, 1, blind=True)


def test_of_two_who_act_at_once_one_is_told(ada: Reviewer, ben: Reviewer):
    """Each sees version n and corrects it: one is kept, the other hears of a conflict; nothing is lost."""
    barrier = Barrier(2)

    def work(reviewer: Reviewer, number: int) -> bool:
        barrier.wait()
        value = TollValue(measure="killed", side="target", best=100 * number + ord(reviewer.who[0]))
        try:
            reviewer.correct(MILL_ID, number, [value], reviewer.who)
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        for number in range(1, 9):
            done = list(pool.map(work, [ada, ben], [number, number]))
            assert sorted(done) == [False, True]
    with ada.store.reading() as c:
        kept = versions(c, MILL_ID)
    assert [held.version for held in kept] == list(range(1, 10))
    assert (
        [entry.after["best"] for entry in log(ada.store)]
        == [
            held.case.corrections[0].value.best  # type: ignore[union-attr]
            for held in kept[1:]
        ]
    )


ACTIONS = st.lists(
    st.sampled_from(["accept", "type", "toll", "status", "date", "actors", "reject", "reopen", "note", "undo"]),
    max_size=8,
)
VALUES: dict[str, Value] = {
    "type": CLASH,
    "toll": KILLED,
    "status": StatusValue(status="denied"),
    "date": DateValue(start=date(2016, 6, 4), end=date(2016, 6, 4), precision="day"),
    "actors": ActorsValue(field="perpetrators", actors=(named("rebel_group", "Hill Front"),)),
}


def _act(reviewer: Reviewer, action: str, version: int) -> Any:
    match action:
        case "accept":
            return reviewer.accept(MILL_ID, version)
        case "reject":
            return reviewer.reject(MILL_ID, version, "no incident")
        case "reopen":
            return reviewer.reopen(MILL_ID, version, "look again")
        case "note":
            return reviewer.note(MILL_ID, version, "noted")
        case "undo":
            return reviewer.undo(log(reviewer.store, skip=0)[-1].batch)
        case _:
            return reviewer.correct(MILL_ID, version, [VALUES[action]], "told otherwise")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=ACTIONS)
def test_taking_all_back_leads_to_the_start(sqlite_urls: Callable[[], str], actions: Sequence[str]):
    """Whatever was done: the log holds it all, and taken back in order, nothing is left of it."""
    with Store.open(sqlite_urls()) as store:
        write(store, [case(mill())], who=PROGRAM)
        ada = Reviewer(store, "ada", "coder")
        bodies, batches = [case(mill())], list[str]()
        for action in actions:
            if action == "undo" and not batches:
                continue
            try:
                held = _act(ada, action, len(bodies))
            except RefusedError:  # reopened unreviewed, or corrected to what is shown
                continue
            bodies.append(held.case)
            batches.append(log(store, skip=0)[-1].batch)
        with store.reading() as c:
            assert [held.case for held in versions(c, MILL_ID)] == bodies
        for at, batch in reversed(list(enumerate(batches))):
            assert ada.undo(batch).case == bodies[at]


def test_a_correction_of_reports_that_change_later_stays(ada: Reviewer):
    ada.correct(MILL_ID, 1, [CLASH], "soldiers fired")
    reports_change(ada.store)
    assert shown(now(ada.store).case).types[0].type == "battle.armed_clash"
    assert shown(now(ada.store).case).confidence == 0.3
