from collections.abc import Callable
from datetime import date
from typing import Any

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Courier</title>
<item><title>Six killed &amp; two hurt</title><link>https://a.example/1</link>
<pubDate>Mon, 06 Jun 2016 23:30:00 -0800</pubDate>
<description>Short.</description>
<content:encoded><![CDATA[<p>Six people died in Sarvana&nbsp;on <b>Sunday</b>.</p><p>Two fled.</p>
<p><a href="/x">Rebels shell the airport again</a></p>]]></content:encoded></item>
<item><title>Second</title><guid isPermaLink="false">g2</guid>
<description>&lt;p&gt;Murió un niño.&lt;/p&gt;</description></item>
<item><title>Empty</title></item>
</channel></rss>
"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title>
<entry><title>Six killed</title><id>urn:1</id><updated>2016-06-06T08:00:00Z</updated><link href="https://a.example/1"/>
<source><title>Reuters</title></source><summary type="text">Six died &lt; two fled.</summary></entry></feed>
"""


def test_rss(read_bytes: Callable[..., Any]):
    reports, aside = read_bytes("a.rss", RSS.format(encoding="utf-8").encode())
    first, second = reports
    assert first.text == "Six people died in Sarvana on Sunday.\nTwo fled.\nRebels shell the airport again"
    assert (first.title, first.id, first.url) == ("Six killed & two hurt", "https://a.example/1", "https://a.example/1")
    assert (first.published, first.publisher) == (date(2016, 6, 6), "Courier")
    assert first.sections[-1].kind == "related"
    assert (second.id, second.text, second.published) == ("g2", "Murió un niño.", None)
    assert [one.reason for one in aside] == ["the text is empty"]


def test_declared_encoding(read_bytes: Callable[..., Any]):
    reports, _ = read_bytes("a.rss", RSS.format(encoding="iso-8859-1").encode("latin-1"))
    assert reports[1].text == "Murió un niño."


def test_atom(read_bytes: Callable[..., Any]):
    (report,), _ = read_bytes("a.xml", ATOM.encode())
    assert (report.id, report.text, report.publisher) == ("urn:1", "Six died < two fled.", "Reuters")
    assert report.published == date(2016, 6, 6)


def test_a_damaged_feed_gives_what_it_can(read_bytes: Callable[..., Any]):
    cut = RSS.format(encoding="utf-8").encode().partition(b"<item><title>Empty")[0]
    reports, aside = read_bytes("a.rss", cut)
    assert len(reports) == 2
    assert "damaged feed" in aside[0].reason
    assert "2 entries could be read" in aside[0].reason


def test_no_entries(read_bytes: Callable[..., Any]):
    _, (aside,) = read_bytes("a.rss", b'<rss version="2.0"><channel><title>x</title></channel></rss>')
    assert aside.reason == "the feed has no entries"
