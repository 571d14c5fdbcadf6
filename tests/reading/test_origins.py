"""What reports were read from."""

import gzip
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dateline.reading import InputError, Limits, Origin, read, read_with_originals
from dateline.records import Report, SetAside

TEXT = "Gunmen opened fire on a market in Sarvana on Sunday, the ministry said."
PAGE = f"<html><head><title>Six dead</title></head><body><article><p>{TEXT}</p></article></body></html>".encode()


def naive(*parts: int) -> datetime:
    """A time in UTC, without zone."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[misc,arg-type]


def origins(*paths: Path) -> list[Origin]:
    found = [item[1] for item in read_with_originals([str(path) for path in paths]) if not isinstance(item, SetAside)]
    assert None not in found
    return [origin for origin in found if origin is not None]


@pytest.fixture
def origin_of(tmp_path: Path) -> Callable[[str, bytes], Origin]:
    """The origin of the one report in a file of this name and content."""

    def run(name: str, content: bytes) -> Origin:
        path = tmp_path / name
        path.write_bytes(content)
        (found,) = origins(path)
        return found

    return run


def test_a_text_is_its_file(origin_of: Callable[[str, bytes], Origin], tmp_path: Path):
    content = TEXT.encode("cp1252") + b"\r\n"
    found = origin_of("a.txt", content)
    assert (found.content, found.media_type, found.format) == (content, "text/plain", "text")
    assert found.where == str(tmp_path / "a.txt")
    assert found.retrieved.tzinfo is None
    assert abs(datetime.now(UTC).replace(tzinfo=None) - found.retrieved) < timedelta(minutes=5)


def test_a_page_is_its_bytes(origin_of: Callable[[str, bytes], Origin]):
    found = origin_of("a.html", PAGE)
    assert (found.content, found.media_type, found.format) == (PAGE, "text/html", "page")


def test_a_line_of_json_is_its_bytes_even_where_they_are_damaged(tmp_path: Path):
    lines = [json.dumps({"text": TEXT}).encode(), '{"text": "Sárvana '.encode() + b'\xe9"}', b'{"text": "\\ud800 x"}']
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\r\n".join(lines))
    found = origins(path)
    assert [one.content for one in found] == lines
    assert found[1].where == f"{path}, line 2"
    assert {(one.media_type, one.format) for one in found} == {("application/json", "json lines")}


def test_a_line_in_another_encoding_is_utf_8(origin_of: Callable[[str, bytes], Origin]):
    line = json.dumps({"text": f"{TEXT} é"}, ensure_ascii=False)
    assert origin_of("a.jsonl", line.encode("utf-16")).content == line.encode()


def test_a_row_is_an_object(origin_of: Callable[[str, bytes], Origin]):
    found = origin_of("a.csv", f'id,body\n7,"{TEXT}"\n'.encode())
    assert json.loads(found.content) == {"id": "7", "body": TEXT}
    assert (found.media_type, found.format) == ("application/json", "table")


def test_stray_bytes_of_a_row_stay(origin_of: Callable[[str, bytes], Origin]):
    assert b"\xe9" in origin_of("a.csv", "id,body\ná,Sárvana ".encode() + b"\xe9\n").content


def test_a_row_of_parquet_is_an_object(tmp_path: Path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"id": [7], "text": [TEXT], "seen": [naive(2016, 6, 6, 12)]}), path)
    (found,) = origins(path)
    assert json.loads(found.content) == {"id": 7, "text": TEXT, "seen": "2016-06-06T12:00:00"}


def test_a_document_of_json_is_its_file_and_each_of_a_list_an_object(tmp_path: Path):
    one, many = tmp_path / "one.json", tmp_path / "many.json"
    one.write_text('{\n"text": "One."}')
    many.write_text('[{"text": "Two."},\n {"text": "\\ud800."}]')
    found = origins(one, many)
    assert found[0].content == one.read_bytes()
    assert [json.loads(origin.content) for origin in found[1:]] == [{"text": "Two."}, {"text": "\ud800."}]
    assert found[1].where == f"{many}, item 1"


def test_an_entry_of_a_feed_is_an_object(origin_of: Callable[[str, bytes], Origin]):
    entry = f"<entry><id>e1</id><title>Six dead</title><summary>{TEXT}</summary></entry>"
    found = origin_of("a.xml", f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'.encode())
    told = json.loads(found.content)
    assert (told["id"], told["title"], told["summary"]) == ("e1", "Six dead", TEXT)
    assert found.where.endswith("a.xml, entry 1")


def test_a_record_of_a_warc_is_its_payload_with_its_date(tmp_path: Path, warc_record: Callable[..., bytes]):
    path = tmp_path / "a.warc"
    path.write_bytes(warc_record("https://a.example/e", PAGE))
    (found,) = origins(path)
    assert (found.content, found.media_type, found.format) == (PAGE, "text/html", "warc")
    assert found.where == f"{path}, record 1 (https://a.example/e)"
    assert found.retrieved == naive(2016, 6, 7)


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        (b"2016-06-07T02:00:00.123456Z", naive(2016, 6, 7, 2, 0, 0, 123456)),
        (b"2016-06-07T02:00:00+02:00", naive(2016, 6, 7)),
        (b"2016-06-07", naive(2016, 6, 7)),
        (b"long ago", None),
        (b"0001-01-01T00:00:00+14:00", None),
    ],
)
def test_dates_of_warc_records(tmp_path: Path, warc_record: Callable[..., bytes], told: bytes, moment: datetime | None):
    path = tmp_path / "a.warc"
    path.write_bytes(warc_record("https://a.example/e", PAGE).replace(b"2016-06-07T00:00:00Z", told))
    (found,) = origins(path)
    assert found.retrieved == moment if moment else found.retrieved.year > 2020


def test_a_member_of_an_archive_is_unpacked(tmp_path: Path):
    packed, archive = tmp_path / "a.txt.gz", tmp_path / "b.zip"
    packed.write_bytes(gzip.compress(TEXT.encode()))
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("c.txt", TEXT)
    found = origins(packed, archive)
    assert [origin.content for origin in found] == [TEXT.encode()] * 2
    assert found[1].where == f"{archive}/c.txt"


def test_names_that_cannot_be_written_down_are_mended(tmp_path: Path):
    path = tmp_path / "a\udce9.txt"
    path.write_bytes(TEXT.encode())
    (found,) = origins(tmp_path)
    assert found.where.endswith("a\ufffd.txt")


def test_reports_and_what_is_set_aside_are_those_of_read(tmp_path: Path):
    (tmp_path / "a.jsonl").write_text('{"text": "One."}\nbroken\n{"text": ""}\n')
    (tmp_path / "b.csv").write_text("id,text\n1,One.\n1,Two.\n")
    (tmp_path / "c.pdf").write_bytes(b"%PDF")
    inputs = [str(tmp_path)]
    plain: list[Any] = list(read(inputs))
    assert [item if isinstance(item, SetAside) else item[0] for item in read_with_originals(inputs)] == plain
    assert sum(isinstance(item, Report) for item in plain) == 3


def test_wrong_inputs_fail_before_any_is_read(tmp_path: Path):
    with pytest.raises(InputError):
        read_with_originals([str(tmp_path / "nowhere")])


def test_limits_bound_originals(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    (found,) = read_with_originals([str(path)], limits=Limits(max_document_bytes=10))
    assert isinstance(found, SetAside)
