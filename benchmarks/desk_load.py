"""The desk under load: `python benchmarks/desk_load.py --store FILE`.

Starts a real `dateline serve` over a store of invented incidents with their reports, made where FILE (or the PostgreSQL
database of a URL) holds none yet, and has people at work on it: readers, who ask for a page or the map and then look at
it for `--think` seconds on average, and reviewers, who take the next incident of the queue, accept or correct it, and
now and then undo that. Prints how many requests failed and what the others took, by kind.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import httpx
from sqlalchemy import select

from dateline.records import CodedReport, Count, Event, Period, Place, Versions
from dateline.store import accounts
from dateline.store.cases import Change, write_cases
from dateline.store.column_types import utc_now
from dateline.store.engine import Store
from dateline.store.records import Case, Original
from dateline.store.reports import mark_linked, put_report
from dateline.store.schema import INCIDENTS, MEMBERS
from desk import MARK, World, invented, looks

BATCH: Final = 200
BEGINNING: Final = "A few men shot dead six people at a market on Sunday, officials said. "
"""Of each report, with the words that `invented` cases are told by at their offsets, 10 to 19."""
STARTING: Final = 600.0
"""Seconds that a desk may take to start."""
PATIENCE: Final = 60.0
"""Seconds after which a request counts as failed."""
KINDS: Final = {"list": 3, "filtered list": 3, "map": 4, "incident": 5, "report": 3, "queue": 1, "rows": 1}
"""What readers ask for, and how often."""
VERSIONS: Final = Versions(program="0.1.0", model="invented", codebook="1.0", gazetteer="1")


def report(name: str, words: str) -> CodedReport:
    """A report of 240 invented words with one event."""
    text = BEGINNING + words

    def quoted(quote: str) -> dict[str, Any]:
        return {"quote": quote, "start": text.index(quote), "end": text.index(quote) + len(quote)}

    at = text.index("on Sunday")
    event = Event(
        id="e1",
        type="civilians.attack",
        trigger="shot dead",
        trigger_start=10,
        trigger_end=19,
        status="happened",
        background=False,
        date=Period(quote="on Sunday", quote_start=at, quote_end=at + 9, basis="on Sunday", confidence=0.9),
        place=Place(name="a market", precision="unknown", confidence=0.5, **quoted("a market")),
        responsibility="unknown",
        counts=(Count(measure="killed", side="target", low=6, best=6, high=6, confidence=0.9, **quoted("six people")),),
        confidence=0.9,
    )
    title = words[:60].capitalize()
    day = date(2024, 5, 6)
    return CodedReport(
        id=name, title=title, published=day, text=text, relevant=True, events=(event,), versions=VERSIONS
    )


def fill(store: Store, incidents: int) -> None:
    """Put invented incidents and their reports into an empty store."""
    world = World(1)
    for first in range(1, incidents + 1, BATCH):
        batch = range(first, min(first + BATCH, incidents + 1))
        cases = [_case(world, number) for number in batch]
        names = [member.report for case in cases for member in case.incident.members]
        with store.writing() as c:
            for name in names:
                words = " ".join(world.text() for _ in range(4))
                put_report(c, report(name, words), _original(name, words), utc_now())
            mark_linked(c, names)
            changes = [Change(case=case, expected=0, action="linked") for case in cases]
            write_cases(c, changes, who="benchmark", kind="program", reason="")


def _case(world: World, number: int) -> Case:
    """An invented case that nobody has reviewed, under this number."""
    case = Case.model_validate({"incident": invented(world)["incident"]})
    return Case.model_validate_json(case.model_dump_json().replace(MARK, f"{number:016x}"))


def _original(name: str, words: str) -> Original:
    content = f"<p>{words}</p>".encode()
    return Original(content=content, media_type="text/html", where=f"{name}.html", format="html", retrieved=utc_now())


@dataclass
class Load:
    """What is asked of the desk, and what came of it: seconds by kind of request, and the failures."""

    url: str
    think: float
    until: float
    incidents: list[str]
    reports: list[str]
    queries: list[str]
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: list[str] = field(default_factory=list)
    conflicts: int = 0

    async def ask(self, kind: str, work: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response | None:
        """Send one request and note what it took; None where it failed."""
        start = time.perf_counter()
        try:
            answer = await work()
        except httpx.HTTPError as error:
            self.failed.append(f"{kind}: {type(error).__name__} {error}")
            return None
        if answer.status_code == 409:  # another reviewer was faster: an answer as it should be
            self.conflicts += 1
        elif answer.status_code not in {200, 303}:
            told = " ".join(re.sub(r"<[^>]*>", " ", answer.text.partition("<main")[2]).split())
            self.failed.append(f"{kind}: {answer.status_code} {answer.request.url} {told[:300]}")
        self.times[kind].append(time.perf_counter() - start)
        return answer if answer.status_code in {200, 303} else None

    async def rest(self, draw: random.Random) -> None:
        """Look at the page for a while."""
        await asyncio.sleep(draw.uniform(0.5, 1.5) * self.think)


async def read(load: Load, browser: httpx.AsyncClient, number: int) -> None:
    """A person who looks around."""
    draw = random.Random(number)
    await asyncio.sleep(draw.uniform(0, load.think))
    while time.monotonic() < load.until:
        [kind] = draw.choices(list(KINDS), list(KINDS.values()))
        query = draw.choice(load.queries)
        selecting = "&".join(part for part in query.split("&") if not part.startswith(("offset=", "sort=")))
        address = {
            "list": "/incidents",
            "filtered list": f"/incidents?{query}",
            "map": f"/incidents/map.geojson?{selecting}{'&' * bool(selecting)}zoom={draw.randint(0, 8)}",
            "incident": f"/incidents/{quote(draw.choice(load.incidents))}",
            "report": f"/reports/{quote(draw.choice(load.reports))}",
            "queue": "/queue",
            "rows": f"/incidents/rows.json?{selecting}",
        }[kind]
        await load.ask(kind, partial(browser.get, address))
        await load.rest(draw)


async def review(load: Load, browser: httpx.AsyncClient, number: int) -> None:
    """A person who goes through the queue: of ten incidents, six accepted and four corrected, two of these undone."""
    draw = random.Random(-number)
    page = await load.ask("queue", partial(browser.get, "/queue"))
    turn = number
    while page is not None and time.monotonic() < load.until:
        token = found(r'name="csrf" value="([^"]*)"', page.text)
        going = await load.ask("next", partial(browser.post, "/queue/next", data={"csrf": token, "queue": "first"}))
        if going is None or not going.headers["location"].startswith("/incidents/"):
            return
        await _look(load, browser, draw, going.headers["location"], turn)
        turn += 1


async def _look(load: Load, browser: httpx.AsyncClient, draw: random.Random, address: str, turn: int) -> None:
    """One incident, its queue left out of the forms so that the answer is the incident's page again."""
    page = await load.ask("incident", partial(browser.get, address))
    if page is None:
        return
    await load.rest(draw)
    home = address.partition("?")[0]
    sent = {name: found(rf'name="{name}" value="([^"]*)"', page.text) for name in ("csrf", "version")}
    if turn % 5 in (0, 3):
        day = str(date(2020, 1, 1 + turn % 28))
        entries = {"start": day, "end": day, "precision": "day", "reason": "the list of the ministry"}
        done = await load.ask("correct", partial(browser.post, f"{home}/correct/date", data={**sent, **entries}))
    else:
        done = await load.ask("accept", partial(browser.post, f"{home}/accept", data=sent))
    if done is None or turn % 5 != 3:
        return
    page = await load.ask("incident", partial(browser.get, home))
    if page is None:
        return
    await load.rest(draw)
    again = {name: found(rf'name="{name}" value="([^"]*)"', page.text) for name in ("csrf", "version", "batch")}
    await load.ask("undo", partial(browser.post, f"{home}/undo", data=again))


