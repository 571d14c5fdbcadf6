import re

import pytest
from review_desk import Person, market
from review_samples import PRIVATE
from store_samples import case, numbered, write

from dateline.desk.pages.history import PAGE
from dateline.store.engine import Store


def acts(page: str) -> list[str]:
    """What each entry of a page says first: who and what."""
    heads = re.findall(r'<p class="act-head">(.*?)</p>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", head).split()[3:5]) for head in heads]


@pytest.fixture
def ada(market_store: Store) -> Person:
    """Somebody who has corrected the status and noted something."""
    person = Person(market_store, "ada")
    name = market(market_store).case.incident.id
    person.corrects(name, "status", status="unconfirmed", reason="hearsay & rumour")
    person.does(name, "note", reason="ask again")
    return person


def test_who_changed_what_and_why_newest_first(ada: Person):
    page = ada.sees("/history")
    assert acts(page)[:2] == ["ada noted", "ada corrected"]
    assert "hearsay &amp; rumour" in page
    assert "<del><bdi>happened</bdi></del>" in page
    assert "<ins><bdi>unconfirmed</bdi></ins>" in page


def test_filters(ada: Person):
    name = market(ada.store).case.incident.id
    assert acts(ada.sees("/history?who=ada&action=corrected")) == ["ada corrected"]
    assert acts(ada.sees(f"/history?incident={name}&action=linked")) == ["dateline 0.1.0"]
    assert acts(ada.sees("/history?who=nobody")) == []
    assert acts(ada.sees("/history?since=2999-01-01")) == []
    assert acts(ada.sees("/history?until=2000-01-01")) == []
    assert len(acts(ada.sees("/history?since=2000-01-01&until=2999-01-01"))) == 5
    assert "not a day such as" in ada.sees("/history?since=yesterday")


def test_pages_go_back_without_leaving_an_entry_out(ada: Person):
    write(ada.store, [case(numbered(number)) for number in range(PAGE)])
    first = ada.sees("/history")
    older = re.search(r'href="(/history\?before=\d+)"', first)
    assert older is not None
    second = ada.sees(older[1])
    assert len(acts(first)) == PAGE
    assert len(acts(second)) == 5
    assert "Newest" in second


def test_who_sees_no_names_gets_none(ada: Person):
    assert PRIVATE in ada.sees("/history")
    page = Person(ada.store, "vera").sees("/history")
    assert PRIVATE not in page
    assert "[private person]" in page
