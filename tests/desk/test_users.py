from __future__ import annotations

import re

import pytest
from desk_clients import PASSWORD, TEAM, add_users, again, client, csrf, log_in, logged_in
from fastapi.testclient import TestClient

from dateline.store import accounts
from dateline.store.engine import Store

OTHER = "four wet otters"


@pytest.fixture
def ana(sqlite_store: Store) -> TestClient:
    add_users(sqlite_store, ana="lead", ben="coder")
    return logged_in(sqlite_store, "ana")


def send(browser: TestClient, path: str, **fields: str) -> int:
    return browser.post(path, data={"csrf": csrf(browser), **fields}).status_code


def users(store: Store) -> dict[str, tuple[str, bool, bool]]:
    with store.reading() as c:
        return {user.name: (user.role, user.unmask, user.active) for user in accounts.users(c)}


def test_a_lead_adds_a_user_who_can_log_in(ana: TestClient, sqlite_store: Store):
    assert send(ana, "/users", name="Cleo", role="viewer", password=OTHER, unmask="true") == 303
    assert users(sqlite_store)["cleo"] == ("viewer", True, True)
    assert log_in(again(ana), "cleo", OTHER).status_code == 303


def test_the_first_user_of_a_desk_of_ones_own_is_a_lead(sqlite_store: Store):
    browser = client(sqlite_store)
    assert "<option selected>lead</option>" in browser.get("/users").text
    assert send(browser, "/users", name="ben", role="coder", password=OTHER) == 422
    assert send(browser, "/users", name="ana", role="lead", password=OTHER) == 303
    assert browser.get("/users").status_code == 303
    assert log_in(browser, "ana", OTHER).status_code == 303
    assert "ana" in browser.get("/users").text


def test_what_was_entered_is_there_after_a_refusal_but_the_password(ana: TestClient):
    answer = ana.post("/users", data={"csrf": csrf(ana), "name": "ben", "role": "viewer", "password": OTHER})
    assert answer.status_code == 422
    assert "There is a user ben already" in answer.text
    assert 'name="name" value="ben"' in answer.text
    assert "<option selected>viewer</option>" in answer.text
    assert OTHER not in answer.text


def test_a_lead_changes_rights_and_lets_users_see_names(ana: TestClient, sqlite_store: Store):
    assert send(ana, "/users/ben/rights", role="lead", unmask="true") == 303
    assert users(sqlite_store)["ben"] == ("lead", True, True)
    assert send(ana, "/users/ben/rights", role="viewer") == 303
    assert users(sqlite_store)["ben"] == ("viewer", False, True)


def test_a_lead_shuts_a_user_out_and_lets_them_in_again(ana: TestClient, sqlite_store: Store):
    ben = logged_in(sqlite_store, "ben")
    assert send(ana, "/users/ben/deactivate") == 303
    assert ben.get("/help").status_code == 303
    assert "shut out" in ana.get("/users").text
    assert send(ana, "/users/ben/reactivate") == 303
    assert log_in(ben, "ben").status_code == 303


def test_a_lead_sets_a_password_and_ends_the_sessions(ana: TestClient, sqlite_store: Store):
    ben = logged_in(sqlite_store, "ben")
    assert send(ana, "/users/ben/password", password=OTHER) == 303
    assert ben.get("/help").status_code == 303
    assert log_in(ben, "ben", OTHER).status_code == 303


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/users/ana/deactivate", {}, 422),
        ("/users/ana/rights", {"role": "coder"}, 422),
        ("/users/ben/rights", {"role": "owner"}, 422),
        ("/users/ben/password", {"password": "short"}, 422),
        ("/users/zoe/deactivate", {}, 404),
    ],
)
def test_changes_that_make_no_sense_are_refused(ana: TestClient, path: str, fields: dict[str, str], status: int):
    assert send(ana, path, **fields) == status


