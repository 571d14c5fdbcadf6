"""What users who may not see the names of private persons find out about them by other ways than reading."""

from __future__ import annotations

import pytest
from desk_clients import csrf
from review_desk import Person, market
from review_samples import PRIVATE

from dateline.desk.masking import masked_address, masked_report
from dateline.export.privacy import PRIVATE_PERSON
from dateline.store.engine import Store
from dateline.store.reports import get_report


@pytest.fixture
def people(market_store: Store) -> tuple[Person, Person]:
    """One who may see names, and one who may not."""
    return Person(market_store, "ada"), Person(market_store, "ben")


@pytest.mark.parametrize("words", [PRIVATE, f'"{PRIVATE}"', PRIVATE.split()[-1].lower(), f"{PRIVATE.split()[-1][:5]}*"])
def test_names_are_found_by_who_may_see_them_alone(people: tuple[Person, Person], words: str):
    totals = [person.browser.get("/api/v1/incidents", params={"words": words}).json()["total"] for person in people]
    assert totals == [1, 0]


def test_leaving_words_out_tells_no_names_either(people: tuple[Person, Person]):
    all_of_them, rest = (
        people[1].browser.get("/api/v1/incidents", params=params).json()["total"]
        for params in ({}, {"words": f"-{PRIVATE.split()[-1]}"})
    )
    assert rest == all_of_them


def test_other_words_are_found_by_both(people: tuple[Person, Person]):
    totals = [person.browser.get("/api/v1/incidents?words=market").json()["total"] for person in people]
    assert totals[0] == totals[1] > 0


def test_addresses_made_of_headlines_tell_no_names(market_store: Store):
    with market_store.reading() as c:
        coded = get_report(c, "s1").coded
    slug = "https://news.example/2024/" + "-".join(PRIVATE.lower().split())
    assert masked_address(coded, slug) == "https://news.example/"
    assert masked_address(coded, "https://news.example/2024/17") == "https://news.example/2024/17"
    assert masked_report(coded.model_copy(update={"url": slug, "extra": {"by": "x"}})).extra == {}


def test_a_withheld_name_cannot_be_made_public_or_overwritten(market_store: Store, people: tuple[Person, Person]):
    one = market(market_store)
    headers = {"If-Match": f'"{one.version}"', "X-CSRF-Token": csrf(people[1].browser)}
    actors = [{"kind": "civilians", "name": PRIVATE_PERSON, "private": False}]
    body = {"values": [{"field": "targets", "actors": actors}], "reason": "x"}
    path = f"/api/v1/incidents/{one.case.incident.id}/correct"
    answer = people[1].browser.post(path, json=body, headers=headers)
    assert answer.status_code == 422
    assert "withheld name" in answer.json()["detail"]
