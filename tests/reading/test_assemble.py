from datetime import date
from typing import Any

from dateline.reading import Limits
from dateline.reading.assemble import Ids, assemble
from dateline.reading.items import Item
from dateline.records import Report, SetAside

TODAY = date(2026, 1, 1)


def one(published_option: date | None = None, limits: Limits | None = None, **fields: Any) -> Report | SetAside:
    given: dict[str, Any] = {"where": "here", "name": "a.txt", "text": "Six people died in Sarvana on Sunday."}
    item = Item(**{**given, **fields})
    return next(assemble([item], limits or Limits(), published=published_option, today=TODAY))


def report(**fields: Any) -> Report:
    found = one(**fields)
    assert isinstance(found, Report)
    return found


def test_ids_come_from_the_input_the_address_or_the_name():
    assert report(id="7", url="https://a.example/1").id == "7"
    assert report(url="https://a.example/1").id == "https://a.example/1"
    assert report().id == "a.txt"


def test_ids_are_kept_apart():
    ids = Ids()
    assert [ids.unique(wanted) for wanted in ("a", "a", "a#2", "a", "b")] == ["a", "a#2", "a#2#2", "a#3", "b"]


def test_a_wrong_date_costs_the_date_and_leaves_a_reason():
    found = report(published="2099-01-01", extra={"score": 1})
    assert found.published is None
    assert found.extra == {
        "score": 1,
        "problems": ["publication date '2099-01-01' was not used: it is in the future"],
    }


def test_the_option_fills_in_only_what_is_missing():
    day = date(2016, 6, 6)
    assert report(published_option=day).published == day
    assert report(published_option=day, published="2015-01-02").published == date(2015, 1, 2)
    assert report(published_option=day, published="nonsense").published == day


def test_the_text_is_kept_but_for_control_characters():
    text = " \ufeffSix\0people\x0bdied &amp; fled.\r\n\tTwo\x85 came.  "
    assert report(text=text).text == " \ufeffSix people died &amp; fled.\r\n\tTwo\x85 came.  "


def test_empty_and_enormous_texts_are_set_aside():
    assert one(text=" \n\0 ") == SetAside(item="here", reason="the text is empty")
    found = one(text="x" * 11, limits=Limits(max_text_characters=10))
    assert found == SetAside(item="here", reason="the text has 11 characters, more than the limit of 10")


def test_language_is_given_or_identified():
    assert report(language="EN-gb").language == "en"
    assert report(language="English").language == "en"
    assert report(text="Seis personas murieron el domingo en un ataque contra un mercado.").language == "es"


def test_agency_is_given_or_found():
    assert report(agency="afp").agency == "Agence France-Presse"
    assert report(byline="Lina Torrek, Reuters").agency == "Reuters"
    assert report().agency is None


def test_lone_surrogates_reach_no_output():
    found = report(text="Six \ud800 died.", title="\udc00", extra={"a\ud800": ["\ud800", {"b": "\ud800"}]})
    assert found.model_dump_json().encode("utf-8")
    assert found.text == "Six \ufffd died."


def test_problems_of_the_input_are_not_overwritten():
    found = report(extra={"problems": "theirs"}, problems=("ours",))
    assert found.extra["problems"] == ["theirs", "ours"]
