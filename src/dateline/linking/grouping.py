"""From weighed pairs to groups of items: only what new items, pairs or decisions touch is grouped anew.

Pairs that speak for a link by chance tie most items of a large collection into one component. So groups are made level
by level: what joins with a mean above the highest of `FLOORS`, then those groups above the next, and so on, which gives
what one go would (see `dateline.linking.clustering`). On each level only the components of what is above its floor are
held in memory, and only groups that have changed, and those that these may join, are made again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dateline.linking.clustering import ABSENT, UNIT, Constraints
from dateline.linking.components import components, firsts
from dateline.linking.held import held_of
from dateline.linking.mutual import Ties, joined
from dateline.linking.store import FLOORS, Store
from dateline.linking.ties import fill_ties, forget_near, reach

TIES: Final = 2_000_000
"""Pairs of groups that are held at a time (more only where one component has more)."""

Numbers = NDArray[np.int64]
# ruff: noqa: S608 (all that is put into statements here are names of tables and numbers)
_DECIDED: Final = """
CREATE OR REPLACE TEMP TABLE decided AS
SELECT l.item AS a, r.item AS b, d.same, d.number
FROM (SELECT * FROM decisions QUALIFY row_number() OVER (
        PARTITION BY left_report, left_event, right_report, right_event ORDER BY number DESC) = 1) d
JOIN items l ON l.report = d.left_report AND l.event = d.left_event
JOIN items r ON r.report = d.right_report AND r.event = d.right_event
"""
_DIRTY: Final = """
CREATE OR REPLACE TEMP TABLE dirty AS
SELECT item FROM items WHERE item >= $first
UNION SELECT item FROM loosened
UNION SELECT item FROM crowded
UNION SELECT unnest([a, b]) FROM decided WHERE number > $decided OR a >= $first OR b >= $first
"""
_TOUCHED: Final = """
CREATE OR REPLACE TEMP TABLE touched AS
SELECT item FROM {former} WHERE old IN (SELECT old FROM {former} SEMI JOIN dirty USING (item))
UNION SELECT item FROM dirty
"""
_STIRRED: Final = """
CREATE OR REPLACE TEMP TABLE stirred AS
WITH before AS (
  SELECT old, count(*) AS size FROM {former} SEMI JOIN touched USING (item) GROUP BY old
), now AS (
  SELECT f.grp, count(*) AS size, count(DISTINCT o.old) AS olds, any_value(o.old) AS old, count(d.item) AS dirty
  FROM fresh f LEFT JOIN {former} o USING (item) LEFT JOIN dirty d USING (item) GROUP BY f.grp
)
SELECT f.item, s.grp FROM fresh f JOIN {source} s USING (item) JOIN now n ON n.grp = f.grp
LEFT JOIN before b ON b.old = n.old
WHERE n.dirty > 0 OR n.olds <> 1 OR b.size <> n.size
"""
_WIDER: Final = """
INSERT INTO touched SELECT item FROM {former} WHERE old IN (
  SELECT o.old FROM {former} o JOIN {source} s USING (item) WHERE s.grp IN (SELECT grp FROM reached)
) AND item NOT IN (SELECT item FROM touched)
"""
_FRESH: Final = """
INSERT INTO fresh
SELECT r.item, n.grp, n.component FROM region r JOIN {source} s USING (item) JOIN fresh_groups n ON n.old = s.grp
"""
_NEW: Final = "SELECT item FROM touched EXCEPT SELECT item FROM fresh"
_REGION: Final = """
CREATE OR REPLACE TEMP TABLE region AS
SELECT item FROM fresh WHERE component IN (
  SELECT f.component FROM fresh f JOIN {source} s USING (item) WHERE s.grp IN (SELECT grp FROM reached))
