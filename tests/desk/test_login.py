from __future__ import annotations

import pytest
from desk_clients import HERE, PASSWORD, TEAM, add_users, again, client, csrf, field, log_in, logged_in
from hypothesis import given
from hypothesis import strategies as st

from dateline.desk.options import DeskOptions
from dateline.desk.pages.login import safe_next
from dateline.store import accounts
from dateline.store.engine import Store


def test_login_leads_to_the_page_that_was_asked_for(store: Store):
    add_users(store, ana="lead")
    browser = client(store, TEAM)
    asked = browser.get("/history?who=ana&limit=5")
    assert (asked.status_code, asked.headers["location"]) == (303, "/login?next=%2Fhistory%3Fwho%3Dana%26limit%3D5")
    page = browser.get(asked.headers["location"])
    answer = log_in(browser, "Ana", next=field(page.text, "next").replace("&amp;", "&"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/history?who=ana&limit=5")
    assert browser.get("/help").status_code == 200


@pytest.mark.parametrize(("name", "password"), [("ana", "wrong wrong wrong"), ("nobody", PASSWORD), ("ana", "")])
def test_a_wrong_name_or_password_gets_the_same_answer(sqlite_store: Store, name: str, password: str):
    add_users(sqlite_store, ana="lead")
    browser = client(sqlite_store, TEAM)
    answer = log_in(browser, name, password or "x")
    assert answer.status_code == 401
    assert "Name and password do not go together." in answer.text
    assert browser.get("/help").status_code == 303


def test_who_is_shut_out_cannot_log_in(sqlite_store: Store):
    add_users(sqlite_store, ana="lead", ben="coder")
    with sqlite_store.writing() as c:
        accounts.deactivate(c, "ben")
    assert log_in(client(sqlite_store, TEAM), "ben").status_code == 401


def test_the_sixth_try_is_refused_even_with_the_right_password(sqlite_store: Store):
    add_users(sqlite_store, ana="lead", ben="coder")
    browser = client(sqlite_store, TEAM)
    assert [log_in(browser, "ana", "wrong").status_code for _ in range(5)] == [401] * 5
    answer = log_in(browser, "ana")
    assert answer.status_code == 429
    assert 840 <= int(answer.headers["retry-after"]) <= 900
    assert "Too many failed logins; wait 15 minutes" in answer.text
    assert log_in(browser, "ben").status_code == 303


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(sqlite_store: Store):
    add_users(sqlite_store, ana="lead")
    cookies = log_in(client(sqlite_store, TEAM), "ana").headers.get_list("set-cookie")
    (session,) = [cookie for cookie in cookies if cookie.startswith("dateline-8017=")]
    parts = session.lower().split("; ")
    assert {"httponly", "path=/", "samesite=lax", "max-age=604800"} <= set(parts)
    assert "secure" not in parts
    assert not any(part.startswith("domain=") for part in parts)


def test_behind_tls_the_cookie_is_for_this_host_and_https_alone(sqlite_store: Store):
    add_users(sqlite_store, ana="lead")
    options = DeskOptions(local=False, secure_cookies=True, allowed_hosts=("desk.example.org",))
    browser = client(sqlite_store, options, base_url="https://desk.example.org")
    answer = log_in(browser, "ana")
    assert answer.status_code == 303
    named = {cookie.partition("=")[0]: cookie.lower() for cookie in answer.headers.get_list("set-cookie")}
    assert "; secure" in named["__Host-dateline"]
    assert "; path=/;" in named["__Host-dateline"]
    assert browser.get("/help").headers["strict-transport-security"] == "max-age=31536000"


def test_each_login_starts_a_session_of_its_own_and_ends_the_one_before(sqlite_store: Store):
    add_users(sqlite_store, ana="lead", ben="coder")
    browser = client(sqlite_store, TEAM)
    token = field(browser.get("/login").text, "csrf")
    form_cookie = dict(browser.cookies)
    log_in(browser, "ana")
    first = browser.cookies["dateline-8017"]
    browser.cookies.update(form_cookie)
    answer = browser.post("/login", data={"name": "ben", "password": PASSWORD, "csrf": token})
    assert answer.status_code == 303
    assert browser.cookies["dateline-8017"] != first
    former = again(browser)
    former.cookies.set("dateline-8017", first)
    assert former.get("/help").status_code == 303
    assert browser.get("/help").status_code == 200


def test_a_session_id_of_somebody_elses_choice_is_not_taken_over(sqlite_store: Store):
    add_users(sqlite_store, ana="lead")
    browser = client(sqlite_store, TEAM)
    browser.cookies.set("dateline-8017", "chosen", domain="127.0.0.1", path="/")
    log_in(browser, "ana")
    attacker = again(browser)
    attacker.cookies.set("dateline-8017", "chosen")
    assert attacker.get("/help").status_code == 303


@pytest.mark.parametrize("token", ["", "made up"])
def test_the_login_form_of_another_site_is_refused(sqlite_store: Store, token: str):
    add_users(sqlite_store, ana="lead")
    browser = client(sqlite_store, TEAM)
    fields = {"name": "ana", "password": PASSWORD, "csrf": token}
    assert browser.post("/login", data=fields).status_code == 403
    browser.get("/login")
    assert browser.post("/login", data=fields).status_code == 403


def test_logging_out_ends_the_session(sqlite_store: Store):
    add_users(sqlite_store, ana="lead")
    browser = logged_in(sqlite_store, "ana")
    stolen = again(browser)
    stolen.cookies.set("dateline-8017", browser.cookies["dateline-8017"])
    assert stolen.get("/help").status_code == 200
    assert browser.post("/logout", data={"csrf": csrf(browser)}).headers["location"] == "/login"
    assert browser.get("/help").status_code == 303
    assert stolen.get("/help").status_code == 303


def test_who_is_logged_in_is_sent_on(sqlite_store: Store):
    add_users(sqlite_store, ana="lead")
    browser = logged_in(sqlite_store, "ana")
    assert browser.get("/login?next=/queue").headers["location"] == "/queue"
    assert browser.get("/login?next=https://evil.example/").headers["location"] == "/incidents"


@pytest.mark.parametrize(
    "target", ["/", "/incidents?words=a%20b&start=2024-01-01", "/reports/a%2Fb//c", "/incidents/7#t"]
)
def test_pages_of_the_desk_are_safe_to_go_to(target: str):
    assert safe_next(target) == target


@pytest.mark.parametrize(
    "target",
    [
        "",
        "incidents",
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\/evil.example/",
        "/\t/evil.example/",
        "/\n/evil.example/",
        "javascript:alert(1)",
        "/login?next=/login",
        "/logout",
    ],
)
def test_other_places_are_not(target: str):
    assert safe_next(target) == "/incidents"


@given(st.text(alphabet="/\\:@.?#a\t\n\r\x00 %", max_size=8))
def test_whatever_is_asked_for_stays_on_this_desk(target: str):
    from urllib.parse import urljoin, urlsplit  # noqa: PLC0415

    led = urljoin(f"{HERE}/login", safe_next(target))
    assert urlsplit(led).netloc == "127.0.0.1:8017"


def test_hostile_fields_come_back_escaped(sqlite_store: Store):
    add_users(sqlite_store, ana="lead")
    answer = log_in(client(sqlite_store, TEAM), '"><script>alert(1)</script>', next='/"><script>')
    assert answer.status_code == 401
    assert "<script>alert" not in answer.text
    assert '"><script>' not in answer.text


def test_a_desk_of_ones_own_needs_no_login(sqlite_store: Store):
    browser = client(sqlite_store)
    assert browser.get("/help").status_code == 200
    assert browser.get("/login").headers["location"] == "/incidents"
    assert browser.get("/account").status_code == 404


def test_from_the_first_user_on_everybody_logs_in_even_on_a_desk_of_ones_own(sqlite_store: Store):
    browser = client(sqlite_store)
    assert browser.get("/users").status_code == 200
    add_users(sqlite_store, ana="lead")
    assert browser.get("/users").headers["location"] == "/login?next=%2Fusers"
    with sqlite_store.writing() as c:
        accounts.add_user(c, "ben", "lead", PASSWORD)
        accounts.deactivate(c, "ana")
    assert browser.get("/users").status_code == 303
