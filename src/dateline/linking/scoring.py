"""Weighing pairs in batches: the evidence of the items of a batch is read from the store, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dateline.linking.background import Background
from dateline.linking.collection import Collection, read_collection
from dateline.linking.model import LinkModel
from dateline.linking.pairs import features
from dateline.linking.store import Store
from dateline.linking.workers import Workers

PAIRS: Final = 300_000
"""Pairs whose evidence is read at a time."""
BATCH: Final = 20_000
"""Pairs that are weighed at a time."""
TILE: Final = 131_072
"""Items by whose places pairs are dealt out: those of a batch are of one stretch on the left and one on the right.

So a batch reads two stretches of the evidence, however much there is; and as places go by the day of the event, these
are mostly short and next to each other.
"""
LEAST_LOG_ODDS: Final = -8.0
"""Pairs below this weigh as those that are not worth weighing: weights are clipped in groups."""
DECIMALS: Final = 4
"""Weights are rounded, so that they are the same whatever other pairs are weighed with them."""

_PLACES: Final = """
CREATE OR REPLACE TEMP TABLE places AS
SELECT item, (row_number() OVER (ORDER BY coalesce(days[1], published, 0), item) - 1)::INTEGER AS place
FROM vectors {}
"""
_NEEDED: Final = "SEMI JOIN (SELECT a AS item FROM compared UNION SELECT b FROM compared) USING (item)"
_LAID_OUT: Final = """
CREATE OR REPLACE TEMP TABLE laid_out AS SELECT p.place, v.* FROM vectors v JOIN places p USING (item) ORDER BY place
"""
_DEALT: Final = """
CREATE OR REPLACE TEMP TABLE dealt AS
WITH once AS (SELECT DISTINCT a, b FROM compared), located AS (
  SELECT least(x.place, y.place) AS a, greatest(x.place, y.place) AS b
  FROM once o JOIN places x ON x.item = o.a JOIN places y ON y.item = o.b
)
SELECT (a // $tile) * $across + b // $tile AS tile, a, b FROM located ORDER BY 1, 2
"""


Rows = NDArray[np.intp]
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Compared:
    """Pairs of items to weigh, by place, and the evidence of these items in the order of their places."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    vectors: pa.Table
    model: LinkModel
    background: Background


def weigh(store: Store, model: LinkModel, background: Background, workers: Workers | None = None) -> int:
    """Weigh the pairs of the temporary table `compared`; keep them in `pairs` and `weighed`.

    `weighed` is a temporary table of the pairs that this call has weighed. Returns the number of pairs compared.
    """
    store.execute("CREATE OR REPLACE TEMP TABLE weighed (a INTEGER, b INTEGER, weight FLOAT)")
    _deal_out(store)
    batches = (_compared(store, part, model, background) for part in _parts(store))
    total = 0
    for compared, rows in (workers or Workers()).map(weighed, batches):
        total += compared
        store.execute("INSERT INTO weighed SELECT * FROM rows", rows=rows)
    for table in ("compared", "places", "laid_out", "dealt"):
        store.execute(f"DROP TABLE {table}")
    store.execute("INSERT INTO pairs SELECT * FROM weighed")
    return total


def weighed(pairs: Compared) -> tuple[int, pa.Table]:
    """How many pairs there are, and all of them with their weights.

    Those that speak loudest against are kept too: of a crowd, only pairs that were not compared say nothing.
    """
    items, places = (pairs.vectors[name].to_numpy() for name in ("item", "place"))
    evidence = read_collection(pairs.vectors, pairs.background)
    ends = np.searchsorted(places, pairs.left), np.searchsorted(places, pairs.right)
    swapped = items[ends[0]] > items[ends[1]]
    left, right = np.where(swapped, ends[1], ends[0]), np.where(swapped, ends[0], ends[1])
    parts = (slice(start, start + BATCH) for start in range(0, len(left), BATCH))
    found = [weights(pairs.model, evidence, left[part], right[part]) for part in parts]
    log_odds = np.concatenate([np.zeros(0), *found])
    columns = {
        "a": items[left].astype(np.int32),
        "b": items[right].astype(np.int32),
        "weight": np.maximum(log_odds, LEAST_LOG_ODDS).astype(np.float32),
    }
    return len(log_odds), pa.table(columns)


@dataclass(frozen=True)
class _Part:
    """Pairs of one tile, by their left places."""

    tile: int
    low: int
    high: int


def _deal_out(store: Store) -> None:
    """Fill the temporary table `dealt`: each pair of `compared` once, those of a tile together, by their left places.

    And `laid_out`: the evidence of their items, in the order of the days of their events.
    """
    # Of more pairs than items, nearly all items are needed: finding out which takes longer than laying out the others.
    many = "SELECT (SELECT count(*) FROM compared) > (SELECT count(*) FROM items)"
    store.execute(_PLACES.format("" if store.rows(many)[0][0] else _NEEDED))
    store.execute(_LAID_OUT)
    (items,) = store.rows("SELECT count(*) FROM places")[0]
    store.execute(_DEALT.replace("$tile", str(TILE)).replace("$across", str(int(items) // TILE + 1)))


def _parts(store: Store) -> Iterator[_Part]:
    """Parts of up to `PAIRS` pairs each (more only where one item has more)."""
    tiles, left, counts = _columns(
        store.arrow("SELECT tile, a, count(*) FROM dealt GROUP BY tile, a ORDER BY tile, a"), 3
    )
    for tile in np.unique(tiles):
        inside = slice(*np.searchsorted(tiles, [tile, tile + 1]))
        batches = np.cumsum(counts[inside]) // PAIRS
        for batch in np.unique(batches):
            items = left[inside][batches == batch]
            yield _Part(int(tile), int(items[0]), int(items[-1]))


def _compared(store: Store, part: _Part, model: LinkModel, background: Background) -> Compared:
    """The pairs of a part, with what is needed to weigh them."""
    query = "SELECT a, b FROM dealt WHERE tile = ? AND a BETWEEN ? AND ? ORDER BY a, b"
    left, right = _columns(store.arrow(query, [part.tile, part.low, part.high]), 2)
    vectors = store.of_items("laid_out", np.unique(np.concatenate([left, right])), by="place")
    return Compared(left, right, vectors, model, background)


def weights(model: LinkModel, evidence: Collection, left: Rows, right: Rows) -> Numbers:
    """The log-odds of pairs of rows, the same for a pair whatever stands beside it."""
    found: Numbers = np.round(model.log_odds(features(evidence, left, right)), DECIMALS)
    return found


def evidence_of_items(store: Store, items: NDArray[np.integer], background: Background) -> Collection:
    """The evidence of items, one row each, in the order of their numbers."""
    return read_collection(store.of_items("vectors", items), background)


def _columns(table: pa.Table, count: int) -> tuple[NDArray[np.int64], ...]:
    return tuple(table.column(at).to_numpy().astype(np.int64) for at in range(count))
