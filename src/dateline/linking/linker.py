"""The linker: coded reports in, incidents out, without keeping anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.gazetteer import Gazetteer
from dateline.linking.candidates import candidates
from dateline.linking.clustering import cluster
from dateline.linking.collection import Collection
from dateline.linking.identity import former
from dateline.linking.model import LinkModel
from dateline.linking.records import Incident
from dateline.linking.scoring import LEAST_LOG_ODDS, weights
from dateline.linking.state import State
from dateline.records import CodedReport

Scored = dict[tuple[int, int], float]
"""Log-odds by pair of rows of a collection."""


@dataclass(frozen=True)
class Linker:
    """Links reports by a model. The result depends on the set of reports, not on their order."""

    model: LinkModel
    gazetteer: Gazetteer

    def link(self, reports: Iterable[CodedReport], previous: Sequence[Incident] = ()) -> list[Incident]:
        """The incidents of these reports, in order of their first publication, held in memory.

        Events that are background are of no incident. `previous` are the incidents of an earlier run, whose ids are
        kept (see `dateline.linking.identity`). Raises LinkingError where two reports have one id. For many reports,
        or to add to them later, see `dateline.linking.State`.
        """
        with State(None, self.model) as state:
            state.add(reports, self.gazetteer)
            state.link([former(incident) for incident in previous])
            return list(state.incidents())


def score_pairs(collection: Collection, model: LinkModel) -> Scored:
    """The log-odds of every candidate pair above `LEAST_LOG_ODDS`, batch by batch."""
    scored: Scored = {}
    for left, right in candidates(collection):
        log_odds = weights(model, collection, left, right)
        kept = log_odds > LEAST_LOG_ODDS
        pairs = zip(left[kept].tolist(), right[kept].tolist(), strict=True)
        scored.update(zip(pairs, log_odds[kept].tolist(), strict=True))
    return scored


def grouped(count: int, scored: Scored, lift: float) -> list[list[int]]:
    """The rows 0 to `count` - 1 in groups of one incident each, in the order of their first row."""
    groups: dict[int, list[int]] = {}
    for row, group in enumerate(cluster(count, {pair: odds + lift for pair, odds in scored.items()})):
        groups.setdefault(group, []).append(row)
    return list(groups.values())
