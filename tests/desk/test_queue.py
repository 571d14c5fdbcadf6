import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from review_desk import Person, hidden, market
from store_samples import case, mill

from dateline.desk.pages.queue import why
from dateline.desk.queue_place import MOST_SKIPPED, Place
from dateline.store.engine import Store
from dateline.store.queue import chosen
from dateline.store.records import TypeValue
from dateline.store.selection.columns import columns_of


def test_what_is_worth_most_comes_first_with_the_reason(market_store: Store):
    page = Person(market_store, "ada").sees("/queue")
    titles = re.findall(r"<li>\s*<p><a href=\"(/incidents/[^\"?]*)", page)
    assert titles[0] == f"/incidents/{market(market_store).case.incident.id}"
    assert len(titles) == 3
    assert "reports disagree: Dates, Killed (target)" in page
    assert "9 killed" in page
    assert "<b>0</b> of 3 reviewed" in page


def test_reasons_for_a_look():
    one = case(mill(confidence=0.6), changed_since_review=True, state="accepted")
    told = why(one, columns_of(one))
    assert told[0].startswith("reports disagree")
    assert "40% likely to be a misreading" in told
    assert "changed since review" in told


def test_two_people_get_different_incidents(market_store: Store):
    ada, ben = Person(market_store, "ada"), Person(market_store, "ben")
    first = ada.sends("/queue/next", {}, page="/queue")
    second = ben.sends("/queue/next", {}, page="/queue")
    assert first.url.path == f"/incidents/{market(market_store).case.incident.id}"
    assert second.url.path.startswith("/incidents/")
    assert second.url.path != first.url.path
    assert ada.sends("/queue/next", {}, page="/queue").url.path == first.url.path


def test_accepting_goes_on_and_can_be_undone_from_there(market_store: Store):
    ada = Person(market_store, "ada")
    first = ada.sends("/queue/next", {}, page="/queue").url.path
    second = ada.sends(f"{first}/accept", {}, page=f"{first}?queue=first")
    assert second.url.path not in {first, "/queue"}
    assert market(market_store).case.state == "accepted"
    assert "You accepted" in second.text
    back = ada.browser.post(f"{first}/undo", data=hidden(second.text, f"{first}/undo"), follow_redirects=True)
    assert str(back.url).endswith(f"{first}?queue=first")
    assert market(market_store).case.state == "unreviewed"


def test_skipping_goes_round_and_a_correction_stays(market_store: Store):
    ada = Person(market_store, "ada")
    page = ada.sends("/queue/next", {}, page="/queue")
    seen = []
    while page.url.path != "/queue":
        seen.append(page.url.path)
        page = ada.browser.post("/queue/next", data=hidden(page.text, "/queue/next"), follow_redirects=True)
    assert len(seen) == len(set(seen)) == 3
    assert "those you skipped still wait" in page.text
    address = f"{seen[0]}/correct/status?queue=first"
    stayed = ada.sends(f"{seen[0]}/correct/status", {"status": "averted", "reason": "it failed"}, page=address)
    assert stayed.url.path == seen[0]


def test_a_second_look_hides_the_first_and_keeps_all_that_was_entered(
    market_store: Store, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("dateline.store.queue.chosen", lambda _, share: share > 0)
    ada, lena = Person(market_store, "ada"), Person(market_store, "lena")
    name = market(market_store).case.incident.id
    ada.corrects(name, "type", type="riot.mob_violence", reason="it was a crowd")
    waiting = lena.sends("/queue/next", {}, page="/queue?round=second")
    assert waiting.url.path == f"/incidents/{name}"
    assert "mob" not in waiting.text.lower()
    assert "it was a crowd" not in waiting.text
    assert "corrected by" not in waiting.text
    form = f"/incidents/{name}/correct"
    entered = lena.sends(
        f"{form}/status", {"status": "unconfirmed", "reason": "hearsay"}, page=f"{form}/status?queue=second"
    )
    assert entered.url.query == b"queue=second"
    both = lena.sends(
        f"{form}/type", {"type": "battle.armed_clash", "reason": "both shot"}, page=f"{form}/type?queue=second"
    )
    assert "hearsay" not in ada.sees(f"/incidents/{name}?queue=second")
    assert "Save what you entered" in both.text
    lena.browser.post(f"/incidents/{name}/accept", data=hidden(both.text, f"/incidents/{name}/accept"))
    assert "hearsay" not in lena.sees(f"/incidents/{name}?queue=second")
    after = market(market_store).case
    assert [correction.value for correction in after.corrections] == [TypeValue(type="riot.mob_violence")]
    page = lena.sees("/agreement")
    assert re.search(r"Type</th><td[^>]*>1</td><td[^>]*>1</td><td[^>]*>0%", page)


def test_a_name_entered_in_a_second_look_stands_in_no_address_and_can_be_taken_back(market_store: Store):
    ada, lena = Person(market_store, "ada"), Person(market_store, "lena")
    name = market(market_store).case.incident.id
    ada.sends(f"/incidents/{name}/accept", {}, page=f"/incidents/{name}")
    form = f"/incidents/{name}/correct/targets"
    sent = {"kind-0": "civilian", "name-0": "Vera Holm", "private-0": "yes", "reason": "she said so"}
    entered = lena.sends(form, sent, page=f"{form}?queue=second")
    assert "Vera Holm" in entered.text
    seen = [str(entered.url), *(str(step.url) for step in entered.history)]
    assert not [link for link in (*seen, *re.findall(r'href="([^"]*)"', entered.text)) if "Holm" in link]
    taken_back = {**hidden(lena.sees(f"{form}?queue=second"), form), "reason": "no"}
    back = lena.browser.post(f"/incidents/{name}/revert/targets", data=taken_back, follow_redirects=True)
    assert str(back.url).endswith(f"/{name}?queue=second#f-targets")
    assert "Vera Holm" not in back.text


def test_the_share_of_second_looks_is_the_same_for_everybody():
    assert sum(chosen(f"i{number}", 0.1) for number in range(1_000)) in range(60, 140)


def test_viewers_have_no_queue(market_store: Store):
    Person(market_store, "vera").sees("/queue", status=403)


def test_an_incident_at_hand_is_given_up_when_it_is_done(market_store: Store):
    ada, ben = Person(market_store, "ada"), Person(market_store, "ben")
    first = ada.sends("/queue/next", {}, page="/queue").url.path
    ada.browser.post("/queue/next", data=hidden(ada.sees(f"{first}?queue=first"), "/queue/next"))
    assert ben.sends("/queue/next", {}, page="/queue").url.path == first


def test_a_place_without_sense_is_none():
    assert Place.of({"queue": "third", "skipped": "-1"}) == Place()
    assert Place.of({"queue": "first", "skipped": "99999"}).skipped == MOST_SKIPPED


@given(st.sampled_from(["first", "second"]), st.integers(0, MOST_SKIPPED), st.text(min_size=1, max_size=20))
def test_a_place_travels_unchanged(turn, skipped: int, previous: str):
    place = Place(turn, skipped, previous)
    assert Place.of(place.entries) == place
