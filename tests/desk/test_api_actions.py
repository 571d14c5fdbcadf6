from pathlib import Path
from typing import Any

import pytest
from api_calls import API, matching, problem, program
from desk_clients import client
from fastapi.testclient import TestClient
from incident_samples import MILL_ID
from linking_samples import mill_and_port
from store_samples import PORT_ID, case, fill, port, put, write

from dateline.desk.options import DeskOptions
from dateline.store import Store
from dateline.store.relinking import relink

INCIDENTS = f"{API}/incidents"
KILLED = {"field": "toll", "measure": "killed", "side": "target", "low": 2, "best": 2, "high": 3}


@pytest.fixture
def desk(sqlite_store: Store) -> TestClient:
    fill(sqlite_store)
    return client(sqlite_store)


def act(desk: TestClient, action: str, version: int, incident: str = MILL_ID, **body: Any) -> Any:
    return desk.post(f"{INCIDENTS}/{incident}/{action}", json=body, headers=matching(version))


def test_accepting_makes_a_new_version(desk: TestClient):
    answer = act(desk, "accept", 1)
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    assert answer.json()["case"]["state"] == "accepted"
    assert desk.get(f"{INCIDENTS}/{MILL_ID}").json()["version"] == 2


def test_corrections_are_shown_and_what_reports_tell_stays(desk: TestClient):
    told = act(desk, "correct", 1, values=[KILLED], reason="the ministry's list").json()
    shown, machine = ([toll["best"] for toll in held["tolls"]] for held in (told["shown"], told["case"]["incident"]))
    assert (shown[0], machine[0]) == (2, 6)
    assert told["case"]["corrections"][0]["reason"] == "the ministry's list"


@pytest.mark.parametrize(("action", "body"), [("reject", {"reason": "a drill"}), ("note", {"text": "call the mill"})])
def test_one_action_follows_another(desk: TestClient, action: str, body: dict[str, str]):
    assert act(desk, action, 1, **body).json()["version"] == 2
    assert act(desk, "reopen" if action == "reject" else "accept", 2, reason="seen").json()["version"] == 3


def test_a_change_names_the_version_that_was_seen(desk: TestClient):
    problem(desk.post(f"{INCIDENTS}/{MILL_ID}/accept", json={}), 428)
    for wrong in ("1", '"x"', '"1", "2"', "*", 'W/"1"'):
        problem(desk.post(f"{INCIDENTS}/{MILL_ID}/accept", json={}, headers={"If-Match": wrong}), 400)


def test_nobody_overwrites_what_another_has_done(desk: TestClient):
    act(desk, "reject", 1, reason="a drill")
    told = problem(act(desk, "accept", 1), 412)
    assert told["current"] == 2
    assert desk.get(f"{INCIDENTS}/{MILL_ID}").json()["case"]["state"] == "rejected"


def test_an_action_is_taken_back_and_again(desk: TestClient):
    batch = act(desk, "reject", 1, reason="a drill").json()["batch"]
    undone = desk.post(f"{API}/undo/{batch}").json()
    assert undone["incidents"][0]["case"]["state"] == "unreviewed"
    redone = desk.post(f"{API}/undo/{undone['batch']}").json()
    assert redone["incidents"][0]["case"]["state"] == "rejected"


def test_what_was_built_upon_is_not_taken_back(desk: TestClient):
    batch = act(desk, "reject", 1, reason="a drill").json()["batch"]
    act(desk, "note", 2, text="no drill")
    assert problem(desk.post(f"{API}/undo/{batch}"), 412)["current"] == 3


def test_reasons_are_required(desk: TestClient):
    problem(act(desk, "correct", 1, values=[KILLED]), 422)
    problem(act(desk, "correct", 1, values=[KILLED], reason=""), 422)
    problem(act(desk, "correct", 1, values=[], reason="so"), 422)
    problem(act(desk, "reject", 1, reason=" "), 422)


def test_merged_ids_take_no_change(sqlite_store: Store, desk: TestClient):
    write(sqlite_store, [case(port(), into=MILL_ID)], expected=1, action="merged")
    for action, body in (("accept", {}), ("unlink", {"report": "p1", "event": "e1", "reason": "so"})):
        told = problem(act(desk, action, 1, PORT_ID, **body), 409)
        assert told["location"] == f"{INCIDENTS}/{MILL_ID}"


def test_coders_act_under_their_name(sqlite_store: Store):
    fill(sqlite_store)
    told = act(program(sqlite_store, "ben"), "accept", 1).json()
    assert told["case"]["reviewed_by"] == "ben"


def test_coders_without_the_right_see_no_names_in_answers(sqlite_store: Store):
    fill(sqlite_store)
    assert "Tarrow" not in act(program(sqlite_store, "ben"), "accept", 1).text


def test_incidents_are_merged_split_and_taken_apart_again(sqlite_store: Store, tmp_path: Path):
    state = tmp_path / "state.duckdb"
    put(sqlite_store, *mill_and_port(), linked=False)
    relink(sqlite_store, state)
    desk = client(sqlite_store, DeskOptions(state_path=state))

    def of(report: str) -> dict[str, Any]:
        [row] = desk.get(f"{INCIDENTS}?report={report}").json()["items"]
        return dict(row)

    x1, x2 = of("x1"), of("x2")
    body = {"other": x2["id"], "other_version": x2["version"], "reason": "one day"}
    merged = act(desk, "merge", x1["version"], x1["id"], **body)
    assert merged.status_code == 200, merged.text
    assert of("x1")["id"] == of("x2")["id"]
    problem(act(desk, "merge", 9, of("m1")["id"], **body), 412)
    assert desk.post(f"{API}/undo/{merged.json()['batch']}").status_code == 200
    assert of("x1")["id"] != of("x2")["id"]

    mill = of("m3")
    apart = act(desk, "split", mill["version"], mill["id"], tellings=[{"report": "m3", "event": "e1"}], reason="later")
    assert apart.status_code == 200, apart.text
    assert of("m3")["id"] != of("m1")["id"]
    mill = of("m1")
    joined = act(desk, "link", mill["version"], mill["id"], report="m3", event="e1", reason="the same after all")
    assert joined.status_code == 200, joined.text
    assert of("m3")["id"] == of("m1")["id"]
    mill = of("m1")
    parted = act(desk, "unlink", mill["version"], mill["id"], report="m2", event="e1", reason="another bridge")
    assert parted.status_code == 200, parted.text
    assert of("m2")["id"] != of("m1")["id"]