@pytest.mark.parametrize("path", ["", "/ana/rights", "/ana/password", "/ana/deactivate", "/ben/reactivate"])
def test_a_coder_changes_no_users(ana: TestClient, sqlite_store: Store, path: str):
    ben = logged_in(sqlite_store, "ben")
    before = users(sqlite_store)
    fields = {"name": "zoe", "role": "lead", "password": OTHER}
    assert send(ben, f"/users{path}", **fields) == 403
    assert users(sqlite_store) == before
    assert log_in(again(ana), "ana").status_code == 303


def test_a_user_changes_the_password_and_stays_logged_in_here_alone(ana: TestClient, sqlite_store: Store):
    elsewhere = logged_in(sqlite_store, "ana")
    before = ana.cookies["dateline-8017"]
    assert send(ana, "/account/password", current=PASSWORD, password=OTHER, again=OTHER) == 303
    assert ana.cookies["dateline-8017"] != before
    assert ana.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303
    assert log_in(elsewhere, "ana").status_code == 401
    assert log_in(elsewhere, "ana", OTHER).status_code == 303


@pytest.mark.parametrize(
    ("entered", "problem"),
    [
        (("wrong", OTHER, OTHER), "The current password is wrong."),
        ((PASSWORD, OTHER, OTHER + "s"), "The two new passwords differ."),
        ((PASSWORD, "short", "short"), "Take a password of 12 to 1024 characters."),
    ],
)
def test_a_password_is_not_changed_by_mistake(
    ana: TestClient, sqlite_store: Store, entered: tuple[str, str, str], problem: str
):
    fields = dict(zip(("current", "password", "again"), entered, strict=True))
    answer = ana.post("/account/password", data={"csrf": csrf(ana), **fields})
    assert answer.status_code == 422
    assert problem in answer.text
    assert log_in(client(sqlite_store, TEAM), "ana").status_code == 303


def test_guessing_the_current_password_is_stopped(ana: TestClient):
    for _ in range(5):
        assert send(ana, "/account/password", current="wrong", password=OTHER, again=OTHER) == 422
    fields = {"csrf": csrf(ana), "current": PASSWORD, "password": OTHER, "again": OTHER}
    assert "Too many failed logins" in ana.post("/account/password", data=fields).text


def test_a_token_is_shown_once_works_and_can_be_revoked(ana: TestClient):
    answer = ana.post("/account/tokens", data={"csrf": csrf(ana), "label": "<b>nightly</b>", "days": "30"})
    found = re.search(r"<code>(dateline_[\w-]{43})</code>", answer.text)
    assert found is not None
    page = ana.get("/account").text
    assert found[1] not in page
    assert "&lt;b&gt;nightly&lt;/b&gt;" in page
    program = again(ana)
    program.headers["Authorization"] = f"Bearer {found[1]}"
    assert program.get("/api/v1/incidents").status_code == 200
    revoke = re.search(r'action="(/account/tokens/\w+/revoke)"', page)
    assert revoke is not None
    assert send(logged_in_as_ben(ana), revoke[1]) == 404
    assert send(ana, revoke[1]) == 303
    assert program.get("/api/v1/incidents").status_code == 401


def logged_in_as_ben(browser: TestClient) -> TestClient:
    ben = again(browser)
    assert log_in(ben, "ben").status_code == 303
    return ben


@pytest.mark.parametrize("days", ["0", "367", "many"])
def test_tokens_out_of_range_are_refused(ana: TestClient, days: str):
    assert send(ana, "/account/tokens", label="nightly run", days=days) == 422
    assert "nightly run" not in ana.get("/account").text


def test_leads_see_what_was_done_to_users_and_by_whom(sqlite_store: Store):
    add_users(sqlite_store, ana="lead")
    ana = logged_in(sqlite_store, "ana")
    entries = {"csrf": csrf(ana), "name": "ben", "role": "viewer", "password": PASSWORD}
    assert ana.post("/users", data=entries).status_code == 303
    ana.post("/users/ben/rights", data={"csrf": entries["csrf"], "role": "coder", "unmask": "true"})
    page = " ".join(ana.get("/users").text.split())
    assert 'now coder, sees names; before viewer, names masked</td> <td role="cell" data-label="By">ana</td>' in page
    assert 'added as lead, names masked</td> <td role="cell" data-label="By">terminal</td>' in page
