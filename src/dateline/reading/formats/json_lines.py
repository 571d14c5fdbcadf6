"""JSON lines, and JSON files that hold one object or a list of objects."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from dateline.reading.columns import item_of_record
from dateline.reading.encoding import decode, repair, stream_codec
from dateline.reading.items import Item, read_from
from dateline.reading.limits import Limits
from dateline.reading.origins import as_json, origin
from dateline.reading.streams import Source
from dateline.records import SetAside


def read(source: Source, limits: Limits) -> Iterator[Item | SetAside]:
    """One item a line, in constant memory. A line that is no JSON object is set aside with its number."""
    codec = stream_codec(source.head())
    errors = "surrogateescape" if codec == "utf-8" else "replace"
    lines = io.TextIOWrapper(source.reader, encoding=codec, errors=errors, newline="\n")
    number = 0
    while line := lines.readline(limits.max_document_bytes + 1):
        number += 1
        where = f"{source.where}, line {number}"
        if len(line) > limits.max_document_bytes:
            _skip_rest(lines, line)
            yield SetAside(item=where, reason=f"the line is longer than {limits.max_document_bytes} characters")
        elif line.strip():
            # Another encoding than UTF-8 would not give the same bytes back: it has marks, or letters it cannot tell.
            content = line.rstrip("\r\n").encode("utf-8", errors if codec == "utf-8" else "strict")
            item = _item(line, where, f"{source.name}:{number}")
            yield read_from(item, origin(content, where, "json lines", "application/json"))


def _skip_rest(lines: io.TextIOWrapper, line: str) -> None:
    while line and not line.endswith("\n"):
        line = lines.readline(1 << 20)


def _item(line: str, where: str, name: str) -> Item | SetAside:
    line, remark = repair(line)
    try:
        record = json.loads(line)
    except ValueError as error:
        return SetAside(item=where, reason=f"damaged JSON: {error}")
    except RecursionError:
        return SetAside(item=where, reason="the JSON is nested too deeply")
    return _checked(record, where, name, remark)


def _checked(record: Any, where: str, name: str, remark: str | None) -> Item | SetAside:
    if not isinstance(record, dict):
        return SetAside(
            item=where, reason="not a JSON object; each line should be one, with the keys id, title, text …"
        )
    item = item_of_record(record, where, name)
    return replace(item, problems=(remark,)) if remark and isinstance(item, Item) else item


def read_document(source: Source, limits: Limits) -> Iterator[Item | SetAside]:
    """A whole file of JSON: one object, or a list of objects. Raises LimitError above `max_document_bytes`."""
    data = source.read_all(limits.max_document_bytes)
    text, remark = decode(data, source.charset)
    try:
        content = json.loads(text)
    except ValueError as error:
        yield SetAside(item=source.where, reason=f"damaged JSON: {error}")
        return
    except RecursionError:
        yield SetAside(item=source.where, reason="the JSON is nested too deeply")
        return
    if isinstance(content, dict):
        item = _checked(content, source.where, source.name, remark)
        yield read_from(item, origin(data, source.where, "json", "application/json"))
        return
    for number, record in enumerate(content, start=1):
        where = f"{source.where}, item {number}"
        item = _checked(record, where, f"{source.name}:{number}", remark)
        yield item if isinstance(item, SetAside) else _from_list(item, record, where)


def _from_list(item: Item, record: Any, where: str) -> Item | SetAside:
    try:
        return read_from(item, origin(as_json(record), where, "json", "application/json"))
    except RecursionError:
        return SetAside(item=where, reason="the JSON is nested too deeply")
