"""Relinking: what becomes of incidents and of what people did to them."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from decision_samples import decide, withdraw
from linking_samples import count, event, mill_and_port, report, round_up
from store_samples import AT, case, note, numbered, put, write

from dateline.linking import LinkModel, State
from dateline.store import Store
from dateline.store import relinking as module
from dateline.store.carrying import Family
from dateline.store.cases import get_case, last_entry
from dateline.store.checking import problems
from dateline.store.errors import BusyError, StoreError
from dateline.store.families import family_of
from dateline.store.history import history, versions
from dateline.store.linking_state import live_cases
from dateline.store.locking import relinking_lock
from dateline.store.records import Case, Held, LogEntry, StatusValue
from dateline.store.relinking import PROGRAM, Relinked, relink, state_path_of
from dateline.store.review import Reviewer

MILL, PORT, MARCH = "m1", "p1", "x1"
REPORTS = {r.id: r for r in mill_and_port()}


class Desk:
    """A store with its state of linking, and what tests do with both."""

    def __init__(self, store: Store, path: Path) -> None:
        self.store, self.path = store, path

    def add(self, *names: str) -> Relinked:
        put(self.store, *(REPORTS[name] for name in names), linked=False)
        return self.relink()

    def relink(self, **options: Any) -> Relinked:
        done = relink(self.store, self.path, **options)
        with self.store.reading() as c:
            assert problems(c) == []
        return done

    def join(self, left: str, right: str, *, same: bool = True, **options: Any) -> Relinked:
        with self.store.writing() as c:
            decide(c, (left, "e1"), (right, "e1"), same=same)
        return self.relink(**options)

    def part(self, left: str, right: str) -> Relinked:
        """Take the decision back."""
        with self.store.writing() as c:
            withdraw(c, (left, "e1"), (right, "e1"))
        return self.relink()

    def of(self, name: str) -> Case:
        """The case that a report's main event is in."""
        return next(case for case in self.live().values() if any(m.report == name for m in case.incident.members))

    def live(self) -> dict[str, Case]:
        return dict(live_cases(self.store))

    def correct(self, name: str) -> str:
        """Say that what this report tells of was denied; the incident's id."""
        held = self.held(self.of(name).incident.id)
        Reviewer(self.store, "Ada", "coder").correct(
            held.case.incident.id, held.version, [StatusValue(status="denied")], "the army says so"
        )
        return held.case.incident.id

    def held(self, name: str) -> Held:
        with self.store.reading() as c:
            return get_case(c, name)

    def log(self, name: str) -> list[LogEntry]:
        with self.store.reading() as c:
            return history(c, incident=name)

    def entries(self) -> int:
        with self.store.reading() as c:
            return last_entry(c)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return Desk(store, tmp_path / "state.duckdb")


@pytest.fixture
def own(sqlite_store: Store, tmp_path: Path) -> Desk:
    """For what has nothing to do with the database."""
    return Desk(sqlite_store, tmp_path / "state.duckdb")


def test_new_reports_make_and_change_incidents(desk: Desk):
    assert desk.add("m1", "p1") == Relinked(new=2)
    assert desk.add("m2", "x1") == Relinked(new=1, updated=1)
    assert {member.report for member in desk.of("m1").incident.members} == {"m1", "m2"}
    (entry,) = desk.log(desk.of("x1").incident.id)
    assert (entry.action, entry.who, entry.kind) == ("linked", PROGRAM, "program")
    assert {entry.action for entry in desk.log(desk.of("m1").incident.id)} == {"linked", "updated"}


def test_relinking_with_nothing_new_writes_nothing(desk: Desk):
    desk.add(*REPORTS)
    before, cases = desk.entries(), desk.live()
    assert desk.relink() == Relinked()
    assert (desk.entries(), desk.live()) == (before, cases)


def test_reports_without_events_are_linked_too(own: Desk):
    put(own.store, report("quiet"), linked=False)
    assert own.relink() == Relinked()
    assert own.relink() == Relinked()


def test_corrections_outlast_new_reports(desk: Desk):
    desk.add("m1")
    name = desk.correct("m1")
    assert desk.add("m2") == Relinked(updated=1)
    case = desk.held(name).case
    assert [made.value for made in case.corrections] == [StatusValue(status="denied")]
    assert (case.state, case.reviewed_by) == ("corrected", "Ada")
    assert not case.changed_since_review  # another report tells the same values


def test_values_that_change_under_a_review_are_told(own: Desk):
    own.add("m1")
    name = own.correct("m1")
    told = REPORTS["m2"].events[0].model_copy(update={"counts": (count(3),)})
    put(own.store, REPORTS["m2"].model_copy(update={"events": (told,)}), linked=False)
    own.relink()
    assert own.held(name).case.changed_since_review


