"""The page of incidents as people use it: list, filters, map, time line, keys, both widths and both colours."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from desk_browser import Desk, NewPage
from desk_samples import HOSTILE, NUMBER, incident_id, killed, report_names, scene
from playwright.sync_api import Locator, Page, expect

PAGE = 50
"""Rows of the first page."""


def open_page(page: Page, desk: Desk, query: str = "", *, idle: bool = False) -> Page:
    """The page of this selection; `idle`: wait until the map shows all that it will."""
    page.goto(f"{desk.url}/incidents{query}")
    if idle:
        expect(page.locator("#map")).to_have_attribute("data-state", "idle")
    return page


def rows(page: Page) -> Locator:
    return page.locator(".incident")


def total(page: Page) -> Locator:
    return page.locator("#total")


def click_middle(page: Page) -> None:
    """Click the middle of the map, where the only place of a selection is."""
    frame = page.locator("#map canvas").bounding_box()
    assert frame is not None
    page.mouse.click(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)


def serious(page: Page) -> list[tuple[str, Any]]:
    """What the accessibility checker finds serious or critical, with the elements."""
    found = Axe().run(page).response["violations"]
    return [
        (one["id"], [node["target"] for node in one["nodes"]])
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]


def test_filters_change_list_chips_address_and_back_again(sample_desk: Desk, new_page: NewPage):
    page = open_page(new_page(), sample_desk)
    expect(total(page)).to_have_text(f"{NUMBER} incidents")
    expect(rows(page)).to_have_count(PAGE)
    riots = sum(scene(n).type == "riot.violent_demonstration" for n in range(NUMBER))

    page.get_by_role("checkbox", name=re.compile("^Riots")).check()

    expect(total(page)).to_have_text(f"{riots} incidents")
    expect(page).to_have_url(re.compile(r"/incidents\?types=riot$"))
    expect(page.locator(".chip").first).to_contain_text("Riots")

    page.get_by_role("checkbox", name=re.compile("^Bangladesh")).check()
    expect(total(page)).to_have_text("3 incidents")
    page.reload()
    expect(total(page)).to_have_text("3 incidents")
    page.go_back()
    expect(total(page)).to_have_text(f"{riots} incidents")
    expect(page.get_by_role("checkbox", name=re.compile("^Bangladesh"))).not_to_be_checked()
    page.go_back()
    expect(total(page)).to_have_text(f"{NUMBER} incidents")
    expect(page.get_by_role("checkbox", name=re.compile("^Riots"))).not_to_be_checked()


def test_chips_take_a_filter_away_and_pages_turn(sample_desk: Desk, new_page: NewPage):
    page = open_page(new_page(), sample_desk, "?killed_from=3&killed_to=9")
    expect(page.locator("#killed_from")).to_have_value("3")
    page.get_by_role("link", name=re.compile("^Killed")).click()
    expect(total(page)).to_have_text(f"{NUMBER} incidents")
    expect(page.locator("#killed_from")).to_have_value("")
    page.get_by_role("link", name="Next").click()
    expect(rows(page)).to_have_count(NUMBER - PAGE)
    expect(page).to_have_url(re.compile("offset=50"))


def test_order_and_words(sample_desk: Desk, new_page: NewPage):
    page = open_page(new_page(), sample_desk)
    page.get_by_label("Order").select_option("-killed")
    most = max(number for n in range(NUMBER) if (number := killed(n)) is not None)
    expect(rows(page).first.locator(".toll b")).to_have_text(str(most))
    page.get_by_label("Words in a report").fill("Mira Tolland")
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(1)
    expect(page).to_have_url(re.compile(r"sort=-killed&words=Mira\+Tolland"))


def test_map_opens_clusters_and_tells_of_incidents(sample_desk: Desk, new_page: NewPage):
    page = open_page(new_page(), sample_desk, "?countries=HT", idle=True)
    expect(page.locator("#map")).to_have_attribute("data-shown", "1")
    click_middle(page)
    expect(page.locator("#map")).to_have_attribute("data-shown", re.compile("[23]"))

    open_page(page, sample_desk, f"?report={report_names(0)[0]}", idle=True)
    click_middle(page)
    popup = page.locator(".maplibregl-popup")
    expect(popup.get_by_role("link").first).to_contain_text("Oldenmill")
    expect(popup.get_by_role("link").first).to_have_attribute("href", f"/incidents/{incident_id(0)}")
    page.keyboard.press("Escape")


def test_areas_are_listed_by_the_map_and_the_rest_beside_it(sample_desk: Desk, new_page: NewPage):
    page = open_page(new_page(), sample_desk, "?countries=MM", idle=True)
    expect(page.locator("#map-notes")).to_have_text(re.compile("known to the district, region or country only"))
    open_page(page, sample_desk, "?precision=country&countries=MM", idle=True)
    click_middle(page)
    expect(page.locator(".maplibregl-popup")).to_contain_text("Myanmar · known to the country only")

    open_page(page, sample_desk)
    page.get_by_text("Not on the map: 4").click()
    expect(page.locator("#unlocated").get_by_role("link")).to_have_count(4)


def test_view_of_the_map_becomes_a_filter(sample_desk: Desk, new_page: NewPage):
    page = open_page(new_page(), sample_desk, "?countries=KZ", idle=True)
    page.get_by_role("link", name="Clear all").click()
    expect(page.locator("#map")).to_have_attribute("data-state", "idle")
    page.locator("#map canvas").focus()
    for _ in range(2):
        page.keyboard.press("Equal")
        expect(page.locator("#map")).not_to_have_attribute("data-state", "idle")
        expect(page.locator("#map")).to_have_attribute("data-state", "idle")
    page.get_by_role("button", name="Filter by this view").click()
    expect(page).to_have_url(re.compile("box="))
    expect(page.locator(".chip").first).to_contain_text("Box on the map")
    shown = int(total(page).inner_text().split()[0])
    assert 0 < shown < NUMBER


def test_drawing_on_the_time_line_selects_days(sample_desk: Desk, new_page: NewPage):
    page = open_page(new_page(), sample_desk, idle=True)
    line = page.locator("#timeline")
    frame = line.bounding_box()
    assert frame is not None
    middle = frame["y"] + 20
    page.mouse.move(frame["x"] + 1, middle)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] / 4, middle, steps=4)
    page.mouse.up()
    expect(page.locator("#start")).to_have_value("2024-01-01")
    expect(page.locator("#end")).to_have_value(re.compile("2024-02-1[4-6]"))
    expect(page).to_have_url(re.compile("end=2024-02-1[4-6]&start=2024-01-01"))
    page.go_back()
    expect(page.locator("#start")).to_have_value("")
    expect(total(page)).to_have_text(f"{NUMBER} incidents")


def test_keys(sample_desk: Desk, new_page: NewPage):
    page = open_page(new_page(), sample_desk)
    links = page.locator(".row-link")
    for key, focused in (("j", 0), ("j", 1), ("k", 0)):
        page.keyboard.press(key)
        expect(links.nth(focused)).to_be_focused()
    page.keyboard.press("/")
    words = page.get_by_label("Words in a report")
    expect(words).to_be_focused()
    page.keyboard.type("jk?f")
    expect(words).to_have_value("jk?f")
    expect(page.locator("#keys")).not_to_be_visible()
    words.fill("")
    words.blur()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    address = links.first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


def test_hostile_words_are_shown_as_they_are(sample_desk: Desk, new_page: NewPage):
    page = open_page(new_page(), sample_desk, f"?report={report_names(HOSTILE)[0]}", idle=True)
    expect(rows(page).first).to_contain_text("<img src=x onerror=alert(1)>")
    click_middle(page)
    expect(page.locator(".maplibregl-popup")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.locator("img")).to_have_count(0)


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1920])
def test_narrow_and_wide_light_and_dark(sample_desk: Desk, new_page: NewPage, width: int, colours: str):
    page = open_page(new_page(width, 900, color_scheme=colours), sample_desk, "?types=battle&countries=MM", idle=True)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert serious(page) == []
    if width == 360:
        page.get_by_role("link", name="Filters (2)").click()
        expect(page.get_by_label("Words in a report")).to_be_focused()
        assert serious(page) == []
        page.keyboard.press("Escape")
        expect(page.get_by_role("link", name="Filters (2)")).to_be_focused()


def test_without_scripts(sample_desk: Desk, new_page: NewPage):
    page = open_page(new_page(java_script_enabled=False), sample_desk)
    expect(page.locator("#map")).to_contain_text("The map needs JavaScript")
    page.get_by_role("checkbox", name=re.compile("^Riots")).check()
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile("types=riot"))
    expect(total(page)).to_have_text("9 incidents")
    page.locator("#timeline a").first.click()
    expect(page).to_have_url(re.compile("start=2024-"))
    page.get_by_role("link", name="Clear all").click()
    expect(total(page)).to_have_text(f"{NUMBER} incidents")
