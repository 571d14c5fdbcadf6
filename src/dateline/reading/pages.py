"""HTML pages: the article without the page around it, with title, date, publisher and sections' hints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import trafilatura
from lxml import etree  # type: ignore[import-untyped]

from dateline.reading.dates import EARLIEST, TOLERANCE, parse_published
from dateline.reading.encoding import decode
from dateline.reading.items import Item
from dateline.reading.limits import Limits
from dateline.reading.markup import FRAME, UNSEEN, parse, tree_hints, tree_text
from dateline.records import SetAside

# The HTML standard has browsers look for the charset in the first 1,024 bytes; many pages need more.
CHARSET_BYTES = 8192
META_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w:.-]+)", re.IGNORECASE)
# Where pages state their publication date outright: Open Graph, schema.org, Dublin Core and their older kin.
STATED_NAMES = frozenset(
    {
        *("article:published_time", "og:published_time", "pubdate", "publishdate", "publish-date", "publication_date"),
        *("parsely-pub-date", "sailthru.date", "dc.date", "dc.date.issued", "dcterms.created", "date"),
    }
)
STATED_ELEMENTS = (
    "//*[@itemprop='datePublished']/@content | //*[@itemprop='datePublished']/@datetime",
    "//time[@pubdate]/@datetime",
)
STATED_IN_JSON = re.compile(r'"datePublished"\s*:\s*"([^"]{4,60})"')
# What trafilatura and its date finder raise on pages that break their expectations, as their trackers show.
EXTRACTION_ERRORS = (
    etree.LxmlError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    RecursionError,
    AssertionError,
)


def declared_charset(data: bytes) -> str | None:
    """The charset that a page declares of itself."""
    match = XML_ENCODING.search(data[:200]) or META_CHARSET.search(data[:CHARSET_BYTES])
    if match is None:
        return None
    label = match[1].decode("ascii", "replace")
    # A page whose first bytes can be read as ASCII is not UTF-16, whatever it says (HTML standard, 13.2.3.2).
    return "utf-8" if label.lower().startswith("utf-16") else label


def read_page(
    data: bytes, where: str, name: str, *, limits: Limits, charset: str | None = None, url: str | None = None
) -> Item | SetAside:
    """The article of an HTML page; `charset` and `url` are what the server said.

    A page in which no article is found gives the text of its body, with a remark.
    """
    if len(data) > limits.max_page_bytes:
        return SetAside(item=where, reason=f"the page is larger than {limits.max_page_bytes} bytes")
    text, remark = decode(data, charset or declared_charset(data))
    problems = [remark] if remark else []
    tree = parse(text.replace("\0", " "))
    if tree is None:
        return SetAside(item=where, reason="the page holds no text")
    hints = tree_hints(tree)
    stated, rejected = _stated_date(tree)
    problems += rejected
    whole_page = tree_text(tree, leave_out=UNSEEN | FRAME)
    article = _extract(tree, url, problems)
    content = (article.text if article else None) or ""
    if not content.strip() and whole_page:
        content = whole_page
        problems.append("no article was found in the page; the text is that of the whole page")
    return Item(
        where=where,
        name=name,
        text=content,
        title=article.title if article else None,
        published=stated or (article.date if article else None),
        url=url or (article.url if article else None),
        publisher=article.sitename if article else None,
        byline=article.author if article else None,
        problems=tuple(problems),
        hints=hints,
    )


def _extract(tree: Any, url: str | None, problems: list[str]) -> Any:
    today = datetime.now(tz=UTC).date()
    dates = {
        "original_date": True,
        # The extensive search takes any date in the text, were it a copyright year, for the day of publication.
        "extensive_search": False,
        "min_date": EARLIEST.isoformat(),
        "max_date": (today + TOLERANCE).isoformat(),
    }
    try:
        # Never deduplicate=True: it keeps state between pages and drops what an earlier page had.
        return trafilatura.bare_extraction(
            tree, url=url, include_comments=False, with_metadata=True, date_extraction_params=dates
        )
    except EXTRACTION_ERRORS as error:
        problems.append(f"the page could not be taken apart ({type(error).__name__}: {error})")
        return None


def _stated_date(tree: Any) -> tuple[str | None, list[str]]:
    """The first publication date in the page's metadata that holds, and why those before it do not."""
    rejected: list[str] = []
    for value in _stated_dates(tree):
        found, problem = parse_published(value)
        if found is not None:
            return value, rejected
        if problem is not None and problem not in rejected:
            rejected.append(problem)
    return None, rejected


def _stated_dates(tree: Any) -> Iterator[str]:
    for script in tree.iter("script"):
        if "json" in (script.get("type") or ""):
            yield from STATED_IN_JSON.findall(script.text or "")
    for meta in tree.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() in STATED_NAMES:
            yield meta.get("content") or ""
    for path in STATED_ELEMENTS:
        yield from map(str, tree.xpath(path))
