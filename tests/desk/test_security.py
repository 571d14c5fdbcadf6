from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from desk_clients import HERE, add_users, again, client, csrf, logged_in
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from dateline.desk.options import DeskOptions, is_loopback
from dateline.store import accounts
from dateline.store.column_types import utc_now
from dateline.store.engine import Store
from dateline.store.schema import SESSIONS


def change(browser: TestClient, **headers: str) -> int:
    """The status of a change that any user may make, with these headers."""
    return browser.post("/logout", headers=headers).status_code


@pytest.fixture(scope="module")
def own(sqlite_template: Path) -> Iterator[TestClient]:
    """A browser at a desk of one's own, which tests share and leave as it is."""
    with Store.open(str(sqlite_template)) as store:
        yield client(store)


@pytest.fixture
def ana(sqlite_store: Store) -> TestClient:
    add_users(sqlite_store, ana="lead", ben="coder", cleo="viewer")
    return logged_in(sqlite_store, "ana")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:1", "localhost.", "[::1]:8017", "127.0.0.1:9"])
def test_names_of_the_desk_are_answered(own: TestClient, host: str):
    assert own.get("/help", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "evil.example:8017", "127.0.0.2", "localhost@evil.example", "", "[::2]"],
)
@pytest.mark.parametrize("path", ["/help", "/login", "/static/desk.css", "/api/v1/incidents"])
def test_other_names_are_refused_everywhere(own: TestClient, host: str, path: str):
    answer = own.get(path, headers={"Host": host})
    assert answer.status_code == 400
    assert "--allowed-host" in answer.text


def test_other_names_are_refused_before_and_after_login(ana: TestClient):
    assert ana.get("/help", headers={"Host": "evil.example"}).status_code == 400
    assert again(ana).get("/login", headers={"Host": "evil.example"}).status_code == 400


def test_two_host_headers_are_refused(own: TestClient):
    answer = own.get("/help", headers=[("Host", "localhost"), ("Host", "localhost")])
    assert answer.status_code == 400


def test_names_can_be_allowed(sqlite_store: Store):
    browser = client(sqlite_store, DeskOptions(local=False, allowed_hosts=("Desk.Example.org",)))
    assert browser.get("/login", headers={"Host": "desk.example.ORG:443"}).status_code == 200


@pytest.mark.parametrize("path", ["/help", "/nowhere", "/login", "/static/desk.css", "/static/none", "/api/v1/nowhere"])
@pytest.mark.parametrize("host", ["localhost", "evil.example"])
def test_every_answer_has_the_headers(own: TestClient, path: str, host: str):
    headers = own.get(path, headers={"Host": host}).headers
    policy = headers["content-security-policy"].split("; ")
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]
    assert "server" not in headers
    assert ("no-store" in headers["cache-control"]) == (not path.startswith("/static/"))


def test_static_files_are_kept_by_the_browser_only_under_the_name_of_their_content(own: TestClient):
    assert own.get("/static/desk.css").headers["cache-control"] == "no-cache"
    assert "immutable" in own.get("/static/desk.css?v=0123").headers["cache-control"]


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd"]
)
def test_nothing_but_static_files_is_given_out(own: TestClient, path: str):
    assert own.get(path).status_code in (303, 404)


def test_every_address_asks_for_a_known_user(ana: TestClient):
    stranger = again(ana)
    for route in addresses(ana):
        path = route.replace("{", "").replace("}", "")
        answer = stranger.get(path)
        assert answer.status_code in (303, 401), path
        assert answer.headers.get("location", "/login").startswith("/login"), path


def addresses(browser: TestClient) -> Iterator[str]:
    """All addresses of the desk but those that are open to strangers."""
    paths = {str(found.path) for found in iter_route_contexts(cast("FastAPI", browser.app).routes)}
    assert {"/users", "/account"} <= paths
    yield from sorted(path for path in paths if path.startswith("/") and not path.startswith(("/login", "/static")))


def test_strangers_get_problem_details_from_the_api(ana: TestClient):
    answer = again(ana).get("/api/v1/incidents")
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["status"] == 401


def test_htmx_is_sent_to_the_login_page_and_back_to_the_page_it_was_on(ana: TestClient):
    headers = {"HX-Request": "true", "HX-Current-URL": f"{HERE}/incidents?words=a"}
    answer = again(ana).post("/users", headers=headers)
    assert answer.headers["hx-redirect"] == "/login?next=%2Fincidents%3Fwords%3Da"


def test_a_change_needs_the_sessions_token(ana: TestClient):
    assert change(ana) == 403
    assert change(ana, **{"X-CSRF-Token": "made up"}) == 403
    assert change(ana, **{"X-CSRF-Token": ""}) == 403
    ben = again(ana)
    assert ana.post("/logout", data={"csrf": "made up"}).status_code == 403
    assert ana.post("/logout", data={"csrf": csrf(ana)[:-1]}).status_code == 403
    assert ben.get("/help").status_code == 303
    assert change(ana, **{"X-CSRF-Token": csrf(ana)}) == 303


