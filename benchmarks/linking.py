"""Linking at scale: `python benchmarks/linking.py --events 100000`.

The generator makes tellings of invented incidents as the coder and the evidence rules would give them: incidents with
a heavy-tailed number of reports, syndicated copies, follow-ups months later, differing tolls and days, towns of the
gazetteer with a chance that grows with their population, and so several incidents a day in the largest. Timed are
taking up (from files: reading, vectors and blocking keys), linking with its stages, and writing, on the wall and on the
processors; generating is not. Then `--new` more reports of the same and of new incidents are linked to what is there.
Extracting evidence from text is timed apart, with `--texts`. Memory is that of all processes, the generator included.
"""

from __future__ import annotations

import argparse
import heapq
import json
import pickle
import random
import re
import resource
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate, islice
from pathlib import Path

import pyarrow as pa
from watching import Memory, stages

from dateline.gazetteer import Gazetteer
from dateline.gazetteer.storage import unpacked
from dateline.linking import LinkModel, State
from dateline.linking import state as states
from dateline.linking.background import Background
from dateline.linking.evidence import Evidence
from dateline.linking.intake import Rows, rows_of
from dateline.linking.items import Item, items_of
from dateline.linking.store import MEMORY
from dateline.linking.syndication import Fingerprint, Printed
from dateline.linking.telling import Telling
from dateline.records import CodedReport, Count, Event, Measure, Period, Place

CORPUS = Path(__file__).parent.parent / "training" / "corpus"
FIRST, DAYS = date(2010, 1, 1), 3652
TAIL = 1.4
"""Exponent of the number of reports an incident: one in 25 has more than 10, one in 600 more than 100."""
MOST = 2000
REPORTS = 2.99
"""Reports an incident, on the mean, by these two (of 2,000,000 draws)."""
COPIES, FOLLOW_UPS = 0.3, 0.12
SYLLABLES = [consonant + vowel for consonant in "bcdfghjklmnprstvwyz" for vowel in "aeiou"]
BATCH = 10_000
FILE = 2_500
"""Items in a file: what one process takes up at a time."""
STAGES = ("find_pairs", "weigh", "regroup", "settle")
GENERAL = 300
"""Words that all reports share; with these, unrelated texts are as alike as those of a public register's pages."""


@dataclass
class Incident:
    """What happened, and what its reports have told so far."""

    number: int
    day: date
    town: tuple[int, str, str, str]
    killed: int
    injured: int
    words: list[str]
    names: list[str]
    street: str
    told: list[tuple[list[str], Fingerprint]] = field(default_factory=list)


