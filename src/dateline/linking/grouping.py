"""From weighed pairs to groups of items: only what new items, pairs or decisions touch is grouped anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from dateline.linking.clustering import Constraints, cluster
from dateline.linking.store import Store

PAIRS: Final = 3_000_000
"""Pairs that are held at a time (more only where one component has more)."""

Numbers = NDArray[np.int64]
_DECIDED: Final = """
CREATE OR REPLACE TEMP TABLE decided AS
SELECT l.item AS a, r.item AS b, d.same, d.number
FROM (SELECT * FROM decisions QUALIFY row_number() OVER (
        PARTITION BY left_report, left_event, right_report, right_event ORDER BY number DESC) = 1) d
JOIN items l ON l.report = d.left_report AND l.event = d.left_event
JOIN items r ON r.report = d.right_report AND r.event = d.right_event
"""
_TOUCHED: Final = """
CREATE OR REPLACE TEMP TABLE touched AS
WITH ends AS (
  SELECT unnest([a, b]) AS item FROM weighed WHERE weight > $least
  UNION SELECT unnest([a, b]) FROM lost
  UNION SELECT item FROM crowded
  UNION SELECT unnest([a, b]) FROM decided WHERE number > $decided
)
SELECT item FROM membership WHERE component IN (
  SELECT component FROM membership WHERE item IN (SELECT item FROM ends UNION SELECT unnest([a, b]) FROM decided
    WHERE a >= $first OR b >= $first))
