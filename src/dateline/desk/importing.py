"""Coded reports taken in through the desk: the JSON lines of `dateline code`, checked line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

from pydantic import Field, ValidationError

from dateline.records import CodedReport, Record, SetAside
from dateline.store.column_types import utc_now
from dateline.store.engine import Store
from dateline.store.errors import StoreError
from dateline.store.relinking import Relinked, relink
from dateline.store.reports import put_report, set_aside

LONGEST_LINE: Final = 16 << 20
"""Bytes of one line."""
BATCH: Final = 50
"""Reports of one transaction: others may write between them."""
WAIT: Final = 20.0
"""Seconds to wait for another run of linking before the reports are left to the next run."""
LISTED: Final = 200
"""Ids and set-aside items that an answer lists."""


class Imported(Record):
    """What became of the lines of an import.

    `new`, `known` (held already, unchanged) and `differing` (another report of that id is held, which stays) count
    reports, `set_aside` lines that are none. The lists name the first 200 of each.
    """

    read: int = 0
    new: int = 0
    known: int = 0
    differing: int = 0
    set_aside: int = 0
    new_reports: tuple[str, ...] = ()
    differing_reports: tuple[str, ...] = ()
    set_aside_items: tuple[SetAside, ...] = ()
    relinked: dict[str, int] = Field(default_factory=dict, description="incidents that linking made or changed")
    pending: str | None = Field(None, description="why linking could not run; the next run takes the reports up")


def import_lines(store: Store, file: BinaryIO, name: str, *, who: str, state_path: Path | None) -> Imported:
    """Keep the coded reports of `file` and link them; lines that are none are set aside.

    `name` is what messages call the input, `who` the user that sent it.
    """
    tally = _Tally()
    items = _items(file, name)
    while batch := list(islice(items, BATCH)):
        _keep(store, batch, tally)
    linked, pending = Relinked(), None
    if tally.new:
        try:
            linked = relink(store, state_path, reason=f"{name}, imported by {who}", wait=WAIT)
        except StoreError as error:  # the reports are kept whatever linking does
            pending = str(error)
    return tally.told(linked, pending)


class _Tally:
    def __init__(self) -> None:
        self.reports: dict[str, list[str]] = {"new": [], "known": [], "differing": []}
        self.aside: list[SetAside] = []

    @property
    def new(self) -> int:
        return len(self.reports["new"])

    def told(self, linked: Relinked, pending: str | None) -> Imported:
        counts = {name: len(ids) for name, ids in self.reports.items()}
        return Imported(
            **counts,
            read=sum(counts.values()),
            set_aside=len(self.aside),
            new_reports=tuple(self.reports["new"][:LISTED]),
            differing_reports=tuple(self.reports["differing"][:LISTED]),
            set_aside_items=tuple(self.aside[:LISTED]),
            relinked={name: getattr(linked, name) for name in ("new", "updated", "merged", "split", "withdrawn")},
            pending=pending,
        )


def _keep(store: Store, batch: Iterable[CodedReport | SetAside], tally: _Tally) -> None:
    """Write one batch, whole or not at all."""
    now = utc_now()
    with store.writing() as c:
        for item in batch:
            if isinstance(item, SetAside):
                set_aside(c, item, now)
                tally.aside.append(item)
            else:
                tally.reports[put_report(c, item, None, now)].append(item.id)


def _items(file: BinaryIO, name: str) -> Iterator[CodedReport | SetAside]:
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        where = f"{name}, line {number}"
        if len(line) > LONGEST_LINE:
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST_LINE)
            yield SetAside(item=where, reason=f"longer than {LONGEST_LINE >> 20} MiB; split the report")
        elif line.strip():
            yield _parsed(line, where)


def _parsed(line: bytes, where: str) -> CodedReport | SetAside:
    try:
        coded = CodedReport.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "line"
        return SetAside(
            item=where,
            reason=f"not a report coded by `dateline code --format jsonl` ({place}: {first['msg']}); "
            "add reports that are not coded yet with `dateline add`",
        )
    wrong = misquoted(coded)
    return coded if wrong is None else SetAside(item=where, reason=wrong)


def misquoted(coded: CodedReport) -> str | None:
    """What is wrong with the first quote that is not the slice of title or text that it says it is; None if none."""
    parts = {"text": coded.text, "title": coded.title or ""}
    for event in coded.events:
        for field, quote in event.quotes():
            if parts[quote.part][quote.start : quote.end] != quote.quote:
                return (
                    f"{coded.id}: {event.id}: the {quote.part} has other words at {quote.start} to {quote.end} than "
                    f"those quoted for {field}; send lines as `dateline code` wrote them"
                )
    return None
