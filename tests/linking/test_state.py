import sys
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from subprocess import PIPE, Popen

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linking_samples import event, mill_and_port, report, round_up

from dateline.linking import Decision, LinkModel, LinkStateError, State
from dateline.linking import state as states
from dateline.linking import store as stores
from dateline.linking.blocking import Kind
from dateline.linking.errors import LinkingError, LinkStateBusyError
from dateline.linking.intake import rows_of
from dateline.linking.items import items_of

REPORTS = [*mill_and_port(), round_up()]


@pytest.fixture(scope="module")
def items(gazetteer):
    return {r.id: items_of(r, gazetteer) for r in REPORTS}


@pytest.fixture
def state(gazetteer):
    with State(None, LinkModel.load()) as state:
        state.add(REPORTS, gazetteer)
        state.link()
        yield state


def found(state):
    """What the incidents are, whatever their ids."""
    return {
        (tuple((m.report, m.events) for m in i.members), i.links, i.types, i.dates, i.tolls) for i in state.incidents()
    }


def linked(items, batches):
    with State(None, LinkModel.load()) as state:
        for batch in batches:
            state.add_items([item for name in batch for item in items[name]])
            state.link()
        return found(state)


def test_rows_made_in_any_way_are_taken_up_like_reports(items, state):
    with State(None, LinkModel.load()) as other:
        other.take_up(lambda name: rows_of(items[name], other.background), items)
        other.link()
        assert found(other) == found(state)


def events_of(state, name):
    return {(m.report, m.events[0]) for i in state.incidents() for m in i.members if i.id == name}


def test_further_events_are_linked_by_themselves(state):
    groups = [{(m.report, *m.events) for m in i.members} for i in state.incidents()]
    assert {("m1", "e1"), ("m2", "e1"), ("m3", "e1"), ("r1", "e1")} in groups
    assert {("p1", "e1"), ("p2", "e1"), ("r1", "e2")} in groups


@pytest.mark.parametrize("pivots", [60, 1])
@settings(max_examples=6, deadline=None)
@given(
    order=st.permutations([r.id for r in REPORTS]),
    cuts=st.sets(st.integers(1, len(REPORTS) - 1), max_size=3),
)
def test_order_batches_and_restarts_do_not_matter(items, pivots, order, cuts):
    ends = [0, *sorted(cuts), len(order)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stores, "PIVOTS", dict.fromkeys(Kind, pivots))
        whole = linked(items, [sorted(order)])
        assert linked(items, [order[a:b] for a, b in pairwise(ends)]) == whole


def test_linking_again_changes_nothing(state, gazetteer):
    before = list(state.lines())
    assert state.add(REPORTS, gazetteer).known == len(REPORTS)
    assert state.link().grouped == 0
    assert list(state.lines()) == before


def test_a_state_goes_on_where_it_stopped(tmp_path: Path, gazetteer, items):
    path = tmp_path / "state.duckdb"
    with State(path, LinkModel.load()) as state:
        state.add(REPORTS[:4], gazetteer)
        state.link()
        state.add(REPORTS[4:6], gazetteer)  # and then it is killed
    with State(path, LinkModel.load()) as state:
        assert state.add(REPORTS, gazetteer).new == len(REPORTS) - 6
        state.link()
        assert found(state) == linked(items, [sorted(items)])


