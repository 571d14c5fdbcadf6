import io
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq


def table(columns: Mapping[str, Sequence[object]], **options: object) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table(dict(columns)), buffer, **options)
    return buffer.getvalue()


def test_columns_by_name(read_bytes: Callable[..., Any], story: str):
    content = table(
        {
            "id": [1, 2],
            "text": [story, "Two fled."],
            "date": [datetime(2016, 6, 6, 23, tzinfo=UTC), None],
            "score": [0.5, float("nan")],
        }
    )
    reports, aside = read_bytes("a.parquet", content)
    assert [report.id for report in reports] == ["1", "2"]
    assert [report.published for report in reports] == [date(2016, 6, 6), None]
    assert [report.extra for report in reports] == [{"score": 0.5}, {"score": None}]
    assert reports[0].text == story
    assert not aside


def test_wrong_types_and_nulls(read_bytes: Callable[..., Any]):
    reports, aside = read_bytes("a.parquet", table({"text": [1, 2]}))
    assert not reports
    assert [one.item.rpartition(", ")[2] for one in aside] == ["row 1", "row 2"]
    assert "holds a number" in aside[0].reason
    reports, (one,) = read_bytes("a.parquet", table({"body": ["Six died.", None]}))
    assert len(reports) == 1
    assert one.reason == "the text is empty"


def test_no_text_column(read_bytes: Callable[..., Any]):
    _, (aside,) = read_bytes("a.parquet", table({"id": [1]}))
    assert "no column holds the text" in aside.reason


def test_damaged_files(read_bytes: Callable[..., Any], story: str):
    content = table({"text": [story]})
    _, (aside,) = read_bytes("a.parquet", content[:-20])
    assert "damaged Parquet file" in aside.reason


def test_a_damaged_row_group_costs_only_itself(read_bytes: Callable[..., Any]):
    texts = [f"Report {number} says that six people died." for number in range(30)]
    content = bytearray(table({"text": texts}, row_group_size=10, use_dictionary=False, compression="gzip"))
    middle = pq.ParquetFile(io.BytesIO(content)).metadata.row_group(1).column(0)
    start = middle.data_page_offset
    content[start : start + middle.total_compressed_size] = bytes(middle.total_compressed_size)
    reports, (aside,) = read_bytes("a.parquet", bytes(content))
    assert len(reports) == 20
    assert aside.item.endswith("rows 11 to 20")
    assert "damaged Parquet data" in aside.reason
