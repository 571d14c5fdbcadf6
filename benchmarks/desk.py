"""Speed of the desk's selections: `python benchmarks/desk.py --incidents 1000000 --store FILE`.

Makes a SQLite store of invented incidents where FILE does not exist yet: straight into the tables, as whole cases with
their reports. Then opens the index on it and measures what one look at the desk takes (page, facets, map and time line)
over random combinations of filters, each asked for once, so that no answer is one kept from before. Prints the time to
start and the memory that the index takes as well.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import accumulate, islice
from pathlib import Path
from typing import Any, Final, NamedTuple, get_args

from sqlalchemy import Connection, func, insert, select, text

from dateline.records import ActorKind, EventType
from dateline.store.column_types import utc_now
from dateline.store.engine import Store
from dateline.store.records import Case
from dateline.store.schema import CODINGS, INCIDENTS, LOG, MEMBERS, REPORTS, VERSIONS
from dateline.store.selection.columns import columns_of
from dateline.store.selection.filters import Filters, Sort
from dateline.store.selection.index import Index

BATCH: Final = 5_000
DIFFERENT: Final = 50_000
MARK: Final = "@NUMBER@"
FIRST: Final = date(2005, 1, 1)
DAYS: Final = 20 * 365
WORDS: Final = """gunmen police killed wounded market village soldiers attack troops convoy bomb protest border province
officials said army residents roadside hospital fire shot dead fighters town minister statement river bridge"""
SYLLABLES: Final = ("ka", "mo", "ri", "te", "sa", "bu", "lo", "ne", "da", "fi", "gu", "ha", "ze", "pa", "tu", "wi")
MODEL: Final = {"program": "0.1.0", "model": "invented", "codebook": "1.0", "gazetteer": "1"}


class Town(NamedTuple):
    """A place that incidents happen at."""

    name: str
    country: str
    admin1: str
    lat: float
    lon: float


class World:
    """Places, words and numbers to draw from: a few countries and towns have most of the incidents."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        draw = self.random
        countries = [first + second for first in "ABCDEGIKLMNPRSTUVZ" for second in "AEGILMNORST"][:190]
        draw.shuffle(countries)
        self.countries = countries
        self.towns: list[Town] = []
        for country in countries:
            lat, lon = draw.uniform(-40, 60), draw.uniform(-175, 175)
            regions = [self.name() + " Region" for _ in range(draw.randint(4, 30))]
            self.towns += [
                Town(self.name(), country, draw.choice(regions), lat + draw.gauss(0, 3), turned(lon + draw.gauss(0, 4)))
                for _ in range(draw.randint(30, 400))
            ]
        draw.shuffle(self.towns)
        self.town_weights = list(accumulate(1 / (rank + 20) for rank in range(len(self.towns))))
        self.types = draw.sample(get_args(EventType), k=len(get_args(EventType)))
        self.type_weights = list(accumulate(1 / (rank + 1) for rank in range(len(self.types))))
        self.vocabulary = [*WORDS.split(), *(self.name().lower() for _ in range(20_000))]
        self.word_weights = list(accumulate(1 / (rank + 5) for rank in range(len(self.vocabulary))))

    def name(self) -> str:
        """A word such as Karimo."""
        return "".join(self.random.choices(SYLLABLES, k=self.random.randint(2, 4))).capitalize()

    def town(self) -> Town:
        """A place."""
        return self.random.choices(self.towns, cum_weights=self.town_weights)[0]

    def type(self) -> str:
        """A type of event."""
        return str(self.random.choices(self.types, cum_weights=self.type_weights)[0])

    def text(self) -> str:
        """Sixty words, without any sense."""
        return " ".join(self.random.choices(self.vocabulary, cum_weights=self.word_weights, k=60))


def turned(lon: float) -> float:
    """A longitude brought back into -180 to 180."""
    return (lon + 180) % 360 - 180


