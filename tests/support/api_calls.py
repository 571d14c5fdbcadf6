"""Programs that call the API in tests."""

from __future__ import annotations

from typing import Any

from desk_clients import TEAM, add_users, client
from fastapi.testclient import TestClient

from dateline.store import accounts
from dateline.store.engine import Store

API = "/api/v1"


def program(store: Store, name: str, *, at: TestClient | None = None) -> TestClient:
    """A program with a token of this user, who is added with a lead "ana" and all viewers, coders and leads."""
    with store.writing() as c:
        known = {user.name: user for user in accounts.users(c)}
    if not known:
        add_users(store, ana="lead", ben="coder", cleo="viewer")
        with store.writing() as c:
            known = {user.name: user for user in accounts.users(c)}
    with store.writing() as c:
        _, secret = accounts.new_token(c, known[name], "test", 1)
    found = client(store, TEAM) if at is None else TestClient(at.app, base_url=str(at.base_url), follow_redirects=False)
    found.headers["Authorization"] = f"Bearer {secret}"
    return found


def problem(answer: Any, status: int) -> dict[str, Any]:
    """The problem details of an answer of this status, whose shape is checked."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert told["status"] == status
    assert {"type", "title", "status", "detail", "instance"} <= set(told)
    assert told["instance"] == answer.request.url.path
    return told


def matching(version: int) -> dict[str, str]:
    """The header of a change of this version."""
    return {"If-Match": f'"{version}"'}
