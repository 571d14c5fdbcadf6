from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from decision_samples import decide
from linking_samples import event, mill_and_port, report, round_up
from store_samples import put

from dateline.linking.telling import Name
from dateline.store import ConflictError, NotAllowedError, NotFoundError, RefusedError, Store
from dateline.store.cases import get_case
from dateline.store.decisions import decisions
from dateline.store.history import history
from dateline.store.linking_state import live_cases, state_path_of
from dateline.store.locking import relinking_lock
from dateline.store.pinning import tellings
from dateline.store.records import Held, TypeValue
from dateline.store.regrouping import Regrouped, link_report, merge, split, undo, unlink_report
from dateline.store.relinking import relink
from dateline.store.review import Reviewer
from dateline.store.showing import shown

MILL, PORT, MARCH = {"m1", "m2", "m3"}, {"p1", "p2"}, {"x1"}


@dataclass
class Linked:
    """The incidents of `mill_and_port`, and who works on them: m1, m2 and m3; p1 and p2; x1; x2."""

    store: Store
    state: Path
    who: str = "ada"

    def by(self, who: str) -> Linked:
        return Linked(self.store, self.state, who)

    @property
    def reviewer(self) -> Reviewer:
        return Reviewer(self.store, self.who, "coder")

    def of(self, name: str, event: str = "e1") -> Held:
        """The incident that a report's event is in."""
        found = [incident for incident, case in live_cases(self.store) if (name, event) in tellings(case.incident)]
        assert len(found) == 1, found
        with self.store.reading() as c:
            return get_case(c, found[0])

    def seen(self, name: str) -> tuple[str, int]:
        held = self.of(name)
        return held.case.incident.id, held.version

    def merge(self, left: str, right: str, reason: str = "one attack", **how: Any) -> Regrouped:
        """Merge the incidents of two reports."""
        both = *self.seen(left), *self.seen(right)
        return merge(self.store, self.reviewer, *both, reason, state_path=self.state, **how)

    def split(self, *names: str, **how: Any) -> Regrouped:
        """Split reports off the incident of the first."""
        chosen = [(name, "e1") for name in names]
        seen = self.seen(names[0])
        return split(self.store, self.reviewer, *seen, chosen, "another attack", state_path=self.state, **how)

    def link(self, into: str, name: str, event: str = "e1") -> Regrouped:
        seen = self.seen(into)
        return link_report(self.store, self.reviewer, *seen, name, event, "see the street", state_path=self.state)

    def undo(self, batch: str) -> Regrouped:
        return undo(self.store, self.reviewer, batch, state_path=self.state)

    def groups(self) -> list[set[str]]:
        found = [{m.report for m in case.incident.members} for _, case in live_cases(self.store)]
        return sorted(found, key=sorted)

    def said(self) -> list[tuple[Name, Name, bool, str]]:
        with self.store.reading() as c:
            return [(d.left, d.right, d.same, d.who) for d in decisions(c)]

    def link_all(self) -> None:
        relink(self.store, self.state)


def linked_store(store: Store, tmp_path: Path) -> Linked:
    put(store, *mill_and_port(), linked=False)
    found = Linked(store, tmp_path / "state.duckdb")
    found.link_all()
    assert found.groups() == [MILL, PORT, MARCH, {"x2"}]
    return found


@pytest.fixture
def both(store: Store, tmp_path: Path) -> Linked:
    """On SQLite and on PostgreSQL."""
    return linked_store(store, tmp_path)


@pytest.fixture
def linked(sqlite_store: Store, tmp_path: Path) -> Linked:
    return linked_store(sqlite_store, tmp_path)


def obeyed(done: Regrouped) -> Sequence[Held]:
    assert (done.pending, done.disobeyed) == (None, ())
    return done.incidents