class World:
    """Invented incidents and their reports, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        texts = " ".join(path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("*.jsonl")))
        counts = Counter(re.findall(r"\b[a-z]{3,}\b", texts)).most_common(4000)
        self.common = [word for word, _ in counts]
        self.often = list(accumulate(count for _, count in counts))
        with sqlite3.connect(f"file:{unpacked()}?immutable=1", uri=True) as connection:
            towns = connection.execute(
                "SELECT id, name, country, admin1, population FROM places WHERE population > 5000 AND lat IS NOT NULL "
                "AND admin1 > 0 ORDER BY id"
            ).fetchall()
        self.towns = [(number, name, country, str(admin1)) for number, name, country, admin1, _ in towns]
        self.sizes = list(accumulate(population for *_, population in towns))
        self.open: list[tuple[Incident, int]] = []
        self.incidents = 0
        self.reports = 0

    def name(self) -> str:
        """An invented name of two words."""
        return " ".join("".join(self.random.choices(SYLLABLES, k=self.random.randint(3, 4))) for _ in range(2))

    def incident(self, day: date) -> Incident:
        """One more incident of a day."""
        r = self.random
        names = [self.name() for _ in range(4)]
        self.incidents += 1
        return Incident(
            number=self.incidents,
            day=day,
            town=r.choices(self.towns, cum_weights=self.sizes)[0],
            killed=min(int(r.paretovariate(1.2)) - 1, 300),
            injured=min(int(r.paretovariate(1.0)) - 1, 500),
            words=["".join(r.choices(SYLLABLES, k=4)) for _ in range(4)] + r.sample(self.common[GENERAL:], 25),
            names=names,
            street=f"{self.name().split()[0]} street",
        )

    def times_told(self) -> int:
        """How many reports tell of an incident."""
        return min(int(self.random.paretovariate(TAIL)), MOST)

    def published(self, incident: Incident) -> date:
        """When one more report of an incident is published."""
        r = self.random
        if r.random() < FOLLOW_UPS:
            return incident.day + timedelta(days=int(r.expovariate(1 / 150)) + 8)
        return incident.day + timedelta(days=min(int(r.expovariate(0.9)), 6))

    def stream(self, count: int) -> Iterator[tuple[Item, int]]:
        """`count` tellings with the number of their incident; reports of one incident come mixed with others."""
        for _ in range(count):
            if len(self.open) < 2000:
                day = FIRST + timedelta(days=self.random.randrange(DAYS))
                self.open.append((self.incident(day), self.times_told()))
            at = self.random.randrange(len(self.open))
            incident, left = self.open[at]
            yield self.telling(incident, self.published(incident)), incident.number
            self.open[at] = incident, left - 1
            if left <= 1:
                self.open[at] = self.open[-1]
                self.open.pop()

    def telling(self, incident: Incident, published: date) -> Item:
        """One more report of an incident."""
        r = self.random
        self.reports += 1
        if incident.told and r.random() < COPIES:
            words, prints = r.choice(incident.told)
        else:
            rare = [w for w in (*incident.words, *" ".join(incident.names).split()) if r.random() < 0.65]
            words = r.choices(self.common[:GENERAL], cum_weights=self.often[:GENERAL], k=40) + rare * 2
            prints = Fingerprint(frozenset(r.getrandbits(64) for _ in range(55)), 55)
            incident.told.append((words, prints))
        told = set(words)
        killed = max(0, incident.killed + r.choice((0, 0, 0, 0, 1, -1)))
        injured = max(0, incident.injured + r.choice((0, 0, 0, 1, -1, 2)))
        day = incident.day + timedelta(days=r.choice((0,) * 8 + (1, -1)))
        number, name, country, admin1 = incident.town
        told_counts: tuple[tuple[Measure, int], ...] = (("killed", killed), ("injured", injured))
        event = Event(
            id="e1", type="civilians.attack", trigger="attack", trigger_start=0, trigger_end=6, status="happened",
            background=False, responsibility="unknown", confidence=0.9,
            date=Period(start=day, end=day, precision="day", confidence=0.8),
            place=Place(
                name=name, country=country, admin1=admin1, precision="town", geonames_id=number, confidence=0.8
            ),
            counts=tuple(
                Count(measure=m, side="target", low=n, best=n, high=n, quote=str(n), start=0, end=1, confidence=0.8)
                for m, n in told_counts if n
            ),
        )  # fmt: skip
        report, outlet = f"r{self.reports}", f"paper{int(r.paretovariate(0.8)) % 5000}"
        where = f"{country} {admin1}"
        found = r.random() < 0.9
        evidence = Evidence(
            report=report, published=published.toordinal(), outlet=outlet, words=Counter(words),
            title=frozenset(words[-6:]), lead=Counter(words[-30:]),
            names=frozenset(n for n in incident.names if set(n.split()) <= told),
            streets=frozenset([incident.street] if r.random() < 0.4 else []),
            ages=frozenset(str(20 + (incident.number * k) % 60) for k in (1, 7) if r.random() < 0.4),
            times=frozenset(), dead=frozenset(n.split()[-1] for n in incident.names[:1] if set(n.split()) <= told),
            hours={}, days={day.toordinal(): 0.7, published.toordinal(): 0.3} if day != published
            else {day.toordinal(): 1.0},
            towns={number: 1.0} if found else {}, regions={where: 1.0},
            numbers=frozenset([str(killed)] if killed else []),
            killed={killed: 1.0} if killed else {}, injured={injured: 1.0} if injured else {}, kind=event.type,
        )  # fmt: skip
        return Item(Telling(report, published, event, (), Printed(report, outlet, "", prints)), evidence)


class InOrder(World):
    """A world whose reports arrive in the order of their publication, `reports` in ten years, about."""

    def __init__(self, seed: int, reports: int) -> None:
        super().__init__(seed)
        self.a_day = reports / REPORTS / DAYS
        self.day = FIRST
        self.waiting: list[tuple[date, int, Incident]] = []

    def stream(self, count: int) -> Iterator[tuple[Item, int]]:
        """`count` tellings with the number of their incident, those of one day mixed."""
        for _ in range(count):
            while not self.waiting or self.waiting[0][0] >= self.day:
                self.happen()
            published, _, incident = heapq.heappop(self.waiting)
            yield self.telling(incident, published), incident.number

    def happen(self) -> None:
        """The incidents of today, with the days on which they are reported; then it is tomorrow."""
        for _ in range(int(self.a_day) + (self.random.random() < self.a_day % 1)):
            incident = self.incident(self.day)
            for _ in range(self.times_told()):
                heapq.heappush(self.waiting, (self.published(incident), self.random.getrandbits(60), incident))
        self.day += timedelta(days=1)


def clocks() -> tuple[float, ...]:
    """Seconds on the wall, and on the processors: a busy machine shows in the first.

    Those of the processes of a state are known when it is closed.
    """
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter(), time.process_time() + usage.ru_utime + usage.ru_stime


def since(began: tuple[float, ...], spent: tuple[float, ...] = (0.0, 0.0)) -> list[float]:
    """Seconds on both clocks since `began`, and `spent` before."""
    return [round(s + now - then, 1) for s, now, then in zip(spent, clocks(), began, strict=True)]


@dataclass(frozen=True)
class Written:
    """Items in a file."""

    path: Path
    background: Background


def rows_of_file(written: Written) -> Rows:
    """The rows of items in a file that this benchmark has written."""
    return rows_of(pickle.loads(written.path.read_bytes()), written.background)  # noqa: S301


def take_up(state: State, world: World, count: int, folder: Path) -> tuple[float, ...]:
    """Generate `count` tellings into files and add them; returns the seconds on both clocks that adding took."""
    spent: tuple[float, ...] = (0.0, 0.0)
    stream = world.stream(count)
    state.store.execute("CREATE TABLE IF NOT EXISTS truth (report VARCHAR, incident BIGINT)")
    while batch := list(islice(stream, BATCH)):
        rows = pa.table({"report": [i.telling.report for i, _ in batch], "true": [number for _, number in batch]})
        state.store.execute("INSERT INTO truth SELECT * FROM rows", rows=rows)
        files = []
        for start in range(0, len(batch), FILE):
            files.append(Written(folder / f"{start}.pickle", state.background))
            files[-1].path.write_bytes(pickle.dumps([item for item, _ in batch[start : start + FILE]]))
        del batch
        began = clocks()
        state.take_up(rows_of_file, files)
        spent = tuple(s + now - then for s, now, then in zip(spent, clocks(), began, strict=True))
    return spent


def f1(state: State) -> dict[str, float]:
    """Pairwise precision, recall and F1 in per cent."""
    pairs = "SELECT sum(n * (n - 1) // 2) FROM (SELECT count(*) AS n FROM {} GROUP BY {})"
    joined = "truth t JOIN items i USING (report) JOIN membership m USING (item)"
    both, found, true = (
        int(state.store.rows(pairs.format(joined, by))[0][0] or 0)
        for by in ("t.incident, m.incident", "m.incident", "t.incident")
    )
    precision, recall = 100 * both / max(found, 1), 100 * both / max(true, 1)
    return {"P": round(precision, 2), "R": round(recall, 2), "F1": round(200 * both / max(found + true, 1), 2)}


def measure(events: int, new: int, world: World, folder: Path, *, memory: str, processes: int) -> dict[str, object]:
    """All figures for one number of events."""
    whole, watched = clocks(), Memory()
    path, out, model = folder / f"{events}.duckdb", folder / f"{events}.jsonl", LinkModel.load()
    figures: dict[str, object] = {"events": events}
    with State(path, model, memory=memory, processes=processes) as state:
        figures["take up, s"] = [round(s, 1) for s in take_up(state, world, events, folder)]
        began = clocks()
        with stages(states, *STAGES) as spent_on:
            linked = state.link()
        figures |= {"link, s": since(began), "stages, s": spent_on}
        began = clocks()
        with out.open("w", encoding="utf-8") as stream:
            stream.writelines(f"{line}\n" for line in state.lines())
        figures["write, s"] = since(began)
        figures |= {"pairs": linked.pairs, "incidents": linked.written, "blocks sampled": linked.blocks, **f1(state)}
    figures["state, MB"] = round(path.stat().st_size / 1e6)
    with State(path, model, memory=memory, processes=processes) as state:
        spent = take_up(state, world, new, folder)
        began = clocks()
        with stages(states, *STAGES) as spent_on:
            again = state.link()
        changed = sum(1 for _ in state.lines(changed=True))
        figures[f"{new} new, s"] = since(began, spent)
        figures |= {"their stages, s": spent_on, "grouped anew": again.grouped, "changed": changed, "then": f1(state)}
    figures["whole run with generating, s"] = since(whole)
    figures["peak memory of all processes, MB"] = watched.close()
    return figures


def extraction(path: Path) -> dict[str, float]:
    """Milliseconds to extract the evidence of a coded report of `path`."""
    reports = [CodedReport.model_validate_json(line) for line in path.read_text(encoding="utf-8").splitlines()][:200]
    gazetteer = Gazetteer.open()
    began = time.perf_counter()
    for report in reports:
        items_of(report, gazetteer)
    return {"evidence, ms a report": round(1000 * (time.perf_counter() - began) / max(len(reports), 1), 2)}


def main() -> None:
    """Print the figures of each size as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, nargs="+", default=[100_000])
    parser.add_argument("--new", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--in-order", action="store_true", help="reports arrive in the order of their publication")
    parser.add_argument("--memory", default=MEMORY, help="memory limit of DuckDB")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--texts", type=Path, help="coded reports, to time the extraction of evidence")
    options = parser.parse_args()
    if options.texts is not None:
        sys.stdout.write(json.dumps(extraction(options.texts)) + "\n")
    for events in options.events:
        with tempfile.TemporaryDirectory() as folder:
            world = InOrder(options.seed, events) if options.in_order else World(options.seed)
            figures = measure(
                events, options.new, world, Path(folder), memory=options.memory, processes=options.processes
            )
        sys.stdout.write(json.dumps(figures, indent=1) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