def found(pattern: str, page: str) -> str:
    """What a page holds at this pattern; empty where it does not."""
    match = re.search(pattern, page)
    return unescape(match[1]) if match else ""


def processor_time(process: int) -> float:
    """Seconds that a process has had of all processors together."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(url: str) -> Iterator[tuple[str, int]]:
    """A `dateline serve` over this store in a process of its own; its address and the process's number."""
    command = [sys.executable, "-m", "dateline", "serve", "--store", url, "--port", "0"]
    with tempfile.TemporaryFile("w+") as told, subprocess.Popen(command, stderr=told, text=True) as desk:
        try:
            yield _address(desk, told), desk.pid
        finally:
            desk.terminate()
            desk.wait(60)
            told.seek(0)
            sys.stderr.write("".join(line for line in told if "the desk" not in line))


def _address(desk: subprocess.Popen[str], told: Any) -> str:
    end = time.monotonic() + STARTING
    while time.monotonic() < end and desk.poll() is None:
        time.sleep(0.2)
        told.seek(0)
        if match := re.search(r"http://\S+:\d+", told.read()):
            return match[0]
    told.seek(0)
    raise SystemExit(f"the desk does not start: {told.read()}")


def sign_in(store: Store, readers: int, reviewers: int) -> list[str]:
    """Add as many coders as are needed; the secrets of a session for each, those of reviewers first.

    Readers alone need none on a desk without users: their secrets are empty.
    """
    names = [f"reviewer{n}" for n in range(reviewers)] + [f"reader{n}" for n in range(readers)]
    with store.writing() as c:
        known = {user.name: user for user in accounts.users(c)}
        if not known and not reviewers:
            return [""] * readers
        if not known:
            accounts.add_user(c, "lead", "lead", "a long password", unmask=True)
            known = {user.name: user for user in accounts.users(c)}
        # One account for each reviewer; all readers share one, each with a session of their own.
        for name in {*names[:reviewers], "reader"} - set(known):
            accounts.add_user(c, name, "coder", "a long password", unmask=name != "reader")
        known = {user.name: user for user in accounts.users(c)}
        return [accounts.new_session(c, known.get(name, known["reader"])).secret for name in names]


