"""What the weights cannot overrule in the groups that are made: decisions, events of one report, crowds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dateline.linking.clustering import Constraints, Pair
from dateline.linking.store import Store

Numbers = NDArray[np.int64]
_HEADS: Final = """
WITH several AS (
  SELECT s.position, i.head FROM standing s JOIN items i USING (item)
  QUALIFY count(*) OVER (PARTITION BY i.head) > 1
)
SELECT DISTINCT least(x.position, y.position), greatest(x.position, y.position), false
FROM several x JOIN several y USING (head) WHERE x.position < y.position
"""
_DECIDED: Final = """
SELECT least(x.position, y.position), greatest(x.position, y.position), d.same
FROM decided d JOIN standing x ON x.item = d.a JOIN standing y ON y.item = d.b
WHERE x.position <> y.position AND d.same IS NOT NULL
"""
_CROWDS: Final = "SELECT s.position, c.crowd, count(*) FROM standing s JOIN crowds c USING (item) GROUP BY ALL"


@dataclass(frozen=True)
class Held:
    """Constraints as pairs of groups by position, and the crowds of the groups that have any."""

    together: Numbers
    apart: Numbers
    crowds: dict[int, dict[int, int]]

    def within(self, groups: Numbers) -> Constraints:
        """Those of some groups, whose positions ascend, by their places among these."""
        crowds = [self.crowds.get(group, {}) for group in groups.tolist()] if self.crowds else []
        return Constraints(_placed(self.together, groups), _placed(self.apart, groups), crowds if any(crowds) else ())


def _placed(pairs: Numbers, groups: Numbers) -> list[Pair]:
    inside = np.isin(pairs, groups).all(axis=1)
    return [(a, b) for a, b in np.searchsorted(groups, pairs[inside]).tolist()]


def held_of(store: Store, labels: NDArray[np.int32]) -> Held:
    """What holds of the items of the temporary table `standing`; `labels`: the component of each position."""
    crowds: dict[int, dict[int, int]] = {}
    for position, key, count in store.rows(_CROWDS):
        crowds.setdefault(position, {})[key] = count
    found: dict[bool, list[Pair]] = {True: [], False: []}
    for query in (_HEADS, _DECIDED):
        for a, b, same in sorted(store.rows(query)):
            if labels[a] == labels[b]:
                found[same].append((a, b))
    together, apart = (np.array(found[same], dtype=np.int64).reshape(-1, 2) for same in (True, False))
    return Held(together, apart, crowds)
