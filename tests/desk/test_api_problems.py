import pytest
from api_calls import API, matching, problem, program
from desk_clients import TEAM, again, client
from fastapi.testclient import TestClient
from incident_samples import MILL_ID
from store_samples import fill

from dateline.desk.options import DeskOptions
from dateline.store.engine import Store

ONE = f"{API}/incidents/{MILL_ID}"


@pytest.fixture
def desk(sqlite_store: Store) -> TestClient:
    fill(sqlite_store)
    return client(sqlite_store)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/incidents/i00", 404),
        ("GET", "/reports/none", 404),
        ("GET", "/incidents/i00/history", 404),
        ("GET", f"/incidents/{MILL_ID}/versions/9", 404),
        ("POST", "/undo/none", 404),
        ("DELETE", "/incidents", 405),
        ("GET", "/incidents?start=yesterday", 422),
        ("GET", "/incidents?colour=red", 422),
        ("GET", "/incidents?after=nonsense", 422),
        ("GET", "/log?after=-1", 422),
        ("GET", "/export.xlsx", 422),
        ("GET", "/export.csv?as_of=soon", 422),
        ("GET", "/export.csv?as_of=2999-01-01", 422),
    ],
)
def test_every_refusal_has_one_shape(desk: TestClient, method: str, path: str, status: int):
    problem(desk.request(method, f"{API}{path}"), status)


def test_what_is_wrong_with_a_body_is_listed(desk: TestClient):
    body = {"values": [{"field": "date", "start": "2016-13-01", "end": None, "precision": "day"}], "reason": "so"}
    told = problem(desk.post(f"{ONE}/correct", json=body, headers=matching(1)), 422)
    assert told["errors"][0]["where"] == "body: values.0.date.start"
    assert "2016-13-01" in told["errors"][0]["what"]


def test_long_values_are_cut_in_messages(desk: TestClient):
    told = problem(desk.post(f"{ONE}/reject", json={"reason": "x" * 5000}, headers=matching(1)), 422)
    assert len(told["errors"][0]["what"]) < 400


def test_broken_json_is_a_problem(desk: TestClient):
    headers = {**matching(1), "Content-Type": "application/json"}
    problem(desk.post(f"{ONE}/accept", content=b"{", headers=headers), 422)


def test_bodies_have_to_be_json(desk: TestClient):
    problem(
        desk.post(f"{ONE}/accept", content=b"{}", headers={**matching(1), "Content-Type": "application/jsonl"}), 415
    )


def test_too_much_is_refused(sqlite_store: Store):
    desk = client(sqlite_store, DeskOptions(body_limit=1000))
    problem(desk.post(f"{ONE}/accept", json={"reason": "x" * 2000}, headers=matching(1)), 413)


def test_programs_need_a_token(sqlite_store: Store):
    known = program(sqlite_store, "cleo")
    answer = again(known).get(f"{API}/incidents")
    problem(answer, 401)
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    wrong = client(sqlite_store, TEAM).get(f"{API}/incidents", headers={"Authorization": "Bearer dateline_x"})
    problem(wrong, 401)
    assert known.get(f"{API}/incidents").status_code == 200


def test_viewers_change_nothing(sqlite_store: Store):
    fill(sqlite_store)
    viewer = program(sqlite_store, "cleo")
    for action in ("accept", "correct", "reject", "reopen", "note", "merge", "split", "link", "unlink"):
        problem(viewer.post(f"{ONE}/{action}", json={}, headers=matching(1)), 403)
    problem(viewer.post(f"{API}/undo/x"), 403)
    problem(program(sqlite_store, "ben", at=viewer).post(f"{API}/reports", content=b""), 403)


def test_what_nobody_foresaw_tells_nothing(desk: TestClient, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object) -> None:
        raise RuntimeError("password=secret")

    monkeypatch.setattr("dateline.desk.api.figures.agreements", fail)
    told = problem(desk.get(f"{API}/agreement"), 500)
    assert "secret" not in str(told)
