import pytest

from dateline.reading.columns import has_text_column, item_of_record, plain_value
from dateline.reading.items import Item
from dateline.records import SetAside


def item(**record: object) -> Item:
    found = item_of_record(record, "here", "name")
    assert isinstance(found, Item)
    return found


def test_own_names_and_others_kept():
    found = item(id=7, title="T", published="2016-06-06", url="u", text="x", score=0.5, tags=["a"])
    assert (found.id, found.title, found.published, found.url, found.text) == ("7", "T", "2016-06-06", "u", "x")
    assert found.extra == {"score": 0.5, "tags": ["a"]}


@pytest.mark.parametrize("name", ["text", "Body", "content", "Full Text", "full-text", "maintext"])
def test_names_for_the_text(name: str):
    assert item(**{name: "x"}).text == "x"
    assert has_text_column(["id", name])


def test_of_two_names_the_first_with_a_value_wins():
    found = item(text="x", body="y")
    assert found.text == "x"
    assert found.extra == {"body": "y"}
    assert item(text="", content="y").text == "y"
    assert item(published=None, date="2016-06-06", text="x").published == "2016-06-06"


def test_nested_values():
    found = item(text=["One.", "Two."], source={"id": None, "name": "Courier"}, author=["A", {"name": "B"}])
    assert (found.text, found.publisher, found.byline) == ("One.\nTwo.", "Courier", "A, B")
    assert found.extra["author"] == ["A", {"name": "B"}]


def test_no_text_says_what_there_is():
    found = item_of_record({"id": 1, "summary": "x"}, "here", "name")
    assert isinstance(found, SetAside)
    assert "columns here: id, summary" in found.reason


def test_text_of_a_wrong_type():
    found = item_of_record({"text": 5}, "here", "name")
    assert found == SetAside(item="here", reason="column text holds a number where text should be")


def test_values_become_json():
    assert plain_value({"a": float("nan"), 1: (b"x", {2})}) == {"a": None, "1": ["x", [2]]}