UNION SELECT item FROM items WHERE item >= $first
"""


_TIED: Final = """
CREATE OR REPLACE TEMP TABLE tied AS
WITH located AS MATERIALIZED (
  SELECT x.component, x.position AS a, p.b, p.weight FROM pairs p JOIN placed x ON x.item = p.a
)
SELECT l.component, l.a, y.position AS b, l.weight
FROM located l JOIN placed y ON y.item = l.b AND y.component = l.component
ORDER BY l.component
"""
"""One end of each pair after the other: both at once, DuckDB may join the items of a component with each other."""


@dataclass(frozen=True)
class Component:
    """Items that positive weights connect, in their fixed order, and all that bears on them; pairs by position."""

    items: Numbers
    left: Numbers
    right: Numbers
    weights: NDArray[np.float64]
    constraints: Constraints


def regroup(store: Store, first: int, lift: float) -> int:
    """Group the items from number `first` on, and those whose groups they may change.

    Fills the temporary table `grouped` (item, component, grp); both numbers are items. A pair speaks for a link where
    its weight and `lift` are positive. Returns how many items were grouped.
    """
    store.execute(_DECIDED)
    touched = _TOUCHED.replace("$least", str(-lift)).replace("$first", str(first))
    store.execute(touched.replace("$decided", str(store.number("decided"))))
    nodes = store.arrow("SELECT t.item FROM touched t JOIN items i USING (item) ORDER BY i.rank")["item"].to_numpy()
    labels = _label(store, nodes, lift)
    store.execute("CREATE OR REPLACE TEMP TABLE grouped (item INTEGER, component INTEGER, grp INTEGER)")
    if not len(nodes):
        return 0
    placed = pa.table({"item": nodes, "component": labels, "position": np.arange(len(nodes), dtype=np.int32)})
    store.execute("CREATE OR REPLACE TEMP TABLE placed AS SELECT * FROM rows", rows=placed)
    groups = nodes.copy()
    for component in _components(store, labels):
        found = _groups(component, lift)
        groups[component.items] = nodes[component.items[found]]
    # The first node of a component gives its number.
    _, at = np.unique(labels, return_index=True)
    rows = pa.table({"item": nodes, "component": nodes[at][labels], "grp": groups})
    store.execute("INSERT INTO grouped SELECT * FROM rows", rows=rows)
    return len(nodes)


def _label(store: Store, nodes: Numbers, lift: float) -> NDArray[np.int32]:
    """For each node, in the order given, the number of its component; components in the order of their first node."""
    ties = store.arrow(
        """SELECT a, b FROM pairs SEMI JOIN touched ON touched.item = a WHERE weight > ?
           UNION ALL SELECT a, b FROM decided SEMI JOIN touched ON touched.item = a WHERE same""",
        [-lift],
    )
    order = np.argsort(nodes)
    ends = [order[np.searchsorted(nodes, ties[name].to_numpy(), sorter=order)] for name in ("a", "b")]
    graph = csr_array((np.ones(len(ends[0]), dtype=np.int8), (ends[0], ends[1])), shape=(len(nodes), len(nodes)))
    _, labels = connected_components(graph, directed=False)
    _, first = np.unique(labels, return_index=True)
    numbers = np.empty(len(first), dtype=np.int32)
    numbers[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
    found: NDArray[np.int32] = numbers[labels]
    return found


def _components(store: Store, labels: NDArray[np.int32]) -> Iterator[Component]:
    """The components of two or more nodes; `items` are positions of nodes."""
    order = np.argsort(labels, kind="stable")
    starts = np.searchsorted(labels[order], np.arange(labels.max() + 2))
    store.execute(_TIED)
    counted = store.arrow("SELECT component, count(*) AS pairs FROM tied GROUP BY 1")
    pairs = np.zeros(labels.max() + 1, dtype=np.int64)
    pairs[counted["component"].to_numpy()] = counted["pairs"].to_numpy()
    held = _held(store, labels)
    batches = np.cumsum(pairs) // PAIRS
    for batch in np.unique(batches):
        inside = np.flatnonzero(batches == batch)
        low, high = int(inside[0]), int(inside[-1])
        found = store.arrow("SELECT * FROM tied WHERE component BETWEEN ? AND ? ORDER BY component", [low, high])
        of, a, b, weight = (found[name].to_numpy() for name in ("component", "a", "b", "weight"))
        bounds = np.searchsorted(of, np.arange(low, high + 2))
        for component in range(low, high + 1):
            items = order[starts[component] : starts[component + 1]]
            if len(items) > 1:
                part = slice(bounds[component - low], bounds[component - low + 1])
                one, other = np.searchsorted(items, a[part]), np.searchsorted(items, b[part])
                yield Component(
                    items,
                    np.minimum(one, other),
                    np.maximum(one, other),
                    weight[part].astype(np.float64),
                    held.get(component, items),
                )


@dataclass(frozen=True)
class _Held:
    """Constraints by component."""

    heads: Numbers
    crowds: dict[int, int]
    together: dict[int, list[tuple[int, int]]]
    apart: dict[int, list[tuple[int, int]]]

    def get(self, component: int, items: Numbers) -> Constraints:
        """Those of the items of a component, by their positions in it."""

        def local(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
            return [(int(np.searchsorted(items, a)), int(np.searchsorted(items, b))) for a, b in pairs]

        heads = self.heads[items]
        apart = local(self.apart.get(component, []))
        if len(np.unique(heads)) < len(heads):
            same = heads[:, None] == heads[None, :]
            apart += [(int(a), int(b)) for a, b in np.argwhere(np.triu(same, 1))]
        crowds = [self.crowds.get(int(item)) for item in items] if self.crowds else []
        return Constraints(local(self.together.get(component, [])), apart, crowds)


def _held(store: Store, labels: NDArray[np.int32]) -> _Held:
    heads = store.arrow("SELECT head FROM placed JOIN items USING (item) ORDER BY position")["head"].to_numpy()
    crowds = dict(
        store.rows(
            """SELECT p.position, min(k.key) FROM keys k JOIN crowds USING (key) JOIN placed p USING (item)
               GROUP BY 1"""
        )
    )
    found = _Held(heads, crowds, {}, {})
    for a, b, same in store.rows(
        """SELECT x.position, y.position, d.same FROM decided d JOIN placed x ON x.item = d.a
           JOIN placed y ON y.item = d.b WHERE x.component = y.component AND d.same IS NOT NULL ORDER BY 1, 2"""
    ):
        kept = found.together if same else found.apart
        kept.setdefault(int(labels[a]), []).append((min(a, b), max(a, b)))
    return found


def _groups(component: Component, lift: float) -> NDArray[np.int64]:
    """For each position of the component, the first position of its group."""
    count, held = len(component.items), component.constraints
    every = len(component.weights) == count * (count - 1) // 2
    if every and not held.apart and component.weights.min() + lift > 0:
        return np.zeros(count, dtype=np.int64)
    lifted = np.round(component.weights + lift, 4).tolist()
    pairs = zip(component.left.tolist(), component.right.tolist(), strict=True)
    return np.array(cluster(count, dict(zip(pairs, lifted, strict=True)), constraints=held), dtype=np.int64)
