import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from dateline.reading import Limits
from dateline.reading.formats.archives import is_hidden, unsafe_name

TEXT = b"Six people died in Sarvana on Sunday."


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w", links: tuple[str, ...] = ()) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for name in links:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(info)
    return buffer.getvalue()


def test_zip_and_tar(read_bytes: Callable[..., Any]):
    members = {"b/x.txt": TEXT, "a.jsonl": b'{"text": "One."}\n{"text": "Two."}\n', ".hidden": b"x", "__MACOSX/y": b"y"}
    for name, content in (("n.zip", zipped(members)), ("n.tar", tarred(members)), ("n.tgz", tarred(members, "w:gz"))):
        reports, aside = read_bytes(name, content)
        stem = name.replace("tgz", "tar")
        assert [report.id for report in reports] == [f"{stem}/b/x.txt", f"{stem}/a.jsonl:1", f"{stem}/a.jsonl:2"]
        assert not aside


def test_nested_archives(read_bytes: Callable[..., Any]):
    inner = zipped({"deep.tar.gz": tarred({"x.txt.gz": gzip.compress(TEXT)}, "w:gz")})
    (report,), aside = read_bytes("outer.zip", zipped({"inner.zip": inner}), limits=Limits(max_archive_depth=5))
    assert report.id == "outer.zip/inner.zip/deep.tar/x.txt"
    assert not aside
    reports, (one,) = read_bytes("outer.zip", zipped({"inner.zip": inner}))
    assert not reports
    assert one.reason == "over the limit: archives are nested more than 4 deep"


def test_unsafe_members_are_named_and_passed(read_bytes: Callable[..., Any]):
    members = {"../up.txt": TEXT, "/etc/cron": TEXT, "ok.txt": TEXT}
    for name, content in (("n.zip", zipped(members)), ("n.tar", tarred(members, links=("link",)))):
        reports, aside = read_bytes(name, content)
        assert [report.id for report in reports] == [f"{name}/ok.txt"]
        assert all("unsafe member" in one.reason for one in aside)
        assert len(aside) == 2 + name.endswith("tar")


@pytest.mark.parametrize("name", ["/a", "\\a", "C:\\a", "c:a", "a/../../b", "a\\..\\b"])
def test_unsafe_names(name: str):
    assert unsafe_name(name)


def test_harmless_names():
    assert unsafe_name("a/b..c/d.txt") is None
    assert is_hidden("a/.git/x")
    assert not is_hidden("./a/x")


def test_limits_of_members_size_and_ratio(read_bytes: Callable[..., Any]):
    three = zipped({f"{number}.txt": TEXT for number in range(3)})
    reports, (aside,) = read_bytes("n.zip", three, limits=Limits(max_archive_members=2))
    assert len(reports) == 2
    assert "more than 2 files" in aside.reason
    reports, aside_list = read_bytes("n.zip", three, limits=Limits(max_archive_bytes=50))
    assert reports[0].text == TEXT.decode()
    assert "unpacks to more than 50 bytes" in aside_list[0].reason
    bomb = zipped({"bomb.txt": b"Six died. " * 1_000_000, "ok.txt": TEXT})
    reports, aside_list = read_bytes("n.zip", bomb, limits=Limits(max_compression_ratio=50))
    assert reports[-1].text == TEXT.decode()
    assert "unpacks to more than 50 times its size" in aside_list[-1].reason


def test_damaged_archives(read_bytes: Callable[..., Any]):
    reports, (aside,) = read_bytes("n.zip", zipped({"x.txt": TEXT})[:-30])
    assert not reports
    assert "damaged zip archive" in aside.reason
    content = tarred({"x.txt": TEXT, "y.txt": TEXT * 400})
    reports, aside_list = read_bytes("n.tar", content[:4000])
    assert reports[0].text == TEXT.decode()
    assert aside_list


def test_a_damaged_member_costs_only_itself(read_bytes: Callable[..., Any]):
    content = bytearray(zipped({"x.txt": TEXT, "y.txt": TEXT}, zipfile.ZIP_STORED))
    content[content.index(b"Six")] = ord("X")
    reports, (aside,) = read_bytes("n.zip", bytes(content))
    assert reports[-1].id == "n.zip/y.txt"
    assert aside.item.endswith("n.zip/x.txt")
    assert "Bad CRC" in aside.reason


def test_a_damaged_gzip_tail_keeps_what_came_before(read_bytes: Callable[..., Any]):
    lines = b"".join(b'{"id": %d, "text": "Report %d of a long day."}\n' % (n, n * n) for n in range(5000))
    reports, aside = read_bytes("a.jsonl.gz", gzip.compress(lines)[:-3000])
    assert len(reports) > 1000
    assert reports[-1].id == str(len(reports) - 1)
    assert "gzip data ends in the middle" in aside[-1].reason


def test_office_documents_are_named(read_bytes: Callable[..., Any]):
    _, (aside,) = read_bytes("a.docx", zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}))
    assert aside.reason == "an Office document; save it as text first"


def test_encrypted_members(read_bytes: Callable[..., Any]):
    content = bytearray(zipped({"x.txt": TEXT}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    _, (aside,) = read_bytes("n.zip", bytes(content))
    assert aside.reason == "the member of the archive is encrypted"


def test_what_is_wrong_inside_a_packed_file_is_told_with_its_whole_name(read_bytes: Callable[..., Any]):
    _, (aside,) = read_bytes("r.jsonl.gz", gzip.compress(b"not json\n"))
    assert aside.item.endswith("r.jsonl.gz, line 1")
