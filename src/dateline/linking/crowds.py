"""Crowds: items that stand together in large blocks, of which not all pairs were compared.

A pair that was not compared speaks against a link, for it shares next to nothing; but of a crowd it was left out for
want of time and says nothing. An incident with hundreds of reports fills several large blocks, one for each of its
words, and no two reports share all of them. So blocks of mostly the same items are one crowd, and an item is of
the crowd that most of its blocks are of. All blocks of a crowd are near one of them, its leader, so that crowds do not
chain from day to day. How alike two blocks are is told by the first items of each in their fixed
order (bottom sketches, Cohen and Kaplan 2007).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dateline.linking.blocking import Kind
from dateline.linking.store import Store

KINDS: Final = (Kind.COPY, Kind.TERM_DAY)
"""Kinds of blocks whose items are so alike that they may be a crowd."""
SKETCH: Final = 16
"""So many first items stand for a block."""
ALIKE: Final = 10
"""Blocks that share so many of these are alike: they have about half of all their items in common."""
NEAR: Final = 3
"""A block is of a crowd where so many steps, each to a block that is alike, lead to it from the leader."""

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


def gather(store: Store, first: int) -> bool:
    """Take in the large blocks of the temporary table `members`, of items of which those from `first` on are new.

    Returns whether there are any.
    """
    if not store.rows(f"SELECT 1 FROM members WHERE {_LARGE} LIMIT 1"):
        return False
    store.execute(
        f"""INSERT INTO crowding SELECT key, item FROM members
            WHERE {_LARGE} AND (item >= {first} OR key NOT IN (SELECT key FROM sketches))"""
    )
    store.execute(f"DELETE FROM sketches WHERE key IN (SELECT key FROM members WHERE {_LARGE})")
    store.execute(f"INSERT INTO sketches SELECT key, item FROM members WHERE {_LARGE} AND place <= {SKETCH}")
    return True


def place(store: Store) -> None:
    """Put every item of the blocks taken in into its crowd; fill the temporary table `crowded`: items that moved.

    A crowd is named by the key of its leader.
    """
    keys = store.arrow("SELECT DISTINCT key FROM sketches ORDER BY key")["key"]
    tied = store.arrow(f"{_TIED} ORDER BY ALL")
    leaders = _leaders(len(keys), tied["a"].to_numpy(), tied["b"].to_numpy())
    labels = pa.table({"key": keys, "crowd": keys.take(pa.array(leaders))})
    store.execute("CREATE OR REPLACE TEMP TABLE labels AS SELECT * FROM rows", rows=labels)
    store.execute(_PLACED)
    store.execute(_MOVED)
    store.execute("DELETE FROM crowds")
    store.execute("INSERT INTO crowds SELECT * FROM crowd_of")


def _leaders(count: int, left: NDArray[np.int32], right: NDArray[np.int32]) -> NDArray[np.int64]:
    """For each block its leader: the first block that has none leads all near it that have none, itself included.

    `left` and `right` are pairs of blocks that are alike; near are those up to `NEAR` such pairs away.
    """
    beside: list[list[int]] = [[] for _ in range(count)]
    for a, b in zip(left.tolist(), right.tolist(), strict=True):
        beside[a].append(b)
        beside[b].append(a)
    leaders = np.full(count, -1)
    for leader in range(count):
        if leaders[leader] < 0:
            leaders[leader] = leader
            reached = [leader]
            for _ in range(NEAR):
                reached = [other for block in reached for other in beside[block] if leaders[other] < 0]
                leaders[reached] = leader
                reached = list(dict.fromkeys(reached))
    return leaders
