"""Items as rows for the store: a function of the items alone, so that any process can do it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import numpy as np
import pyarrow as pa

from dateline.gazetteer import Gazetteer
from dateline.linking.background import Background
from dateline.linking.blocking import keys_of_items
from dateline.linking.items import Item, items_of
from dateline.linking.telling import Name
from dateline.linking.vectors import columns
from dateline.linking.whereabouts import whereabouts_of
from dateline.records import CodedReport

ROLES: Final = {"plain": 0, "total": 1, "part": 2}


@dataclass(frozen=True)
class Rows:
    """Rows of the tables `items`, `keys` and `vectors`; items are numbered from 0."""

    items: pa.Table
    keys: pa.Table
    vectors: pa.Table

    def numbered(self, first: int) -> Rows:
        """The same with numbers from `first` on."""
        return Rows(*(_moved(table, first) for table in (self.items, self.keys, self.vectors)))


@dataclass(frozen=True)
class Reports:
    """Reports as JSON, whose items are asked for."""

    lines: tuple[str, ...]
    gazetteer: Gazetteer
    background: Background


def rows_of_reports(reports: Reports) -> Rows:
    """The rows of all items of some reports."""
    read = (CodedReport.model_validate_json(line) for line in reports.lines)
    return rows_of([item for report in read for item in items_of(report, reports.gazetteer)], reports.background)


def rows_of(items: Sequence[Item], background: Background) -> Rows:
    """The rows of items; those of one report stand together, its main event first."""
    numbers = np.arange(len(items), dtype=np.int32)
    told = [item.telling for item in items]
    names = [telling.name for telling in told]
    found = [whereabouts_of(item.evidence) for item in items]
    heads: dict[str, int] = {}
    table = pa.table(
        {
            "item": pa.array(numbers, pa.int32()),
            "head": pa.array([heads.setdefault(t.report, at) for at, t in enumerate(told)], pa.int32()),
            "report": pa.array([report for report, _ in names], pa.string()),
            "event": pa.array([event for _, event in names], pa.string()),
            "total": pa.array([t.total[1] if t.total else None for t in told], pa.string()),
            "role": pa.array([ROLES[t.role] for t in told], pa.uint8()),
            "published": pa.array([t.published for t in told], pa.date32()),
            "rank": pa.array([rank_of(name) for name in names], pa.uint64()),
            "regions": pa.array([w.regions for w in found], pa.uint64()),
            "towns": pa.array([w.towns for w in found], pa.uint64()),
            "nights": pa.array([w.nights for w in found], pa.uint64()),
            "telling": pa.array([t.dump() for t in told], pa.binary()),
        }
    )
    owners, keys = keys_of_items([(i.evidence, i.telling.printed.fingerprint) for i in items], background)
    held = pa.table({"key": pa.array(keys, pa.uint64()), "item": pa.array(owners, pa.int32())})
    return Rows(table, held, columns(numbers.tolist(), [item.evidence for item in items]))


def rank_of(name: Name) -> int:
    """Where an item stands in the fixed order of all items that there can be: a hash of its name."""
    return int.from_bytes(blake2b(f"{len(name[0])} {name[0]} {name[1]}".encode(), digest_size=8).digest())


def _moved(table: pa.Table, by: int) -> pa.Table:
    for name in ("item", "head"):
        if name in table.schema.names:
            at, kind = table.schema.get_field_index(name), table.schema.field(name).type
            numbers = table[name].to_numpy() + by
            table = table.set_column(at, table.schema.field(name), pa.array(numbers, kind))
    return table