def test_values_that_change_without_a_review_are_not(own: Desk):
    own.add("m1")
    told = REPORTS["m2"].events[0].model_copy(update={"counts": (count(3),)})
    put(own.store, REPORTS["m2"].model_copy(update={"events": (told,)}), linked=False)
    own.relink()
    assert not own.of("m1").changed_since_review


def test_what_a_person_does_at_the_same_moment_is_carried_over(
    postgresql_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    desk = Desk(postgresql_store, tmp_path / "state.duckdb")
    desk.add("m1")

    def late(*given: Any) -> Family:
        monkeypatch.undo()
        family = family_of(*given)
        desk.correct("m1")
        return family

    monkeypatch.setattr(module, "family_of", late)
    assert desk.add("m2") == Relinked(updated=1)
    assert [made.by for made in desk.of("m1").corrections] == ["Ada"]
    assert {member.report for member in desk.of("m1").incident.members} == {"m1", "m2"}


def test_a_merged_incident_redirects_and_its_correction_goes_along(desk: Desk):
    desk.add("m1", "x1")
    lost = desk.correct("m1")  # published after x1, so its id gives way
    kept = desk.of("x1").incident.id
    assert desk.join("m1", "x1") == Relinked(updated=1, merged=1)
    held = desk.held(lost)
    assert held.case.incident.id == kept
    assert [made.by for made in held.case.corrections] == ["Ada"]
    assert (held.case.state, held.case.changed_since_review) == ("corrected", True)
    assert [desk.log(name)[0].action for name in (lost, kept)] == ["merged", "merged"]
    with desk.store.reading() as c:
        assert [held.case.into for held in versions(c, lost)].count(kept) == 1


def test_a_merge_taken_back_gives_both_what_was_theirs(desk: Desk):
    desk.add("m1", "x1")
    lost, kept = desk.correct("m1"), desk.of("x1").incident.id
    before = desk.held(lost).case
    desk.join("m1", "x1")
    assert desk.part("m1", "x1") == Relinked(updated=1, split=1)
    again, other = desk.held(lost).case, desk.held(kept).case
    assert (again.incident.id, again.corrections, again.state) == (lost, before.corrections, "corrected")
    assert (other.corrections, other.state) == ((), "unreviewed")
    assert [desk.log(name)[0].action for name in (lost, kept)] == ["split", "split"]


def test_a_correction_stays_with_its_telling_when_the_id_does_not(own: Desk):
    own.add("m1", "m2", "m3", "x1")
    own.correct("m1")
    own.join("m1", "x1")  # which takes m1 from m2 and m3, and its id leads to x1
    assert [made.by for made in own.of("x1").corrections] == ["Ada"]
    own.part("m1", "x1")  # m1 comes back to what has another id by now
    assert own.of("x1").corrections == ()
    assert [made.by for made in own.of("m1").corrections] == ["Ada"]
    assert own.of("m1") == own.of("m2")


def test_a_decision_splits(desk: Desk):
    desk.add("m1", "m2")
    name = desk.correct("m1")
    assert desk.join("m1", "m2", same=False) == Relinked(updated=1, split=1)
    assert [made.by for made in desk.held(name).case.corrections] == ["Ada"]
    assert desk.of("m2").incident.split_from == name
    assert desk.of("m2").corrections == ()
    assert [desk.log(desk.of(report).incident.id)[0].action for report in ("m1", "m2")] == ["split", "split"]


def test_ids_that_went_into_one_that_goes_on_lead_to_the_last(own: Desk):
    own.add("m1", "x1", "x2")
    first, second, third = (own.of(name).incident.id for name in ("m1", "x1", "x2"))
    own.join("m1", "x1")
    own.join("x1", "x2")
    assert {own.held(name).case.incident.id for name in (first, second)} == {third}


def test_an_incident_that_no_report_tells_of_is_withdrawn(desk: Desk):
    write(desk.store, [case(numbered(1))])
    assert desk.relink() == Relinked(withdrawn=1)
    assert desk.held(numbered(1).id).case.withdrawn
    assert desk.relink() == Relinked()


@pytest.mark.parametrize("loss", ["gone", "garbage", "spoilt", "empty", "weights", "store", "old"])
def test_a_state_that_is_lost_is_made_anew(own: Desk, tmp_path: Path, loss: str):
    own.add("m1", "m2")
    copy = own.path.read_bytes()
    own.add("x1", "x2", "p1")
    own.join("m1", "m2", same=False)
    own.join("p1", "x1")
    before, cases = own.entries(), own.live()
    own.path.unlink()
    if loss == "garbage":
        own.path.write_bytes(b"no state at all")
    elif loss == "spoilt":
        own.path.write_bytes(copy[:12288] + bytes(len(copy) - 12288))
    elif loss == "empty":
        own.path.touch()
    elif loss == "weights":
        State(own.path, LinkModel.load("untrained")).store.close()
    elif loss == "store":
        with Store.open(str(tmp_path / "other.db")) as other:
            Desk(other, own.path).add("p2")
    elif loss == "old":
        own.path.write_bytes(copy)
    assert own.relink() == Relinked()
    assert (own.entries(), own.live()) == (before, cases)
    assert own.add("p2") == Relinked(new=1)  # unlike what was joined


def test_what_was_named_as_state_by_mistake_is_kept(own: Desk):
    own.path.write_bytes(b"my notes")
    own.add("m1")
    assert own.path.with_name("state.duckdb.old").read_bytes() == b"my notes"


def test_another_version_of_the_program_links_all_anew(own: Desk, monkeypatch: pytest.MonkeyPatch):
    own.add("m1", "p1")
    linked = own.of("m1")
    write(own.store, [case(linked.incident.model_copy(update={"confidence": 0.25}))], expected=1, action="updated")
    assert own.relink() == Relinked()
    monkeypatch.setattr(module, "PROGRAM", "dateline 999")
    assert own.relink() == Relinked(updated=1)
    assert own.of("m1").incident == linked.incident


@pytest.mark.parametrize("at", ["write_cases", "mark_linked", "set_mark"])
def test_what_a_failed_run_left_undone_is_done(own: Desk, monkeypatch: pytest.MonkeyPatch, at: str):
    own.add("m1", "p1")
    own.correct("m1")
    put(own.store, REPORTS["m2"], REPORTS["x1"], linked=False)

    def fail(*_: object, **__: object) -> None:
        raise StoreError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr(module, at, fail)
        with pytest.raises(StoreError, match="power"):
            relink(own.store, own.path)
    with own.store.reading() as c:
        assert problems(c) == []
    own.relink()
    assert {m.report for m in own.of("m1").incident.members} == {"m1", "m2"}
    assert own.of("x1").incident.id
    assert [made.by for made in own.of("m1").corrections] == ["Ada"]
    assert own.relink() == Relinked()


def test_a_person_relinks_under_their_name_and_leaves_reports_waiting(own: Desk):
    own.add("m1", "x1")
    put(own.store, REPORTS["p1"], linked=False)
    moment = AT + timedelta(days=1)
    done = own.join("m1", "x1", who="Ada", kind="person", reason="one march", batch="b" * 32, at=moment)
    assert done == Relinked(updated=1, merged=1)
    (entry, *_) = own.log(own.of("x1").incident.id)
    assert (entry.who, entry.kind, entry.reason, entry.batch) == ("Ada", "person", "one march", "b" * 32)
    assert entry.at == moment
    assert own.relink() == Relinked(new=1)


def test_what_the_program_left_undone_is_not_put_down_to_a_person(own: Desk):
    own.add("m1", "x1", "p1")
    own.path.unlink()
    write(own.store, [case(numbered(1))])
    own.join("m1", "x1", who="Ada", kind="person")
    assert own.log(numbered(1).id)[0].who == PROGRAM
    assert own.log(own.of("x1").incident.id)[0].who == "Ada"


def test_decisions_that_contradict_each_other_are_told(own: Desk):
    own.add("m1", "x1", "x2")
    with own.store.writing() as c:
        decide(c, ("m1", "e1"), ("x1", "e1"), same=True)
        decide(c, ("x1", "e1"), ("x2", "e1"), same=True)
        decide(c, ("m1", "e1"), ("x2", "e1"), same=False)
    with pytest.raises(StoreError, match="take one of these decisions back"):
        own.relink()
    assert own.part("x1", "x2") == Relinked(updated=1, merged=1)


def test_two_runs_do_not_relink_at_once(desk: Desk):
    put(desk.store, REPORTS["m1"], linked=False)
    lock = state_path_of(desk.store).with_suffix(".lock")
    with relinking_lock(desk.store, lock, 1), pytest.raises(BusyError, match="another run"):
        desk.relink(wait=0.1)
    assert desk.relink() == Relinked(new=1)


def test_the_state_lies_beside_an_sqlite_file(sqlite_store: Store):
    assert sqlite_store.path is not None
    assert state_path_of(sqlite_store) == sqlite_store.path.with_name(f"{sqlite_store.path.name}.linking.duckdb")


def test_the_state_of_a_server_has_no_password_in_its_name(postgresql_store: Store):
    path = state_path_of(postgresql_store)
    assert path.parent == Path.home() / ".dateline" / "linking"
    assert len(path.stem) == 16


def test_notes_go_along_with_a_merge(own: Desk):
    own.add("m1", "x1")
    held = own.held(own.of("m1").incident.id)
    Reviewer(own.store, "Ada", "coder").note(held.case.incident.id, held.version, "ask the stringer")
    own.join("m1", "x1")
    assert [made.text for made in own.of("x1").notes] == [note().text]


def test_further_events_of_a_report_are_incidents_of_their_own(own: Desk):
    own.add("m1", "p1")
    put(own.store, round_up(), linked=False)
    assert own.relink() == Relinked(updated=2)
    put(own.store, report("z1", event(), event(id="e2"), text="Two things."), linked=False)
    assert own.relink() == Relinked(new=2)
