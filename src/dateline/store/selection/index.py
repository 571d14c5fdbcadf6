"""The selection of incidents: pages, counts beside the filters, map and time line, from facts held in memory.

All threads of a program share one index. Each question sees the facts as they stand at one moment; before it, what
others have written to the store since is taken over, as the log tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import lru_cache, reduce
from threading import Lock
from types import TracebackType
from typing import Any, Final, Self

import duckdb
import numpy as np
from sqlalchemy import Connection, select

from dateline.store.cases import last_entry
from dateline.store.engine import Store
from dateline.store.schema import INCIDENTS, REPORTS
from dateline.store.selection import facts
from dateline.store.selection.conditions import conditions, together
from dateline.store.selection.facets import facet_counts
from dateline.store.selection.filters import Box, Filters
from dateline.store.selection.maps import map_features
from dateline.store.selection.paging import ORDERS, behind, cursor_of, key_of, order_by
from dateline.store.selection.reader import Reader, bits_of, reading
from dateline.store.selection.results import FacetCount, Look, MapFeatures, Page, Row, Timeline
from dateline.store.selection.sums import sums
from dateline.store.selection.timeline import timeline
from dateline.store.selection.words import reports_with

RESULTS: Final = 256
"""Results of each kind that are kept for being asked for again."""
SEARCHES: Final = 16
"""Searches for words whose finds are kept."""
FEATURES: Final = 2_000
"""Features of the map at most."""


class Index:
    """Answers from memory what a selection holds. Filling it takes some time with a large store, see the docs.

    Every question first takes over what has changed in the store. All raise StoreError if the store fails.
    """

    is_masked = False
    """Whether words leave out the names of private persons."""

    def __init__(self, store: Store, *, threads: int | None = None) -> None:
        """Read the facts of all live incidents. `threads`: how many DuckDB uses, by default one for each core."""
        self._store = store
        config: dict[str, str | bool | int | float | list[str]] = {} if threads is None else {"threads": threads}
        self._memory = duckdb.connect(":memory:", config=config)
        self._lock = Lock()
        facts.create(self._memory)
        with store.reading() as c:
            self._entry = last_entry(c)
            facts.fill(self._memory, c)
        self._keep()

    def _keep(self) -> None:
        """Begin to keep results for being asked for again."""
        self._page = lru_cache(RESULTS)(self._read_page)
        self._count = lru_cache(RESULTS)(self._read_count)
        self._facets = lru_cache(RESULTS)(self._read_facets)
        self._map = lru_cache(RESULTS)(self._read_map)
        self._timeline = lru_cache(RESULTS)(self._read_timeline)
        self._found = lru_cache(SEARCHES)(self._find)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def masked(self) -> Index:
        """The same index for people who may not see the names of private persons: words do not find these.

        It is closed with the index that it is of.
        """
        return _Masked(self)

    def close(self) -> None:
        """Free the memory."""
        self._memory.close()

    def refresh(self) -> int:
        """Take over what has changed in the store; the log entry up to which the index then knows changes."""
        with self._store.reading() as c:
            latest = last_entry(c)
            if latest != self._entry:
                with self._lock:
                    # Another thread may have been here meanwhile, and further than this one's view of the store.
                    if latest > self._entry:
                        self._take_over(c, latest)
        return self._entry

    def page(self, filters: Filters) -> Page:
        """The rows that the filters ask for. Raises FilterError where their cursor is none."""
        return self._page(self.refresh(), filters)

    def unlocated(self, filters: Filters) -> Page:
        """The rows that the map cannot show."""
        return self.page(filters.model_copy(update={"located": False}))

    def look(self, filters: Filters, unlocated: int) -> Look:
        """Page, counts and time line at once, and the first `unlocated` rows that the map cannot show.

        Together they take less than one by one.
        """
        entry = self.refresh()
        off_map = filters.model_copy(update={"located": False, "limit": unlocated, "offset": 0})
        with self._reading(entry, filters) as reader:
            known = sums(reader, together(conditions(filters)))
            facets = facet_counts(reader, filters, known)
            missing = next((one.count for one in facets["located"] if one.value == "false"), 0)
            keys = _keys(reader, filters) if known.total else []
            missing_keys = _keys(reader, off_map) if missing else []
            line = timeline(reader, filters, known)
        shown = [number for number, *_ in keys[: filters.limit]]
        beside = [number for number, *_ in missing_keys[:unlocated]]
        rows = self._rows([*shown, *beside])

        def page(which: Filters, numbers: list[int], total: int, found: list[tuple[Any, ...]]) -> Page:
            held = tuple(rows[number] for number in numbers)
            return Page.model_construct(rows=held, total=total, next=_next(which, found), entry=entry)

        return Look(
            page=page(filters, shown, known.total, keys),
            unlocated=page(off_map, beside, missing, missing_keys),
            facets=facets,
            timeline=line,
        )

    def facets(self, filters: Filters) -> dict[str, tuple[FacetCount, ...]]:
        """Counts of the values of each facet, by its name, with all filters but those of the facet applied."""
        return self._facets(self.refresh(), filters.model_copy(update={"offset": 0, "after": None}))

    def map_features(
        self, filters: Filters, zoom: int = 0, box: Box | None = None, *, limit: int = FEATURES
    ) -> MapFeatures:
        """What the map shows at a zoom (0 to 23, tiles of 512 pixels) within `box`: west, south, east, north."""
        return self._map(self.refresh(), filters.selecting(), zoom, box, limit)

    def timeline(self, filters: Filters) -> Timeline:
        """How many incidents there are from day to day, or by weeks, months or years."""
        return self._timeline(self.refresh(), filters.selecting())

    def count(self, filters: Filters) -> int:
        """How many incidents there are."""
        return self._count(self.refresh(), filters.selecting())

    def ids(self, filters: Filters) -> list[str]:
        """The ids of the whole selection in its order."""
        with self._reading(self.refresh(), filters) as reader:
            rows = reader.rows("id", together(conditions(filters)), f"ORDER BY {order_by(filters.sort)}")
        return [name for (name,) in rows]

    def looking(self) -> AbstractContextManager[Reader]:
        """A look at the facts of all live incidents as they stand now, for figures of one's own."""
        self.refresh()
        return reading(self._memory, None)

    def _take_over(self, c: Connection, latest: int) -> None:
        writer = self._memory.cursor()
        try:
            writer.begin()
            facts.replace(writer, c, self._entry)
            writer.commit()  # what fails before is rolled back with the cursor
        finally:
            writer.close()
        self._entry = latest

    def _read_page(self, entry: int, filters: Filters) -> Page:
        with self._reading(entry, filters) as reader:
            [(total,)] = reader.rows("count(*)", together(conditions(filters)))
            keys = _keys(reader, filters)
        rows = self._rows([number for number, *_ in keys[: filters.limit]])
        return Page(rows=tuple(rows.values()), total=total, next=_next(filters, keys), entry=entry)

    def _read_count(self, entry: int, filters: Filters) -> int:
        with self._reading(entry, filters) as reader:
            [(total,)] = reader.rows("count(*)", together(conditions(filters)))
        return int(total)

    def _rows(self, numbers: list[int]) -> dict[int, Row]:
        """The rows of the store by `numbers`, in their order."""
        wanted = (INCIDENTS.c.number, INCIDENTS.c.version, INCIDENTS.c.entry, INCIDENTS.c.columns)
        with self._store.reading() as c:
            found = c.execute(select(*wanted).where(INCIDENTS.c.number.in_(numbers)))
            rows = {
                # The three go into the JSON of the columns, which is then read in one step.
                number: Row.model_validate_json(
                    f'{columns[:-1]},"number":{number},"version":{version},"entry":{entry}}}'
                )
                for number, version, entry, columns in found
            }
        return {number: rows[number] for number in numbers}

    def _read_facets(self, entry: int, filters: Filters) -> dict[str, tuple[FacetCount, ...]]:
        with self._reading(entry, filters) as reader:
            return facet_counts(reader, filters)

    def _read_map(self, entry: int, filters: Filters, zoom: int, box: Box | None, limit: int) -> MapFeatures:
        with self._reading(entry, filters) as reader:
            return map_features(reader, filters, zoom, box, limit)

    def _read_timeline(self, entry: int, filters: Filters) -> Timeline:
        with self._reading(entry, filters) as reader:
            return timeline(reader, filters)

    def _reading(self, entry: int, filters: Filters) -> AbstractContextManager[Reader]:
        named = filters.words is not None or filters.report is not None
        return reading(self._memory, self._found(entry, filters.words, filters.report) if named else None)

    def _find(self, entry: int, words: str | None, report: str | None) -> bytes:  # noqa: ARG002 - a key of the cache
        """The numbers of the incidents of which a report holds the words, and of the one asked for, as bits."""
        with self._store.reading() as c:
            named = select(REPORTS.c.number).where(REPORTS.c.id == report)
            asked = [] if report is None else [list(c.execute(named).scalars())]
            asked += [] if words is None else [reports_with(c, words, masked=self.is_masked)]
        cursor = self._memory.cursor()
        try:
            found = [facts.told_by(cursor, numbers) for numbers in asked]
        finally:
            cursor.close()
        return bits_of(reduce(np.intersect1d, found))


def _keys(reader: Reader, filters: Filters) -> list[tuple[Any, ...]]:
    """Number, value of the order's column and id of the rows that the filters ask for, and of one more."""
    found = conditions(filters)
    if filters.after is not None:
        found["after"] = behind(filters.sort, key_of(filters.sort, filters.after))
    tail = f"ORDER BY {order_by(filters.sort)} LIMIT {filters.limit + 1} OFFSET {filters.offset}"
    return reader.rows(f"number, {ORDERS[filters.sort].column}, id", together(found), tail)


def _next(filters: Filters, keys: Sequence[tuple[Any, ...]]) -> str | None:
    """The cursor of the rows that follow, where `keys` say that there are any."""
    if len(keys) <= filters.limit:
        return None
    _, value, name = keys[filters.limit - 1]
    return cursor_of(filters.sort, (value, name))


class _Masked(Index):
    """The facts of another index, with results of its own."""

    is_masked = True

    def __init__(self, whole: Index) -> None:
        self._whole, self._store, self._memory = whole, whole._store, whole._memory  # noqa: SLF001 - of the same class
        self._keep()

    def refresh(self) -> int:
        """Take over what has changed in the store."""
        return self._whole.refresh()
