"""CSV and its kin with named columns, read row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

from dateline.reading.columns import has_text_column, item_of_record, missing_text
from dateline.reading.encoding import repair, stream_codec
from dateline.reading.items import Item, read_from
from dateline.reading.limits import Limits
from dateline.reading.origins import as_json, origin
from dateline.reading.recognise import delimiter_of
from dateline.reading.streams import Source
from dateline.records import SetAside


class _Lines:
    """The lines of a table, each bounded, so that one without an end is not read into memory."""

    def __init__(self, source: Source, limits: Limits) -> None:
        codec = stream_codec(source.head())
        errors = "surrogateescape" if codec == "utf-8" else "replace"
        self._text = io.TextIOWrapper(source.reader, encoding=codec, errors=errors, newline="")
        self._limit = limits.max_document_bytes

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(self._limit):
            yield line

    def header(self) -> str:
        """The first line that is not blank."""
        return next((line for line in self if line.strip()), "")


def read(source: Source, limits: Limits) -> Iterator[Item | SetAside]:
    """One item a row, in constant memory; the first line names the columns (`columns.COLUMNS`).

    Rows with more or fewer cells than the header are set aside with the numbers of their lines.
    """
    # The csv module's bound on a cell is the process's, not the reader's; it only ever grows here.
    csv.field_size_limit(max(csv.field_size_limit(), limits.max_document_bytes))
    lines = _Lines(source, limits)
    header = lines.header()
    delimiter = delimiter_of(header)
    names = [name.strip().lstrip("\ufeff") for name in next(csv.reader([header], delimiter=delimiter), [])]
    if not has_text_column(names):
        yield SetAside(item=source.where, reason=missing_text(names))
        return
    rows = csv.reader(lines, delimiter=delimiter)
    last = 1
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield SetAside(item=_where(source, last + 1, rows.line_num + 1), reason=f"damaged row: {error}")
            last = rows.line_num + 1
            continue
        if row is None:
            return
        first, last = last + 1, rows.line_num + 1
        if row:
            yield _item(names, row, _where(source, first, last), f"{source.name}:{first}")


def _where(source: Source, first: int, last: int) -> str:
    return f"{source.where}, line {first}" if first >= last else f"{source.where}, lines {first} to {last}"


def _item(names: list[str], row: list[str], where: str, name: str) -> Item | SetAside:
    if len(row) != len(names):
        return SetAside(item=where, reason=f"the row has {len(row)} cells, the header {len(names)}")
    repaired = [repair(cell) for cell in row]
    remarks = sorted({remark for _, remark in repaired if remark})
    item = item_of_record(dict(zip(names, (cell for cell, _ in repaired), strict=True)), where, name)
    if remarks and isinstance(item, Item):
        item = replace(item, problems=tuple(remarks))
    content = as_json(dict(zip(names, row, strict=True)))
    return read_from(item, origin(content, where, "table", "application/json"))
