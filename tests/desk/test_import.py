from pathlib import Path

import pytest
from desk_clients import TEAM, add_users, client, csrf, logged_in
from fastapi.testclient import TestClient

from dateline.desk.options import DeskOptions
from dateline.records import CodedReport
from dateline.store.engine import Store


@pytest.fixture
def desk(sqlite_store: Store, tmp_path: Path) -> TestClient:
    return client(sqlite_store, DeskOptions(state_path=tmp_path / "state.duckdb"))


def test_files_are_taken_in_and_told_of(desk: TestClient, coded_report: CodedReport, quiet_report: CodedReport):
    good = f"{coded_report.model_dump_json()}\n{quiet_report.model_dump_json()}\n"
    files = [("files", ("day.jsonl", good)), ("files", ("<b>.jsonl", "no report\n"))]
    page = desk.post("/import", files=files, data={"csrf": csrf(desk)}).text
    assert "<dt>New</dt><dd>2 reports</dd>" in page
    assert 'href="/reports/r1"' in page
    assert "&lt;b&gt;.jsonl, line 1" in page
    assert "dateline add" in page
    assert desk.get("/api/v1/reports/r1").status_code == 200
    again = desk.post("/import", files=files[:1], data={"csrf": csrf(desk)}).text
    assert "Nothing new" in again


def test_no_file_is_told(desk: TestClient):
    answer = desk.post("/import", files=[("files", ("", b""))], data={"csrf": csrf(desk)})
    assert answer.status_code == 422


def test_the_page_tells_the_command_for_other_reports(sqlite_store: Store, desk: TestClient):
    assert f"dateline add REPORTS --store {sqlite_store.name}" in desk.get("/import").text


def test_only_leads_add_reports(sqlite_store: Store):
    add_users(sqlite_store, ana="lead", ben="coder")
    desk = logged_in(sqlite_store, "ben", TEAM)
    assert desk.get("/import").status_code == 403
    assert desk.post("/import", files=[("files", ("a", b"x"))], data={"csrf": csrf(desk)}).status_code == 403
    lead = logged_in(sqlite_store, "ana", TEAM)
    assert lead.post("/import", files=[("files", ("a", b"x"))]).status_code == 403, "without the session's token"
