from urllib.parse import urlencode

import pytest
from api_calls import API, problem, program
from desk_clients import client
from desk_samples import NUMBER, PRIVATE, fill_desk, incident_id
from fastapi.testclient import TestClient
from incident_samples import MILL_ID
from store_samples import PORT_ID, case, fill, mill, note, port, write

from dateline.export.privacy import PRIVATE_PERSON
from dateline.store.engine import Store

INCIDENTS = f"{API}/incidents"


@pytest.fixture
def world(sqlite_store: Store) -> TestClient:
    fill_desk(sqlite_store)
    return client(sqlite_store)


@pytest.fixture
def two(sqlite_store: Store) -> TestClient:
    fill(sqlite_store)
    return client(sqlite_store)


def test_pages_follow_each_other_to_the_end(world: TestClient):
    seen, address = [], f"{INCIDENTS}?{urlencode({'limit': 17, 'sort': '-killed'})}"
    while address:
        page = world.get(address).json()
        assert page["total"] == NUMBER
        seen += [row["id"] for row in page["items"]]
        address = page["next"]
    assert len(seen) == NUMBER
    assert set(seen) == {incident_id(number) for number in range(NUMBER)}


def test_filters_select_and_stay_in_the_next_address(world: TestClient):
    page = world.get(INCIDENTS, params={"states": ["accepted", "corrected"], "limit": 2}).json()
    assert {row["state"] for row in page["items"]} <= {"accepted", "corrected"}
    assert page["total"] < NUMBER
    following = world.get(page["next"]).json()
    assert following["total"] == page["total"]
    assert not {row["id"] for row in page["items"]} & {row["id"] for row in following["items"]}


def test_counts_come_where_asked_for(world: TestClient):
    assert world.get(INCIDENTS).json()["facets"] is None
    counts = world.get(f"{INCIDENTS}?facets=true").json()["facets"]["states"]
    assert sum(one["count"] for one in counts) == NUMBER


def test_an_incident_has_its_version_as_tag(two: TestClient):
    answer = two.get(f"{INCIDENTS}/{MILL_ID}")
    assert answer.headers["ETag"] == '"1"'
    assert answer.json()["version"] == 1
    assert answer.json()["shown"]["dates"][0]["start"] == "2016-06-05"
    assert answer.json()["changed"] == "2026-03-01T12:00:00Z"


@pytest.mark.parametrize("tags", ['"1"', 'W/"1"', '"7", "1"', "*"])
def test_what_a_client_holds_is_not_sent_again(two: TestClient, tags: str):
    answer = two.get(f"{INCIDENTS}/{MILL_ID}", headers={"If-None-Match": tags})
    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", '"1"')


@pytest.mark.parametrize("tags", ['"2"', "1", '"11"'])
def test_what_has_changed_is_sent(two: TestClient, tags: str):
    assert two.get(f"{INCIDENTS}/{MILL_ID}", headers={"If-None-Match": tags}).status_code == 200


def test_merged_ids_lead_on(sqlite_store: Store, two: TestClient):
    write(sqlite_store, [case(port(), into=MILL_ID)], expected=1, action="merged")
    for below in ("", "/reports"):
        answer = two.get(f"{INCIDENTS}/{PORT_ID}{below}")
        assert (answer.status_code, answer.headers["Location"]) == (308, f"{INCIDENTS}/{MILL_ID}{below}")
    versions = two.get(f"{INCIDENTS}/{PORT_ID}/versions").json()["items"]
    assert [one["version"] for one in versions] == [2, 1]
    assert two.get(versions[1]["address"]).json()["shown"]["id"] == PORT_ID


def test_withdrawn_ones_are_gone_and_have_a_history(sqlite_store: Store, two: TestClient):
    write(sqlite_store, [case(mill(), withdrawn=True)], expected=1, action="withdrawn")
    told = problem(two.get(f"{INCIDENTS}/{MILL_ID}"), 410)
    assert told["history"] == f"{INCIDENTS}/{MILL_ID}/history"
    assert [entry["action"] for entry in two.get(told["history"]).json()["items"]] == ["withdrawn", "linked"]


def test_a_version_stays_as_it_was(sqlite_store: Store, two: TestClient):
    write(sqlite_store, [case(mill(), notes=(note(),))], expected=1, action="noted", who="ada")
    assert two.get(f"{INCIDENTS}/{MILL_ID}/versions/1").json()["case"]["notes"] == []
    assert len(two.get(f"{INCIDENTS}/{MILL_ID}/versions/2").json()["case"]["notes"]) == 1


def test_the_history_comes_in_pages(sqlite_store: Store, two: TestClient):
    for version in (1, 2):
        notes = tuple(note(str(number)) for number in range(version))
        write(sqlite_store, [case(mill(), notes=notes)], expected=version, action="noted", who="ada")
    page = two.get(f"{INCIDENTS}/{MILL_ID}/history?limit=2").json()
    assert [entry["version"] for entry in page["items"]] == [3, 2]
    last = two.get(page["next"]).json()
    assert ([entry["version"] for entry in last["items"]], last["next"]) == ([1], None)


def test_reports_come_in_order_of_publication(two: TestClient):
    told = two.get(f"{INCIDENTS}/{MILL_ID}/reports").json()
    assert [one["report"]["id"] for one in told] == ["m1", "m2", "m3", "m4"]
    assert told[0]["incidents"] == [MILL_ID]


def test_names_of_private_persons_are_withheld_from_viewers(sqlite_store: Store):
    fill_desk(sqlite_store, [PRIVATE])
    address = f"{INCIDENTS}/{incident_id(PRIVATE)}"
    viewer = program(sqlite_store, "cleo")
    for below in ("", "/versions/1", "/history", "/reports"):
        told = viewer.get(f"{address}{below}").text
        assert "Tolland" not in told
        assert PRIVATE_PERSON in told
    assert "Tolland" not in viewer.get(f"{API}/log").text


def test_names_are_given_to_those_who_may_see_them(sqlite_store: Store):
    fill_desk(sqlite_store, [PRIVATE])
    desk = client(sqlite_store)
    for below in ("", "/history", "/reports"):
        assert "Mira Tolland" in desk.get(f"{INCIDENTS}/{incident_id(PRIVATE)}{below}").text
