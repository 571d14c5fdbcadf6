"""Inputs of a run: files, folders, standard input and addresses, down to the single report."""

from __future__ import annotations

import importlib
import os
import stat
import sys
import urllib.parse
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from dateline.reading.assemble import assemble, assemble_with_origins
from dateline.reading.errors import InputError, LimitError
from dateline.reading.formats import archives, json_lines, plain, table
from dateline.reading.items import Item
from dateline.reading.limits import Limits
from dateline.reading.origins import Origin
from dateline.reading.recognise import Format, recognise, unreadable
from dateline.reading.streams import Budget, GuardedReader, Source
from dateline.reading.web import WEB_SCHEMES, fetch, scheme_of
from dateline.records import Report, SetAside

STANDARD_INPUT = "-"
ARCHIVES: dict[Format, Callable[[Source], Iterator[Source | SetAside]]] = {
    Format.ZIP: archives.zip_members,
    Format.TAR: archives.tar_members,
    Format.GZIP: lambda source: iter([archives.gzip_member(source)]),
}


def read(
    inputs: Sequence[str], *, published: date | None = None, limits: Limits | None = None
) -> Iterator[Report | SetAside]:
    """The reports of all inputs, in the order given, one at a time; nothing else is held in memory.

    An input is the path of a file or folder, `-` for standard input, or an http(s) address. `published`
    fills in where a report has no publication date of its own. What cannot be read comes as SetAside
    with its reason, and reading goes on. Raises InputError at once if a path does not exist or an
    address has another scheme.
    """
    bounds = limits or Limits()
    return assemble(_items_of_inputs(inputs, bounds), bounds, published=published)


def read_with_originals(
    inputs: Sequence[str], *, published: date | None = None, limits: Limits | None = None
) -> Iterator[tuple[Report, Origin | None] | SetAside]:
    """As `read`, each report with the bytes that it was read from, which `limits` bound as they bound the report."""
    bounds = limits or Limits()
    return assemble_with_origins(_items_of_inputs(inputs, bounds), bounds, published=published)


def _items_of_inputs(inputs: Sequence[str], limits: Limits) -> Iterator[Item | SetAside]:
    """The items of all inputs; those are checked when this is called, before the first item is asked for."""
    for given in inputs:
        _check(given)
    return (item for given in inputs for item in _items_of_input(given, limits))


def _check(given: str) -> None:
    scheme = scheme_of(given)
    if scheme is not None:
        if scheme not in WEB_SCHEMES or not urllib.parse.urlsplit(given).hostname:
            raise InputError(f"cannot read {given}: give an http or https address, or the path of a file")
    elif not given:
        raise InputError("an input is empty; give a path, an address, or - for standard input")
    elif given != STANDARD_INPUT and not Path(given).exists():
        raise InputError(f"{given} does not exist; give the path of a file or folder, an address, or -")


def _items_of_input(given: str, limits: Limits) -> Iterator[Item | SetAside]:
    budget = Budget(limits)
    if given == STANDARD_INPUT:
        raw = GuardedReader(sys.stdin.buffer.read)
        yield from _items(Source("standard input", "stdin", raw, budget))
    elif scheme_of(given) is not None:
        with fetch(given, budget) as answer:
            yield from [answer] if isinstance(answer, SetAside) else _items(answer)
    elif Path(given).is_dir():
        for path, name in _files(Path(given)):
            yield from _items_of_file(path, name, Budget(limits), in_folder=True)
    else:
        yield from _items_of_file(Path(given), Path(given).name, budget)


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    """Files below a folder with their names within it, sorted; hidden ones are passed over."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place) / name
            if not name.startswith("."):
                yield path, path.relative_to(folder).as_posix()


def _items_of_file(path: Path, name: str, budget: Budget, *, in_folder: bool = False) -> Iterator[Item | SetAside]:
    where = str(path)
    try:
        is_plain = stat.S_ISREG(path.stat().st_mode)
        if in_folder and not is_plain:  # opening a pipe would wait for its other end
            yield SetAside(item=where, reason="neither a file nor a folder")
            return
        with path.open("rb", buffering=0) as file:
            source = Source(where, name, GuardedReader(file.read), budget, path=path if is_plain else None)
            yield from _items(source)
    except OSError as error:
        yield SetAside(item=where, reason=f"cannot be read: {error.strerror or error}")


def _items(source: Source) -> Iterator[Item | SetAside]:
    """The items of a stream, archives opened; damage of the stream comes last."""
    empty = True
    for item in _items_inside(source):
        empty = False
        yield item
    for damage in source.raw.damage:
        empty = False
        yield SetAside(item=source.where, reason=f"{damage}; what could be read was read")
    if empty:
        yield SetAside(item=source.where, reason="there is no report in it")


def _items_inside(source: Source) -> Iterator[Item | SetAside]:
    try:
        head = source.head()
        kind = recognise(head, source.name, source.content_type)
        if kind in ARCHIVES:
            archives.check_depth(source)
            for member in ARCHIVES[kind](source):
                if isinstance(member, SetAside):
                    yield member
                else:
                    yield from _items(member)
        elif kind is Format.UNKNOWN:
            yield SetAside(item=source.where, reason=f"cannot be read: it is {unreadable(head) or 'of unknown format'}")
        elif kind is Format.EMPTY and not source.raw.damage:
            yield SetAside(item=source.where, reason="the input is empty")
        elif kind is not Format.EMPTY:
            yield from reader_of(kind)(source, source.budget.limits)
    except LimitError as error:
        yield SetAside(item=source.where, reason=f"over the limit: {error}")


def reader_of(kind: Format) -> Callable[[Source, Limits], Iterator[Item | SetAside]]:
    """The function that reads a format. Its libraries are loaded only when an input needs them."""
    if kind is Format.JSON_LINES:
        return json_lines.read
    if kind is Format.JSON:
        return json_lines.read_document
    if kind is Format.TABLE:
        return table.read
    name = {Format.PAGE: "page", Format.PARQUET: "parquet", Format.WARC: "warc", Format.FEED: "feed"}.get(kind)
    if name is None:
        return plain.read
    reader: Callable[[Source, Limits], Iterator[Item | SetAside]]
    reader = importlib.import_module(f"dateline.reading.formats.{name}").read
    return reader
