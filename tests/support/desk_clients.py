"""Browsers and programs that call a desk in tests."""

from __future__ import annotations

import re
from typing import Any, Final

from fastapi.testclient import TestClient

from dateline.desk.app import create_app
from dateline.desk.options import DeskOptions
from dateline.store import accounts
from dateline.store.accounts import Role
from dateline.store.engine import Store

HERE: Final = "http://127.0.0.1:8017"
PASSWORD: Final = "six grey herons"
TEAM: Final = DeskOptions(local=False)


def client(store: Store, options: DeskOptions | None = None, *, base_url: str = HERE) -> TestClient:
    """A browser that has not logged in; it does not follow redirects. Without `options`: a desk of one's own."""
    app = create_app(store, options=options or DeskOptions())
    return TestClient(app, base_url=base_url, follow_redirects=False, raise_server_exceptions=False)


def again(browser: TestClient) -> TestClient:
    """Another browser at the same desk."""
    return TestClient(
        browser.app, base_url=str(browser.base_url), follow_redirects=False, raise_server_exceptions=False
    )


def add_users(store: Store, **roles: Role) -> None:
    """Add users by name and role, each with `PASSWORD`; the first has to be a lead."""
    with store.writing() as c:
        for name, role in roles.items():
            accounts.add_user(c, name, role, PASSWORD)


def log_in(browser: TestClient, name: str, password: str = PASSWORD, **fields: str) -> Any:
    """Log in by the form; the answer."""
    token = field(browser.get("/login").text, "csrf")
    return browser.post("/login", data={"name": name, "password": password, "csrf": token, **fields})


def logged_in(store: Store, name: str, options: DeskOptions = TEAM) -> TestClient:
    """A browser in which this user has logged in."""
    browser = client(store, options)
    answer = log_in(browser, name)
    assert answer.status_code == 303, answer.text
    return browser


def signed_in(store: Store, name: str) -> TestClient:
    """A browser in which this user has logged in, without the form; all of its changes carry the token."""
    browser = client(store, TEAM)
    with store.writing() as c:
        session = accounts.new_session(c, accounts.get_user(c, name))
    browser.cookies.set(f"dateline-{TEAM.port}", session.secret)
    browser.headers["X-CSRF-Token"] = session.csrf
    return browser


def csrf(browser: TestClient, page: str = "/help") -> str:
    """The token that changes from this browser have to carry."""
    found = re.search(r'name="csrf-token" content="([^"]*)"', browser.get(page).text)
    assert found is not None
    return found[1]


def field(page: str, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]
