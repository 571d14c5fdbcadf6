"""Crowds: items that stand together in large blocks, of which not all pairs were compared.

A pair that was not compared speaks against a link, for it shares next to nothing; but of a crowd it was left out for
want of time and says nothing. An incident with hundreds of reports fills several large blocks, one for each of its
words, and no two reports share all of them. So blocks whose items are mostly the same are one crowd, and an item is of
the crowd that most of its blocks are of. How alike two blocks are is told by the first items of each in their fixed
order (bottom sketches, Cohen and Kaplan 2007).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from dateline.linking.blocking import Kind
from dateline.linking.store import Store

KINDS: Final = (Kind.COPY, Kind.TERM_DAY)
"""Kinds of blocks whose items are so alike that they may be a crowd."""
SKETCH: Final = 16
"""So many first items stand for a block."""
ALIKE: Final = 10
"""Blocks that share so many of these are one crowd: they have about half of all their items in common."""

# ruff: noqa: S608 (all that is put into statements here are numbers)
_LARGE: Final = f"kind IN ({', '.join(str(int(kind)) for kind in KINDS)}) AND size > most + 1"
_TIED: Final = f"""
WITH known AS (SELECT key, (row_number() OVER (ORDER BY key) - 1)::INTEGER AS position FROM
  (SELECT DISTINCT key FROM sketches))
SELECT k.position AS a, o.position AS b FROM sketches x JOIN sketches y ON y.item = x.item AND y.key > x.key
JOIN known k ON k.key = x.key JOIN known o ON o.key = y.key
GROUP BY ALL HAVING count(*) >= {ALIKE}
"""
_PLACED: Final = """
CREATE OR REPLACE TEMP TABLE crowd_of AS
SELECT item, crowd FROM crowding JOIN labels USING (key) GROUP BY item, crowd
QUALIFY row_number() OVER (PARTITION BY item ORDER BY count(*) DESC, crowd) = 1
"""
_MOVED: Final = """
CREATE OR REPLACE TEMP TABLE crowded AS
SELECT item FROM crowd_of n LEFT JOIN crowds o USING (item) WHERE n.crowd IS DISTINCT FROM o.crowd
"""


def gather(store: Store, first: int) -> None:
    """Take in the large blocks of the temporary table `members`, of items of which those from `first` on are new."""
    store.execute(
        f"""INSERT INTO crowding SELECT key, item FROM members
            WHERE {_LARGE} AND (item >= {first} OR key NOT IN (SELECT key FROM sketches))"""
    )
    store.execute(f"DELETE FROM sketches WHERE key IN (SELECT key FROM members WHERE {_LARGE})")
    store.execute(f"INSERT INTO sketches SELECT key, item FROM members WHERE {_LARGE} AND place <= {SKETCH}")


def place(store: Store) -> None:
    """Put every item of the blocks taken in into its crowd; fill the temporary table `crowded`: items that moved.

    A crowd is named by the smallest key of its blocks.
    """
    keys = store.arrow("SELECT DISTINCT key FROM sketches ORDER BY key")["key"].to_numpy()
    tied = store.arrow(_TIED)
    ends = [tied[name].to_numpy() for name in ("a", "b")]
    graph = csr_array((np.ones(len(ends[0]), dtype=np.int8), (ends[0], ends[1])), shape=(len(keys), len(keys)))
    crowds = _named(keys, graph)
    store.execute("CREATE OR REPLACE TEMP TABLE labels AS SELECT * FROM rows", rows=crowds)
    store.execute(_PLACED)
    store.execute(_MOVED)
    store.execute("DELETE FROM crowds")
    store.execute("INSERT INTO crowds SELECT * FROM crowd_of")


def _named(keys: NDArray[np.uint64], graph: csr_array) -> pa.Table:
    """For each key, which ascend, the first one of its component."""
    if not len(keys):
        return pa.table({"key": pa.array([], pa.uint64()), "crowd": pa.array([], pa.uint64())})
    _, labels = connected_components(graph, directed=False)
    _, first = np.unique(labels, return_index=True)
    return pa.table({"key": keys, "crowd": keys[first][labels]})
