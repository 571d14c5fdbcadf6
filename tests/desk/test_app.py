from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Never

import pytest
from desk_clients import TEAM, add_users, client, csrf, logged_in
from fastapi import FastAPI
from fastapi.testclient import TestClient

from dateline.desk.options import DeskOptions
from dateline.desk.rendering import STATIC, sentence
from dateline.store.accounts import Role
from dateline.store.engine import Store
from dateline.store.errors import ConflictError, NotFoundError, StoreError


@pytest.fixture(scope="module")
def browser(sqlite_template: Path) -> Iterator[TestClient]:
    """A browser at a desk of one's own, which tests share and leave as it is."""
    with Store.open(str(sqlite_template)) as store:
        yield client(store)


@pytest.fixture
def own(sqlite_store: Store) -> TestClient:
    return client(sqlite_store)


def failing(browser: TestClient, error: Exception, path: str = "/fails") -> str:
    """The address of a page that ends in `error`."""

    def fail() -> Never:
        raise error

    assert isinstance(browser.app, FastAPI)
    browser.app.get(path, response_model=None)(fail)
    return path


def test_the_start_page_is_the_list_of_incidents(browser: TestClient):
    answer = browser.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/incidents")
    assert browser.get("/incidents").status_code == 200


def header(page: str) -> str:
    return page[: page.index("</header>")]


@pytest.mark.parametrize(
    "path", ["/incidents", "/queue", "/history", "/quality", "/export", "/import", "/users", "/help"]
)
def test_every_page_of_the_navigation_is_there(browser: TestClient, path: str):
    page = browser.get(path)
    assert page.status_code == 200
    assert f'href="{path}" aria-current="page"' in page.text
    assert header(page.text).count('aria-current="page"') == 1
    assert len(re.findall("<h1", page.text)) == 1
    assert '<main id="main"' in page.text


@pytest.mark.parametrize(
    ("name", "hidden"),
    [("ana", set()), ("ben", {"/users", "/import"}), ("cleo", {"/users", "/import", "/queue"})],
)
def test_the_navigation_shows_what_the_role_may(sqlite_store: Store, name: str, hidden: set[str]):
    roles: dict[str, Role] = {"ana": "lead", "ben": "coder", "cleo": "viewer"}
    add_users(sqlite_store, **roles)
    page = logged_in(sqlite_store, name, TEAM).get("/help").text
    shown = set(re.findall(r'href="(/\w+)"', header(page)))
    assert {"/users", "/import", "/queue", "/incidents"} - shown == hidden


@pytest.mark.parametrize("path", ["/incidents", "/users", "/help", "/nowhere"])
def test_pages_hold_to_the_content_security_policy(browser: TestClient, path: str):
    page = browser.get(path).text
    assert not re.search(r"<[^>]+\s(?:style|on\w+|hx-on\S*)\s*=", page)
    assert not re.search(r"<style|<script(?![^>]*\ssrc=)", page)
    assert not re.search(r"javascript:|\bjs:", page)
    assert all(source.startswith("/static/") for source in re.findall(r'\ssrc="([^"]+)"', page))


def test_static_files_are_called_by_their_content_and_are_there(browser: TestClient):
    called = re.findall(r'(?:src|href)="(/static/[^"]+)"', browser.get("/help").text)
    assert len(called) >= 4
    for address in called:
        assert re.search(r"\?v=[0-9a-f]{12}$", address)
        assert browser.get(address).status_code == 200


def test_the_library_is_the_one_that_its_notice_names():
    script = (STATIC / "vendor" / "htmx-4.0.1.min.js").read_text(encoding="utf-8")
    assert "4.0.1" in script
    assert "Zero-Clause BSD" in (STATIC / "vendor" / "htmx-4.0.1.LICENSE.txt").read_text(encoding="utf-8")


def test_an_error_is_told_with_what_to_do(own: TestClient):
    answer = own.get(failing(own, ConflictError("somebody else changed <this>", current=3)))
    assert answer.status_code == 409
    assert "Somebody else changed &lt;this&gt;." in answer.text
    assert "Load the page again" in answer.text


def test_htmx_gets_a_message_for_the_corner_of_the_page(own: TestClient):
    path = failing(own, NotFoundError("there is no incident 9"))
    answer = own.get(path, headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert (answer.headers["hx-retarget"], answer.headers["hx-reswap"]) == ("#toasts", "beforeend")
    assert answer.text.lstrip().startswith('<div class="toast bad" role="alert">')
    assert "There is no incident 9." in answer.text


def test_what_nobody_foresaw_is_told_without_its_details_and_with_all_headers(own: TestClient):
    secret = RuntimeError("password=swordfish")
    page = own.get(failing(own, secret))
    data = own.get(failing(own, secret, "/api/v1/fails"))
    for answer in (page, data):
        assert answer.status_code == 500
        assert "swordfish" not in answer.text
        assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert data.json()["status"] == 500


def test_a_store_that_fails_is_told_apart(own: TestClient):
    assert own.get(failing(own, StoreError("the disk is full"))).status_code == 503


@pytest.mark.parametrize("path", ["/nowhere", "/api/v1/nowhere", "/static/nowhere.css"])
def test_unknown_addresses_are_404(browser: TestClient, path: str):
    answer = browser.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("application/problem" if "api" in path else "text/html")


def test_a_method_that_an_address_does_not_know_is_405(browser: TestClient):
    assert browser.delete("/help", headers={"X-CSRF-Token": csrf(browser)}).status_code == 405


def test_a_wrong_field_is_named(browser: TestClient):
    answer = browser.post("/users", data={"csrf": csrf(browser), "name": "ana", "role": "owner", "password": "x"})
    assert answer.status_code == 422
    assert "Body: role" in answer.text


def test_host_names_are_those_of_the_loopback_the_address_and_those_allowed():
    options = DeskOptions(host="2001:db8::1", local=False, allowed_hosts=("Desk.example.org.",))
    assert options.hosts == {"localhost", "127.0.0.1", "[::1]", "[2001:db8::1]", "desk.example.org"}


@pytest.mark.parametrize(
    ("text", "told"), [("no such day", "No such day."), ("Really?", "Really?"), ("", "."), ("élan", "Élan.")]
)
def test_messages_become_sentences(text: str, told: str):
    assert sentence(text) == told
