"""Reports linked so far, to which more can be added: the same incidents come out, whatever the order of arrival."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import pyarrow as pa

from dateline.gazetteer import Gazetteer
from dateline.linking.background import Background
from dateline.linking.blocks import find_pairs
from dateline.linking.errors import LinkingError, LinkStateError
from dateline.linking.grouping import regroup
from dateline.linking.identity import Former
from dateline.linking.intake import Reports, Rows, rows_of, rows_of_reports
from dateline.linking.items import Item
from dateline.linking.model import LinkModel
from dateline.linking.packing import unpacked
from dateline.linking.records import Incident
from dateline.linking.scoring import weigh
from dateline.linking.settling import settle
from dateline.linking.store import MEMORY, Store
from dateline.linking.telling import Name
from dateline.linking.ties import drop_lost
from dateline.linking.workers import Task, Workers
from dateline.records import CodedReport

BATCH: Final = 2_000
"""Reports that are added at a time; a run that is killed goes on behind the last batch."""
PAGE: Final = 5_000
"""Incidents that are read at a time."""
CHUNK: Final = 250
"""Reports whose evidence one process extracts at a time."""


@dataclass(frozen=True)
class Decision:
    """What a person said: that two tellings (report, event) are of one incident, or of two."""

    left: Name
    right: Name
    same: bool
    who: str
    at: datetime


@dataclass(frozen=True)
class Added:
    """What became of reports: `new` ones with their `items`, `known` ones, and ones `differing` from those known.

    A report under an id that is known, with other content, is left as it was.
    """

    new: int = 0
    items: int = 0
    known: int = 0
    differing: int = 0


@dataclass(frozen=True)
class Linked:
    """What a run of linking did: pairs compared, items grouped anew, incidents written.

    `blocks` of those with new items were too large to be compared in full, the largest with `largest` items: of
    these, some were compared with all, and the others not among themselves.
    """

    pairs: int = 0
    grouped: int = 0
    written: int = 0
    blocks: int = 0
    largest: int = 0


class State:
    """Items, the weights of their pairs, incidents and decisions, in a file or in memory."""

    def __init__(
        self,
        path: Path | None,
        model: LinkModel,
        *,
        background: Background | None = None,
        memory: str = MEMORY,
        threads: int = 2,
        processes: int = 1,
    ) -> None:
        """Open a state, or start one. `processes`: how many work at a time, see `dateline.linking.workers`.

        Raises LinkStateError where it cannot be used with this model.
        """
        self.model = model
        self.workers = Workers(processes)
        self.background = background or Background.load()
        self.store = Store(path, memory=memory, threads=threads)
        made = blake2b(model.model_dump_json().encode(), digest_size=8).hexdigest()
        for name, value in (("model", f"{model.name} {made}"), ("background", self.background.version)):
            held = self.store.meta(name)
            if held is None:
                self.store.set_meta(name, value)
            elif held != value:
                self.store.close()
                raise LinkStateError(f"{path}: made with the {name} {held}, not {value}; start a new state")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes and close the file."""
        self.workers.close()
        self.store.close()

    def add(self, reports: Iterable[CodedReport], gazetteer: Gazetteer) -> Added:
        """Take up reports that are not known yet. They are linked by `link`.

        Raises LinkingError where two of these reports have one id; batches before are kept.
        """
        store, run = self.store, self.store.number("runs") + 1
        counts = [0, 0, 0, 0]
        seen: set[str] = set()
        rest = iter(reports)
        while batch := list(islice(rest, BATCH)):
            lines = {report.id: report for report in batch}
            digests = {name: _digest(report) for name, report in lines.items()}
            found = store.rows(
                "SELECT report, digest, run FROM reports SEMI JOIN asked USING (report)",
                asked=pa.table({"report": pa.array(lines, pa.string())}),
            )
            twice = [name for name in lines if name in seen]
            seen |= lines.keys()
            if len(lines) < len(batch) or twice:
                ids = [report.id for report in batch]
                name = twice[0] if twice else next(name for name in ids if ids.count(name) > 1)
                raise LinkingError(f"two reports have the id {name!r}; give each report an id of its own")
            known = {name: digest for name, digest, _ in found}
            fresh = [report for name, report in lines.items() if name not in known]
            taken = self._taken(fresh, gazetteer)
            with store.transaction():
                rows = pa.table(
                    {
                        "report": pa.array([report.id for report in fresh], pa.string()),
                        "digest": pa.array([digests[report.id] for report in fresh], pa.uint64()),
                        "run": pa.array([run] * len(fresh), pa.int32()),
                    }
                )
                store.execute("INSERT INTO reports SELECT * FROM rows", rows=rows)
                for part in taken:
                    store.insert(part)
            differing = sum(known[name] != digests[name] for name in known)
            items = sum(len(part.items) for part in taken)
            for at, number in enumerate((len(fresh), items, len(known) - differing, differing)):
                counts[at] += number
        return Added(*counts)

    def _taken(self, reports: Sequence[CodedReport], gazetteer: Gazetteer) -> list[Rows]:
        """The items of reports, in their order."""
        parts = (reports[at : at + CHUNK] for at in range(0, len(reports), CHUNK))
        tasks = (Reports(tuple(r.model_dump_json() for r in part), gazetteer, self.background) for part in parts)
        return list(self.workers.map(rows_of_reports, tasks))

    def add_items(self, items: Sequence[Item]) -> None:
        """Take up items whose evidence is known already, in a transaction; their reports must be new."""
        self.take_up(partial(rows_of, background=self.background), [items])

    def take_up(self, work: Callable[[Task], Rows], tasks: Iterable[Task]) -> None:
        """Take up the rows that `work` makes of each task, in the processes; their reports must be new.

        Each task is a transaction of its own.
        """
        for rows in self.workers.map(work, tasks):
            with self.store.transaction():
                self.store.insert(rows)

    def link(self, previous: Sequence[Former] = ()) -> Linked:
        """Link what has been added and decided since the last call, as a whole or not at all.

        `previous`: incidents of an earlier run that is not in this state, whose ids are kept.
        """
        store = self.store
        first, last = store.number("linked"), store.number("items")
        (decisions,) = store.rows("SELECT coalesce(max(number), 0) FROM decisions")[0]
        if first == last and decisions == store.number("decided"):
            store.set_meta("runs", str(store.number("runs") + 1))
            return Linked()
        with store.transaction():
            store.set_meta("runs", str(store.number("runs") + 1))
            blocks, largest = find_pairs(store, first)
            drop_lost(store, self.model.lift)
            pairs = weigh(store, self.model, self.background, self.workers)
            items = regroup(store, first, self.model.lift)
            written = settle(store, self.model, self.background, previous, self.workers)
            store.set_meta("linked", str(last))
            store.set_meta("decided", str(decisions))
            store.drop_passing()
        return Linked(pairs, items, written, blocks, largest)

    def lines(self, *, changed: bool = False) -> Iterator[str]:
        """The incidents as JSON, in order of their first publication; only those of the last run where `changed`."""
        query = "SELECT id FROM incidents WHERE run >= ? ORDER BY published NULLS LAST, report, event"
        ids = self.store.arrow(query, [self.store.number("runs") if changed else 0])["id"].combine_chunks()
        # Page by page: a result is held in memory as a whole, and the lines of a million incidents are gigabytes.
        for start in range(0, len(ids), PAGE):
            page = ids.slice(start, PAGE)
            rows = self.store.rows(
                """SELECT i.line, i.part_of FROM incidents i JOIN asked USING (id) ORDER BY asked.position""",
                asked=pa.table({"id": page, "position": pa.array(range(len(page)), pa.int32())}),
            )
            for line, part_of in rows:
                yield _line(line, part_of)

    def incidents(self, *, changed: bool = False) -> Iterator[Incident]:
        """The incidents, in order of their first publication; only those of the last run where `changed`."""
        return (Incident.model_validate_json(line) for line in self.lines(changed=changed))

    def ids(self, *, changed: bool = False) -> list[str]:
        """The ids of the incidents, sorted; only those of the last run where `changed`."""
        query = "SELECT id FROM incidents WHERE run >= ? ORDER BY id"
        return [name for (name,) in self.store.rows(query, [self.store.number("runs") if changed else 0])]

    def named(self, ids: Collection[str]) -> list[Incident]:
        """Those of the incidents with these ids, sorted by id."""
        rows = self.store.rows(
            "SELECT line, part_of FROM incidents SEMI JOIN asked USING (id) ORDER BY id",
            asked=pa.table({"id": pa.array(ids, pa.string())}),
        )
        return [Incident.model_validate_json(_line(line, part_of)) for line, part_of in rows]

    def counts(self) -> tuple[int, int, int]:
        """How many tellings, incidents, and independent sources of incidents there are."""
        query = "SELECT coalesce(sum(members), 0), count(*), coalesce(sum(sources), 0) FROM incidents"
        tellings, incidents, sources = self.store.rows(query)[0]
        return int(tellings), int(incidents), int(sources)

    def log(self) -> list[tuple[int, str, str, str]]:
        """Merges and splits: the run, "merge" or "split", the incident, and the id it took in or was split from."""
        return [tuple(row) for row in self.store.rows("SELECT * FROM log ORDER BY ALL")]

    def decide(self, left: Name, right: Name, *, same: bool, who: str, at: datetime | None = None) -> None:
        """Keep what a person says of two tellings (report, event): one incident or two. `link` obeys it from then on.

        A later decision on the same pair takes the place of an earlier one. The tellings need not be there yet.
        Raises LinkStateError where it contradicts decisions on other pairs.
        """
        left, right = sorted((left, right))
        if left == right:
            raise LinkStateError(f"{left}: a telling is of one incident with itself; name two")
        others = [d for d in self.decisions() if (d.left, d.right) != (left, right)]
        moment = (at or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)
        refuse_contradiction([*others, Decision(left, right, same, who, moment)])
        self._keep(left, right, who, moment, same=same)

    def decisions(self) -> list[Decision]:
        """The decisions that stand, in the order they were taken. Times are UTC."""
        rows = self.store.rows(
            """SELECT left_report, left_event, right_report, right_event, same, who, "at" FROM decisions
               QUALIFY row_number() OVER (
                 PARTITION BY left_report, left_event, right_report, right_event ORDER BY number DESC) = 1
               ORDER BY number"""
        )
        return [Decision((a, b), (c, d), same, who, at) for a, b, c, d, same, who, at in rows if same is not None]

    def obey(self, decisions: Sequence[Decision]) -> int:
        """Let these decisions stand and no others, one for each pair; `link` obeys them from then on.

        Returns how many pairs are decided otherwise than before. Raises LinkStateError where they contradict each
        other; nothing is changed then.
        """
        refuse_contradiction(decisions)
        standing = {(d.left, d.right): d for d in self.decisions()}
        wanted = {(d.left, d.right): d for d in decisions}
        # A decision that was taken back stays as one that says nothing: its pair is looked at again, like a new one.
        back = [(*pair, None, d.who, d.at) for pair, d in standing.items() if pair not in wanted]
        fresh = [(*pair, d.same, d.who, d.at) for pair, d in wanted.items() if standing.get(pair) != d]
        with self.store.transaction():
            for left, right, same, who, at in (*back, *fresh):
                self._keep(left, right, who, at, same=same)
        return len(back) + len(fresh)

    def _keep(self, left: Name, right: Name, who: str, at: datetime, *, same: bool | None) -> None:
        self.store.execute(
            """INSERT INTO decisions
               SELECT coalesce(max(number), 0) + 1, ?, ?, ?, ?, ?::BOOLEAN, ?, ?::TIMESTAMP FROM decisions""",
            [*left, *right, same, who, at],
        )


def _line(held: bytes, part_of: str | None) -> str:
    """The JSON of an incident with the id of what it is part of."""
    line = unpacked(held)
    return line if part_of is None else line.replace('"part_of":null', f'"part_of":"{part_of}"', 1)


def _digest(report: CodedReport) -> int:
    return int.from_bytes(blake2b(report.model_dump_json().encode(), digest_size=8).digest())


def refuse_contradiction(decisions: Sequence[Decision]) -> None:
    """Raises LinkStateError where a decision that two tellings are two incidents meets others that make them one."""
    group: dict[Name, Name] = {}

    def root(name: Name) -> Name:
        while group.get(name, name) != name:
            name = group[name]
        return name

    for decision in decisions:
        if decision.same:
            group[root(decision.left)] = root(decision.right)
    for decision in decisions:
        if not decision.same and root(decision.left) == root(decision.right):
            raise LinkStateError(
                f"{decision.left} and {decision.right} are two incidents, {decision.who} said, and other decisions "
                "make them one; change those first"
            )
