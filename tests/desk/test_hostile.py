"""Texts that try to harm whoever reads them: every page and answer shows them as text."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from desk_clients import signed_in
from fastapi.testclient import TestClient
from hostile_samples import BREAKING, HOSTILE_ID, NASTY, harm, hostile_report

from dateline.store.cases import get_case, incidents_of_report
from dateline.store.column_types import utc_now
from dateline.store.engine import Store
from dateline.store.records import ActorsValue, NamedActor, Original, PlaceValue
from dateline.store.relinking import relink
from dateline.store.reports import put_report
from dateline.store.review import Reviewer

PAGE: dict[str, str] = {}
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Current-URL": "/<x-evil>"}
REPORT = quote(HOSTILE_ID, safe="")


@pytest.fixture(scope="module")
def hostile_store(market_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The market's store with a hostile report, linked, and its incident corrected in hostile words."""
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copytree(market_template, folder, dirs_exist_ok=True)
    with Store.open(str(folder / "market.db")) as store:
        kept = Original(
            content=b"<script x-evil>alert(1)</script>",
            media_type="text/html",
            where=NASTY,
            format="html",
            retrieved=utc_now(),
        )
        with store.writing() as c:
            put_report(c, hostile_report(), kept, utc_now())
        relink(store)
        correct(store)
        yield store


def correct(store: Store) -> None:
    with store.reading() as c:
        held = get_case(c, incidents_of_report(c, HOSTILE_ID)[0])
    words = re.sub("[\x00-\x1f\x7f-\x9f\ud800-\udfff]", "", NASTY)
    ada = Reviewer(store, "ada", "coder")
    place = PlaceValue(
        name=words[:200], country="PE", admin1=words[:200], lat=-12, lon=-77, precision="town", geonames_id=None
    )
    actors = ActorsValue(field="targets", actors=(NamedActor(kind="civilians", name=words[:200], private=True),))
    name = held.case.incident.id
    held = ada.correct(name, held.version, [place, actors], words[:1500])
    held = ada.note(name, held.version, words[:1500])


@pytest.fixture(scope="module", params=["lena", "ben"])
def browser(request: pytest.FixtureRequest, hostile_store: Store) -> TestClient:
    """Of a lead who sees all names, and of a coder who sees none."""
    return signed_in(hostile_store, request.param)


@pytest.fixture(scope="module")
def lena(hostile_store: Store) -> TestClient:
    """Of the lead alone."""
    return signed_in(hostile_store, "lena")


def incident(store: Store) -> str:
    with store.reading() as c:
        return quote(incidents_of_report(c, HOSTILE_ID)[0], safe="")


PAGES = (
    "/incidents", "/incidents/rows.json", "/incidents/map.geojson?zoom=3", "/incidents?located=true&sort=worth",
    "/incidents/{i}", "/incidents/{i}?formerly={n}", "/incidents/{i}?queue=second&previous={n}&draft={n}",
    "/incidents/{i}/merge?q={n}", "/incidents/{i}/merge?other={m}", "/incidents/{i}/split", "/incidents/{i}/link?q={n}",
    "/incidents/{i}/link?report={r}", "/incidents/{i}/correct/place", "/incidents/{i}/correct/targets",
    "/incidents/{i}/correct/date?start={n}&reason={n}", "/incidents/{i}/do/reject?previous={n}&queue=first",
    "/reports/{r}", "/reports/{r}?page=2", "/reports/{r}?original=1", "/reports/{r}?event={n}&field={n}", "/queue",
    "/queue?round=second", "/history", "/history?who={n}&incident={n}&action={n}&since={n}", "/export?words={n}",
    "/export/file?format=csv", "/export/file?format=jsonl", "/export/file?format=geojson&names=true", "/quality",
    "/agreement", "/users", "/account", "/help", "/import", "/places?q={n}",
    "/api/v1/incidents", "/api/v1/incidents/{i}", "/api/v1/reports/{r}", "/api/v1/log", "/api/v1/docs",
    "/login?next=//evil.example/{n}",
)  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_pages_and_answers_are_harmless(browser: TestClient, hostile_store: Store, address: str):
    filled = address.format(i=incident(hostile_store), r=REPORT, n=quote(NASTY[:400], safe=""), m="m1")
    assert harm(browser.get(filled)) == []


