"""Plain text: one file is one report, kept verbatim."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.reading.encoding import decode
from dateline.reading.items import Item
from dateline.reading.limits import Limits
from dateline.reading.origins import origin
from dateline.reading.streams import Source
from dateline.records import SetAside


def read(source: Source, limits: Limits) -> Iterator[Item | SetAside]:
    """The text of the file. Raises LimitError above `max_document_bytes`."""
    data = source.read_all(limits.max_document_bytes)
    text, remark = decode(data, source.charset)
    yield Item(
        where=source.where,
        name=source.name,
        text=text,
        url=source.url,
        problems=() if remark is None else (remark,),
        origin=origin(data, source.where, "text", source.content_type or "text/plain"),
    )
