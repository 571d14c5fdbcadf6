from datetime import UTC, datetime

import pytest
from linking_samples import mill_and_port

from dateline.linking import Decision, LinkModel, State
from dateline.linking.errors import LinkModelError
from dateline.linking.fitting import LIFTS
from dateline.linking.learning import implied, learn_from


def decision(left: str, right: str, *, same: bool) -> Decision:
    return Decision((left, "e1"), (right, "e1"), same, "Ada", datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture
def state(gazetteer):
    with State(None, LinkModel.load("untrained")) as state:
        state.add(mill_and_port(), gazetteer)
        state.link()
        yield state


def test_decisions_settle_more_pairs_than_were_decided():
    found = implied([decision("a", "b", same=True), decision("b", "c", same=True), decision("c", "d", same=False)])
    assert {(left[0], right[0]): same for (left, right), same in found.items()} == {
        ("a", "b"): True,
        ("a", "c"): True,
        ("b", "c"): True,
        ("a", "d"): False,
        ("b", "d"): False,
        ("c", "d"): False,
    }


def test_the_weights_move_towards_what_was_decided(state: State):
    for left, right, same in (("x1", "x2", True), ("m1", "m2", True), ("p1", "m1", False)):
        state.decide((left, "e1"), (right, "e1"), same=same, who="Ada")
    lesson = learn_from(state)
    assert (lesson.decisions, lesson.same, lesson.different) == (3, 2, 2)
    assert lesson.model.weights != state.model.weights
    assert lesson.model.name == f"{state.model.name}, 3 decisions"


def test_decisions_on_what_is_not_there_teach_nothing(state: State):
    state.decide(("q1", "e1"), ("q2", "e1"), same=True, who="Ada")
    with pytest.raises(LinkModelError, match="none on events that the state holds"):
        learn_from(state)


def test_enough_decisions_also_tell_how_certain_a_link_must_be(gazetteer):
    copies = [r.model_copy(update={"id": f"{r.id}-{n}"}) for n in range(4) for r in mill_and_port()]
    with State(None, LinkModel.load("untrained")) as state:
        state.add(copies, gazetteer)
        state.link()
        mill = [r.id for r in copies if r.id.startswith("m")]
        for other in mill[1:]:
            state.decide((mill[0], "e1"), (other, "e1"), same=True, who="Ada")
        state.decide((mill[0], "e1"), ("p1-0", "e1"), same=False, who="Ada")
        lesson = learn_from(state)
    assert (lesson.same, lesson.different) == (66, 12)
    assert lesson.model.lift in LIFTS
