"""Archives: zip, tar and gzip, opened member by member without writing anything to disk."""

from __future__ import annotations

import io
import re
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

from dateline.reading.errors import LimitError
from dateline.reading.streams import DAMAGE, GuardedReader, GzipUnpacker, Source
from dateline.records import SetAside

OFFICE_CONTENTS = "[Content_Types].xml"
DRIVE = re.compile(r"^[A-Za-z]:")
ENCRYPTED = 0x1  # APPNOTE.TXT 4.4.4, general purpose bit 0
PACKED_SUFFIXES = {".gz": "", ".tgz": ".tar", ".gzip": ""}


def unsafe_name(name: str) -> str | None:
    """Why a member's name must not be trusted, or None."""
    if name.startswith(("/", "\\")) or DRIVE.match(name):
        return "its name is an absolute path"
    if ".." in PurePosixPath(name.replace("\\", "/")).parts:
        return "its name leads out of the archive"
    if "\0" in name:
        return "its name holds a NUL character"
    return None


def is_hidden(name: str) -> bool:
    """Files of the system or an editor: names with a leading dot, and what macOS adds to archives."""
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or any(part.startswith(".") and part not in (".", "..") for part in parts)


def gzip_member(source: Source) -> Source:
    """The one stream in a gzip file; in ids it goes by the file's name without `.gz`."""
    unpacker = GzipUnpacker(source.reader, source.budget)
    return _inner(source, source.where, _unpacked_name(source.name), unpacker.read, unpacker.damage)


def _unpacked_name(name: str) -> str:
    suffix = PurePosixPath(name.partition("?")[0]).suffix
    if suffix.lower() not in PACKED_SUFFIXES or not name.endswith(suffix):
        return name
    return name.removesuffix(suffix) + PACKED_SUFFIXES[suffix.lower()]


def _inner(source: Source, where: str, name: str, read: object, damage: list[str] | None = None) -> Source:
    assert callable(read)
    return Source(where, name, GuardedReader(read, damage), source.budget, depth=source.depth + 1, url=None)


def tar_members(source: Source) -> Iterator[Source | SetAside]:
    """The files of a tar archive in their order; what is no plain file is set aside."""
    try:
        with tarfile.open(fileobj=source.reader, mode="r|") as archive:
            for member in archive:
                yield from _tar_member(archive, member, source)
    except DAMAGE as error:
        yield SetAside(item=source.where, reason=f"damaged tar archive: {error}")


def _tar_member(archive: tarfile.TarFile, member: tarfile.TarInfo, source: Source) -> Iterator[Source | SetAside]:
    where = f"{source.where}/{member.name}"
    if member.isdir() or is_hidden(member.name):
        return
    source.budget.count_member()
    if reason := unsafe_name(member.name):
        yield SetAside(item=where, reason=f"unsafe member of an archive: {reason}")
    elif not member.isfile():
        yield SetAside(item=where, reason="unsafe member of an archive: it is a link or a device, not a file")
    else:
        content = archive.extractfile(member)
        if content is not None:
            yield _inner(source, where, f"{source.name}/{member.name}", _counted(content, source, None))


def zip_members(source: Source) -> Iterator[Source | SetAside]:
    """The files of a zip archive in their order.

    Zip has its index at the end, so an archive that is no file on disk is held in memory, up to
    `max_document_bytes` (LimitError above).
    """
    place = source.path or io.BytesIO(source.read_all(source.budget.limits.max_document_bytes))
    try:
        with zipfile.ZipFile(place) as archive:
            if OFFICE_CONTENTS in archive.NameToInfo:
                yield SetAside(item=source.where, reason="an Office document; save it as text first")
                return
            for member in archive.infolist():
                yield from _zip_member(archive, member, source)
    except (*DAMAGE, NotImplementedError, ValueError) as error:
        yield SetAside(item=source.where, reason=f"damaged zip archive: {error}")


def _zip_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, source: Source) -> Iterator[Source | SetAside]:
    where = f"{source.where}/{member.filename}"
    if member.is_dir() or is_hidden(member.filename):
        return
    source.budget.count_member()
    if reason := unsafe_name(member.orig_filename):
        yield SetAside(item=where, reason=f"unsafe member of an archive: {reason}")
        return
    if member.flag_bits & ENCRYPTED:
        yield SetAside(item=where, reason="the member of the archive is encrypted")
        return
    try:
        content = archive.open(member)
    except (*DAMAGE, NotImplementedError) as error:
        yield SetAside(item=where, reason=f"damaged member of an archive: {error}")
        return
    with content:
        name = f"{source.name}/{member.filename}"
        yield _inner(source, where, name, _counted(content, source, member.compress_size))


def _counted(content: IO[bytes], source: Source, packed: int | None) -> object:
    """A read function that counts what it unpacks against the limits."""
    unpacked = 0

    def read(size: int) -> bytes:
        nonlocal unpacked
        chunk = content.read(size)
        unpacked += len(chunk)
        source.budget.count_bytes(len(chunk))
        if packed is not None:
            source.budget.check_ratio(packed, unpacked)
        return chunk

    return read


def check_depth(source: Source) -> None:
    """Raises LimitError if an archive lies deeper than `max_archive_depth`."""
    if source.depth >= source.budget.limits.max_archive_depth:
        raise LimitError(f"archives are nested more than {source.budget.limits.max_archive_depth} deep")
