"""The page of incidents and what its scripts ask for, as the server answers."""

from __future__ import annotations

import html
import re

import pytest
from desk_clients import client
from desk_samples import HOSTILE, NUMBER, PRIVATE, fill_desk, incident_id, precision, report_names, sample, scene
from fastapi.testclient import TestClient
from store_samples import case, correction, write

from dateline.desk.pages.incidents import readable
from dateline.store.engine import Store
from dateline.store.records import PlaceValue

PAGE = 50
FRAGMENT = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def desk(sqlite_store: Store) -> TestClient:
    fill_desk(sqlite_store)
    return client(sqlite_store)


def listed(page: str) -> list[str]:
    """The ids of the rows, in order."""
    return re.findall(r'<li class="incident" data-id="([^"]+)"', page)


def count(page: str) -> int:
    found = re.search(r'<h2 id="total"[^>]*>([\d,]+) incident', page)
    assert found is not None
    return int(found[1].replace(",", ""))


def test_start_leads_to_the_incidents(desk: TestClient):
    answer = desk.get("/")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/incidents"


def test_whole_page_and_second_page(desk: TestClient):
    page = desk.get("/incidents").text
    assert page.startswith("<!doctype html>")
    assert count(page) == NUMBER
    second = desk.get("/incidents?offset=50").text
    assert len(listed(page)) == PAGE
    assert len(listed(second)) == NUMBER - PAGE
    assert set(listed(page)).isdisjoint(listed(second))
    assert '<ol class="rows" start="51">' in second


def test_fragment_has_the_content_alone_and_its_canonical_address(desk: TestClient):
    answer = desk.get("/incidents?words=&types=riot&countries=BD&sort=-date", headers=FRAGMENT)
    assert answer.text.lstrip().startswith('<div id="selection"')
    assert answer.headers["HX-Push-Url"] == "/incidents?countries=BD&types=riot"
    assert "HX-Request-Type" in answer.headers["Vary"]
    back = desk.get("/incidents", headers={**FRAGMENT, "HX-History-Restore-Request": "true"})
    assert "HX-Push-Url" not in back.headers


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("types=protest", [n for n in range(NUMBER) if scene(n).type == "protest.peaceful"]),
        ("countries=HT", [n for n in range(NUMBER) if scene(n).country == "HT" and precision(n) != "unknown"]),
        (f"report={report_names(3)[0]}", [3]),
        ("words=Tolland", [PRIVATE]),
        ("precision=country", [n for n in range(NUMBER) if precision(n) == "country"]),
    ],
)
def test_filters_select(desk: TestClient, query: str, expected: list[int]):
    page = desk.get(f"/incidents?{query}&limit=100").text
    assert sorted(listed(page)) == sorted(map(incident_id, expected))
    assert count(page) == len(expected)


def test_filters_in_use_can_be_taken_away_one_by_one(desk: TestClient):
    page = desk.get("/incidents?types=riot&countries=BD").text
    chips = {html.unescape(href) for href in re.findall(r'<a class="chip" href="([^"]+)"', page)}
    assert chips == {"/incidents?types=riot", "/incidents?countries=BD"}


def test_filter_without_incidents_stays_in_the_form(desk: TestClient):
    page = desk.get("/incidents?types=riot&countries=FJ").text
    assert count(page) == 0
    assert re.search(r'name="countries" value="FJ" checked', page)
    assert "No incident fits all of these filters" in page


def test_unusable_parameter_is_named_and_the_others_hold(desk: TestClient):
    answer = desk.get("/incidents?types=riot&killed_from=many&nonsense=1")
    assert answer.status_code == 422
    assert count(answer.text) == sum(scene(n).type == "riot.violent_demonstration" for n in range(NUMBER))
    assert "killed_from=&#39;many&#39;" in answer.text
    assert "nonsense" in answer.text


def test_readable_keeps_what_it_can():
    filters, problems = readable("start=2024-02-30&types=riot&end=2024-01-01")
    assert filters.to_query() == "end=2024-01-01&types=riot"
    assert len(problems) == 1
    assert "2024-02-30" in problems[0]


def test_imprecise_dates_and_places_say_so(desk: TestClient):
    page = desk.get(f"/incidents?report={report_names(7)[0]}").text
    assert '<span class="when span">March 2024</span>' in page
    page = desk.get(f"/incidents?report={report_names(6)[0]}").text
    assert "place known to the region" in page