def invented(world: World) -> dict[str, Any]:
    """A case as JSON: dates and places of all precisions, tolls of which many are unknown and few large."""
    draw = world.random
    sources = min(1 + int(draw.expovariate(1.1)), 30)
    reports = [f"r{MARK}-{at}" for at in range(sources)]
    witness = {"report": reports[0], "event": "e1", "source": 0, "quote": "shot dead", "start": 10, "end": 19}
    told = {
        "sources": sources,
        "told_by": [{**witness, "report": name, "source": at} for at, name in enumerate(reports)],
    }
    types = [{"type": world.type(), **told}]
    if draw.random() < 0.08:
        types.append({"type": draw.choice([name for name in world.types if name != types[0]["type"]]), **told})
    incident = {
        "id": f"i{MARK}",
        "anchor": reports[0],
        "anchor_event": "e1",
        "types": types,
        "statuses": [{"status": "happened" if draw.random() < 0.93 else "unconfirmed", **told}],
        "dates": _dates(draw, told),
        "places": _places(world, told),
        "perpetrators": _actors(draw, told, 0.4),
        "targets": _actors(draw, told, 0.2),
        "tolls": _tolls(draw, sources, witness),
        "confidence": round(draw.betavariate(5, 1.5), 4),
        "members": [
            {"report": name, "published": None, "source": at, "events": ["e1"]} for at, name in enumerate(reports)
        ],
        "sources": [{"name": f"Paper {at}", "reports": [name], "because": []} for at, name in enumerate(reports)],
        "links": [],
        "model": "invented",
    }
    state = draw.choices(("unreviewed", "accepted", "corrected", "rejected"), (85, 8, 5, 2))[0]
    changed = state != "unreviewed" and draw.random() < 0.1
    return {"incident": incident, "state": state, "changed_since_review": changed}


def _dates(draw: random.Random, told: dict[str, Any]) -> list[dict[str, Any]]:
    precision, days = draw.choices(
        (("day", 1), ("week", 7), ("month", 30), ("year", 365), ("range", 3), ("unknown", 0)), (80, 7, 5, 1, 3, 4)
    )[0]
    if not days:
        return []
    start = FIRST + timedelta(int(draw.random() ** 0.6 * DAYS))
    return [{"start": str(start), "end": str(start + timedelta(days - 1)), "precision": precision, **told}]


def _places(world: World, told: dict[str, Any]) -> list[dict[str, Any]]:
    town = world.town()
    precision = world.random.choices(
        ("site", "town", "district", "region", "country", "unknown"), (6, 62, 8, 12, 7, 5)
    )[0]
    if precision == "unknown":
        return []
    fine = precision not in {"region", "country"}
    return [
        {
            "name": town.name if fine else town.admin1 if precision == "region" else town.country,
            "country": town.country,
            "admin1": None if precision == "country" else town.admin1,
            "lat": round(town.lat if fine else round(town.lat, -1), 5),
            "lon": round(town.lon if fine else round(town.lon, -1), 5),
            "precision": precision,
            "geonames_id": None,
            **told,
        }
    ]


def _actors(draw: random.Random, told: dict[str, Any], none: float) -> list[dict[str, Any]]:
    count = 0 if draw.random() < none else draw.choice((1, 1, 1, 2))
    return [{"kind": kind, "name": "men", **told} for kind in draw.sample(get_args(ActorKind), k=count)]


