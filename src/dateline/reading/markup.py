"""HTML as lxml reads it: the text of fragments, and lines whose kind the markup gives away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped]

from dateline.reading.items import Hints
from dateline.reading.sections import normal

BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "br", "dd", "details", "div", "dl", "dt", "fieldset"),
        *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main"),
        *("nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"),
    }
)
UNSEEN = frozenset({"head", "iframe", "noscript", "object", "script", "style", "svg", "template"})
FRAME = frozenset({"aside", "footer", "form", "header", "nav"})
LINK_BLOCKS = ("li", "p", "div", "h2", "h3", "h4", "h5", "h6", "td")
# Names that page templates give to boxes of other stories.
OTHER_STORIES = re.compile(
    r"related|recommend|read-?(?:more|next|also)|more-(?:stories|news|on|from)|also-(?:read|like|in)"
    r"|most-(?:read|popular|viewed)|trending|teaser|promo|outbrain|taboola|newsletter|see-also|latest-(?:news|stories)|sidebar",
    re.IGNORECASE,
)
CAPTIONS = re.compile(r"caption|photo-?credit|image-?credit|picture-?text", re.IGNORECASE)
MIN_LINK_WORDS = 3
SPACES = re.compile(r"[ \t\r\f\v\n\u00a0]+")
DOCTYPE = re.compile(r"(<!doctype[^>]*>)[ \t]*(?=[^\s])", re.IGNORECASE)


def parse(markup: str) -> Any | None:
    """The tree of a page, or None if there is nothing in it.

    A doctype that shares its line with other markup gets a line of its own: lxml's parser and trafilatura's
    clean-up otherwise lose what follows it.
    """
    markup = DOCTYPE.sub(r"\1\n", markup.lstrip("\ufeff"), count=1)
    try:
        # Characters, not bytes, so that the page's own (perhaps wrong) charset is not applied again.
        return html.document_fromstring(markup.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return None


def fragment_text(markup: str) -> str:
    """The text of a fragment, one line a block, entities resolved."""
    if "<" not in markup and "&" not in markup:
        return SPACES.sub(" ", markup).strip()
    tree = parse(markup)
    return "" if tree is None else tree_text(tree)


def tree_text(tree: Any, *, leave_out: frozenset[str] = UNSEEN) -> str:
    """The text below a node, one line a block; elements in `leave_out` are passed over with all in them."""
    pieces: list[str] = []
    skipped: Any = None
    for event, node in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            pieces.append("" if skipped is not None else SPACES.sub(" ", node.tail or ""))
            continue
        tag = node.tag
        if event == "start":
            if skipped is None and tag in leave_out:
                skipped = node
            if skipped is None:
                pieces += ["\n" if tag in BLOCKS else "", SPACES.sub(" ", node.text or "")]
            continue
        if skipped is node:
            skipped = None
        if skipped is None and node is not tree:
            pieces += ["\n" if tag in BLOCKS else "", SPACES.sub(" ", node.tail or "")]
    lines = (SPACES.sub(" ", line).strip() for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def fragment_hints(markup: str) -> Hints:
    """Captions and lines of links in a fragment."""
    tree = parse(markup) if "<" in markup else None
    return Hints() if tree is None else tree_hints(tree)


def tree_hints(tree: Any) -> Hints:
    """Lines that are captions, or that hold nothing but links or stand in a box of other stories."""
    captions: set[str] = set()
    related: set[str] = set()
    for node in tree.iter("figcaption"):
        captions.update(_lines(node))
    for node in tree.xpath("//*[@class or @id]"):
        names = f"{node.get('class') or ''} {node.get('id') or ''}"
        if node.tag in ("html", "body", "main", "article"):
            continue
        if CAPTIONS.search(names):
            captions.update(_lines(node))
        elif OTHER_STORIES.search(names):
            related.update(_link_texts(node))
    for node in tree.iter("aside"):
        related.update(_link_texts(node))
    for node in tree.iter(*LINK_BLOCKS):
        related.update(_link_line(node))
    return Hints(captions=frozenset(captions) - {""}, related=frozenset(related) - frozenset(captions) - {""})


def _lines(node: Any) -> Iterator[str]:
    text = tree_text(node)
    yield normal(text)
    yield from map(normal, text.split("\n"))


def _link_texts(box: Any) -> Iterator[str]:
    for link in box.iter("a"):
        text = normal(link.text_content())
        if len(text.split()) >= MIN_LINK_WORDS:
            yield text


def _link_line(node: Any) -> Iterator[str]:
    """The text of a block that holds links and nothing else."""
    links = list(node.iter("a"))
    if not links or any(inner.tag in BLOCKS for inner in node.iterdescendants()):
        return
    whole = normal(node.text_content())
    linked = normal(" ".join(link.text_content() for link in links))
    if whole == linked and len(whole.split()) >= MIN_LINK_WORDS:
        yield whole