def test_the_token_of_another_session_does_not_do(ana: TestClient, sqlite_store: Store):
    ben = logged_in(sqlite_store, "ben")
    assert change(ana, **{"X-CSRF-Token": csrf(ben)}) == 403


def test_a_token_that_is_a_file_does_not_do(ana: TestClient):
    assert ana.post("/logout", files={"csrf": ("a.txt", csrf(ana).encode())}).status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": HERE}, 403),
        ({"Origin": HERE}, 303),
        ({"Origin": "http://127.0.0.1:8018"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 303),
    ],
)
def test_a_change_from_another_site_is_refused_even_with_the_token(
    ana: TestClient, headers: dict[str, str], status: int
):
    assert change(ana, **headers, **{"X-CSRF-Token": csrf(ana)}) == status


def test_a_desk_of_ones_own_checks_the_token_too(sqlite_store: Store):
    browser = client(sqlite_store)
    assert change(browser) == 403
    assert change(browser, **{"X-CSRF-Token": csrf(browser)}) == 303
    assert change(again(browser), **{"X-CSRF-Token": csrf(browser), "Origin": "https://evil.example"}) == 403


def test_programs_on_a_desk_of_ones_own_call_the_api_without_token_and_browsers_do_not(own: TestClient):
    path = "/api/v1/incidents/none/accept"
    assert own.post(path).status_code not in (401, 403)
    assert own.post(path, headers={"Origin": HERE}).status_code == 403
    assert own.post(path, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 403
    for header in ("Referer", "Cookie", "Sec-Fetch-Mode"):
        assert own.post(path, headers={header: "x=y"}).status_code == 403


@pytest.mark.parametrize(
    "media_type", ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain", "text/ping"]
)
def test_what_a_page_can_send_unasked_is_never_taken_for_a_program_s(own: TestClient, media_type: str):
    for path in ("/api/v1/undo/none", "/api/v1/reports"):
        answer = own.post(path, content=b"a=b", headers={"Content-Type": f"{media_type}; boundary=b"})
        assert answer.status_code in (400, 403), path  # 400: no such form
    assert own.post("/api/v1/undo/none").status_code == 404


@pytest.mark.parametrize(
    ("site", "mode", "target", "status"),
    [
        ("cross-site", "no-cors", "image", 403),
        ("same-site", "cors", "empty", 403),
        ("cross-site", "navigate", "iframe", 403),
        ("cross-site", "navigate", "document", 200),
        ("same-origin", "no-cors", "image", 200),
        ("none", "navigate", "document", 200),
    ],
)
def test_pages_of_others_link_to_the_desk_and_fetch_nothing_of_it(
    own: TestClient, site: str, mode: str, target: str, status: int
):
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": target}
    assert own.get("/help", headers=headers).status_code == status


@pytest.mark.parametrize("charset", ["punycode", '"punycode"', "idna", "utf-16"])
def test_forms_in_slow_or_strange_charsets_are_not_read(ana: TestClient, charset: str):
    headers = {"Content-Type": f"multipart/form-data; boundary=b; charset={charset}"}
    body = b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\n-aaaa\r\n--b--\r\n'
    assert again(ana).post("/login", content=body, headers=headers).status_code == 415


def test_only_who_may_add_reports_sends_large_files(sqlite_store: Store):
    add_users(sqlite_store, ana="lead", cleo="viewer")
    options = DeskOptions(local=False, body_limit=1000, upload_limit=5000)
    for name, status in (("ana", 200), ("cleo", 413)):
        browser = logged_in(sqlite_store, name, options)
        headers = {"X-CSRF-Token": csrf(browser)}
        files = {"files": ("a.jsonl", b"x" * 2000)}
        assert browser.post("/import", files=files, headers=headers).status_code == status, name


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Forwarded-Host", "X-Real-IP"])
def test_a_desk_of_ones_own_is_closed_to_proxies(own: TestClient, header: str):
    answer = own.get("/help", headers={header: "192.0.2.1"})
    assert answer.status_code == 403
    assert "dateline users add" in answer.text


def test_an_api_token_needs_no_csrf_and_makes_no_session(ana: TestClient, sqlite_store: Store):
    with sqlite_store.writing() as c:
        _, secret = accounts.new_token(c, accounts.get_user(c, "ben"), "export", 1)
        before = len(c.execute(select(SESSIONS)).all())
    program = again(ana)
    program.headers["Authorization"] = f"Bearer {secret}"
    assert program.get("/api/v1/incidents").status_code == 200
    assert program.post("/api/v1/incidents/none/accept").status_code not in (401, 403)
    assert not program.cookies
    with sqlite_store.reading() as c:
        assert len(c.execute(select(SESSIONS)).all()) == before


def test_an_api_token_opens_the_api_alone_and_only_until_it_is_revoked(ana: TestClient, sqlite_store: Store):
    with sqlite_store.writing() as c:
        number, secret = accounts.new_token(c, accounts.get_user(c, "ben"), "export", 1)
    program = again(ana)
    program.headers["Authorization"] = f"Bearer {secret}"
    assert program.get("/help").status_code == 303
    with sqlite_store.writing() as c:
        accounts.revoke_token(c, accounts.get_user(c, "ben"), number)
    assert program.get("/api/v1/incidents").status_code == 401


def test_a_wrong_api_token_is_refused_even_beside_a_good_cookie(ana: TestClient):
    answer = ana.get("/api/v1/incidents", headers={"Authorization": "Bearer made-up"})
    assert answer.status_code == 401
    assert "revoked or expired" in answer.json()["detail"]


@pytest.mark.parametrize(("name", "status"), [("ana", 200), ("ben", 403), ("cleo", 403)])
def test_only_leads_see_the_users(ana: TestClient, sqlite_store: Store, name: str, status: int):
    assert ana.get("/users").status_code == 200
    assert logged_in(sqlite_store, name).get("/users").status_code == status


def test_a_role_that_is_taken_away_is_gone_at_once(ana: TestClient, sqlite_store: Store):
    with sqlite_store.writing() as c:
        accounts.set_role(c, "ben", "lead")
        accounts.set_role(c, "ana", "viewer")
    assert ana.get("/users").status_code == 403


def test_a_session_in_use_is_extended(ana: TestClient, sqlite_store: Store):
    soon = utc_now() + timedelta(hours=1)
    with sqlite_store.writing() as c:
        c.execute(update(SESSIONS).values(expires=soon))
    ana.get("/help")
    with sqlite_store.reading() as c:
        expires: datetime = c.scalars(select(SESSIONS.c.expires)).one()
    assert expires - soon > timedelta(hours=10)


def test_a_session_that_has_expired_is_over(ana: TestClient, sqlite_store: Store):
    with sqlite_store.writing() as c:
        c.execute(update(SESSIONS).values(expires=utc_now()))
    assert ana.get("/help").status_code == 303


def test_large_requests_are_refused_whether_they_tell_their_size_or_not(sqlite_store: Store):
    browser = client(sqlite_store, DeskOptions(body_limit=1000))
    headers = {"X-CSRF-Token": csrf(browser), "Content-Type": "application/x-www-form-urlencoded"}
    pieces = [b"a=" + b"x" * 499] * 3
    assert browser.post("/users", content=b"".join(pieces), headers=headers).status_code == 413
    assert browser.post("/users", content=iter(pieces), headers=headers).status_code == 413
    assert browser.post("/users", content=iter(pieces[:1]), headers=headers).status_code == 422
    assert browser.post("/users", content=b"", headers={**headers, "Content-Length": "-1"}).status_code == 413


def test_files_may_be_larger_where_they_are_taken(sqlite_store: Store):
    browser = client(sqlite_store, DeskOptions(body_limit=1000, upload_limit=5000))
    headers = {"X-CSRF-Token": csrf(browser)}
    assert browser.post("/import", content=b"x" * 4000, headers=headers).status_code != 413
    assert browser.post("/import", content=b"x" * 6000, headers=headers).status_code == 413
    assert browser.post("/important", content=b"x" * 4000, headers=headers).status_code == 413


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "[::1]", "localhost", "LocalHost"])
def test_loopback_addresses(host: str):
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.0.2.1", "desk.example.org", "localhost.example.org"])
def test_addresses_that_others_reach(host: str):
    assert not is_loopback(host)