def test_merging_makes_one_incident_and_leaves_no_report_out(both: Linked):
    mill, port = both.seen("m1"), both.seen("p1")
    (held,) = obeyed(both.merge("p1", "m1", "the bomb was at the mill"))
    assert held.case.incident.id == mill[0]  # published first
    assert {m.report for m in held.case.incident.members} == MILL | PORT
    assert both.groups() == [MILL | PORT, MARCH, {"x2"}]
    with both.store.reading() as c:
        assert get_case(c, port[0]).case.incident.id == mill[0]
        entries = [entry for entry in history(c, incident=port[0]) if entry.who == "ada"]
    assert {(entry.action, entry.kind, entry.reason) for entry in entries} == {
        ("merged", "person", "the bomb was at the mill")
    }
    assert (("m1", "e1"), ("p1", "e1"), True, "ada") in both.said()


def test_undoing_a_merge_brings_ids_and_corrections_back(both: Linked):
    ada = both.reviewer
    ada.correct(*both.seen("m1"), [TypeValue(type="battle.armed_clash")], "soldiers fired")
    ada.correct(*both.seen("p1"), [TypeValue(type="explosion.grenade")], "a grenade")
    before = dict(live_cases(both.store))
    done = both.merge("m1", "p1")
    taken = obeyed(both.by("ben").undo(done.batch))
    after = dict(live_cases(both.store))
    assert {held.case.incident.id for held in taken} == {both.seen("m1")[0], both.seen("p1")[0]}
    assert {name: case.corrections for name, case in after.items()} == {
        name: case.corrections for name, case in before.items()
    }
    assert {name: case.state for name, case in after.items()} == {name: case.state for name, case in before.items()}
    assert both.groups() == [MILL, PORT, MARCH, {"x2"}]
    assert shown(both.of("p1").case).types[0].type == "explosion.grenade"


def test_an_undone_merge_can_be_done_again_and_undone_again(linked: Linked):
    first = linked.undo(linked.merge("m1", "p1").batch)
    second = linked.undo(first.batch)
    assert linked.groups() == [MILL | PORT, MARCH, {"x2"}]
    with pytest.raises(RefusedError, match="undone by ada already"):
        linked.undo(first.batch)
    obeyed(linked.undo(second.batch))
    assert linked.groups() == [MILL, PORT, MARCH, {"x2"}]


def test_a_split_keeps_the_chosen_and_the_others_together(both: Linked):
    mill = both.seen("m1")[0]
    held = obeyed(both.split("m2", "m3"))
    assert [{m.report for m in h.case.incident.members} for h in held] == [{"m1"}, {"m2", "m3"}]
    assert held[0].case.incident.id == mill
    assert held[1].case.incident.split_from == mill
    both.link_all()
    assert both.groups() == [{"m1"}, {"m2", "m3"}, PORT, MARCH, {"x2"}]


def test_the_id_goes_with_the_anchor(linked: Linked):
    mill = linked.seen("m1")[0]
    obeyed(linked.split("m1"))
    assert linked.groups() == [{"m1"}, {"m2", "m3"}, PORT, MARCH, {"x2"}]
    assert linked.seen("m1")[0] == mill
    assert (("m1", "e1"), ("m2", "e1"), False, "ada") in linked.said()


def test_undoing_a_split(linked: Linked):
    mill = linked.seen("m1")[0]
    (held,) = obeyed(linked.undo(linked.split("m2", "m3").batch))
    assert held.case.incident.id == mill
    assert linked.groups() == [MILL, PORT, MARCH, {"x2"}]


def test_linking_a_report_elsewhere_and_back(both: Linked):
    done = both.link("m1", "p2")
    assert [{m.report for m in held.case.incident.members} for held in obeyed(done)] == [MILL | {"p2"}, {"p1"}]
    obeyed(both.undo(done.batch))
    assert both.groups() == [MILL, PORT, MARCH, {"x2"}]


def test_linking_the_only_report_of_an_incident(linked: Linked):
    mill, march = linked.seen("m1")[0], linked.seen("x1")[0]
    (held,) = obeyed(linked.link("m1", "x1"))
    assert held.case.incident.id == march  # published first
    assert held.case.incident.formerly == (mill,)
    assert linked.groups() == [MILL | MARCH, PORT, {"x2"}]