def test_the_sample_is_on_the_pages(browser: TestClient, hostile_store: Store):
    for address in ("/incidents", f"/incidents/{incident(hostile_store)}", f"/reports/{REPORT}"):
        answer = browser.get(address)
        assert answer.status_code == 200, (address, answer.text[-1500:])
        assert "x-evil" in answer.text
    assert browser.get(f"/api/v1/reports/{REPORT}").json()["report"]["id"] == HOSTILE_ID


@pytest.mark.parametrize("text", BREAKING)
@pytest.mark.parametrize(
    "address",
    [
        "/{n}", "/incidents?{q}", "/incidents?{n}={n}", "/incidents/{n}", "/incidents/{n}/merge",
        "/incidents/{n}/correct/{n}",
        "/incidents/{n}/do/{n}", "/reports/{n}", "/originals/{n}", "/history?{q}", "/export?{q}",
        "/export/file?format={n}",
        "/export/file?as_of={n}", "/queue?round={n}&done={n}", "/static/{n}", "/account?changed={n}",
        "/incidents/map.geojson?view={n}", "/incidents/map.geojson?zoom={n}", "/places?q={n}", "/agreement?of={n}",
        "/login?next={n}", "/api/v1/{n}", "/api/v1/incidents?{q}", "/api/v1/incidents/{n}", "/api/v1/reports/{n}",
        "/api/v1/log?after={n}",
    ],
)  # fmt: skip
def test_input_comes_back_harmless(lena: TestClient, address: str, text: str):
    query = urlencode({"words": text, "incident": text, "who": text, "report": text})
    for headers in PAGE, HTMX:
        answer = lena.get(address.format(n=quote(text, safe=""), q=query), headers=headers)
        assert harm(answer) == []
        location = answer.headers.get("location", "/")
        assert location.startswith("/")
        assert not location.startswith("//")


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
def test_lone_surrogates_in_json_are_refused_or_kept_out(browser: TestClient, text: str):
    line = json.dumps({"id": text, "text": text, "relevant": True})
    answer = browser.post("/import", files={"files": ("a.jsonl", line)})
    assert harm(answer) == []


@pytest.mark.parametrize("name", ['<x-evil>".jsonl', "\u202ea\x1b.jsonl", "../../etc/passwd", "a\r\nX-Evil: 1.jsonl"])
def test_results_of_an_import_are_harmless(browser: TestClient, name: str):
    lines = [NASTY, json.dumps({NASTY: NASTY}), json.dumps({"id": NASTY, "events": [NASTY]}), "[" * 5_000, "1" * 5_000]
    content = "\n".join(line.replace("\n", " ") for line in lines).encode("utf-8", "surrogatepass") + b"\n\xff\xfe\x00"
    answer = browser.post("/import", files={"files": (name, content)})
    assert harm(answer) == []


def test_originals_are_taken_away_never_shown(lena: TestClient):
    page = lena.get(f"/reports/{REPORT}?original=1").text
    digest = re.search(r"/originals/([0-9a-f]{64})", page)
    assert digest is not None
    answer = lena.get(digest[0])
    assert harm(answer) == []
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("text", BREAKING)
def test_forms_give_hostile_entries_back_harmless(lena: TestClient, hostile_store: Store, text: str):
    home = f"/incidents/{incident(hostile_store)}"
    entries = {"version": "1", "reason": text, "name": text, "country": text}
    entries |= {"precision": text, "kind-0": text, "name-0": text, "telling": text, "other": text, "batch": text}
    entries |= {"draft": text, "previous": text, "queue": "second", "other_version": "1"}
    for action in ("correct/place", "correct/targets", "correct/toll", f"correct/{quote(text, safe='')}", "revert/date",
                   "accept", "reject", "reopen", "note", "undo", "merge", "split", "link", "unlink"):  # fmt: skip
        answer = lena.post(f"{home}/{action}", data=entries)
        assert harm(answer) == [], action
