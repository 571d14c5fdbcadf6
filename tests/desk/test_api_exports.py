import csv
import io
import json
import time
from collections.abc import Iterator

import pytest
from api_calls import API, problem, program
from desk_clients import client
from desk_samples import NUMBER, fill_desk, incident_id
from fastapi.testclient import TestClient
from incident_samples import MILL_ID
from store_samples import AT, case, fill, later, mill, note, numbered, write

from dateline.export.privacy import PRIVATE_PERSON
from dateline.store.engine import Store

DAY = f"{AT:%Y-%m-%d}"


@pytest.fixture
def desk(sqlite_store: Store) -> TestClient:
    fill(sqlite_store)
    return client(sqlite_store)


@pytest.fixture(params=["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"])
def clock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A local time 14 hours ahead of UTC, and one 11 hours behind."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("form", ["csv", "geojson", "jsonl"])
@pytest.mark.parametrize("filters", ["", "&countries=KZ", "&words=bomb"])
def test_the_same_moment_gives_the_same_bytes(sqlite_store: Store, desk: TestClient, form: str, filters: str):
    before = desk.get(f"{API}/export.{form}?as_of={DAY}{filters}")
    assert f"incidents-{AT:%Y%m%d}T235959Z.{form}" in before.headers["Content-Disposition"]
    assert desk.get(f"{API}/export.{form}?{filters}").content == before.content
    write(sqlite_store, [case(mill(), notes=(note(),))], expected=1, action="noted", who="ada", at=later(60 * 24))
    write(sqlite_store, [case(numbered(1))], at=later(60 * 24))
    assert desk.get(f"{API}/export.{form}").content != before.content
    another_run = client(sqlite_store)
    assert another_run.get(f"{API}/export.{form}?as_of={DAY}{filters}").content == before.content


@pytest.mark.usefixtures("clock")
def test_days_stay_the_same_in_any_time_zone(desk: TestClient):
    [mill_row, _] = csv.DictReader(io.StringIO(desk.get(f"{API}/export.csv").text))
    assert (mill_row["date_start"], mill_row["date_end"]) == ("2016-06-05", "2016-06-05")
    assert (mill_row["first_published"], mill_row["changed"]) == ("2016-06-06", "2026-03-01T12:00:00Z")
    [line, _] = desk.get(f"{API}/export.jsonl?as_of={DAY}").text.splitlines()
    assert json.loads(line)["incident"]["dates"][0]["start"] == "2016-06-05"
    assert desk.get(f"{API}/incidents/{MILL_ID}").json()["shown"]["dates"][0]["start"] == "2016-06-05"
    assert desk.get(f"{API}/incidents?start=2016-06-05&end=2016-06-05").json()["total"] == 1
    assert desk.get(f"{API}/export.jsonl?as_of=2026-03-01T11:59:59").text == ""
    assert desk.get(f"{API}/export.jsonl?as_of=2026-03-01T12:00:00").text != ""


def test_filters_select_what_is_exported(sqlite_store: Store):
    fill_desk(sqlite_store)
    desk = client(sqlite_store)
    whole = desk.get(f"{API}/export.jsonl").text.splitlines()
    rejected = desk.get(f"{API}/incidents?states=rejected").json()["total"]
    assert len(whole) == NUMBER - rejected
    assert len(desk.get(f"{API}/export.jsonl?rejected=true").text.splitlines()) == NUMBER
    countries = desk.get(f"{API}/export.geojson?countries=KZ&countries=FJ").json()["features"]
    assert {feature["properties"]["country"] for feature in countries} == {"KZ", "FJ"}
    ids = [json.loads(line)["incident"]["id"] for line in whole]
    assert ids == sorted(ids)
    assert incident_id(0) in ids


def test_names_are_withheld_unless_allowed_and_asked_for(sqlite_store: Store, desk: TestClient):
    noted = case(mill(), notes=(note("Josef Tarrow's kin"),))
    write(sqlite_store, [noted], expected=1, action="noted", who="ada")
    for form in ("csv", "geojson", "jsonl"):
        masked = desk.get(f"{API}/export.{form}").text
        assert "Tarrow" not in masked
        assert PRIVATE_PERSON in masked
        assert "Josef Tarrow" in desk.get(f"{API}/export.{form}?names=true").text
    viewer = program(sqlite_store, "cleo")
    assert "Tarrow" not in viewer.get(f"{API}/export.jsonl").text
    assert "may not export" in problem(viewer.get(f"{API}/export.jsonl?names=true"), 403)["detail"]