@given(st.text(max_size=30))
def test_no_name_but_the_desks_own_is_its_own(name: str):
    own = {"localhost", "127.0.0.1", "[::1]", "desk.example.org"}
    options = DeskOptions(host="0.0.0.0", local=False, allowed_hosts=("desk.example.org",))
    assert (name in options.hosts) == (name in own)


@pytest.mark.parametrize(
    "path",
    [
        f"/api/v1/log?after={10**30}",
        f"/api/v1/incidents/none/history?before={10**30}",
        f"/api/v1/incidents/none/versions/{10**30}",
        f"/users?before={10**30}",
    ],
)
def test_numbers_beyond_what_databases_hold_are_refused(own: TestClient, path: str):
    assert own.get(path).status_code == 422


def test_digits_of_other_scripts_count_as_none(own: TestClient):
    assert own.get("/history?before=\u00b2").status_code == 200


def test_halves_of_characters_are_refused(own: TestClient):
    headers = {"If-Match": '"1"', "Content-Type": "application/json"}
    answer = own.post("/api/v1/incidents/none/note", content=b'{"text": "\\ud800"}', headers=headers)
    assert answer.status_code == 422


@pytest.mark.parametrize("body", [b"[" * 500_000, b'{"text":' * 100_000])
def test_deep_json_is_refused(own: TestClient, body: bytes):
    headers = {"If-Match": '"1"', "Content-Type": "application/json"}
    assert own.post("/api/v1/incidents/none/note", content=body, headers=headers).status_code == 400
