"""Pairs of items that share a block, by joins, block by block.

In a large block some items, the pivots, are compared with all others, and these not among themselves: those whose
names' hashes come first (how many, see `dateline.linking.blocking.pivots`), and pairs that place and day tell apart are
left out (see `dateline.linking.whereabouts`). Which pairs are compared depends on the set of items alone: where new
items take the place of pivots, or make a small block large, pairs that were compared for those only are taken out.
"""

from __future__ import annotations

from typing import Final

from dateline.linking import crowds
from dateline.linking.blocking import FEWEST_PIVOTS, KIND_BITS, PIVOTS
from dateline.linking.store import Store
from dateline.linking.whereabouts import SMALL, apart_in_sql

ROWS: Final = 6_000_000
"""Keys that are dealt with at a time: bounds memory."""
# ruff: noqa: S608 (all that is put into statements here are numbers)
_KIND: Final = f"(k.key & {(1 << KIND_BITS) - 1})::UTINYINT"


def _pivots(size: str, most: str = "most") -> str:
    """The rule of `dateline.linking.blocking.pivots` as an expression."""
    fewer = f"greatest(least({most}, {FEWEST_PIVOTS}), {most} * {most} // {size})"
    return f"(CASE WHEN {size} <= {most} + 1 THEN {most} ELSE {fewer} END)"


_MEMBERS: Final = f"""
CREATE OR REPLACE TEMP TABLE members AS
WITH busy AS (
  SELECT key FROM {{keys}} WHERE key % $parts = $part GROUP BY key HAVING count(*) > 1 AND max(item) >= $first
)
SELECT *, {_pivots("size")} AS pivots, {_pivots("size_before")} AS pivots_before
FROM (
  SELECT k.key, k.item, i.head, i.role, i.regions, i.towns, i.nights, l.kind, l.pivots AS most,
         row_number() OVER (PARTITION BY k.key ORDER BY i.rank) AS place, {{before}},
         count(*) OVER (PARTITION BY k.key) AS size
  FROM {{keys}} k JOIN busy USING (key) JOIN items i USING (item) JOIN limits l ON l.kind = {_KIND}
)
"""
_BEFORE: Final = """
  row_number() OVER (PARTITION BY k.key, k.item >= $first ORDER BY i.rank) AS place_before,
  count(*) FILTER (k.item < $first) OVER (PARTITION BY k.key) AS size_before
"""
_NONE_BEFORE: Final = "0 AS place_before, 0 AS size_before"
_FRESH: Final = """
CREATE OR REPLACE TEMP TABLE fresh_keys AS
SELECT * FROM keys SEMI JOIN (SELECT DISTINCT key FROM keys WHERE item >= $first) USING (key)
"""
_COMPARED: Final = f"""
INSERT INTO compared
SELECT DISTINCT least(p.item, m.item), greatest(p.item, m.item)
FROM members p JOIN members m ON p.key = m.key
WHERE p.place <= p.pivots AND m.place > p.place AND p.head <> m.head AND p.role * m.role <> 2
  AND (p.item >= $first OR m.item >= $first) AND NOT {apart_in_sql("p.kind", "p.size", "p", "m")}
"""
_LOST: Final = f"""
INSERT INTO lost
SELECT DISTINCT least(o.item, m.item), greatest(o.item, m.item)
FROM members o JOIN members m ON o.key = m.key
WHERE o.item < $first AND o.place_before <= o.pivots_before AND o.place > o.pivots
  AND m.item < $first AND m.place > m.pivots AND m.item <> o.item AND o.head <> m.head
  AND NOT {apart_in_sql("o.kind", "o.size_before", "o", "m")}
"""
_TOLD_APART: Final = f"""
INSERT INTO lost
SELECT DISTINCT o.item, m.item
FROM members o JOIN members m ON o.key = m.key AND m.item > o.item
WHERE o.size > {SMALL} AND o.size_before <= {SMALL} AND m.item < $first AND o.head <> m.head
  AND {apart_in_sql("o.kind", "o.size", "o", "m")}
"""
"""Pairs of blocks that were small."""
_COMMON: Final = """
CREATE OR REPLACE TEMP TABLE common AS
WITH theirs AS MATERIALIZED (
  SELECT * FROM keys SEMI JOIN (SELECT a AS item FROM lost UNION SELECT b FROM lost) USING (item)
)
SELECT l.a, l.b, x.key FROM lost l JOIN theirs x ON x.item = l.a JOIN theirs y ON y.item = l.b AND y.key = x.key
"""
_SIZES: Final = f"""
CREATE OR REPLACE TEMP TABLE sizes AS
WITH counted AS (
  SELECT key, count(*) AS size FROM keys SEMI JOIN (SELECT DISTINCT key FROM common) USING (key) GROUP BY key
)
SELECT k.key, k.size, l.kind, l.pivots AS most FROM counted k JOIN limits l ON l.kind = {_KIND}
"""
_IN_SMALL: Final = f"""
SELECT c.a, c.b FROM common c JOIN sizes s USING (key) JOIN items x ON x.item = c.a JOIN items y ON y.item = c.b
WHERE s.size <= s.most + 1 AND NOT {apart_in_sql("s.kind", "s.size", "x", "y")}
"""
_AT_PIVOTS: Final = f"""
WITH last AS (
  SELECT s.key, any_value(s.kind) AS kind, any_value(s.size) AS size,
         list_extract(min(i.rank, {max(PIVOTS.values())}), any_value({_pivots("s.size", "s.most")})) AS rank
  FROM sizes s JOIN keys k USING (key) JOIN items i USING (item)
  WHERE s.key IN (SELECT key FROM common) GROUP BY s.key
)
SELECT c.a, c.b FROM common c JOIN last USING (key) JOIN items x ON x.item = c.a JOIN items y ON y.item = c.b
WHERE least(x.rank, y.rank) <= last.rank AND NOT {apart_in_sql("last.kind", "last.size", "x", "y")}
"""


