"""The state of linking as a cache of the store: it can be lost at any time, and it is known whether both agree.

Each run that changes the state first writes into it "BEFORE>AFTER": the token of the store that it starts from, and
the one that the store gets when it holds all that the state holds. A run that was killed thus leaves one of three:
the store has the token AFTER, and both agree; it has BEFORE, and the state may be ahead; it has another (or the state
was lost), and the state is made anew.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal

from sqlalchemy import Connection, delete, insert, select

from dateline.linking import LinkModel, LinkStateError, State
from dateline.linking.errors import LinkStateBusyError
from dateline.linking.identity import Former, former
from dateline.records import CodedReport
from dateline.store.engine import Store
from dateline.store.errors import BusyError
from dateline.store.records import Case
from dateline.store.schema import INCIDENTS, META, REPORTS

PAGE: Final = 500
"""Reports or incidents that are read at a time."""
MARK: Final = "linking"
DUCKDB_MAGIC: Final = b"DUCK"  # at offset 8, DuckDB's MainHeader
Standing = Literal["agrees", "ahead", "unknown"]


@dataclass(frozen=True)
class Mark:
    """What the store says of the state that it agreed with last.

    `decided` is the number of the last decision that was obeyed, `program` the version that linked.
    """

    token: str
    decided: int
    program: str


def mark_of(c: Connection) -> Mark | None:
    """The mark; None where the store was never linked."""
    found = c.execute(select(META.c.value).where(META.c.name == MARK)).scalar_one_or_none()
    return None if found is None else Mark(**json.loads(found))


def set_mark(c: Connection, mark: Mark) -> None:
    """Say that the store holds what the state with this token holds."""
    c.execute(delete(META).where(META.c.name == MARK))
    c.execute(insert(META).values(name=MARK, value=json.dumps(asdict(mark))))


def state_path_of(store: Store) -> Path:
    """Where linking keeps its state: beside an SQLite file, for PostgreSQL under `~/.dateline/linking`."""
    if store.path is not None:
        return store.path.with_name(f"{store.path.name}.linking.duckdb")
    url = store.url.set(password=None).render_as_string()
    return Path.home() / ".dateline" / "linking" / f"{sha256(url.encode()).hexdigest()[:16]}.duckdb"


def open_state(path: Path, model: LinkModel, processes: int) -> State:
    """The state at `path`, or a new one where it cannot be used. Raises BusyError where another process has it."""
    try:
        return State(path, model, processes=processes)
    except LinkStateBusyError as error:
        raise BusyError(str(error)) from error
    except LinkStateError:
        discard(path)
        return State(path, model, processes=processes)


def discard(path: Path) -> None:
    """Remove a state. A file that is none, named by mistake, is kept as `FILE.old`."""
    if path.exists():
        with path.open("rb") as file:
            head = file.read(12)
        if not head or head[8:] == DUCKDB_MAGIC:
            path.unlink()
        else:
            path.replace(path.with_name(f"{path.name}.old"))
    path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
    shutil.rmtree(f"{path}.tmp", ignore_errors=True)


def standing(state: State, mark: Mark | None, program: str) -> Standing:
    """How state and store stand to each other; a state that another version of the program made is `unknown`."""
    told = state.store.meta("store")
    if told is None or (mark is not None and mark.program != program):
        return "unknown"
    token = "" if mark is None else mark.token
    before, _, after = told.partition(">")
    if token == after:
        return "agrees"
    return "ahead" if token == before else "unknown"


def begin(state: State, before: Mark | None, after: str) -> None:
    """Say in the state that it goes on from the store at `before` to the one with the token `after`."""
    with state.store.transaction():
        state.store.set_meta("store", f"{before.token if before else ''}>{after}")


def reports(store: Store, *, linked: bool | None) -> Iterator[CodedReport]:
    """The reports of the store in order of arrival: those that are linked, those that are not yet, or (None) all."""
    last, query = 0, select(REPORTS.c.number, REPORTS.c.body).order_by(REPORTS.c.number).limit(PAGE)
    if linked is not None:
        query = query.where(REPORTS.c.linked.is_(linked))
    while True:
        with store.reading() as c:
            rows = c.execute(query.where(REPORTS.c.number > last)).all()
        if not rows:
            return
        for row in rows:
            yield CodedReport.model_validate_json(row.body)
        last = rows[-1].number


def live_cases(store: Store) -> Iterator[tuple[str, Case]]:
    """The cases that stand, with the ids of their incidents."""
    last = 0
    query = select(INCIDENTS.c.number, INCIDENTS.c.id, INCIDENTS.c.body).where(INCIDENTS.c.live)
    query = query.order_by(INCIDENTS.c.number).limit(PAGE)
    while True:
        with store.reading() as c:
            rows = c.execute(query.where(INCIDENTS.c.number > last)).all()
        if not rows:
            return
        for row in rows:
            yield row.id, Case.model_validate_json(row.body)
        last = rows[-1].number


def formers(store: Store) -> list[Former]:
    """The incidents of the store as linking needs them to keep their ids."""
    return [former(case.incident) for _, case in live_cases(store)]
