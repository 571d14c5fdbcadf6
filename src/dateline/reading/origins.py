"""What a report was read from: its bytes, where they stood, and when they were fetched."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True)
class Origin:
    """The bytes that one report was read from.

    A page, text or WARC payload as it stands; a line of JSON without its end (UTF-8, where the stream is in another
    encoding); a row of a table, an object of a JSON list or an entry of a feed as a JSON object. `media_type` is what
    a server said of it, else that of the format. `where` names the input for people: path or address, and line or
    member. `format` is the reader's name. `retrieved` is the time (UTC, without zone) at which a WARC record was
    made, else the time of reading.
    """

    content: bytes
    media_type: str
    where: str
    format: str
    retrieved: datetime


def origin(content: bytes, where: str, name: str, media_type: str, *, retrieved: datetime | None = None) -> Origin:
    """The origin of a report that the reader of the format `name` read; without `retrieved`, it was read now."""
    return Origin(content, media_type, where, name, retrieved or datetime.now(UTC).replace(tzinfo=None))


def as_json(record: Mapping[str, Any]) -> bytes:
    """A row or entry as JSON in UTF-8. Stray bytes that were kept by `surrogateescape` come out as they were."""
    try:
        return json.dumps(record, ensure_ascii=False, default=str).encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a lone surrogate that JSON had escaped, and that stands for no byte
        return json.dumps(record, default=str).encode("ascii")
