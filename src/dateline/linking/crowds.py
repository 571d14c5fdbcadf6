"""Crowds: items that stand together in large blocks, of which not all pairs were compared.

A pair that was not compared speaks against a link, for it shares next to nothing; but of a crowd it was left out for
want of time and says nothing. An incident with hundreds of reports fills several large blocks, one for each of its
words, and no two reports share all of them. So blocks of mostly the same items on the same day are one crowd, whether
they are alike themselves or by way of others; then a crowd that is within another of that day (see `INSIDE`) is one
with it. An item is of the crowd that most of its blocks are of. Blocks stand for two nights, and without days those of
a long story would all be one crowd. How alike two blocks are, and of which day (the median of the first days that their
items tell), is told by the first items of each in their fixed order (bottom sketches, Cohen and Kaplan 2007).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dateline.linking.blocking import Kind
from dateline.linking.components import components, firsts
from dateline.linking.store import Store

KINDS: Final = (Kind.COPY, Kind.TERM_DAY)
"""Kinds of blocks whose items are so alike that they may be a crowd."""
SKETCH: Final = 16
"""So many first items stand for a block."""
ALIKE: Final = 10
"""Blocks that share so many of these are alike: they have about half of all their items in common."""
INSIDE: Final = 0.9
"""A crowd is within another where this share of its items stands in blocks of the other, and in more than in its own.

One of two incidents that share a word is not within that word's block: it has more words of its own.
"""

# ruff: noqa: S608 (all that is put into statements here are numbers)
_LARGE: Final = f"kind IN ({', '.join(str(int(kind)) for kind in KINDS)}) AND size > most + 1"
_DATED: Final = """
CREATE OR REPLACE TEMP TABLE dated AS
SELECT s.key, quantile_disc(coalesce(v.days[1]::INTEGER, v.published, 0), 0.5) AS day
FROM sketches s SEMI JOIN regathered USING (key) JOIN vectors v USING (item) GROUP BY s.key
"""
_DAYS: Final = """
CREATE OR REPLACE TEMP TABLE days AS
SELECT day FROM crowd_blocks SEMI JOIN regathered USING (key) UNION SELECT day FROM dated
"""
_BLOCKS: Final = """
CREATE OR REPLACE TEMP TABLE blocks AS
SELECT key, day, (row_number() OVER (ORDER BY key) - 1)::INTEGER AS position
FROM crowd_blocks SEMI JOIN days USING (day)
"""
_TIED: Final = f"""
WITH sketched AS MATERIALIZED (SELECT s.item, b.position, b.day FROM sketches s JOIN blocks b USING (key))
SELECT x.position AS a, y.position AS b
FROM sketched x JOIN sketched y ON y.item = x.item AND y.day = x.day AND y.position > x.position
GROUP BY ALL HAVING count(*) >= {ALIKE}
"""
_STANDING: Final = """
CREATE OR REPLACE TEMP TABLE standing AS
WITH labelled AS (SELECT * FROM blocks JOIN labels USING (position))
SELECT item, crowd, day, count(*) AS blocks, count(*) OVER (PARTITION BY crowd) AS size
FROM crowding JOIN labelled USING (key) GROUP BY item, crowd, day
"""
_WITHIN: Final = f"""
SELECT x.crowd AS a, y.crowd AS b FROM standing x JOIN standing y ON y.item = x.item AND y.day = x.day
WHERE x.crowd <> y.crowd
GROUP BY x.crowd, y.crowd HAVING count(*) >= {INSIDE} * any_value(x.size) AND sum(y.blocks) > sum(x.blocks)
QUALIFY row_number() OVER (PARTITION BY x.crowd ORDER BY sum(y.blocks) DESC, y.crowd) = 1
"""
_NAMED: Final = """
CREATE OR REPLACE TEMP TABLE named_blocks AS
SELECT b.key, b.day, f.key AS crowd FROM blocks b JOIN labels l USING (position) JOIN blocks f ON f.position = l.crowd
"""
_PLACED: Final = """
CREATE OR REPLACE TEMP TABLE crowd_of AS
WITH theirs AS (
  SELECT c.item, b.crowd, count(*) AS blocks FROM crowding c SEMI JOIN standing USING (item)
  JOIN crowd_blocks b USING (key) GROUP BY ALL
), sizes AS (
  SELECT b.crowd, count(DISTINCT c.item) AS size FROM crowding c JOIN crowd_blocks b USING (key)
  WHERE b.crowd IN (SELECT crowd FROM theirs) GROUP BY b.crowd
)
SELECT item, crowd FROM theirs JOIN sizes USING (crowd)
QUALIFY row_number() OVER (PARTITION BY item ORDER BY blocks DESC, size DESC, crowd) = 1
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
    store.execute("CREATE TEMP TABLE IF NOT EXISTS regathered (key UBIGINT)")
    store.execute(f"INSERT INTO regathered SELECT DISTINCT key FROM members WHERE {_LARGE}")
    store.execute(
        f"""INSERT INTO crowding SELECT key, item FROM members
            WHERE {_LARGE} AND (item >= {first} OR key NOT IN (SELECT key FROM sketches))"""
    )
    store.execute(f"DELETE FROM sketches WHERE key IN (SELECT key FROM members WHERE {_LARGE})")
    store.execute(f"INSERT INTO sketches SELECT key, item FROM members WHERE {_LARGE} AND place <= {SKETCH}")
    return True


def place(store: Store) -> None:
    """Put the items of the blocks taken in into their crowds; fill the temporary table `crowded`: items that moved.

    Only blocks of days that have a block taken in since the last call, now or before, are looked at: a crowd is of one
    day. It is named by the smallest key of its blocks.
    """
    for statement in (_DATED, _DAYS, "DELETE FROM crowd_blocks WHERE key IN (SELECT key FROM regathered)"):
        store.execute(statement)
    store.execute("INSERT INTO crowd_blocks SELECT key, day, key FROM dated")
    store.execute(_BLOCKS)
    ((count,),) = store.rows("SELECT count(*) FROM blocks")
    crowds = _firsts(count, store.arrow(_TIED))
    _label(store, crowds)
    _label(store, _firsts(count, store.arrow(_WITHIN))[crowds])
    for statement in (
        _NAMED,
        "DELETE FROM crowd_blocks WHERE key IN (SELECT key FROM blocks)",
        "INSERT INTO crowd_blocks SELECT key, day, crowd FROM named_blocks",
        _PLACED,
        _MOVED,
        "DELETE FROM crowds WHERE item IN (SELECT item FROM crowd_of)",
        "INSERT INTO crowds SELECT * FROM crowd_of",
        "DROP TABLE regathered",
    ):
        store.execute(statement)


def _firsts(count: int, tied: pa.Table) -> NDArray[np.int64]:
    """For each block by position the first of those that `tied`, pairs `a` and `b`, connects it with."""
    return firsts(components(count, tied["a"].to_numpy(), tied["b"].to_numpy()))


def _label(store: Store, crowds: NDArray[np.int64]) -> None:
    """Fill the temporary table `standing` (item, crowd, day, blocks, size): crowds are named by position."""
    labels = pa.table({"position": np.arange(len(crowds), dtype=np.int32), "crowd": crowds.astype(np.int32)})
    store.execute("CREATE OR REPLACE TEMP TABLE labels AS SELECT * FROM rows", rows=labels)
    store.execute(_STANDING)