def test_unlinking_a_report(linked: Linked):
    seen = linked.seen("m1")
    done = unlink_report(linked.store, linked.reviewer, *seen, "m3", "e1", "an arrest", state_path=linked.state)
    obeyed(done)
    assert linked.groups() == [{"m1", "m2"}, {"m3"}, PORT, MARCH, {"x2"}]


def test_two_events_of_one_report_can_be_one_incident(linked: Linked):
    """A coder that reads one event twice makes two incidents of one report."""
    twice = report("t1", event(), event(id="e2", type="civilians.abduction", confidence=0.8), text="Gunmen took ten.")
    put(linked.store, twice, linked=False)
    linked.link_all()
    left, right = linked.of("t1"), linked.of("t1", "e2")
    assert left.case.incident.id != right.case.incident.id
    ids = left.case.incident.id, left.version, right.case.incident.id, right.version
    (held,) = obeyed(merge(linked.store, linked.reviewer, *ids, "one raid", state_path=linked.state))
    assert [m.events for m in held.case.incident.members] == [("e1",), ("e2",)]


def test_one_event_of_a_round_up_goes_elsewhere(linked: Linked):
    put(linked.store, round_up(), linked=False)
    linked.link_all()
    assert linked.groups() == [MILL | {"r1"}, PORT | {"r1"}, MARCH, {"x2"}]
    obeyed(linked.link("x1", "r1", "e2"))
    assert linked.groups() == [MILL | {"r1"}, PORT, {"r1", "x1"}, {"x2"}]


def test_actions_are_taken_back_one_after_the_other(linked: Linked):
    done = [linked.merge("m1", "p1"), linked.split("p2"), linked.link("x1", "m3")]
    assert linked.groups() == [{"m1", "m2", "p1"}, {"m3", "x1"}, {"p2"}, {"x2"}]
    with pytest.raises(ConflictError, match="ada has changed it since"):
        linked.undo(done[0].batch)
    for action in reversed(done):
        obeyed(linked.undo(action.batch))
    assert linked.groups() == [MILL, PORT, MARCH, {"x2"}]


def test_no_undo_over_what_people_did_later(linked: Linked):
    done = linked.merge("m1", "p1")
    linked.by("ben").reviewer.accept(*linked.seen("m1"))
    with pytest.raises(ConflictError, match="ben has changed it since"):
        linked.undo(done.batch)
    with pytest.raises(RefusedError, match="merge or split"):
        linked.reviewer.undo(done.batch)


def test_undo_takes_back_reviews_too(linked: Linked):
    linked.reviewer.accept(*linked.seen("m1"))
    with linked.store.reading() as c:
        batch = history(c)[0].batch
    done = linked.undo(batch)
    assert done.incidents[0].case.state == "unreviewed"
    assert linked.undo(done.batch).incidents[0].case.state == "accepted"


def test_another_persons_decision_stands_until_it_is_overruled(linked: Linked):
    linked.by("ben").split("m2")
    with pytest.raises(RefusedError, match=r"ben decided on .* that m1:e1 and m2:e1 are two incidents"):
        linked.merge("m1", "m2")
    assert (("m1", "e1"), ("m2", "e1"), False, "ben") in linked.said()
    obeyed(linked.merge("m1", "m2", overrule=True))
    assert linked.groups() == [MILL, PORT, MARCH, {"x2"}]


def test_ones_own_merge_is_split_again_in_another_way(linked: Linked):
    """Reports that only the tie of the merge joins, p2 by p1, are split off without p1."""
    linked.merge("m1", "p1")
    obeyed(linked.split("p2", "m3"))
    assert linked.groups() == [{"m1", "m2", "p1"}, {"m3", "p2"}, MARCH, {"x2"}]


