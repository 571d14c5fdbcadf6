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
    """Constraints by component, as pairs of groups by position, and the crowds of the groups that have any."""

    together: dict[int, list[Pair]]
    apart: dict[int, list[Pair]]
    crowds: dict[int, dict[int, int]]

    def within(self, component: int, groups: Numbers) -> Constraints:
        """Those of a component, by the places of its groups in it."""

        def local(pairs: list[Pair]) -> list[Pair]:
            return [(int(np.searchsorted(groups, a)), int(np.searchsorted(groups, b))) for a, b in pairs]

        crowds = [self.crowds.get(int(group), {}) for group in groups] if self.crowds else []
        return Constraints(
            local(self.together.get(component, [])),
            local(self.apart.get(component, [])),
            crowds if any(crowds) else (),
        )


def held_of(store: Store, labels: NDArray[np.int32]) -> Held:
    """What holds of the items of the temporary table `standing`; `labels`: the component of each position."""
    crowds: dict[int, dict[int, int]] = {}
    for position, key, count in store.rows(_CROWDS):
        crowds.setdefault(position, {})[key] = count
    found = Held({}, {}, crowds)
    for query in (_HEADS, _DECIDED):
        for a, b, same in sorted(store.rows(query)):
            if labels[a] == labels[b]:
                kept = found.together if same else found.apart
                kept.setdefault(int(labels[a]), []).append((a, b))
    return found
