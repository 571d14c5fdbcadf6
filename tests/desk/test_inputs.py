"""Senseless and malicious requests to every address: none fails, and all are answered in one shape."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple, cast
from urllib.parse import quote, urlencode

import pytest
from desk_clients import signed_in
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from hostile_samples import BREAKING, harm
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.store.engine import Store
from dateline.store.selection.filters import Filters

TEXTS: Final = (
    *BREAKING, "", " ", "0", "-1", "1", "1.5", "1e999", "NaN", "9" * 30, "٣", "true", "null", "[]", "{}", '"', "'",
    "\\", "%", "%00", "..", "../..", "a" * 5_000, "2024-02-30", "0000-00-00", "9999-12-31", "0001-01-01",
    "2024-01-01T00:00:00+99:00", "2024-01-01T00:00:00Z", "-180,-90,180,90", "1,2,3", "nan,nan,nan,nan",
    "180,90,-180,-90", "battle", "NG:", "KZ", "first", "second", "csv", "jsonl", "killed", "target", "date",
    "place", "toll-killed-target", "accept", "note", "e1", "m1", "s1", '["s1", "e1"]', "[[]]", "e" * 64, "*",
    'W/"1"', "' OR 1=1 --", '"a" NEAR', "a*", "^a OR NOT", "-",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
)  # fmt: skip
NAMES: Final = (
    *Filters.model_fields, "zoom", "view", "round", "done", "queue", "skipped", "previous", "draft", "incident",
    "who", "action", "since", "until", "before", "format", "as_of", "rejected", "names", "page", "event", "field",
    "spot", "part", "q", "other", "telling", "version", "other_version", "reason", "name", "role", "password",
    "again", "current", "label", "days", "unmask", "precision", "start", "end", "best", "low", "high", "kind-0",
    "name-0", "private-0", "lat", "lon", "geonames_id", "admin1", "country", "measure", "side", "batch", "overrule",
    "cursor", "next", "of", "formerly", "changed", "original",
)  # fmt: skip
KEEPS_OUT: Final = ("/logout", "/users", "/account")
"""Addresses that may end the session or change the user; they are asked with a wrong token."""


class Route(NamedTuple):
    """An address with names in braces, and a method that it takes."""

    method: str
    path: str


def routes(app: FastAPI) -> list[Route]:
    return sorted(
        Route(method, str(found.path))
        for found in iter_route_contexts(app.routes)
        for method in getattr(found, "methods", None) or ()
        if method in {"GET", "POST", "PUT", "PATCH", "DELETE"}
    )


@pytest.fixture(scope="module")
def browser(market_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Of a lead who has logged in; with the token of the session in its headers."""
    folder = tmp_path_factory.mktemp("inputs")
    shutil.copytree(market_template, folder, dirs_exist_ok=True)
    with Store.open(str(folder / "market.db")) as store:
        yield signed_in(store, "lena")


texts = st.sampled_from(TEXTS) | st.text(max_size=20)
entries = st.lists(st.tuples(st.sampled_from(NAMES), texts), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES) | texts, inner, max_size=4),
    max_leaves=6,
)


def told(answer: Any, path: str) -> None:
    """Checks the one shape of errors: problem details of the API, a page for people."""
    assert harm(answer) == []
    assert answer.status_code < 500, answer.text
    if answer.status_code < 400:
        return
    if path.startswith("/api/"):
        assert answer.headers["content-type"] == "application/problem+json"
        assert {"type", "title", "status", "detail", "instance"} <= set(answer.json())
    elif not path.startswith("/static/"):
        assert answer.headers["content-type"] == "text/html; charset=utf-8"


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_request_fails(browser: TestClient, data: st.DataObject):
    found = data.draw(st.sampled_from(routes(cast("FastAPI", browser.app))))
    path = re.sub(r"\{[^}]*\}", lambda _: _quoted(data.draw(texts)), found.path)
    headers: dict[str, str] = {}
    if found.path.startswith(KEEPS_OUT):
        headers["X-CSRF-Token"] = "wrong"
    headers |= data.draw(
        st.fixed_dictionaries(
            {},
            optional={
                "If-Match": st.sampled_from(['"1"', '"2"', '"1", "2"', "1", "*", '"' + "9" * 40 + '"', "x-evil", '""']),
                "If-None-Match": st.sampled_from(['"1"', "*", '"', ","]),
                "Accept": st.sampled_from(["*/*", "application/json", ";;"]),
                "HX-Request": st.just("true"),
            },
        )
    )
    query = urlencode(data.draw(entries), errors="surrogatepass")
    body = _body(data) if found.method != "GET" else {}
    kind = body.pop("headers", {})
    answer = browser.request(found.method, f"{path}?{query}", headers={**headers, **kind}, **body)
    told(answer, found.path)


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="surrogatepass")


def _body(data: st.DataObject) -> dict[str, Any]:
    """A form, JSON that may be none, or bytes under any type."""
    match data.draw(st.sampled_from(("form", "json", "bytes", "file"))):
        case "form":
            form = urlencode(data.draw(entries), errors="surrogatepass")
            return {"content": form, "headers": {"Content-Type": "application/x-www-form-urlencoded"}}
        case "json":
            content = json.dumps(data.draw(values))
            return {"content": content, "headers": {"Content-Type": "application/json"}}
        case "file":
            return {
                "files": {data.draw(st.sampled_from(("files", *NAMES))): (data.draw(st.sampled_from(BREAKING)), b"{")}
            }
        case _:
            kinds = ("application/json", "multipart/form-data", "multipart/form-data; boundary=x", "text/plain",
                     "application/x-www-form-urlencoded; charset=utf-7", "x-evil", "application/x-ndjson")  # fmt: skip
            anything = data.draw(
                st.binary(max_size=30) | st.sampled_from((b"[" * 20_000, b"\xff\xfe", b"--x\r\n\r\n", b"%ff=%00&a"))
            )
            return {"content": anything, "headers": {"Content-Type": data.draw(st.sampled_from(kinds))}}


@pytest.mark.parametrize(
    "path",
    [
        "/%ff",
        "/incidents/%00",
        "/reports/%C0%AF",
        "/static/..%2f..%2fpyproject.toml",
        "/static/%00",
        "//",
        "/./",
        "/%2e%2e/",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "PATCH"])
def test_strange_addresses_and_methods(browser: TestClient, method: str, path: str):
    answer = browser.request(method, path)
    assert 400 <= answer.status_code < 500 or (answer.status_code == 303 and method in {"GET", "HEAD"})
