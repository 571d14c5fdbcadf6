"""Named columns of tables and JSON objects, and what each is called elsewhere."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from dateline.reading.items import Item
from dateline.records import SetAside

# The first name is dateline's own; of several in one record the first of this order is taken. The others are
# those of public news collections and of feeds turned into tables.
COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("id", "uid", "guid", "doc_id", "docid", "document_id", "article_id", "report_id", "story_id", "_id"),
    "title": ("title", "headline", "heading"),
    "published": (
        "published",
        "published_at",
        "publication_date",
        "published_date",
        "publish_date",
        "date_published",
        "datepublished",
        "pub_date",
        "pubdate",
        "date_publish",
        "date",
        "datetime",
    ),
    "url": ("url", "link", "uri", "permalink", "source_url", "article_url"),
    "text": (
        "text",
        "body",
        "content",
        "full_text",
        "fulltext",
        "maintext",
        "main_text",
        "article_text",
        "article_body",
        "articlebody",
        "plain_text",
        "article",
        "story",
    ),
    "publisher": (
        "publisher",
        "source",
        "source_name",
        "site",
        "sitename",
        "site_name",
        "outlet",
        "newspaper",
        "publication",
    ),
    "agency": ("agency", "news_agency", "wire"),
    "byline": ("byline", "author", "authors"),
    "language": ("language", "lang"),
}
KNOWN = {name: field for field, names in COLUMNS.items() for name in names}
KEPT = frozenset({"byline"})  # used, and kept in `extra` as no field of the report holds it


def normal_name(name: object) -> str:
    """A column's name as in `COLUMNS`: small letters, underscores."""
    return "_".join(str(name).strip().lstrip("\ufeff").lower().replace("-", " ").split())


def has_text_column(names: Iterable[object]) -> bool:
    """Whether one of the names is a name for the text."""
    return any(KNOWN.get(normal_name(name)) == "text" for name in names)


def missing_text(names: Iterable[object]) -> str:
    """The reason to set aside an input or a record in which no column holds the text."""
    found = ", ".join(str(name) for name in names) or "none"
    wanted = ", ".join(COLUMNS["text"][:4])
    return f"no column holds the text; name it one of {wanted} (columns here: {found[:300]})"


def item_of_record(record: Mapping[str, Any], where: str, name: str) -> Item | SetAside:
    """The item in one row or JSON object; keys that no field takes go to `extra` under their own names."""
    chosen = _choose(record)
    if "text" not in chosen:
        return SetAside(item=where, reason=missing_text(record))
    value = record[chosen["text"]]
    if isinstance(value, list) and all(isinstance(piece, str) for piece in value):
        value = "\n".join(value)
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if value is None:
        value = ""
    if not isinstance(value, str):
        return SetAside(item=where, reason=f"column {chosen['text']} holds {_type_name(value)} where text should be")
    fields = {field: record[key] for field, key in chosen.items()}
    taken = {key for field, key in chosen.items() if field not in KEPT}
    return Item(
        where=where,
        name=name,
        text=value,
        id=_label(fields.get("id")),
        title=_label(fields.get("title")),
        published=fields.get("published"),
        url=_label(fields.get("url")),
        publisher=_label(fields.get("publisher")),
        agency=_label(fields.get("agency")),
        byline=_label(fields.get("byline")),
        language=_label(fields.get("language")),
        extra={str(key): plain_value(value) for key, value in record.items() if key not in taken},
    )


def _choose(record: Mapping[str, Any]) -> dict[str, str]:
    """For each field the record's key that holds it; keys with a value go before empty ones."""
    by_name: dict[str, str] = {}
    for key in record:
        by_name.setdefault(normal_name(key), key)
    chosen: dict[str, str] = {}
    for field, names in COLUMNS.items():
        present = [by_name[name] for name in names if name in by_name]
        if present:
            chosen[field] = next((key for key in present if record[key] not in (None, "")), present[0])
    return chosen


def _label(value: object) -> str | None:
    """A short text out of a value; objects such as `{"name": ...}` give their name, lists their members."""
    if isinstance(value, Mapping):
        value = value.get("name")
    if isinstance(value, list):
        value = ", ".join(filter(None, map(_label, value)))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if value is None or isinstance(value, bool | bytes) or (isinstance(value, float) and math.isnan(value)):
        return None
    return str(value).strip() or None


def plain_value(value: object) -> Any:
    """`value` in types that JSON knows."""
    if isinstance(value, Mapping):
        return {str(key): plain_value(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain_value(inner) for inner in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime | date | time | bytes):
        return value.decode("utf-8", "replace") if isinstance(value, bytes) else value.isoformat()
    return value if value is None or isinstance(value, str | int) else str(value)


def _type_name(value: object) -> str:
    return {int: "a number", float: "a number", bool: "a truth value", dict: "an object", list: "a list"}.get(
        type(value), type(value).__name__
    )