def test_decisions_by_way_of_other_reports_contradict(linked: Linked):
    """Ben said of a report that is yet to come that it tells of the mill, and not of the port."""
    late = ("late", "e1")
    with linked.store.writing() as c:
        decide(c, ("m1", "e1"), late, same=True, who="ben")
        decide(c, ("p1", "e1"), late, same=False, who="ben")
    with pytest.raises(RefusedError, match=r"ben decided on .* late:e1"):
        linked.merge("m1", "p1")
    with linked.store.reading() as c:
        assert len(decisions(c)) == 2
        assert all(entry.kind == "program" for entry in history(c))


def test_of_two_stale_versions_either_conflicts(linked: Linked):
    (mill, at), (port, _) = linked.seen("m1"), linked.seen("p1")
    linked.by("ben").reviewer.note(port, 1, "look here")
    with pytest.raises(ConflictError) as caught:
        merge(linked.store, linked.reviewer, mill, at, port, 1, "one", state_path=linked.state)
    assert caught.value.current == 2
    assert linked.said() == []


def test_of_two_who_regroup_one_incident_at_once_one_is_told(both: Linked):
    barrier = Barrier(2)
    versions = {name: both.seen(name) for name in ("m1", "p1", "x1")}

    def work(who: str, other: str) -> bool:
        ids = *versions["p1"], *versions[other]
        barrier.wait()
        try:
            done = merge(both.store, both.by(who).reviewer, *ids, "one attack", state_path=both.state, wait=30)
        except ConflictError:
            return False
        return obeyed(done) != ()

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(work, ["ada", "ben"], ["m1", "x1"]))
    assert sorted(done) == [False, True]
    assert len(both.groups()) == 3


def test_a_decision_waits_where_linking_is_busy(linked: Linked):
    with relinking_lock(linked.store, state_path_of(linked.store).with_suffix(".lock"), 1):
        done = linked.merge("m1", "p1", wait=0.1)
    assert done.pending is not None
    assert "another run" in done.pending
    assert {held.case.incident.id for held in done.incidents} == {linked.seen("m1")[0], linked.seen("p1")[0]}
    linked.link_all()
    assert linked.groups() == [MILL | PORT, MARCH, {"x2"}]


def test_a_report_that_is_not_linked_yet_is_told_of(linked: Linked):
    put(linked.store, report("late", event(), text="Fishermen drowned off Lome."), linked=False)
    done = linked.link("x2", "late")
    assert done.disobeyed == ("late:e1 is in no incident",)
    linked.link_all()
    assert linked.groups() == [{"late", "x2"}, MILL, PORT, MARCH]


def test_what_is_refused(linked: Linked):
    store, ada, (mill, at) = linked.store, linked.reviewer, linked.seen("m1")
    put(store, report("b1", event(), event(id="e2", background=True), text="As in May."), linked=False)
    with pytest.raises(RefusedError, match="one with itself"):
        merge(store, ada, mill, at, mill, at, "one")
    with pytest.raises(RefusedError, match="reason is empty"):
        split(store, ada, mill, at, [("m1", "e1")], " ")
    for chosen in ([], [("m1", "e1"), ("m2", "e1"), ("m3", "e1")]):
        with pytest.raises(RefusedError, match="choose some of its 3 reports"):
            split(store, ada, mill, at, chosen, "two")
    with pytest.raises(RefusedError, match="p1:e1 is not of it"):
        split(store, ada, mill, at, [("p1", "e1")], "two")
    with pytest.raises(RefusedError, match="is of it already"):
        link_report(store, ada, mill, at, "m2", "e1", "one")
    with pytest.raises(RefusedError, match="background"):
        link_report(store, ada, mill, at, "b1", "e2", "one")
    with pytest.raises(NotFoundError):
        link_report(store, ada, mill, at, "no such", "e1", "one")
    with pytest.raises(NotAllowedError):
        split(store, Reviewer(store, "eve", "viewer"), mill, at, [("m1", "e1")], "two")
    assert linked.said() == []
