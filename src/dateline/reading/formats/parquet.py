"""Parquet files with named columns, read by row batches."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dateline.reading.columns import has_text_column, item_of_record, missing_text, plain_value
from dateline.reading.items import Item, read_from
from dateline.reading.limits import Limits
from dateline.reading.origins import as_json, origin
from dateline.reading.streams import Source
from dateline.records import SetAside

BATCH_ROWS = 64
DAMAGE = (pa.ArrowException, OSError, ValueError)


def read(source: Source, limits: Limits) -> Iterator[Item | SetAside]:
    """One item a row. A damaged row group is set aside and the next one read.

    A file on disk is read in batches; one inside an archive or from a pipe is held in memory, up to
    `max_document_bytes` (LimitError above).
    """
    where_from = source.path or io.BytesIO(source.read_all(limits.max_document_bytes))
    try:
        file = pq.ParquetFile(where_from)
    except DAMAGE as error:
        yield SetAside(item=source.where, reason=f"damaged Parquet file: {error}")
        return
    with file:
        names = file.schema_arrow.names
        if not has_text_column(names):
            yield SetAside(item=source.where, reason=missing_text(names))
            return
        first = 1
        for group in range(file.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            yield from _group(file, group, first, rows, source)
            first += rows


def _group(file: Any, group: int, first: int, rows: int, source: Source) -> Iterator[Item | SetAside]:
    number = first
    try:
        for batch in file.iter_batches(batch_size=BATCH_ROWS, row_groups=[group], use_threads=False):
            for record in batch.to_pylist():
                where = f"{source.where}, row {number}"
                item = item_of_record(record, where, f"{source.name}:{number}")
                yield read_from(item, origin(as_json(plain_value(record)), where, "parquet", "application/json"))
                number += 1
    except DAMAGE as error:
        where = f"{source.where}, rows {number} to {first + rows - 1}"
        yield SetAside(item=where, reason=f"damaged Parquet data: {error}")