async def run(load: Load, secrets: list[str], reviewers: int) -> None:
    """Have all people at work until the end."""
    cookie = f"dateline-{load.url.rpartition(':')[2]}"
    browsers = [
        httpx.AsyncClient(base_url=load.url, cookies={cookie: secret}, timeout=PATIENCE, trust_env=False)
        for secret in secrets
    ]
    for browser in browsers:
        browser.headers["Origin"] = load.url
    try:
        async with asyncio.TaskGroup() as group:
            for number, browser in enumerate(browsers):
                group.create_task((review if number < reviewers else read)(load, browser, number))
    finally:
        for browser in browsers:
            await browser.aclose()


def percentile(times: list[float], share: float) -> float:
    """The time that this share of all does not exceed, in milliseconds."""
    return 1000 * sorted(times)[min(len(times) - 1, int(share * len(times)))]


def tell(load: Load) -> None:
    """Print what came of it."""
    print(f"{len(load.failed)} of {sum(map(len, load.times.values()))} requests failed; {load.conflicts} conflicts")
    for failure in load.failed[:10]:
        print(f"  {failure}")
    print(f"{'milliseconds':16}{'requests':>9}{'median':>9}{'p95':>9}{'p99':>9}{'max':>9}")
    everything = [one for times in load.times.values() for one in times]
    for name, times in {**dict(sorted(load.times.items())), "all": everything}.items():
        shares = "".join(f"{percentile(times, share):9.0f}" for share in (0.5, 0.95, 0.99, 1))
        print(f"{name:16}{len(times):9}{shares}")


def main() -> None:
    """Make the store where there is none, start the desk, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", required=True, metavar="URL")
    parser.add_argument("--incidents", type=int, default=2_000)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--reviewers", type=int, default=2)
    parser.add_argument("--think", type=float, default=1.0, metavar="SECONDS")
    parser.add_argument("--seconds", type=float, default=30.0)
    options = parser.parse_args()
    with Store.open(options.store) as store:
        with store.reading() as c:
            empty = c.execute(select(INCIDENTS.c.id).limit(1)).scalar() is None
        if empty:
            print(f"making a store of {options.incidents:,} incidents", flush=True)
            fill(store, options.incidents)
        secrets = sign_in(store, options.readers, options.reviewers)
        with store.reading() as c:
            incidents = list(c.execute(select(INCIDENTS.c.id).where(INCIDENTS.c.live).limit(5_000)).scalars())
            reports = list(c.execute(select(MEMBERS.c.report).limit(5_000)).scalars())
    with serving(options.store) as (url, process):
        print(f"{len(incidents):,} incidents; load of the machine {os.getloadavg()[0]:.1f}", flush=True)
        queries = [filters.to_query() for filters, _, _ in looks(World(1), 2_000)]
        load = Load(url, options.think, time.monotonic() + options.seconds, incidents, reports, queries)
        before = processor_time(process)
        asyncio.run(run(load, secrets, options.reviewers))
        spent = processor_time(process) - before
    tell(load)
    print(f"the desk took {1000 * spent / sum(map(len, load.times.values())):.0f} ms of the processors for a request")


if __name__ == "__main__":
    main()
