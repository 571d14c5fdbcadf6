"""Review as people do it: keys, forms within the page, two people at once, no scripts, both widths and both colours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from desk_browser import Desk, NewPage, serving
from desk_clients import PASSWORD
from playwright.sync_api import Page, expect
from review_desk import held, market

from dateline.store.engine import Store
from dateline.store.showing import values

KILLED = "toll killed target"


@pytest.fixture
def desk(market_store: Store) -> Iterator[Desk]:
    """A desk for a team with the market's shooting."""
    with serving(market_store, local=False) as running:
        yield running


def signed_in(page: Page, desk: Desk, name: str, path: str) -> Page:
    """The page at this path, seen by this user."""
    page.goto(f"{desk.url}/login")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/(incidents|$)"))
    page.goto(f"{desk.url}{path}")
    return page


def home(desk: Desk) -> str:
    return f"/incidents/{market(desk.store).case.incident.id}"


def serious(page: Page) -> list[tuple[str, Any]]:
    """What the accessibility checker finds serious or critical, with the elements."""
    found = Axe().run(page).response["violations"]
    return [
        (one["id"], [node["target"] for node in one["nodes"]])
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]


def killed(desk: Desk) -> int | None:
    number: int | None = values(market(desk.store).case)[KILLED]["best"]
    return number


def test_a_number_is_corrected_and_taken_back_by_keys_alone(desk: Desk, new_page: NewPage):
    page = signed_in(new_page(), desk, "ada", home(desk))
    page.keyboard.press("4")
    expect(page.locator("#f-toll-killed-target")).to_be_focused()
    page.keyboard.press("c")
    expect(page.get_by_label("Best")).to_be_focused()
    page.keyboard.type("7")
    for _ in range(2):
        page.keyboard.press("Tab")
        page.keyboard.press("Delete")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Reason")).to_be_focused()
    page.keyboard.type("the hospital's list")
    page.keyboard.press("Enter")
    expect(page.locator("#f-toll-killed-target .value")).to_have_text("7")
    expect(page.locator("#f-toll-killed-target")).to_contain_text("ada corrected this")
    assert killed(desk) == 7
    page.keyboard.press("u")
    expect(page.locator("#f-toll-killed-target .value")).to_have_text("6 (6–9)")
    assert killed(desk) == 6


def test_letters_typed_into_a_form_are_letters(desk: Desk, new_page: NewPage):
    page = signed_in(new_page(), desk, "ada", home(desk))
    page.keyboard.press("x")
    expect(page.get_by_label("Why is this no incident?")).to_be_focused()
    page.wait_for_load_state()  # where the key came before the scripts, the form is on a page of its own
    page.keyboard.type("a crumxslnujk")
    expect(page.get_by_label("Why is this no incident?")).to_have_value("a crumxslnujk")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Why is this no incident?")).to_have_count(0)
    page.wait_for_load_state()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    assert market(desk.store).case.state == "unreviewed"


def test_a_value_that_differs_is_taken_with_two_clicks(desk: Desk, new_page: NewPage):
    page = signed_in(new_page(), desk, "ada", home(desk))
    page.get_by_role("link", name=re.compile("^Take this.*4 June 2016")).click()
    expect(page.get_by_label("First day")).to_have_value("2016-06-04")
    page.get_by_label("Reason").fill("the trader was there")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#f-date .value")).to_have_text("4 June 2016")
    assert values(market(desk.store).case)["date"]["start"] == "2016-06-04"


def test_a_place_is_looked_up_and_taken(desk: Desk, new_page: NewPage):
    page = signed_in(new_page(timezone_id="Pacific/Auckland"), desk, "ada", home(desk))
    page.locator("#f-place").get_by_role("link", name="Correct Place").click()
    page.get_by_label("Name", exact=True).fill("Oral")
    page.get_by_role("button", name="Oral").first.click()
    expect(page.get_by_label("Country (two letters)")).to_have_value("KZ")
    page.get_by_label("Reason").fill("said so")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#f-place .value")).to_contain_text("Oral")


