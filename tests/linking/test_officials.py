import pytest
from linking_samples import event

from dateline.linking.officials import agree, bodies
from dateline.records import Event, Span


def citing(*sources: str) -> Event:
    return event(sources=sources, source_spans=tuple(Span(start=0, end=1) for _ in sources))


@pytest.mark.parametrize("source", ["the interior ministry", "an interior ministry spokesman", "The Interior Minister"])
def test_who_speaks_for_a_body_is_the_body(source: str):
    assert bodies(citing(source)) == {frozenset({"interior", "ministry"})}


def test_others_are_no_officials():
    assert bodies(citing("witnesses", "Josef Tarrow")) == frozenset()


def test_a_body_agrees_with_its_fuller_name_only():
    police = bodies(citing("police", "a neighbour"))
    assert agree(police, bodies(citing("Aktobe police chief")))
    assert not agree(police, bodies(citing("the army")))
    assert not agree(frozenset(), frozenset())
