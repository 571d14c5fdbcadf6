from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dateline.reading import Limits
from dateline.reading.items import Item
from dateline.reading.markup import fragment_hints, fragment_text, parse, tree_hints
from dateline.reading.pages import declared_charset, read_page
from dateline.records import Report, SetAside

BODY = (
    "<article><h1>Six killed in market</h1>"
    "<p>Gunmen opened fire on a market in Sarvana on Sunday, killing six people, the ministry said. {extra}</p>"
    "<p>The attackers came in two cars shortly after noon and fled towards the hills, a spokesman said.</p>"
    "<p>No group claimed responsibility for the shooting, and the police said a search was under way.</p></article>"
)


def page(head: str = "", extra: str = "", *, before: str = "", **options: Any) -> Item:
    markup = f"{before}<html><head>{head}</head><body>{BODY.format(extra=extra)}</body></html>"
    charset = options.pop("codec", "utf-8")
    found = read_page(markup.encode(str(charset)), "here", "name", limits=Limits(), **options)
    assert isinstance(found, Item)
    return found


def test_a_page_with_clutter(data: Path, read_all: Callable[..., Any]):
    (report,), aside = read_all(data / "harbour-market.html")
    assert isinstance(report, Report)
    assert not aside
    assert report.title == "Six killed in attack on Sarvana market"
    assert report.published == date(2016, 6, 6)
    assert (report.publisher, report.agency, report.language) == ("The Harbour Courier", "Associated Press", "en")
    assert report.url == report.id == "https://courier.example/2016/06/06/sarvana-market"
    kept = [report.text[s.start : s.end] for s in report.sections if s.kind != "related"]
    assert "six people and wounding at least eleven" in "".join(kept)
    assert "ministry’s spokesman" in report.text
    for advert in ("Belmor", "Ostrava Bay", "Cape Lorn", "ninety", "forty people", "All rights"):
        assert advert not in "".join(kept)
    lead = next(s for s in report.sections if s.kind == "lead")
    assert report.text[lead.start :].startswith("SARVANA (AP) — Gunmen opened fire")


def test_the_same_page_again_and_again(data: Path, read_all: Callable[..., Any]):
    reports, _ = read_all(*[data / "harbour-market.html"] * 5)
    assert len({report.text for report in reports}) == 1
    assert reports[4].id.endswith("#5")


def test_doctype_on_a_shared_line():
    assert "six people" in page(before="<!DOCTYPE html>").text


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2016-06-06T23:00:00-08:00">',
        '<meta name="DC.date.issued" content="2016-06-06">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2016-06-06"}</script>',
    ],
)
def test_stated_dates(head: str):
    assert str(page(head).published).startswith("2016-06-06")


def test_wrong_dates_leave_their_reason():
    found = page('<meta property="article:published_time" content="2999-01-01">')
    assert found.published is None
    assert found.problems == ("publication date '2999-01-01' was not used: it is in the future",)


def test_a_year_in_the_text_is_no_publication_date():
    assert page(extra="It was the worst attack since March 3, 2014. Copyright 2015").published is None


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "koi8-r"),
        ("", "utf-8"),
        ("", "utf-16"),
    ],
)
def test_encodings(head: str, codec: str):
    assert "Взрыв в городе &" in page(head, "Взрыв в городе &amp; области.", codec=codec).text


def test_the_server_says_the_charset():
    assert "взрыв" in page(extra="взрыв", codec="cp1251", charset="windows-1251").text


def test_declared_charset_of_the_page():
    assert declared_charset(b'<?xml version="1.0" encoding="koi8-r"?><html>') == "koi8-r"
    assert declared_charset(b"<meta charset=utf-16>") == "utf-8"
    assert declared_charset(b"<p>charset=x") is None


def test_inline_links_to_other_stories_are_related(read_bytes: Callable[..., Any]):
    markup = f"<html><body>{BODY.format(extra='')}</body></html>".replace(
        "<p>No group", '<p><a href="/x">Rebels shell Belmor airport, the army says</a></p><p>No group'
    )
    (report,), _ = read_bytes("a.html", markup.encode())
    for section in report.sections:
        if "Belmor" in report.text[section.start : section.end]:
            assert section.kind == "related"


@pytest.mark.parametrize("markup", [b"<html></html>", b"<html><body><script>x</script></body></html>"])
def test_pages_without_text(markup: bytes, read_bytes: Callable[..., Any]):
    reports, (aside,) = read_bytes("a.html", markup)
    assert not reports
    assert "empty" in aside.reason or "no text" in aside.reason


def test_a_short_page_is_not_lost(read_bytes: Callable[..., Any]):
    (report,), _ = read_bytes("a.html", b"<html><body><p>Six people died in Sarvana.</p></body></html>")
    assert report.text == "Six people died in Sarvana."


def test_a_page_above_the_limit_is_set_aside():
    found = read_page(b"x" * 11, "here", "name", limits=Limits(max_page_bytes=10))
    assert found == SetAside(item="here", reason="the page is larger than 10 bytes")


@pytest.mark.parametrize("markup", ["", "<", "<html", "<p>" * 5000 + "x", "\0\0", "<?xml?>", "<!-- -->"])
def test_no_markup_is_fatal(markup: str):
    assert isinstance(read_page(markup.encode(), "here", "name", limits=Limits()), Item | SetAside)


def test_fragments_become_lines():
    markup = "<p>Six <b>people</b> died.<br>Two fled&nbsp;&amp; hid.</p><script>x</script><ul><li>One</li></ul>tail"
    assert fragment_text(markup) == "Six people died.\nTwo fled & hid.\nOne\ntail"
    assert fragment_text("No  markup") == "No markup"


def test_hints():
    hints = fragment_hints(
        "<figure><figcaption>The market, Sunday.</figcaption></figure>"
        '<p><a href="/x">Rebels shell the airport</a></p><p>See <a href="/y">what the ministry said</a> on it.</p>'
        '<div class="box related-links"><span><a href="/z">Ferry sinks in storm</a> 3 hours ago</span></div>'
    )
    assert hints.captions == {"the market sunday"}
    assert hints.related == {"rebels shell the airport", "ferry sinks in storm"}
    assert tree_hints(parse("<p>x</p>")).related == frozenset()