def test_what_the_map_cannot_show_is_beside_it(desk: TestClient):
    page = desk.get("/incidents").text
    unknown = [n for n in range(NUMBER) if precision(n) == "unknown"]
    assert f"Not on the map: {len(unknown)}" in page
    beside = page[page.index('id="unlocated"') :]
    assert {f"/incidents/{incident_id(n)}" for n in unknown} <= set(re.findall(r'href="([^"]+)"', beside))


def test_hostile_names_are_escaped(desk: TestClient):
    page = desk.get(f"/incidents?report={report_names(HOSTILE)[0]}").text
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_empty_store_says_how_to_begin(sqlite_store: Store):
    page = client(sqlite_store).get("/incidents").text
    assert count(page) == 0
    assert "dateline add" in page


def test_map_features(desk: TestClient):
    answer = desk.get("/incidents/map.geojson?zoom=12&countries=MM")
    assert answer.headers["content-type"] == "application/geo+json"
    kinds = [feature["properties"]["kind"] for feature in answer.json()["features"]]
    assert sorted(kinds) == ["country", "incident", "incident"]
    assert desk.get("/incidents/map.geojson?zoom=12&countries=MM&view=-10,-10,10,10").json()["features"] == [
        feature for feature in answer.json()["features"] if feature["properties"]["kind"] == "country"
    ]


@pytest.mark.parametrize("query", ["zoom=99", "view=1,2", "types=war", "view=0,90,10,-90"])
def test_map_refuses_what_it_cannot_read(desk: TestClient, query: str):
    assert desk.get(f"/incidents/map.geojson?{query}").status_code == 422


def test_each_feature_selects_the_incidents_that_it_counts(desk: TestClient):
    for zoom in (0, 4, 9):
        features = desk.get(f"/incidents/map.geojson?zoom={zoom}").json()["features"]
        assert sum(feature["properties"]["count"] for feature in features) == NUMBER - 4
        for feature in features:
            told = feature["properties"]
            assert desk.get(f"/incidents/rows.json?{told['query']}").json()["total"] == told["count"], told


def test_rows_for_popups(desk: TestClient):
    found = desk.get(f"/incidents/rows.json?report={report_names(0)[0]}").json()
    assert found["total"] == 1
    assert found["rows"][0]["where"] == "Oldenmill, Aktobe Region, Kazakhstan"
    assert found["rows"][0]["href"] == f"/incidents/{incident_id(0)}"


def test_those_without_a_date_are_listed_from_below_the_time_line(desk: TestClient):
    found = re.search(r'<a href="([^"]*dated=false)" data-select>Without date: (\d+)</a>', desk.get("/incidents").text)
    assert found is not None
    assert count(desk.get(html.unescape(found[1])).text) == int(found[2]) > 0


REVERSED = "Port\u202eesrever\x1b"
"""A name with an override of the direction of writing and a control character."""


def test_words_from_outside_are_legible_in_list_popup_map_queue_and_history(sqlite_store: Store):
    told = sample(0)
    place = told.places[0].model_copy(update={"name": REVERSED, "precision": "district"})
    named = case(told.model_copy(update={"places": (place,)}))
    value = PlaceValue(name=f"{REVERSED} 2", country="NG", precision="town")
    write(sqlite_store, [named])
    write(sqlite_store, [named.model_copy(update={"corrections": (correction(value),)})], expected=1, reason=REVERSED)
    desk = client(sqlite_store)
    popup, shapes = desk.get("/incidents/rows.json").json(), desk.get("/incidents/map.geojson?zoom=9").json()
    assert popup["rows"][0]["where"].startswith("Port‹RLO›esrever‹1B› 2")
    assert "\u202e" not in str([popup, shapes])
    for address in ("/incidents", "/queue", "/history", f"/incidents/{told.id}", f"/incidents/{told.id}/correct/place"):
        page = desk.get(address).text
        outside = re.sub(r'value="[^"]*"', "", page)  # what a form sends back stays as it is
        assert re.search(r"<bdi[^>]*>[^<]*Port‹RLO›esrever‹1B›", page), address
        assert "\u202e" not in outside, address
        assert "\x1b" not in outside, address
    assert f'value="{REVERSED} 2"' in desk.get(f"/incidents/{told.id}/correct/place").text
