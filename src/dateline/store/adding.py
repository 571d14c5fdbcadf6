"""Reports into the store: those it does not know are coded, kept with the bytes they were read from, and linked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal, Protocol

from dateline.records import CodedReport, Report, SetAside, Versions
from dateline.store.column_types import utc_now
from dateline.store.engine import Store
from dateline.store.records import Original
from dateline.store.relinking import WAIT, Relinked, relink
from dateline.store.reports import digest_of, digests, put_report, set_aside

BATCH: Final = 20
"""Reports that are kept in one transaction: so many are coded again at most after a run was killed."""
SECONDS: Final = 2.0
"""After this time what was coded is kept, were it fewer reports."""
BYTES: Final = 32 * 1024 * 1024
"""Bytes of originals that wait to be kept; more are not held."""

Read = tuple[Report, Original | None] | SetAside


class ReportCoder(Protocol):
    """What adding needs of a coder."""

    @property
    def versions(self) -> Versions:
        """Those of program, model, codebook and gazetteer."""

    def code_many(self, reports: Iterable[Report | SetAside]) -> Iterator[CodedReport | SetAside]:
        """Code a stream of reports in its order; what was set aside passes through."""


@dataclass(frozen=True)
class Added:
    """What became of what was read: numbers of reports, but `set_aside` of items.

    `known`: the store has them already; `differing`: it has another report under their id, which was left as it was.
    """

    read: int = 0
    new: int = 0
    events: int = 0
    known: int = 0
    differing: int = 0
    set_aside: int = 0
    relinked: Relinked = field(default_factory=Relinked)


@dataclass(frozen=True)
class Watch:
    """Who is told what happens while adding: the counts so far, what was set aside, and ids that differ."""

    progress: Callable[[Added], None] = lambda _added: None
    aside: Callable[[SetAside], None] = lambda _item: None
    differing: Callable[[str], None] = lambda _id: None


def add(
    store: Store,
    items: Iterable[Read],
    coder: ReportCoder,
    *,
    state_path: Path | None = None,
    watch: Watch | None = None,
    batch: int = BATCH,
    seconds: float = SECONDS,
    wait: float = WAIT,
    processes: int = 1,
) -> Added:
    """Code the reports that the store does not know, keep them with their originals, and link them.

    Every `batch` reports, or after `seconds`, those coded so far are kept, so a run that is killed leaves whole
    reports, and the next one goes on behind them. Reports whose id is known are not coded again; where their content
    is another, it is archived, and the report left as it was. Originals are held only of reports in work. What was
    set aside is kept with its reason. `state_path`, `wait` and `processes` as for `relink`, whose errors this raises
    when all reports are kept.
    """
    added = _Adding(store, coder, watch or Watch(), batch, seconds).over(items)
    return replace(added, relinked=relink(store, state_path, wait=wait, processes=processes))


class _Adding:
    """One run: what is in work, what waits to be kept, and the counts."""

    def __init__(self, store: Store, coder: ReportCoder, watch: Watch, batch: int, seconds: float) -> None:
        self._store, self._coder, self._watch, self._batch, self._seconds = store, coder, watch, batch, seconds
        self._added = Added()
        self._work: dict[str, _InWork] = {}  # from reading until they are kept
        self._coded: list[CodedReport] = []
        self._others: list[tuple[Report, Original]] = []  # other content under a known id
        self._aside: list[SetAside] = []
        self._bytes = 0
        self._since = time.monotonic()

    def over(self, items: Iterable[Read]) -> Added:
        """Work through the items."""
        for result in self._coder.code_many(self._pending(items)):
            if isinstance(result, SetAside):
                del self._work[result.item]
                self._put_aside(result)
            else:
                self._coded.append(result)
                self._hold(self._work[result.id].original)
            self._keep_if_due()
        self._keep()
        return self._added

    def _pending(self, items: Iterable[Read]) -> Iterator[Report]:
        """The reports that are not known: coding is the cost."""
        for item in items:
            if isinstance(item, SetAside):
                self._put_aside(item)
                continue
            report, original = item
            digest, held = digest_of(report), self._digest_held(report.id)
            self._count(read=1, known=held == digest)
            if held is None:
                self._work[report.id] = _InWork(digest, original)
                yield report
            elif held != digest:
                self._differs(report, original)

    def _digest_held(self, name: str) -> str | None:
        """The digest of the report under this id, in work or in the store."""
        if name in self._work:
            return self._work[name].digest
        with self._store.reading() as c:
            return digests(c, [name]).get(name)

    def _differs(self, report: Report, original: Original | None) -> None:
        self._count(differing=1)
        self._watch.differing(report.id)
        if original is not None:
            self._others.append((report, original))
            self._hold(original)
            self._keep_if_due()

    def _put_aside(self, item: SetAside) -> None:
        self._aside.append(item)
        self._watch.aside(item)
        self._count(set_aside=1)

    def _hold(self, original: Original | None) -> None:
        self._bytes += len(original.content) if original else 0

    def _count(self, **more: int) -> None:
        counts = {name: getattr(self._added, name) + number for name, number in more.items()}
        self._added = replace(self._added, **counts)
        self._watch.progress(self._added)

    def _keep_if_due(self) -> None:
        waiting = len(self._coded) + len(self._others) + len(self._aside)
        late = time.monotonic() - self._since > self._seconds
        if waiting >= self._batch or self._bytes >= BYTES or (waiting and late):
            self._keep()

    def _keep(self) -> None:
        """Keep what waits, all of it or nothing."""
        if self._coded or self._others or self._aside:
            at = utc_now()
            with self._store.writing() as c:
                found = [put_report(c, coded, self._work[coded.id].original, at) for coded in self._coded]
                for report, original in self._others:
                    put_report(c, self._uncoded(report), original, at)
                for item in self._aside:
                    set_aside(c, item, at)
            for coded, how in zip(self._coded, found, strict=True):
                self._kept(coded, how)
        self._coded, self._others, self._aside = [], [], []
        self._bytes, self._since = 0, time.monotonic()

    def _kept(self, coded: CodedReport, how: Literal["new", "known", "differing"]) -> None:
        """Count a report; one that is not new was added by another run while this one coded it."""
        del self._work[coded.id]
        if how == "differing":
            self._watch.differing(coded.id)
        self._count(**{how: 1}, events=len(coded.events) if how == "new" else 0)

    def _uncoded(self, report: Report) -> CodedReport:
        """A report as the store takes it with another content under its id: only its original is kept."""
        return CodedReport(**dict(report), relevant=False, versions=self._coder.versions)


@dataclass(frozen=True)
class _InWork:
    """A report that is not kept yet."""

    digest: str
    original: Original | None