UNION SELECT item FROM ({new})
"""
_MOVED: Final = """
CREATE OR REPLACE TEMP TABLE moved AS
SELECT f.item, f.grp AS now, o.grp AS before FROM fresh f LEFT JOIN {stored} o USING (item)
WHERE o.grp IS DISTINCT FROM f.grp
"""


@dataclass(frozen=True)
class Part:
    """Groups that means above a floor connect, by position in their fixed order, and all that bears on them."""

    groups: Numbers
    ties: Ties
    held: Constraints


def regroup(store: Store, first: int, lift: float) -> int:
    """Group the items from number `first` on, and those whose groups they may change.

    Fills the temporary table `grouped` (item, grp); both numbers are items. A pair speaks for a link where
    its weight and `lift` are positive. Returns how many items were grouped.
    """
    store.execute(_DECIDED)
    store.execute(_DIRTY.replace("$first", str(first)).replace("$decided", str(store.number("decided"))))
    forget_near(store)
    source = "(SELECT item, item AS grp FROM items)"
    for level, floor in enumerate(FLOORS):
        stored = f"level{level}" if level < len(FLOORS) - 1 else ""
        former = (
            f"(SELECT item, grp AS old FROM {stored})" if stored else "(SELECT item, incident AS old FROM membership)"
        )
        _regroup(store, source, former, floor, lift)
        if stored:
            _keep(store, stored)
            source = stored
    forget_near(store)
    store.execute("CREATE OR REPLACE TEMP TABLE grouped AS SELECT item, grp FROM fresh")
    return int(store.rows("SELECT count(*) FROM grouped")[0][0])


def _regroup(store: Store, source: str, former: str, floor: float, lift: float) -> None:
    """Fill the temporary table `fresh` (item, grp) with the groups of a level that are not as they were, and others.

    Groups that held no dirty item and that no changed group may join are as they were: which groups join depends on
    the weights inside them alone, and what joins at which mean does not depend on the rest. So the former groups with
    dirty items are made anew, and again with all that those which came out changed may join, until there is no more.
    What is made again are the components that hold something added, which no other component may join.
    """
    store.execute(_TOUCHED.format(former=former))
    store.execute(f"CREATE OR REPLACE TEMP TABLE stirred AS SELECT s.* FROM {source} s SEMI JOIN touched USING (item)")
    store.execute("CREATE OR REPLACE TEMP TABLE checked (grp INTEGER)")
    store.execute("CREATE OR REPLACE TEMP TABLE fresh (item INTEGER, grp INTEGER, component INTEGER)")
    _widen(store, source, former, floor, lift)
    store.execute("CREATE OR REPLACE TEMP TABLE region AS SELECT item FROM touched")
    while True:
        _group(store, source, floor, lift)
        store.execute(_STIRRED.format(source=source, former=former))
        if not _widen(store, source, former, floor, lift):
            return
        store.execute(f"CREATE OR REPLACE TEMP TABLE stirred AS SELECT s.* FROM {source} s WHERE s.item IN ({_NEW})")
        reach(store, source, floor, lift)
        store.execute(_REGION.format(source=source, new=_NEW))
        store.execute("DELETE FROM fresh WHERE item IN (SELECT item FROM region)")


def _widen(store: Store, source: str, former: str, floor: float, lift: float) -> bool:
    """Add to `touched` the former groups that those of `stirred` may join; returns whether there are any.

    What a group may join stays the same on a level, so groups in the temporary table `checked` are passed over.
    """
    count = "SELECT count(*) FROM {}"
    ((touched,),) = store.rows(count.format("touched"))
    if touched == store.rows(count.format("items"))[0][0]:
        return False
    store.execute("DELETE FROM stirred WHERE grp IN (SELECT grp FROM checked)")
    store.execute("INSERT INTO checked SELECT DISTINCT grp FROM stirred")
    reach(store, source, floor, lift)
    store.execute(_WIDER.format(source=source, former=former))
    return bool(store.rows(count.format("touched"))[0][0] > touched)


def _keep(store: Store, stored: str) -> None:
    """Keep the groups of a level; the items of those that are not as they were are dirty on the next."""
    store.execute(_MOVED.format(stored=stored))
    changed = "SELECT now FROM moved UNION SELECT before FROM moved WHERE before IS NOT NULL"
    store.execute(
        f"""CREATE OR REPLACE TEMP TABLE dirty AS
            SELECT item FROM dirty UNION SELECT item FROM fresh WHERE grp IN ({changed})"""
    )
    store.execute(f"DELETE FROM {stored} WHERE item IN (SELECT item FROM fresh)")
    store.execute(f"INSERT INTO {stored} SELECT item, grp FROM fresh")


def _group(store: Store, source: str, floor: float, lift: float) -> None:
    """Add to the temporary table `fresh` (item, grp, component) the items of `region`, whose groups join."""
    groups = store.arrow(
        f"""WITH inside AS (SELECT s.grp, count(*)::INTEGER AS size, count(c.item)::INTEGER AS crowded
              FROM region t JOIN {source} s USING (item) LEFT JOIN crowds c USING (item) GROUP BY s.grp)
            SELECT n.*, i.rank FROM inside n JOIN items i ON i.item = n.grp ORDER BY i.rank"""
    )
    nodes, sizes, names = (groups[name].to_numpy() for name in ("grp", "size", "rank"))
    placed = groups.append_column("position", pa.array(np.arange(len(nodes), dtype=np.int32)))
    store.execute("CREATE OR REPLACE TEMP TABLE placed AS SELECT * FROM rows", rows=placed)
    store.execute(
        f"""CREATE OR REPLACE TEMP TABLE standing AS SELECT t.item, p.position
            FROM region t JOIN {source} s USING (item) JOIN placed p USING (grp)"""
    )
    fill_ties(store, lift)
    labels = _label(store, len(nodes), floor)
    into = np.arange(len(nodes))
    for part in _parts(store, labels):
        inside = part.groups
        into[inside] = inside[joined(sizes[inside], part.ties, names[inside], floor, part.held)]
    rows = pa.table({"old": nodes, "grp": nodes[into], "component": nodes[firsts(labels)]})
    store.execute(_FRESH.format(source=source), fresh_groups=rows)


def _label(store: Store, count: int, floor: float) -> NDArray[np.int32]:
    """For each group by position, the number of its component; components in the order of their first group."""
    # At most all pairs of crowded items are of one crowd: means are never higher than this.
    ties = store.arrow(
        """SELECT t.a, t.b FROM ties t JOIN placed x ON x.position = t.a JOIN placed y ON y.position = t.b
           WHERE t.excess > (? - ?) * (x.size::BIGINT * y.size) + ? * (x.crowded::BIGINT * y.crowded)
           UNION ALL SELECT x.position, y.position FROM decided d JOIN standing x ON x.item = d.a
           JOIN standing y ON y.item = d.b WHERE d.same""",
        [round(floor * UNIT), round(ABSENT * UNIT), round(ABSENT * UNIT)],
    )
    labels = components(count, ties["a"].to_numpy(), ties["b"].to_numpy())
    _, first = np.unique(labels, return_index=True)
    numbers = np.empty(len(first), dtype=np.int32)
    numbers[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
    found: NDArray[np.int32] = numbers[labels]
    return found


def _parts(store: Store, labels: NDArray[np.int32]) -> Iterator[Part]:
    """The components of two or more groups, together as far as they have no more than `TIES` pairs of groups."""
    if not len(labels):
        return
    order = np.argsort(labels, kind="stable")
    starts = np.searchsorted(labels[order], np.arange(labels.max() + 2))
    rows = pa.table({"position": np.arange(len(labels), dtype=np.int32), "component": labels})
    store.execute("CREATE OR REPLACE TEMP TABLE labelled AS SELECT * FROM rows", rows=rows)
    store.execute(
        """CREATE OR REPLACE TEMP TABLE tied AS
           WITH located AS MATERIALIZED (
             SELECT x.component, t.* FROM ties t JOIN labelled x ON x.position = t.a)
           SELECT l.* FROM located l JOIN labelled y ON y.position = l.b AND y.component = l.component
           ORDER BY l.component"""
    )
    counted = store.arrow("SELECT component, count(*) AS ties FROM tied GROUP BY 1")
    ties = np.zeros(labels.max() + 1, dtype=np.int64)
    ties[counted["component"].to_numpy()] = counted["ties"].to_numpy()
    held = held_of(store, labels)
    several = np.diff(starts) > 1
    batches = np.cumsum(ties) // TIES
    places = np.empty(len(labels), dtype=np.int64)
    for batch in np.unique(batches[several]):
        inside = np.flatnonzero(batches == batch)
        low, high = int(inside[0]), int(inside[-1])
        components = np.arange(low, high + 1)[several[low : high + 1]]
        groups = np.sort(np.concatenate([order[starts[one] : starts[one + 1]] for one in components]))
        query = "SELECT a, b, excess FROM tied WHERE component BETWEEN ? AND ?"
        found = store.arrow(query, [low, high])
        places[groups] = np.arange(len(groups))
        left, right = (places[found[name].to_numpy()] for name in ("a", "b"))
        yield Part(groups, Ties(left, right, found["excess"].to_numpy()), held.within(groups))