def test_a_failure_midway_leaves_what_was_there(state, monkeypatch, gazetteer):
    before = list(state.lines())
    state.add([report("z", event(), text=REPORTS[0].text)], gazetteer)
    with monkeypatch.context() as patch:
        patch.setattr("dateline.linking.state.settle", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            state.link()
    assert list(state.lines()) == before
    assert state.link().grouped > 0
    assert sum(len(i.members) for i in state.incidents()) == len(REPORTS) + 2


def test_decisions_are_obeyed_and_leave_a_log(state):
    ids = {m.report: i.id for i in state.incidents() for m in i.members if m.events == ("e1",)}
    state.decide(("m1", "e1"), ("x1", "e1"), same=True, who="a reader")
    state.link()
    assert {("m1", "e1"), ("x1", "e1")} <= events_of(state, ids["x1"])
    assert ("merge", ids["x1"], ids["m1"]) in [row[1:] for row in state.log()]
    state.decide(("x1", "e1"), ("m1", "e1"), same=False, who="a reader")
    state.link()
    assert events_of(state, ids["x1"]) == {("x1", "e1")}
    (now,) = (i for i in state.incidents() if "m1" in {m.report for m in i.members})
    assert {"m1", "m2", "m3"} <= {m.report for m in now.members}
    assert ids["m1"] in (now.id, *now.formerly)
    assert [(d.left, d.right, d.same) for d in state.decisions()] == [(("m1", "e1"), ("x1", "e1"), False)]
    assert "split" in {row[1] for row in state.log()}


def test_people_may_join_two_events_of_one_report(state):
    state.decide(("r1", "e1"), ("r1", "e2"), same=True, who="a reader")
    state.link()
    assert any({("r1", "e1"), ("r1", "e2")} <= {(m.report, *m.events) for m in i.members} for i in state.incidents())


def test_decisions_that_contradict_each_other_are_refused(state):
    a, b, c = (("m1", "e1"), ("m2", "e1"), ("m3", "e1"))
    state.decide(a, b, same=True, who="one")
    state.decide(b, c, same=True, who="one")
    with pytest.raises(LinkStateError, match="two incidents"):
        state.decide(a, c, same=False, who="another")
    with pytest.raises(LinkStateError, match="itself"):
        state.decide(a, a, same=True, who="one")


def test_parts_name_their_total(gazetteer):
    def told(name):
        return report(
            name,
            event(trigger_start=0, trigger_end=4),
            event(id="e2", part_of="e1", confidence=0.5, trigger_start=30, trigger_end=34),
            text=REPORTS[0].text,
            title=REPORTS[0].title,
            published=REPORTS[0].published,
        )

    with State(None, LinkModel.load()) as state:
        state.add([told("a"), told("b")], gazetteer)
        state.link()
        whole, part = sorted(state.incidents(), key=lambda i: i.part_of is not None)
        assert [m.events for m in part.members] == [("e2",), ("e2",)]
        assert part.part_of == whole.id
        assert whole.part_of is None


def test_a_report_that_changed_is_left_as_it_was(state, gazetteer):
    before = list(state.lines())
    added = state.add([report("m1", event(), text="Something else.")], gazetteer)
    assert (added.new, added.known, added.differing) == (0, 0, 1)
    state.link()
    assert list(state.lines()) == before


def test_two_reports_with_one_id_are_refused(state, gazetteer):
    with pytest.raises(LinkingError, match="'y'"):
        state.add([report("y"), report("y")], gazetteer)


def test_a_state_of_other_weights_is_refused(tmp_path: Path):
    path = tmp_path / "state.duckdb"
    State(path, LinkModel.load()).store.close()
    with pytest.raises(LinkStateError, match="untrained"):
        State(path, LinkModel.load("untrained"))


def test_a_file_that_is_no_state_is_refused(tmp_path: Path):
    path = tmp_path / "notes.txt"
    path.write_text("not a state " * 100)
    with pytest.raises(LinkStateError, match="cannot be used"):
        State(path, LinkModel.load())


def test_decisions_may_be_given_as_a_whole(state):
    ids = {m.report: i.id for i in state.incidents() for m in i.members if m.events == ("e1",)}
    at = datetime(2026, 3, 1, tzinfo=UTC).replace(tzinfo=None)
    joined = Decision(("m1", "e1"), ("x1", "e1"), same=True, who="Ada", at=at)
    assert state.obey([joined]) == 1
    assert state.obey([joined]) == 0
    state.link()
    assert {("m1", "e1"), ("x1", "e1")} <= events_of(state, ids["x1"])
    assert state.obey([]) == 1
    assert state.decisions() == []
    state.link()
    assert events_of(state, ids["x1"]) == {("x1", "e1")}
    (now,) = (i for i in state.incidents() if ("m1", "e1") in events_of(state, i.id))
    assert ids["m1"] in (now.id, *now.formerly)


def test_decisions_that_contradict_each_other_are_not_obeyed(state):
    a, b, c = (("m1", "e1"), ("m2", "e1"), ("x1", "e1"))
    at = datetime(2026, 3, 1, tzinfo=UTC).replace(tzinfo=None)
    told = [Decision(*pair, same=same, who="Ada", at=at) for pair, same in (((a, b), True), ((b, c), True))]
    with pytest.raises(LinkStateError, match="two incidents"):
        state.obey([*told, Decision(a, c, same=False, who="Bo", at=at)])
    assert state.decisions() == []


def test_incidents_come_in_order_of_publication_page_by_page(state, monkeypatch):
    lines = list(state.lines())
    first = [min(m.published for m in i.members) for i in state.incidents()]
    assert first == sorted(first)
    assert len(lines) > 2
    monkeypatch.setattr(states, "PAGE", 2)
    assert list(state.lines()) == lines


def test_incidents_are_found_by_id(state):
    names = state.ids()
    assert names == sorted(incident.id for incident in state.incidents())
    assert state.named(names) == sorted(state.incidents(), key=lambda incident: incident.id)
    assert state.named(["nobody"]) == []
    state.link()
    assert state.ids(changed=True) == []


def test_a_state_that_another_process_has_open_is_busy(tmp_path: Path):
    path = tmp_path / "state.duckdb"
    held = "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print(flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", held, str(path)]
    with Popen(command, stdin=PIPE, stdout=PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(LinkStateBusyError, match="another process"):
            State(path, LinkModel.load())
        other.communicate()
    State(path, LinkModel.load()).close()
