"""Who may call which address: every one of the desk is told of here, so that none is added without a thought."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from desk_clients import again, csrf, logged_in
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from review_desk import market_template  # noqa: F401 -- a fixture

from dateline.store.accounts import ROLES
from dateline.store.engine import Store

OPEN = {"GET /login", "POST /login"}
"""What strangers may call, beside static files."""
VIEWER = {
    "GET /",
    "GET /account",
    "GET /agreement",
    "GET /export",
    "GET /export/file",
    "GET /help",
    "GET /history",
    "GET /incidents",
    "GET /incidents/map.geojson",
    "GET /incidents/rows.json",
    "GET /incidents/{incident}",
    "GET /originals/{digest}",
    "GET /places",
    "GET /quality",
    "GET /reports/{report}",
    "POST /account/logout",
    "POST /account/password",
    "POST /account/tokens",
    "POST /account/tokens/{token}/revoke",
    "POST /logout",
    "GET /api/v1/agreement",
    "GET /api/v1/docs",
    "GET /api/v1/export.{form}",
    "GET /api/v1/incidents",
    "GET /api/v1/incidents/{incident}",
    "GET /api/v1/incidents/{incident}/history",
    "GET /api/v1/incidents/{incident}/reports",
    "GET /api/v1/incidents/{incident}/versions",
    "GET /api/v1/incidents/{incident}/versions/{version}",
    "GET /api/v1/log",
    "GET /api/v1/openapi.json",
    "GET /api/v1/quality",
    "GET /api/v1/reports/{report}",
}
CODER = {
    "GET /queue",
    "POST /queue/next",
    "GET /incidents/{incident}/correct/{slug}",
    "POST /incidents/{incident}/correct/{slug}",
    "POST /incidents/{incident}/revert/{slug}",
    "GET /incidents/{incident}/do/{action}",
    *(f"GET /incidents/{{incident}}/{name}" for name in ("merge", "split", "link")),
    *(
        f"POST /incidents/{{incident}}/{name}"
        for name in ("accept", "reject", "reopen", "note", "undo", "merge", "split", "link", "unlink")
    ),
    *(
        f"POST /api/v1/incidents/{{incident}}/{name}"
        for name in ("accept", "correct", "reject", "reopen", "note", "merge", "split", "link", "unlink")
    ),
    "POST /api/v1/undo/{batch}",
}
LEAD = {
    "GET /import",
    "POST /import",
    "POST /api/v1/reports",
    "GET /users",
    "POST /users",
    *(f"POST /users/{{name}}/{action}" for action in ("rights", "password", "deactivate", "reactivate")),
}
NEEDED = {
    **dict.fromkeys(VIEWER, "viewer"),
    **dict.fromkeys(CODER, "coder"),
    **dict.fromkeys(LEAD, "lead"),
}
BODIES: dict[str, dict[str, str]] = {
    "POST /users": {"name": "x", "role": "viewer", "password": "six grey herons"},
    "POST /users/{name}/rights": {"role": "lead"},
    "POST /users/{name}/password": {"password": "six grey herons"},
}
"""What makes a request complete, so that nothing but the role is left to refuse it."""


def addresses(browser: TestClient) -> Iterator[str]:
    """Method and path of every address of the desk."""
    for found in iter_route_contexts(cast("FastAPI", browser.app).routes):
        for method in getattr(found, "methods", None) or ():
            if method != "HEAD":
                yield f"{method} {re.sub(':[a-z_]+}', '}', str(found.path))}"


def call(browser: TestClient, address: str, token: str = "") -> int:
    """The status of a call of the address, with this CSRF token."""
    method, path = address.split(" ")
    headers = {"X-CSRF-Token": token, "If-Match": '"1"'}
    path = path.replace("{form}", "csv").replace("{version}", "1").replace("{", "").replace("}", "")
    if path.startswith("/api/v1/incidents/") and method == "POST":
        return browser.request(method, path, headers=headers, json={}).status_code
    if address == "POST /api/v1/reports":
        headers["Content-Type"] = "application/x-ndjson"
        return browser.request(method, path, headers=headers, content=b"").status_code
    if address == "POST /import":
        return browser.request(method, path, headers=headers, files={"files": ("a", b"")}).status_code
    return browser.request(method, path, headers=headers, data=BODIES.get(address)).status_code


@pytest.fixture(scope="module")
def team(market_template: Path) -> Iterator[dict[str, TestClient]]:  # noqa: F811 -- a fixture
    """A browser for each role, and one of a stranger; nothing that they call here changes the store."""
    with Store.open(str(market_template / "market.db")) as store:
        browsers = {role: logged_in(store, name) for role, name in (("viewer", "vera"), ("coder", "ben"))}
        yield {**browsers, "lead": logged_in(store, "lena"), "stranger": again(browsers["viewer"])}


def test_every_address_is_told_of_here(team: dict[str, TestClient]):
    assert set(addresses(team["viewer"])) == OPEN | NEEDED.keys()


@pytest.mark.parametrize("address", sorted(NEEDED))
def test_strangers_get_nothing(team: dict[str, TestClient], address: str):
    assert call(team["stranger"], address) == (401 if "/api/" in address else 303)


@pytest.mark.parametrize("address", sorted(CODER | LEAD))
def test_lower_roles_are_refused(team: dict[str, TestClient], address: str):
    for role in ROLES[: ROLES.index(NEEDED[address])]:
        assert call(team[role], address, csrf(team[role])) == 403, role


@pytest.mark.parametrize("address", sorted(address for address in NEEDED if address.startswith("POST ")))
def test_changes_need_the_sessions_token(team: dict[str, TestClient], address: str):
    assert call(team["lead"], address) == 403
    assert call(team["lead"], address, csrf(team["viewer"])) == 403