def _tolls(draw: random.Random, sources: int, witness: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for measure, side, share in (("killed", "target", 0.5), ("killed", "perpetrator", 0.1), ("injured", "target", 0.4)):
        if draw.random() >= share:
            continue
        best = int(draw.paretovariate(1.3)) if draw.random() < 0.9 else 0
        other = best + draw.choice((0, 0, 0, 1, 3)) if sources > 1 else best
        numbers = [best] * (sources - 1) + [other]
        tellings = [
            {"low": n, "best": n, "high": n, "superseded": False, "told_by": {**witness, "source": at}}
            for at, n in enumerate(numbers)
        ]
        bounds = {"low": min(numbers), "best": best, "high": max(numbers), "sources": numbers.count(best)}
        found.append({"measure": measure, "side": side, **bounds, "told": tellings})
    return found


class Made(NamedTuple):
    """A case, its columns and the texts of its reports, with `MARK` for the number of the incident."""

    case: str
    columns: str
    texts: tuple[str, ...]


def made(world: World) -> Made:
    """An invented case, checked."""
    case = Case.model_validate(invented(world))
    texts = tuple(world.text() for _ in case.incident.members)
    return Made(case.model_dump_json(exclude_defaults=True), columns_of(case).to_json(), texts)


def make(store: Store, incidents: int) -> None:
    """Fill an empty store. Beyond `DIFFERENT`, incidents repeat with other ids. Most log entries are left out."""
    world = World(1)
    different = [made(world) for _ in range(min(incidents, DIFFERENT))]
    with store.writing() as c:
        c.execute(insert(CODINGS), {"number": 1, "digest": "", "body": json.dumps(MODEL)})
    numbers = iter(range(1, incidents + 1))
    while batch := list(islice(numbers, BATCH)):
        with store.writing() as c:
            _write(c, {number: different[number % len(different)] for number in batch})
        if batch[-1] % 100_000 < BATCH:
            print(f"  {batch[-1]:,} incidents", flush=True)


def _write(c: Connection, cases: dict[int, Made]) -> None:
    now = utc_now()
    report = c.execute(select(func.max(REPORTS.c.number))).scalar() or 0
    incidents, versions, members, reports, found = [], [], [], [], []
    for number, (case, columns, texts) in cases.items():
        mark = f"{number:016x}"
        row = {"version": 1, "entry": number, "body": case.replace(MARK, mark)}
        incidents.append(
            {**row, "number": number, "id": f"i{mark}", "live": True, "columns": columns.replace(MARK, mark)}
        )
        versions.append({**row, "incident": f"i{mark}", "at": now})
        for at, told in enumerate(texts):
            report += 1
            name = f"r{mark}-{at}"
            body = json.dumps({"id": name, "text": told, "relevant": True, "versions": MODEL})
            fields = {
                "digest": "",
                "added": now,
                "relevant": True,
                "linked": True,
                "coding": 1,
                "named": False,
                "body": body,
            }
            reports.append({**fields, "number": report, "id": name})
            members.append({"incident": f"i{mark}", "report": name, "event": "e1"})
            found.append({"number": report, "text": told})
    for table, rows in ((INCIDENTS, incidents), (VERSIONS, versions), (MEMBERS, members), (REPORTS, reports)):
        c.execute(insert(table), rows)
    c.execute(text("INSERT INTO report_words (rowid, title, text) VALUES (:number, '', :text)"), found)
    last = max(cases)
    entry = {"number": last, "at": now, "who": "benchmark", "kind": "program", "action": "linked", "version": 1}
    c.execute(insert(LOG), [{**entry, "incident": f"i{last:016x}", "reason": "", "batch": "benchmark"}])


def looks(world: World, count: int) -> Iterator[tuple[Filters, int, tuple[float, float, float, float] | None]]:
    """Random filters, zooms and boxes of the map: up to three filters, now and then words."""
    draw = world.random
    sorts: tuple[Sort, ...] = ("-date", "-date", "date", "-killed", "worth", "-changed")
    for _ in range(count):
        kinds = draw.sample(list(CHOICES), k=draw.choice((0, 1, 1, 2, 2, 3)))
        given = {key: value for kind in kinds for key, value in CHOICES[kind](world).items()}
        zoom = draw.choice((0, 1, 2, 2, 3, 4, 6, 8, 11))
        town, width = world.town(), 360 / 2**zoom
        west, east = max(-180.0, town.lon - width), min(180.0, town.lon + width)
        box = None if zoom < 2 else (west, max(-85.0, town.lat - width / 2), east, min(85.0, town.lat + width / 2))
        yield Filters(sort=draw.choice(sorts), offset=draw.choice((0, 0, 0, 0, 50, 500)), **given), zoom, box


def _period(world: World) -> dict[str, Any]:
    start = FIRST + timedelta(int(world.random.random() * DAYS))
    return {"start": start, "end": start + timedelta(world.random.choice((7, 30, 90, 365, 1825)))}


def _killed(world: World) -> dict[str, Any]:
    return world.random.choice(({"killed_from": 1}, {"killed_from": 10}, {"killed_from": 2, "killed_to": 4}))


def _box(world: World) -> dict[str, Any]:
    town, width = world.town(), world.random.choice((1, 5, 20))
    south, north = max(-90, town.lat - width / 2), min(90, town.lat + width / 2)
    return {"box": (turned(town.lon - width), south, turned(town.lon + width), north)}


def _search(world: World) -> dict[str, Any]:
    words = world.random.choices(world.vocabulary, cum_weights=world.word_weights, k=world.random.choice((1, 2, 2)))
    return {"words": " ".join(words)}


CHOICES: Final[dict[str, Callable[[World], dict[str, Any]]]] = {
    "period": _period,
    "period again": _period,
    "countries": lambda world: {"countries": (world.town().country, world.town().country)},
    "region": lambda world: {"admin1": ("{0.country}:{0.admin1}".format(world.town()),)},
    "types": lambda world: {"types": (world.type(), world.type())},
    "group": lambda world: {"types": (world.type().partition(".")[0],)},
    "perpetrators": lambda world: {"perpetrator_kinds": (world.random.choice(get_args(ActorKind)),)},
    "targets": lambda world: {"target_kinds": (world.random.choice(get_args(ActorKind)), "untold")},
    "killed": _killed,
    "sources": lambda world: {"sources_from": world.random.choice((2, 3, 5))},
    "confidence": lambda world: {"confidence_to": world.random.choice((0.5, 0.7, 0.85))},
    "states": lambda world: {"states": (world.random.choice(("unreviewed", "accepted")),)},
    "precision": lambda world: {"precision": world.random.choice((("site", "town"), ("region",)))},
    "disputed": lambda world: {"disputed": world.random.choice((True, False))},
    "box": _box,
    "words": _search,
}


def measure(index: Index, world: World, count: int) -> dict[str, list[float]]:
    """Milliseconds of each part of a look, and of the whole."""
    times: dict[str, list[float]] = {}
    for filters, zoom, box in looks(world, count):
        parts: dict[str, Callable[[], object]] = {
            "page": partial(index.page, filters),
            "facets": partial(index.facets, filters),
            "map": partial(index.map_features, filters, zoom, box),
            "timeline": partial(index.timeline, filters),
        }
        whole = spent = 0.0
        for name, ask in parts.items():
            start, work = time.perf_counter(), time.process_time()
            ask()
            took = 1000 * (time.perf_counter() - start)
            times.setdefault(name, []).append(took)
            whole += took
            spent += 1000 * (time.process_time() - work)
        times.setdefault("all four", []).append(whole)
        times.setdefault("all four, with words" if filters.words else "all four, without words", []).append(whole)
        times.setdefault("processor time, all cores", []).append(spent)
    return times


def resident() -> float:
    """Resident memory of this process in megabytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def percentile(times: list[float], share: float) -> float:
    """The time that this share of all does not exceed."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def main() -> None:
    """Make the store where there is none, open it, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--store", type=Path, required=True, metavar="FILE")
    parser.add_argument("--looks", type=int, default=300)
    parser.add_argument("--seed", type=int, default=2)
    options = parser.parse_args()
    new = not options.store.exists()
    with Store.open(str(options.store)) as store:
        if new:
            print(f"making a store of {options.incidents:,} incidents", flush=True)
            make(store, options.incidents)
        gc.collect()
        before, start = resident(), time.perf_counter()
        with Index(store) as index:
            took = time.perf_counter() - start
            print(f"{index.count(Filters()):,} incidents; started in {took:.1f} s; memory {resident() - before:.0f} MB")
            # The same towns as in the store, then other draws.
            world = World(1)
            world.random.seed(options.seed)
            times = measure(index, world, options.looks)
            print(f"memory after {options.looks} looks {resident() - before:.0f} MB")
    print(f"{'milliseconds':28}{'looks':>7}{'median':>9}{'p95':>9}{'max':>9}")
    for name, values in times.items():
        print(
            f"{name:28}{len(values):7}{percentile(values, 0.5):9.1f}{percentile(values, 0.95):9.1f}{max(values):9.1f}"
        )


if __name__ == "__main__":
    main()
