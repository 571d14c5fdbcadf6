"""RSS and Atom feeds: each entry is one report."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import feedparser

from dateline.reading.columns import plain_value
from dateline.reading.items import Item, read_from
from dateline.reading.limits import Limits
from dateline.reading.markup import fragment_hints, fragment_text
from dateline.reading.origins import as_json, origin
from dateline.reading.streams import Source
from dateline.records import SetAside

MARKUP_TYPES = ("text/html", "application/xhtml+xml")


def read(source: Source, limits: Limits) -> Iterator[Item | SetAside]:
    """One item an entry, of its content or else its summary. Raises LimitError above `max_document_bytes`."""
    data = source.read_all(limits.max_document_bytes)
    headers = {"content-type": source.content_type} if source.content_type else {}
    parsed = feedparser.parse(io.BytesIO(data), response_headers=headers)
    publisher = _text(parsed.feed.get("title"))
    if parsed.bozo and _is_damage(parsed.bozo_exception):
        reason = f"damaged feed: {parsed.bozo_exception}; {len(parsed.entries)} entries could be read"
        yield SetAside(item=source.where, reason=reason)
    elif not parsed.entries:
        yield SetAside(item=source.where, reason="the feed has no entries")
    for number, entry in enumerate(parsed.entries, start=1):
        where = f"{source.where}, entry {number}"
        item = _item(entry, where, f"{source.name}:{number}", publisher)
        content = as_json(plain_value(entry))
        yield read_from(item, origin(content, where, "feed", "application/json", retrieved=source.retrieved))


def _is_damage(error: Exception) -> bool:
    """A wrong content type or charset declaration is no damage: feedparser has seen to it."""
    return not isinstance(
        error, feedparser.exceptions.NonXMLContentType | feedparser.exceptions.CharacterEncodingOverride
    )


def _item(entry: Any, where: str, name: str, publisher: str | None) -> Item:
    details = [*entry.get("content", []), *filter(None, [entry.get("summary_detail")])]
    detail: Any = max(details, key=lambda found: len(found.get("value") or ""), default={})
    value = detail.get("value") or ""
    is_markup = detail.get("type") in MARKUP_TYPES
    source = entry.get("source") or {}
    return Item(
        where=where,
        name=name,
        text=fragment_text(value) if is_markup else value,
        id=_text(entry.get("id")),
        title=fragment_text(entry.get("title") or "") or None,
        published=entry.get("published") or entry.get("updated"),
        url=_text(entry.get("link")),
        publisher=_text(source.get("title")) or publisher,
        byline=_text(entry.get("author")),
        hints=fragment_hints(value) if is_markup else fragment_hints(""),
        extra={"tags": tags} if (tags := [tag.get("term") for tag in entry.get("tags", []) if tag.get("term")]) else {},
    )


def _text(value: object) -> str | None:
    return (str(value).strip() or None) if value else None