def find_pairs(store: Store, first: int) -> tuple[int, int]:
    """Fill the temporary tables `compared` and `lost` (pairs a < b) and `crowded` (items) for items from `first` on.

    `compared` may hold a pair several times. `lost` holds pairs of older items that are not compared any more, and
    `crowded` the items that stand in another crowd than before (see `dateline.linking.crowds`). Returns how many of
    the blocks that have new items are too large, and how many items the largest of them has.
    """
    store.execute("CREATE OR REPLACE TEMP TABLE compared (a INTEGER, b INTEGER)")
    store.execute("CREATE OR REPLACE TEMP TABLE lost (a INTEGER, b INTEGER)")
    keys = "fresh_keys" if first else "keys"
    if first:
        store.execute(_FRESH.replace("$first", str(first)))
    (size,) = store.rows(f"SELECT count(*) FROM {keys}")[0]
    parts = max(1, -(-int(size) // ROWS))
    blocks, largest, gathered = 0, 0, False
    for part in range(parts):
        members = _MEMBERS.format(keys=keys, before=_BEFORE if first else _NONE_BEFORE)
        for name, value in (("$parts", parts), ("$part", part), ("$first", first)):
            members = members.replace(name, str(value))
        store.execute(members)
        store.execute(_COMPARED.replace("$first", str(first)))
        large = "SELECT count(DISTINCT key), coalesce(max(size), 0) FROM members WHERE size > most + 1"
        blocks, largest = blocks + store.rows(large)[0][0], max(largest, store.rows(large)[0][1])
        gathered |= crowds.gather(store, first)
        if first:
            for lost in (_LOST, _TOLD_APART):
                store.execute(lost.replace("$first", str(first)))
    store.execute("DROP TABLE members")
    if gathered:
        crowds.place(store)
    else:
        store.execute("CREATE OR REPLACE TEMP TABLE crowded (item INTEGER)")
    store.execute("CREATE OR REPLACE TEMP TABLE lost AS SELECT DISTINCT a, b FROM lost")
    if store.rows("SELECT 1 FROM lost LIMIT 1"):
        _find_again(store)
    return blocks, largest


def _find_again(store: Store) -> None:
    """Take out of the temporary table `lost` the pairs that are compared for another block that they share."""
    store.execute(_COMMON)
    store.execute(_SIZES)
    for found in (_IN_SMALL, _AT_PIVOTS):  # most are in a small block: the members of large ones are seldom asked for
        store.execute(f"CREATE OR REPLACE TEMP TABLE found AS {found}")
        for table in ("lost", "common"):
            store.execute(f"DELETE FROM {table} WHERE (a, b) IN (SELECT a, b FROM found)")
