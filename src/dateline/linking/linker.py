"""The linker: coded reports in, incidents out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from dateline.gazetteer import Gazetteer
from dateline.linking import reconcile
from dateline.linking.candidates import candidates
from dateline.linking.clustering import cluster
from dateline.linking.collection import Collection, collect
from dateline.linking.errors import LinkingError
from dateline.linking.evidence import Evidence, evidence_of
from dateline.linking.identity import Identity, identify
from dateline.linking.model import LinkModel
from dateline.linking.pairs import features
from dateline.linking.records import Incident, Link, Member, Reason
from dateline.linking.syndication import sources
from dateline.linking.telling import Telling, by_time, telling_of
from dateline.linking.tolls import problems, tolls
from dateline.records import CodedReport

LEAST_LOG_ODDS: Final = -8.0
"""Pairs below this weigh as those that are not worth weighing; they need not be kept."""

Scored = dict[tuple[int, int], float]
"""Log-odds by pair of rows of a collection."""


@dataclass(frozen=True)
class Linker:
    """Links reports by a model. The result depends on the set of reports, not on their order."""

    model: LinkModel
    gazetteer: Gazetteer

    def link(self, reports: Iterable[CodedReport], previous: Sequence[Incident] = ()) -> list[Incident]:
        """The incidents of these reports, in order of their first publication.

        Reports without an event that is not background are not part of any incident. `previous` are the incidents
        of an earlier run, whose ids are kept (see `dateline.linking.identity`). Raises LinkingError where two
        reports have one id.
        """
        seen: set[str] = set()
        tellings: dict[str, Telling] = {}
        evidence: list[Evidence] = []
        for report in reports:
            if report.id in seen:
                raise LinkingError(f"two reports have the id {report.id!r}; give each report an id of its own")
            seen.add(report.id)
            telling = telling_of(report)
            if telling.event is None:
                continue
            tellings[report.id] = telling
            evidence.append(evidence_of(report, self.gazetteer))
        collection = collect(evidence)
        scored = self.score(collection)
        groups = [
            sorted((tellings[collection.reports[row]] for row in rows), key=by_time)
            for rows in grouped(len(collection), scored, self.model.lift)
        ]
        row_of = {report: row for row, report in enumerate(collection.reports)}
        incidents = [
            self._incident(group, identity, collection, scored, row_of)
            for group, identity in zip(groups, identify(groups, previous), strict=True)
        ]
        return sorted(incidents, key=lambda incident: by_time(tellings[incident.members[0].report]))

    def score(self, collection: Collection) -> Scored:
        """The log-odds of every pair that is worth weighing."""
        return score_pairs(collection, self.model)

    def _incident(
        self,
        group: Sequence[Telling],
        identity: Identity,
        collection: Collection,
        scored: Scored,
        row_of: Mapping[str, int],
    ) -> Incident:
        found = sources([telling.printed for telling in group])
        source_of = {report: index for index, source in enumerate(found) for report in source.reports}
        heard = reconcile.voices(group, source_of)
        rows = [row_of[telling.report] for telling in group]
        return Incident(
            id=identity.id,
            anchor=identity.anchor,
            formerly=identity.formerly,
            split_from=identity.split_from,
            types=reconcile.types(heard),
            dates=reconcile.dates(heard),
            places=reconcile.places(heard),
            tolls=tolls(heard),
            members=tuple(
                Member(
                    report=telling.report,
                    published=telling.published,
                    source=source_of[telling.report],
                    events=tuple(e.id for e in (telling.event, *telling.parts) if e is not None),
                )
                for telling in group
            ),
            sources=tuple(found),
            links=tuple(self._link(collection, *pair) for pair in strongest(rows, scored)),
            problems=problems(heard),
            model=self.model.name,
        )

    def _link(self, collection: Collection, left: int, right: int) -> Link:
        row = features(collection, np.array([left]), np.array([right]))
        weights = self.model.contributions(row[0])
        ranked = sorted(weights.items(), key=lambda item: -abs(item[1]))
        return Link(
            left=collection.reports[left],
            right=collection.reports[right],
            probability=float(expit(self.model.log_odds(row)[0])),
            start=self.model.start,
            reasons=tuple(Reason(evidence=name, weight=weight) for name, weight in ranked),
        )


def score_pairs(collection: Collection, model: LinkModel) -> Scored:
    """The log-odds of every candidate pair above `LEAST_LOG_ODDS`, block by block."""
    scored: Scored = {}
    for left, right in candidates(collection):
        log_odds = model.log_odds(features(collection, left, right))
        kept = log_odds > LEAST_LOG_ODDS
        scored.update(zip(_pairs(left[kept], right[kept]), log_odds[kept].tolist(), strict=True))
    return scored


def grouped(count: int, scored: Scored, lift: float) -> list[list[int]]:
    """The rows 0 to `count` - 1 in groups of one incident each, in the order of their first row."""
    groups: dict[int, list[int]] = {}
    for row, group in enumerate(cluster(count, {pair: odds + lift for pair, odds in scored.items()})):
        groups.setdefault(group, []).append(row)
    return list(groups.values())


def strongest(rows: Sequence[int], scored: Scored) -> list[tuple[int, int]]:
    """For each row after the first, the pair that ties it in: the heaviest pair with a row that is tied already.

    A pair that was not worth weighing ties only where there is no other.
    """
    tied, loose = [rows[0]], list(rows[1:])
    links = []
    while loose:
        _, left, right = max(
            (scored.get((min(a, b), max(a, b)), LEAST_LOG_ODDS), -rank_a, -rank_b)
            for rank_a, a in enumerate(tied)
            for rank_b, b in enumerate(loose)
        )
        a, b = tied[-left], loose.pop(-right)
        tied.append(b)
        links.append((min(a, b), max(a, b)))
    return links


def _pairs(left: NDArray[np.intp], right: NDArray[np.intp]) -> list[tuple[int, int]]:
    return list(zip(left.tolist(), right.tolist(), strict=True))
