"""The evidence of items as columns of numbers: what the store keeps, and what scoring reads.

Each kind of evidence is a list of numbers (of a term, a day, a place), ascending, with a list of counts or weights
beside it where there are any.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import chain
from typing import Any, Final
from zlib import crc32

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dateline.linking.background import MASK, term
from dateline.linking.evidence import Evidence

SETS: Final = ("title", "names", "streets", "ages", "times", "dead", "numbers")
COUNTS: Final = ("words", "lead")
WEIGHTS: Final = ("hours", "days", "towns", "regions", "killed", "injured")

SCHEMA: Final = pa.schema(
    [
        ("item", pa.int64()),
        ("published", pa.int32()),
        ("kind", pa.uint32()),
        ("outlet", pa.uint32()),
        *((name, pa.list_(pa.uint32())) for name in (*SETS, *COUNTS, *WEIGHTS)),
        *((f"{name}_n", pa.list_(pa.uint16())) for name in COUNTS),
        *((f"{name}_w", pa.list_(pa.float32())) for name in WEIGHTS),
    ]
)
"""Columns of the table; `kind` and `outlet` are 0 where unknown."""


def columns(items: Sequence[int], evidence: Sequence[Evidence]) -> pa.Table:
    """The evidence of `items`, one row each, in their order."""
    table: dict[str, pa.Array] = {
        "item": pa.array(items, pa.int64()),
        "published": pa.array([e.published for e in evidence], pa.int32()),
        "kind": pa.array([number_of(e.kind) if e.kind else 0 for e in evidence], pa.uint32()),
        "outlet": pa.array([number_of(e.outlet) if e.outlet else 0 for e in evidence], pa.uint32()),
        "title": _sets([[term("word", word) for word in e.title] for e in evidence]),
        "names": _sets([[term("name", name) for name in e.names] for e in evidence]),
        "streets": _sets([[term("street", street) for street in e.streets] for e in evidence]),
        "ages": _sets([[int(age) for age in e.ages] for e in evidence]),
        "times": _sets([[number_of(time) for time in e.times] for e in evidence]),
        "dead": _sets([[number_of(name) for name in e.dead] for e in evidence]),
        "numbers": _sets([[int(number) for number in e.numbers] for e in evidence]),
    }
    counted: tuple[tuple[str, list[Counter[str]]], ...] = (
        ("words", [e.words for e in evidence]),
        ("lead", [e.lead for e in evidence]),
    )
    for name, texts in counted:
        table[name], table[f"{name}_n"] = _counted(texts)
    weighed: tuple[tuple[str, list[dict[int, float]]], ...] = (
        ("hours", [e.hours for e in evidence]),
        ("days", [e.days for e in evidence]),
        ("towns", [e.towns for e in evidence]),
        ("regions", [{number_of(region): weight for region, weight in e.regions.items()} for e in evidence]),
        ("killed", [e.killed for e in evidence]),
        ("injured", [e.injured for e in evidence]),
    )
    for name, weights in weighed:
        table[name], table[f"{name}_w"] = _weighed(weights)
    return pa.table({name: table[name] for name in SCHEMA.names}, schema=SCHEMA)


def number_of(text: str) -> int:
    """A number (31 bits, never 0) for a text that is compared for equality only."""
    return (crc32(text.encode()) & MASK) or 1


def _flat(rows: Sequence[Collection[int]]) -> NDArray[np.uint64]:
    """Row in the upper 32 bits, number in the lower: in this order, rows stand together and numbers ascend."""
    counts = [len(row) for row in rows]
    numbers = np.fromiter(chain.from_iterable(rows), dtype=np.uint64, count=sum(counts))
    return (np.repeat(np.arange(len(rows), dtype=np.uint64), counts) << np.uint64(32)) | numbers


def _ends(places: NDArray[np.uint64], rows: int) -> pa.Array:
    found = np.searchsorted(places, np.arange(rows + 1, dtype=np.uint64) << np.uint64(32))
    return pa.array(found.astype(np.int32), pa.int32())


def _lists(ends: pa.Array, values: NDArray[Any], kind: pa.DataType) -> pa.Array:
    return pa.ListArray.from_arrays(ends, pa.array(values, kind))


def _sets(rows: Sequence[Sequence[int]]) -> pa.Array:
    places = np.unique(_flat(rows))
    return _lists(_ends(places, len(rows)), places.astype(np.uint32), pa.uint32())


def _counted(rows: Sequence[Counter[str]]) -> tuple[pa.Array, pa.Array]:
    """Numbers of words, and how often they stand there; words that share a number count together."""
    told = [count for row in rows for count in row.values()]
    places, at = np.unique(_flat([[term("word", word) for word in row] for row in rows]), return_inverse=True)
    counts = np.bincount(at, weights=told, minlength=len(places)) if told else np.zeros(0)
    ends = _ends(places, len(rows))
    return (
        _lists(ends, places.astype(np.uint32), pa.uint32()),
        _lists(ends, np.minimum(counts, 65535).astype(np.uint16), pa.uint16()),
    )


def _weighed(rows: Sequence[dict[int, float]]) -> tuple[pa.Array, pa.Array]:
    places = _flat(rows)
    weights = np.fromiter(chain.from_iterable(row.values() for row in rows), dtype=np.float64, count=len(places))
    order = np.argsort(places, kind="stable")
    ends = _ends(places[order], len(rows))
    return (
        _lists(ends, places[order].astype(np.uint32), pa.uint32()),
        _lists(ends, weights[order].astype(np.float32), pa.float32()),
    )
