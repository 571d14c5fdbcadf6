"""The format of a stream, told from its first bytes and, where they leave it open, from its name."""

from __future__ import annotations

import codecs
import json
import re
from enum import Enum, auto
from pathlib import PurePosixPath

from dateline.reading.columns import has_text_column
from dateline.reading.encoding import mark_of, wide_codec


class Format(Enum):
    """What dateline can read, and what it can only name."""

    TEXT = auto()
    PAGE = auto()
    JSON_LINES = auto()
    JSON = auto()
    TABLE = auto()
    PARQUET = auto()
    WARC = auto()
    FEED = auto()
    ZIP = auto()
    TAR = auto()
    GZIP = auto()
    EMPTY = auto()
    UNKNOWN = auto()


# Magic numbers of formats that readers may try (each format's own specification).
UNREADABLE = (
    (b"%PDF", "a PDF document; convert it to text first"),
    (b"\xd0\xcf\x11\xe0", "an old Office document; save it as text first"),
    (b"{\\rtf", "an RTF document; save it as text first"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "a sound, film or image file"),
    (b"BZh", "a bzip2 archive; unpack it first"),
    (b"\xfd7zXZ", "an xz archive; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive; unpack it first"),
    (b"SQLite format 3\0", "an SQLite database; export the reports as CSV or JSON lines"),
)
PAGE_START = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|link|article|main|section"
    r"|div|p|h[1-6]|table|span|script|style)\b",
    re.IGNORECASE | re.DOTALL,
)
FEED_START = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*|<\?[^>]*\?>\s*|<!DOCTYPE[^>]*>\s*)*<(?:rss|feed|rdf:RDF)\b",
    re.IGNORECASE | re.DOTALL,
)
XML_START = re.compile(r"\s*<\?xml\b")
JSON_OBJECT = re.compile(r'\s*\{\s*(?:"|\}|$)')
JSON_ARRAY = re.compile(r"\s*\[\s*(?:\{|\]|$)")
NAMES = {
    ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES,
    ".json": Format.JSON,
    ".csv": Format.TABLE,
    ".tsv": Format.TABLE,
    ".html": Format.PAGE,
    ".htm": Format.PAGE,
    ".xhtml": Format.PAGE,
    ".shtml": Format.PAGE,
}
CONTENT_TYPES = {"text/html": Format.PAGE, "application/xhtml+xml": Format.PAGE, "text/csv": Format.TABLE}
DELIMITERS = ",;\t|"
# Control bytes that no text has; NUL is looked at apart, as texts with stray ones are still texts.
BINARY_BYTES = bytes(set(range(32)) - set(b"\0\t\n\x0b\x0c\r\x1a\x1b"))
MAX_BINARY_SHARE = 0.05


def recognise(head: bytes, name: str = "", content_type: str | None = None) -> Format:
    """The format of a stream that begins with `head`; content goes before the name and the content type."""
    packed = _by_magic(head)
    if packed is not None:
        return packed
    if not head.strip(b"\0 \t\r\n"):
        return Format.EMPTY
    if unreadable(head) is not None:
        return Format.UNKNOWN
    text = _as_text(head)
    hint = _hint(name, content_type)
    return _by_markup(text) or _by_json(text, hint) or hint or (Format.TABLE if _is_table(text) else Format.TEXT)


def unreadable(head: bytes) -> str | None:
    """What a stream is that dateline cannot read, in words; None if it may be text."""
    for magic, what in UNREADABLE:
        if head.startswith(magic):
            return what
    if mark_of(head) or wide_codec(head):
        return None
    sample = head[:8192]
    strange = len(sample) - len(sample.translate(None, BINARY_BYTES))
    if strange + sample.count(0) > MAX_BINARY_SHARE * len(sample):
        return "not text in a format that dateline reads"
    text = _as_text(head)
    if XML_START.match(text) and not PAGE_START.match(text) and not FEED_START.match(text):
        return "XML, but neither an RSS nor an Atom feed nor a page"
    return None


def _by_magic(head: bytes) -> Format | None:
    if head.startswith(b"\x1f\x8b"):
        return Format.GZIP
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Format.ZIP
    if head.startswith(b"PAR1"):
        return Format.PARQUET
    if re.match(rb"\s*WARC/\d", head):
        return Format.WARC
    if head[257:262] == b"ustar":
        return Format.TAR
    return None


def _by_markup(text: str) -> Format | None:
    if FEED_START.match(text):
        return Format.FEED
    return Format.PAGE if PAGE_START.match(text) else None


def _as_text(head: bytes) -> str:
    codec = mark_of(head) or wide_codec(head) or "utf-8"
    return codecs.getincrementaldecoder(codec)("replace").decode(head)


def _hint(name: str, content_type: str | None) -> Format | None:
    suffix = PurePosixPath(name.partition("?")[0]).suffix.lower()
    plain_type = (content_type or "").partition(";")[0].strip().lower()
    return NAMES.get(suffix) or CONTENT_TYPES.get(plain_type)


def _by_json(text: str, hint: Format | None) -> Format | None:
    """Lines if the first line is an object by itself; one object may also be spread over lines."""
    if JSON_ARRAY.match(text):
        return Format.JSON
    if not JSON_OBJECT.match(text):
        return None
    if hint is Format.JSON_LINES:
        return hint
    first = text.lstrip().partition("\n")[0]
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        # Cut by the size of the head, or damaged: a line of an indented object is hardly longer than its key.
        return Format.JSON if len(first.strip()) <= 2 else Format.JSON_LINES
    return Format.JSON_LINES


def delimiter_of(header: str) -> str:
    """The sign that splits a header line into the most columns."""
    return max(DELIMITERS, key=header.count)


def _is_table(text: str) -> bool:
    header = text.partition("\n")[0].strip()
    delimiter = delimiter_of(header)
    names = [name.strip().strip('"') for name in header.split(delimiter)]
    # A sentence with the word "text" between commas is no header: names are single words.
    return len(names) > 1 and has_text_column(names) and all(len(name.split()) <= 3 for name in names)
