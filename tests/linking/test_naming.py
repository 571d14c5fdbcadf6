import pytest
from linking_samples import mill_and_port

from dateline.linking import LinkModel, State
from dateline.linking.errors import LinkingError
from dateline.linking.naming import said, telling_named


@pytest.fixture
def state(gazetteer):
    with State(None, LinkModel.load("untrained")) as state:
        first, second, *_ = mill_and_port()
        state.add([first, second.model_copy(update={"id": "https://paper.example/m2:e1"})], gazetteer)
        yield state


def test_a_telling_is_named_by_report_and_event(state: State):
    assert telling_named(state, "m1") == telling_named(state, "m1:e1") == ("m1", "e1")
    assert said(("m1", "e1")) == "m1:e1"


def test_an_id_may_hold_colons(state: State):
    name = "https://paper.example/m2:e1"
    assert telling_named(state, name) == telling_named(state, f"{name}:e1") == (name, "e1")


@pytest.mark.parametrize(
    ("name", "why"), [("q", "no report"), ("m1:e7", "its events there are e1"), ("q:e1", "no such report")]
)
def test_a_name_of_nothing_is_refused(state: State, name: str, why: str):
    with pytest.raises(LinkingError, match=why):
        telling_named(state, name)