def test_the_second_of_two_people_decides_what_becomes_of_both_changes(desk: Desk, new_page: NewPage):
    ada = signed_in(new_page(), desk, "ada", home(desk))
    ben = signed_in(new_page(), desk, "ben", home(desk))
    for page, number, reason in ((ada, "7", "the hospital's list"), (ben, "8", "counted the graves")):
        page.locator("#f-toll-killed-target").get_by_role("link", name="Correct").click()
        page.get_by_label("Best").fill(number)
        page.get_by_label("At least").fill("")
        page.get_by_label("At most").fill("")
        page.get_by_label("Reason").fill(reason)
    ada.get_by_role("button", name="Save").click()
    expect(ada.locator("#f-toll-killed-target .value")).to_have_text("7")
    ben.get_by_role("button", name="Save").click()
    expect(ben.get_by_role("heading", level=1)).to_contain_text("Somebody changed this incident")
    expect(ben.get_by_role("row", name=re.compile("^Killed"))).to_contain_text("8")
    expect(ben.get_by_text("ada", exact=True)).to_be_visible()
    assert serious(ben) == []
    assert killed(desk) == 7
    ben.get_by_role("button", name="Apply mine on top").click()
    expect(ben.locator("#f-toll-killed-target .value")).to_have_text("8")
    assert killed(desk) == 8


def test_incidents_are_merged_by_keys_and_taken_apart_again(desk: Desk, new_page: NewPage):
    page = signed_in(new_page(), desk, "ada", home(desk))
    page.keyboard.press("m")
    page.get_by_role("link", name=re.compile("Khromtau")).click()
    expect(page.get_by_role("heading", name="Are these one incident?")).to_be_visible()
    page.get_by_label("Reason").fill("one attack")
    page.keyboard.press("Enter")
    expect(page.locator(".incident-facts")).to_contain_text("6 reports")
    assert held(desk.store, "b1").case.incident.id == market(desk.store).case.incident.id
    page.keyboard.press("u")
    expect(page.locator(".incident-facts")).to_contain_text("5 reports")
    assert held(desk.store, "b1").case.incident.id != market(desk.store).case.incident.id


def test_the_queue_is_worked_through_by_keys(desk: Desk, new_page: NewPage):
    page = signed_in(new_page(), desk, "ada", "/queue")
    page.keyboard.press("j")
    page.wait_for_url(re.compile(rf"{home(desk)}\?queue=first"))
    page.keyboard.press("a")
    expect(page.get_by_text("You accepted")).to_be_visible()
    assert market(desk.store).case.state == "accepted"
    page.wait_for_load_state()
    page.keyboard.press("k")
    expect(page).to_have_url(re.compile(home(desk)))


def test_everything_works_without_scripts(desk: Desk, new_page: NewPage):
    page = signed_in(new_page(java_script_enabled=False), desk, "ada", home(desk))
    page.locator("#f-status").get_by_role("link", name="Correct").click()
    page.get_by_label("Status").select_option("unconfirmed")
    page.get_by_label("Reason").fill("hearsay")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#f-status .value")).to_have_text("unconfirmed")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#f-status .value")).to_have_text("happened")
    page.get_by_role("link", name=re.compile("^S1 Four dead")).first.click()
    expect(page.locator("#at")).to_have_text(re.compile("shot dead"))


def test_hostile_text_stays_text(desk: Desk, new_page: NewPage):
    page = new_page(width=360, height=800)
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    signed_in(page, desk, "ada", "/reports/h1")
    expect(page.locator(".text")).to_contain_text('<script>alert("x")</script>')
    expect(page.locator(".text")).to_contain_text("‹RLO›evil is live‹RLO›")
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1920])
def test_pages_are_accessible_and_fit(desk: Desk, new_page: NewPage, width: int, scheme: str):
    page = signed_in(new_page(width=width, color_scheme=scheme), desk, "ada", "/queue")
    other = held(desk.store, "b1").case.incident.id
    for path in (
        home(desk),
        f"{home(desk)}/correct/place",
        f"{home(desk)}/correct/targets",
        f"{home(desk)}/merge?other={other}",
        f"{home(desk)}/split",
        f"{home(desk)}/link?report=s5",
        "/reports/s1",
        "/queue",
        "/history",
        "/agreement",
    ):
        page.goto(f"{desk.url}{path}")
        assert (path, serious(page)) == (path, [])
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_in_the_queue_a_right_incident_takes_one_key_and_can_be_taken_back(desk: Desk, new_page: NewPage):
    page = signed_in(new_page(), desk, "ada", "/queue")
    page.get_by_role("button", name="Begin").press("Enter")
    page.wait_for_url(re.compile(rf"{home(desk)}\?queue=first$"))
    page.keyboard.press("a")
    expect(page.get_by_text("You accepted the one before.")).to_be_visible()
    assert market(desk.store).case.state == "accepted"
    page.keyboard.press("Shift+U")
    page.wait_for_url(re.compile(rf"{home(desk)}\?queue=first$"))
    assert market(desk.store).case.state == "unreviewed"
