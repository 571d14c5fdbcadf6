import re
from pathlib import Path
from typing import Any

import pytest
from api_calls import API
from desk_clients import client
from fastapi.testclient import TestClient
from store_samples import fill

from dateline.store.engine import Store
from dateline.store.selection.filters import Filters

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "api.md"


@pytest.fixture
def desk(sqlite_store: Store) -> TestClient:
    fill(sqlite_store)
    return client(sqlite_store)


@pytest.fixture
def document(desk: TestClient) -> dict[str, Any]:
    told: dict[str, Any] = desk.get(f"{API}/openapi.json").json()
    return told


def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def test_every_endpoint_is_documented(document: dict[str, Any]):
    text = REFERENCE.read_text(encoding="utf-8")
    assert len(operations(document)) > 20
    assert [name for name in operations(document) if f"### `{name}`" not in text] == []


def test_only_the_api_is_in_the_document(document: dict[str, Any]):
    assert all(path.startswith(f"{API}/") for path in document["paths"])


def test_every_endpoint_says_what_it_does(document: dict[str, Any]):
    for name, operation in operations(document).items():
        assert operation["summary"], name
        assert operation["description"], name
        assert operation["responses"]["default"]["content"].keys() == {"application/problem+json"}, name


def test_every_filter_is_a_parameter(document: dict[str, Any]):
    listed = {one["name"] for one in document["paths"][f"{API}/incidents"]["get"]["parameters"]}
    assert set(Filters.model_fields) <= listed
    exported = {one["name"] for one in document["paths"][f"{API}/export.{{form}}"]["get"]["parameters"]}
    assert {"countries", "as_of", "names", "rejected"} <= exported
    assert not {"after", "sort", "limit", "offset"} & exported


def test_changes_ask_for_a_version(document: dict[str, Any]):
    for name, operation in operations(document).items():
        if name.startswith("POST") and "/incidents/" in name:
            assert "If-Match" in {one["name"] for one in operation["parameters"]}, name
            assert {"412", "428"} <= operation["responses"].keys(), name


def test_references_lead_somewhere(document: dict[str, Any]):
    named = set(re.findall(r"#/components/schemas/([\w-]+)", str(document)))
    assert named <= document["components"]["schemas"].keys()
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_answers_are_as_described(desk: TestClient, document: dict[str, Any]):
    jsonschema = pytest.importorskip("jsonschema")
    for path in ("/incidents", "/log", "/quality", "/agreement"):
        schema = document["paths"][f"{API}{path}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema.validate(desk.get(f"{API}{path}").json(), {**schema, "components": document["components"]})


def test_the_page_for_people_needs_nothing_from_elsewhere(desk: TestClient, document: dict[str, Any]):
    page = desk.get(f"{API}/docs").text
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    assert "<script>" not in page
    for name in operations(document):
        assert name.partition(" ")[2] in page
