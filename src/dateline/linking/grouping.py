"""From weighed pairs to groups of items: only what new items, pairs or decisions touch is grouped anew.

Pairs that speak for a link by chance tie most items of a large collection into one component. So groups are made level
by level: what joins with a mean above the highest of `FLOORS`, then those groups above the next, and so on, which gives
what one go would (see `dateline.linking.clustering`). On each level only the components of what is above its floor are
held in memory, and only those that have changed are gone through again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from dateline.linking.clustering import ABSENT, UNIT, Constraints, contract
from dateline.linking.held import held_of
from dateline.linking.store import FLOORS, Store
from dateline.linking.ties import fill_ties, near_groups

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
UNION SELECT unnest([a, b]) FROM lost
UNION SELECT item FROM crowded
UNION SELECT unnest([a, b]) FROM decided WHERE number > $decided OR a >= $first OR b >= $first
"""
_TOUCHED: Final = """
CREATE OR REPLACE TEMP TABLE touched AS
SELECT item FROM {stored} WHERE component IN (SELECT component FROM {stored} SEMI JOIN near USING (item))
UNION SELECT item FROM near
"""
_FRESH: Final = """
CREATE OR REPLACE TEMP TABLE fresh AS
SELECT t.item, n.component, n.grp FROM touched t JOIN {source} s USING (item) JOIN fresh_groups n ON n.old = s.grp
"""
_MOVED: Final = """
CREATE OR REPLACE TEMP TABLE moved AS
SELECT f.item, f.grp AS now, o.grp AS before FROM fresh f LEFT JOIN {stored} o USING (item)
WHERE o.grp IS DISTINCT FROM f.grp
"""


@dataclass(frozen=True)
class Component:
    """Groups that means above a floor connect, by position in their fixed order, and all that bears on them."""

    groups: Numbers
    sizes: Numbers
    left: Numbers
    right: Numbers
    excess: Numbers
    held: Constraints


def regroup(store: Store, first: int, lift: float) -> int:
    """Group the items from number `first` on, and those whose groups they may change.

    Fills the temporary table `grouped` (item, component, grp); both numbers are items. A pair speaks for a link where
    its weight and `lift` are positive. Returns how many items were grouped.
    """
    store.execute(_DECIDED)
    store.execute(_DIRTY.replace("$first", str(first)).replace("$decided", str(store.number("decided"))))
    source = "(SELECT item, item AS grp FROM items)"
    for level, floor in enumerate(FLOORS):
        last = level == len(FLOORS) - 1
        stored = "membership" if last else f"level{level}"
        near_groups(store, source, floor, lift)
        store.execute(_TOUCHED.format(stored=stored))
        _group(store, source, floor, lift)
        if not last:
            _keep(store, stored)
            source = stored
    store.execute("CREATE OR REPLACE TEMP TABLE grouped AS SELECT * FROM fresh")
    return int(store.rows("SELECT count(*) FROM grouped")[0][0])


def _keep(store: Store, stored: str) -> None:
    """Keep the groups of a level; the items of those that are not as they were are dirty on the next."""
    store.execute(_MOVED.format(stored=stored))
    changed = "SELECT now FROM moved UNION SELECT before FROM moved WHERE before IS NOT NULL"
    store.execute(
        f"""CREATE OR REPLACE TEMP TABLE dirty AS
            SELECT item FROM dirty UNION SELECT item FROM fresh WHERE grp IN ({changed})"""
    )
    store.execute(f"DELETE FROM {stored} WHERE item IN (SELECT item FROM fresh)")
    store.execute(f"INSERT INTO {stored} SELECT * FROM fresh")


def _group(store: Store, source: str, floor: float, lift: float) -> None:
    """Fill the temporary table `fresh` (item, component, grp): the touched items, whose groups join above the floor."""
    groups = store.arrow(
        f"""WITH inside AS (SELECT s.grp, count(*)::INTEGER AS size, count(c.item)::INTEGER AS crowded
              FROM touched t JOIN {source} s USING (item) LEFT JOIN crowds c USING (item) GROUP BY s.grp)
            SELECT n.* FROM inside n JOIN items i ON i.item = n.grp ORDER BY i.rank"""
    )
    nodes, sizes = (groups[name].to_numpy() for name in ("grp", "size"))
    placed = groups.append_column("position", pa.array(np.arange(len(nodes), dtype=np.int32)))
    store.execute("CREATE OR REPLACE TEMP TABLE placed AS SELECT * FROM rows", rows=placed)
    store.execute(
        f"""CREATE OR REPLACE TEMP TABLE standing AS SELECT t.item, p.position
            FROM touched t JOIN {source} s USING (item) JOIN placed p USING (grp)"""
    )
    fill_ties(store, lift)
    labels = _label(store, len(nodes), floor)
    joined = np.arange(len(nodes))
    for component in _components(store, labels, sizes):
        joined[component.groups] = component.groups[_joined(component, floor)]
    _, at = np.unique(labels, return_index=True)
    rows = pa.table({"old": nodes, "component": nodes[at][labels] if len(nodes) else nodes, "grp": nodes[joined]})
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
    ends = [ties[name].to_numpy() for name in ("a", "b")]
    graph = csr_array((np.ones(len(ends[0]), dtype=np.int8), (ends[0], ends[1])), shape=(count, count))
    _, labels = connected_components(graph, directed=False)
    _, first = np.unique(labels, return_index=True)
    numbers = np.empty(len(first), dtype=np.int32)
    numbers[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
    found: NDArray[np.int32] = numbers[labels]
    return found


def _components(store: Store, labels: NDArray[np.int32], sizes: Numbers) -> Iterator[Component]:
    """The components of two or more groups."""
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
    batches = np.cumsum(ties) // TIES
    for batch in np.unique(batches):
        inside = np.flatnonzero(batches == batch)
        low, high = int(inside[0]), int(inside[-1])
        found = store.arrow("SELECT * FROM tied WHERE component BETWEEN ? AND ? ORDER BY component", [low, high])
        of, a, b, excess = (found[name].to_numpy() for name in ("component", "a", "b", "excess"))
        bounds = np.searchsorted(of, np.arange(low, high + 2))
        for component in range(low, high + 1):
            groups = order[starts[component] : starts[component + 1]]
            if len(groups) > 1:
                part = slice(bounds[component - low], bounds[component - low + 1])
                left, right = np.searchsorted(groups, a[part]), np.searchsorted(groups, b[part])
                yield Component(groups, sizes[groups], left, right, excess[part], held.within(component, groups))


def _joined(component: Component, floor: float) -> Numbers:
    """For each group of the component, by its place in it, the first group that it joins."""
    count, sizes = len(component.groups), component.sizes
    pairs = sizes[component.left] * sizes[component.right]
    every = len(pairs) == count * (count - 1) // 2
    if every and not component.held.apart and (component.excess > (floor - ABSENT) * UNIT * pairs).all():
        return np.zeros(count, dtype=np.int64)
    ties = zip(component.left.tolist(), component.right.tolist(), strict=True)
    excess = zip(ties, component.excess.tolist(), strict=True)
    return np.array(contract(sizes.tolist(), excess, floor=floor, constraints=component.held), dtype=np.int64)
