from pathlib import Path
from typing import Any

import pytest
from api_calls import API, problem, program
from desk_clients import client
from desk_samples import PRIVATE, fill_desk, report_names
from fastapi.testclient import TestClient
from linking_samples import mill_and_port

from dateline.desk.options import DeskOptions
from dateline.export.privacy import PRIVATE_PERSON
from dateline.records import CodedReport
from dateline.store.engine import Store
from dateline.store.linking_state import state_path_of
from dateline.store.locking import relinking_lock

LINES = {"Content-Type": "application/x-ndjson"}


def quoting(report: CodedReport) -> CodedReport:
    """The report with triggers that are words of its text."""
    events = tuple(
        event.model_copy(update={"trigger": report.text[event.trigger_start : event.trigger_end]})
        for event in report.events
    )
    return report.model_copy(update={"events": events})


REPORTS = [quoting(report) for report in mill_and_port()]


def lines(*reports: CodedReport) -> bytes:
    return b"".join(report.model_dump_json().encode() + b"\n" for report in reports)


@pytest.fixture
def desk(sqlite_store: Store, tmp_path: Path) -> TestClient:
    return client(sqlite_store, DeskOptions(state_path=tmp_path / "state.duckdb"))


def send(desk: TestClient, content: bytes, **headers: str) -> Any:
    return desk.post(f"{API}/reports?name=day.jsonl", content=content, headers={**LINES, **headers})


def test_reports_are_added_and_linked(desk: TestClient):
    told = send(desk, lines(*REPORTS)).json()
    assert (told["read"], told["new"], told["known"], told["set_aside"]) == (7, 7, 0, 0)
    assert told["relinked"]["new"] == desk.get(f"{API}/incidents").json()["total"] == 4
    assert told["new_reports"][0] == "m1"
    assert desk.get(f"{API}/reports/m1").json()["report"]["publisher"] == "Paper m1"


def test_the_same_again_changes_nothing(desk: TestClient):
    send(desk, lines(*REPORTS))
    entry = desk.get(f"{API}/quality").json()["entry"]
    told = send(desk, lines(*REPORTS, REPORTS[0].model_copy(update={"text": f"{REPORTS[0].text} More."}))).json()
    assert (told["new"], told["known"], told["differing"]) == (0, 7, 1)
    assert told["differing_reports"] == ["m1"]
    assert desk.get(f"{API}/quality").json()["entry"] == entry


def test_each_bad_line_is_set_aside_with_its_reason(desk: TestClient, coded_report: CodedReport):
    event = coded_report.events[0]
    shifted = event.model_copy(update={"trigger_start": event.trigger_start + 1})
    misquoting = coded_report.model_copy(update={"id": "r9", "events": (shifted,)})
    content = b"\n{}\nnonsense\n" + lines(misquoting, coded_report) + b'\xff\xfe{"id": 1}'
    told = send(desk, content).json()
    assert (told["new"], told["set_aside"]) == (1, 4)
    assert [item["item"] for item in told["set_aside_items"]] == [f"day.jsonl, line {n}" for n in (2, 3, 4, 6)]
    assert "id: Field required" in told["set_aside_items"][0]["reason"]
    assert "quoted for trigger" in told["set_aside_items"][2]["reason"]
    latest = desk.get(f"{API}/quality").json()["set_aside_latest"]
    assert latest[0]["item"] == "day.jsonl, line 6"


def test_reports_wait_where_linking_is_busy(sqlite_store: Store, desk: TestClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("dateline.desk.importing.WAIT", 0.1)
    with relinking_lock(sqlite_store, state_path_of(sqlite_store).with_suffix(".lock"), 1):
        told = send(desk, lines(*REPORTS)).json()
    assert told["new"] == 7
    assert told["pending"]
    assert desk.get(f"{API}/incidents").json()["total"] == 0


def test_other_media_types_are_refused(desk: TestClient):
    problem(send(desk, b"", **{"Content-Type": "application/json"}), 415)
    problem(send(desk, b"", **{"Content-Type": "text/html"}), 403)  # as a form of another site would send it


def test_too_much_at_once_is_refused(sqlite_store: Store):
    small = client(sqlite_store, DeskOptions(upload_limit=1000))
    problem(send(small, b"x" * 1001), 413)

    def parts():
        yield b"x" * 600
        yield b"x" * 600

    problem(small.post(f"{API}/reports", content=parts(), headers=LINES), 413)


def test_viewers_get_reports_without_private_names(sqlite_store: Store):
    fill_desk(sqlite_store, [PRIVATE])
    told = program(sqlite_store, "cleo").get(f"{API}/reports/{report_names(PRIVATE)[0]}").json()
    assert PRIVATE_PERSON in told["report"]["text"]
    assert "Tolland" not in str(told)
    assert told["originals"][0]["where"] == f"{report_names(PRIVATE)[0]}.html"


def test_ids_may_hold_slashes_and_signs(desk: TestClient, coded_report: CodedReport):
    name = "https://example.org/a b?c=1#d"
    send(desk, lines(coded_report.model_copy(update={"id": name})))
    assert desk.get(f"{API}/reports/https%3A//example.org/a%20b%3Fc%3D1%23d").json()["report"]["id"] == name
