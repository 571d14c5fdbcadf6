"""An HTML page: one file is one report."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.reading.items import Item, read_from
from dateline.reading.limits import Limits
from dateline.reading.origins import origin
from dateline.reading.pages import read_page
from dateline.reading.streams import Source
from dateline.records import SetAside


def read(source: Source, limits: Limits) -> Iterator[Item | SetAside]:
    """The article of the page. Raises LimitError above `max_page_bytes`."""
    data = source.read_all(limits.max_page_bytes)
    item = read_page(data, source.where, source.name, limits=limits, charset=source.charset, url=source.url)
    yield read_from(item, origin(data, source.where, "page", source.content_type or "text/html"))
