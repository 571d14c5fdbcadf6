import re
from html import unescape

import pytest
from review_desk import Person, held, market
from review_samples import PRIVATE
from store_samples import AT

from dateline.desk.forms import FormError, entries, parse
from dateline.desk.values import Field, in_words, logged_words
from dateline.export.privacy import PRIVATE_PERSON
from dateline.store.engine import Store
from dateline.store.records import ActorsValue, DateValue, NamedActor, PlaceValue, TollValue, TypeValue
from dateline.store.showing import values

KILLED = "toll killed target"


def words(page: str) -> str:
    """The text of a page on one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_each_value_stands_with_its_words_and_what_differs_beside_it(market_store: Store):
    page = Person(market_store, "ada").sees(f"/incidents/{market(market_store).case.incident.id}")
    assert '<mark class="evidence-date">on Sunday</mark>' in page
    assert '<mark class="evidence-date">on Saturday</mark>' in page
    assert '<mark class="evidence-counts">nine people</mark>' in page
    text = words(page)
    assert "4 June 2016 1 source Take this" in text
    assert "one source: published by the steppe post" in text
    assert "4 1 source, superseded" in text
    assert 'class="chart wide"' in page
    assert "Weights in log-odds" in page
    assert 'href="/reports/s5?at=' in page


def test_an_unknown_incident_is_not_found(market_store: Store):
    assert "check the id" in Person(market_store, "ada").sees("/incidents/i0", status=404)


def test_viewers_see_no_names_and_no_buttons(market_store: Store):
    page = Person(market_store, "vera").sees(f"/incidents/{market(market_store).case.incident.id}")
    assert PRIVATE not in page
    assert "Tolland" not in page
    assert PRIVATE_PERSON in page
    assert "Accept" not in page
    assert PRIVATE in Person(market_store, "ada").sees(f"/incidents/{market(market_store).case.incident.id}")


@pytest.mark.parametrize("action", ["accept", "reject", "correct/type", "merge", "split", "note", "undo"])
def test_viewers_may_change_nothing(market_store: Store, action: str):
    before = market(market_store)
    vera = Person(market_store, "vera")
    csrf = re.search(r'name="csrf-token" content="([^"]*)"', vera.sees("/help"))
    assert csrf is not None
    answer = vera.browser.post(
        f"/incidents/{before.case.incident.id}/{action}", data={"csrf": csrf[1], "version": str(before.version)}
    )
    assert answer.status_code == 403
    assert market(market_store) == before


def test_accept_reject_reopen_note_and_undo(market_store: Store):
    ada, name = Person(market_store, "ada"), market(market_store).case.incident.id
    ada.does(name, "accept")
    assert (market(market_store).case.state, market(market_store).case.reviewed_by) == ("accepted", "ada")
    ada.does(name, "reopen", reason="a new report is due")
    ada.does(name, "reject", reason="a film was shot")
    assert market(market_store).case.state == "rejected"
    ada.does(name, "note", reason="call <b>the stringer</b>")
    page = ada.sees(f"/incidents/{name}")
    assert "call &lt;b&gt;the stringer&lt;/b&gt;" in page
    ada.does(name, "undo")
    assert market(market_store).case.notes == ()
    assert market(market_store).case.state == "rejected"


def test_a_corrected_number_stands_with_who_and_why_and_can_be_taken_back(market_store: Store):
    ada, name = Person(market_store, "ada"), market(market_store).case.incident.id
    answer = ada.corrects(name, "toll-killed-target", best="7", low="", high="", reason="the hospital's list")
    assert answer.status_code == 200
    assert values(market(market_store).case)[KILLED] == {"low": 7, "best": 7, "high": 7}
    text = words(answer.text)
    assert "ada corrected this" in text
    assert "Killed (target) 6 (6–9) → became 7" in text
    ada.sends(f"/incidents/{name}/undo", {}, page=f"/incidents/{name}")
    assert values(market(market_store).case)[KILLED] == {"low": 6, "best": 6, "high": 9}


def test_a_value_that_differs_can_be_taken_over(market_store: Store):
    ada, name = Person(market_store, "ada"), market(market_store).case.incident.id
    page = ada.sees(f"/incidents/{name}")
    link = re.search(r'class="take" href="([^"]*/correct/date[^"]*)"', page)
    assert link is not None
    form = ada.sees(unescape(link[1]))
    assert 'name="start" type="date" value="2016-06-04"' in form
    assert 'value="2016-06-05"' not in form


def test_what_makes_no_value_is_told_beside_the_form_and_keeps_what_was_entered(market_store: Store):
    ada, before = Person(market_store, "ada"), market(market_store)
    name = before.case.incident.id
    answer = ada.corrects(name, "toll-killed-target", best="many", low="9", high="3", reason="")
    assert answer.status_code == 422
    assert "say why" in answer.text
    answer = ada.corrects(name, "date", start="2016-06-09", end="2016-06-01", precision="range")
    assert "lies before the first" in answer.text
    assert 'value="2016-06-09"' in answer.text
    assert market(market_store) == before


def test_the_second_of_two_people_is_shown_what_the_first_did_and_may_go_on(market_store: Store):
    ada, ben = Person(market_store, "ada"), Person(market_store, "ben")
    name = market(market_store).case.incident.id
    address = f"/incidents/{name}/correct/toll-killed-target"
    opened = ben.sees(address)
    ada.corrects(name, "toll-killed-target", best="7", reason="the hospital's list")
    version = re.search(r'name="version" value="(\d+)"', opened)
    assert version is not None
    sent = {"version": version[1], "best": "8", "low": "", "high": "", "reason": "counted the graves"}
    answer = ben.sends(address, sent, page=address)
    assert answer.status_code == 409
    text = words(answer.text)
    assert "Killed (target) 8 7 6 (6–9)" in text
    assert "ada corrected" in text
    assert values(market(market_store).case)[KILLED]["best"] == 7
    again = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', answer.text)
    ben.browser.post(address, data={key: unescape(value) for key, value in again})
    assert values(market(market_store).case)[KILLED]["best"] == 8
    assert market(market_store).case.reviewed_by == "ben"


def test_who_sees_no_names_corrects_actors_without_losing_them(market_store: Store):
    ben, name = Person(market_store, "ben"), market(market_store).case.incident.id
    page = ben.sees(f"/incidents/{name}/correct/targets")
    row = re.search(r'name="name-(\d)" value="\[private person\]"', page)
    assert row is not None
    number = int(row[1])
    sent = {f"kind-{number}": "civilians", f"name-{number}": PRIVATE_PERSON, f"private-{number}": "yes"}
    ben.corrects(name, "targets", **sent, **{f"kind-{number + 1}": "state_forces", f"name-{number + 1}": "police"})
    actors = values(market(market_store).case)["targets"]
    assert {"kind": "civilians", "name": PRIVATE, "private": True} in actors
    assert {"kind": "state_forces", "name": "police", "private": False} in actors


def test_merge_shows_both_and_split_takes_apart(market_store: Store):
    ada, name = Person(market_store, "ada"), market(market_store).case.incident.id
    other = held(market_store, "b1").case.incident.id
    home = f"/incidents/{name}"
    assert f"merge?other={other}" in ada.sees(f"{home}/merge")
    page = ada.sees(f"{home}/merge?other={other}")
    assert "Khromtau" in page
    answer = ada.sends(f"{home}/merge", {"reason": "one attack"}, page=f"{home}/merge?other={other}")
    assert answer.status_code == 200, answer.text
    assert held(market_store, "b1").case.incident.id == held(market_store, "s1").case.incident.id
    now = market(market_store).case.incident.id
    ada.sends(
        f"/incidents/{now}/split", {"telling": '["b1", "e1"]', "reason": "another town"}, page=f"/incidents/{now}/split"
    )
    assert held(market_store, "b1").case.incident.id != held(market_store, "s1").case.incident.id


def test_a_merged_incident_leads_to_the_one_it_went_into(market_store: Store):
    ada, name = Person(market_store, "ada"), market(market_store).case.incident.id
    other = held(market_store, "b1").case.incident.id
    home = f"/incidents/{name}"
    ada.sends(f"{home}/merge", {"reason": "one attack"}, page=f"{home}/merge?other={other}")
    gone = ({name, other} - {market(market_store).case.incident.id}).pop()
    assert f"{gone} is now this incident" in words(ada.sees(f"/incidents/{gone}"))


def test_a_report_is_unlinked_and_linked_again(market_store: Store):
    ada = Person(market_store, "ada")
    name = market(market_store).case.incident.id
    ada.sends(f"/incidents/{name}/unlink", {"reason": "another day"}, page="/reports/s5")
    assert held(market_store, "s5").case.incident.id != name
    page = f"/incidents/{name}/link?report=s5"
    ada.sends(f"/incidents/{name}/link", {"telling": '["s5", "e1"]', "reason": "the same after all"}, page=page)
    assert held(market_store, "s5").case.incident.id == name


def test_places_are_looked_up(market_store: Store):
    page = Person(market_store, "ada").sees("/places?q=Aktobe")
    assert 'data-take-geonames-id="610611"' in page


def test_a_stranger_s_text_is_only_text(market_store: Store):
    page = Person(market_store, "ada").sees(f"/incidents/{held(market_store, 'h1').case.incident.id}")
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("given", "start", "end"),
    [
        ({"start": "2024-02-10", "precision": "day"}, "2024-02-10", "2024-02-10"),
        ({"start": "2024-02-10", "precision": "week"}, "2024-02-10", "2024-02-16"),
        ({"start": "2024-02-10", "precision": "month"}, "2024-02-01", "2024-02-29"),
        ({"start": "2023-02-10", "precision": "year"}, "2023-01-01", "2023-12-31"),
        ({"start": "2024-12-31", "end": "2025-01-01", "precision": "range"}, "2024-12-31", "2025-01-01"),
    ],
)
def test_days_are_those_entered(given: dict[str, str], start: str, end: str):
    value = parse(Field("date"), given, None)
    assert isinstance(value, DateValue)
    assert (str(value.start), str(value.end)) == (start, end)


@pytest.mark.parametrize(
    ("field", "given", "fault"),
    [
        ("date", {"start": "2024-02-30", "precision": "day"}, "start"),
        ("date", {"start": "10.2.2024", "precision": "day"}, "start"),
        ("date", {"start": "2024-02-10", "precision": "range"}, "end"),
        ("date", {"start": "2024-02-10", "end": "2024-02-11", "precision": "day"}, "precision"),
        ("place", {"name": "Oldenmill", "lat": "50", "precision": "town"}, "lat"),
        ("place", {"name": "Oldenmill", "country": "Kenya", "precision": "town"}, "country"),
        ("type", {"type": "war"}, "type"),
        ("toll-killed-target", {"best": "1,200"}, "best"),
        ("targets", {"kind-0": "", "name-0": "farmers"}, "kind-0"),
        ("targets", {"kind-0": "civilians", "name-0": PRIVATE_PERSON}, "name-0"),
    ],
)
def test_what_is_no_value_is_named(field: str, given: dict[str, str], fault: str):
    named = Field.parse(field)
    assert named is not None
    with pytest.raises(FormError) as caught:
        parse(named, given, None)
    assert fault in caught.value.faults


@pytest.mark.parametrize(
    "value",
    [
        TypeValue(type="riot.mob_violence"),
        DateValue(start=AT.date(), end=AT.date(), precision="day"),
        DateValue(start=None, end=None, precision="unknown"),
        PlaceValue(name="Oldenmill", country="KZ", lat=-1.5, lon=170.25, precision="site", geonames_id=3),
        TollValue(measure="killed", side="target", low=3, best=3, high=3),
        TollValue(measure="killed", side="target", low=3, best=5, high=None),
        TollValue(measure="killed", side="target"),
        ActorsValue(
            field="targets",
            actors=(NamedActor(kind="civilians", name="Ada", private=True), NamedActor(kind="property")),
        ),
    ],
)
def test_a_form_sent_as_it_was_opened_changes_nothing(value):
    named = Field.parse(f"toll {value.measure} {value.side}" if isinstance(value, TollValue) else value.field)
    assert named is not None
    assert parse(named, entries(value), value) == value


def test_a_point_of_another_place_is_refused():
    old = PlaceValue(name="Oldenmill", country="KZ", lat=1, lon=2, precision="town", geonames_id=3)
    with pytest.raises(FormError, match="Oldenmill"):
        parse(Field("place"), {**entries(old), "name": "Newmill"}, old)
    kept = parse(Field("place"), {**entries(old), "name": "Newmill", "geonames_id": ""}, old)
    assert (kept.lat, kept.geonames_id) == (1, None)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("low", "best", "high", "said"),
    [
        (6, 6, 6, "6"),
        (6, 6, 9, "6 (6–9)"),
        (10, 10, None, "at least 10"),
        (None, 14, 14, "up to 14"),
        (10, None, None, "at least 10"),
        (None, 12, None, "about 12"),
        (None, None, None, "unknown"),
    ],
)
def test_numbers_in_words(low, best, high, said: str):
    assert in_words(TollValue(measure="killed", side="target", low=low, best=best, high=high)) == said


def test_values_of_the_log_in_words():
    assert logged_words("type", "civilians.attack") == "Attack on civilians"
    assert logged_words("date", {"start": "2016-06-05", "end": "2016-06-05", "precision": "day"}) == "5 June 2016"
    assert logged_words("date", None) == "unknown"
    assert logged_words("targets", [{"kind": "civilians", "name": None}]) == "civilians"
    assert logged_words(None, "i1") == "i1"
