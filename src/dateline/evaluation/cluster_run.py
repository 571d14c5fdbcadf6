"""Linking a register's reports as a user would, and with weights learned from other cities."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from dateline.evaluation import clusters
from dateline.evaluation.clusters import ClusterFigures, TrueIncident
from dateline.evaluation.coder import EventCoder
from dateline.evaluation.errors import CorpusError
from dateline.gazetteer import Gazetteer
from dateline.linking.candidates import candidates
from dateline.linking.coded import read_coded
from dateline.linking.collection import Collection, collect
from dateline.linking.errors import LinkModelError
from dateline.linking.evidence import evidence_of
from dateline.linking.fitting import learn
from dateline.linking.linker import Scored, grouped, score_pairs
from dateline.linking.model import LinkModel
from dateline.linking.pairs import features
from dateline.reading import read
from dateline.records import CodedReport, SetAside

CoderSource = Callable[[], EventCoder]
FOLDS = 5
"""Parts that the cities are dealt to."""


@dataclass(frozen=True)
class ClusterComparison:
    """Figures of several ways of grouping the same reports, by name; `left_out`: ways that could not be, and why."""

    figures: Mapping[str, ClusterFigures]
    left_out: Mapping[str, str]

    def as_dict(self) -> dict[str, Any]:
        """The figures for JSON."""
        return {**{name: f.as_dict() for name, f in self.figures.items()}, "left_out": dict(self.left_out)}

    def table(self) -> str:
        """One line for each way of grouping, all in per cent."""
        first = next(iter(self.figures.values()))
        lines = [
            f"{first.reports} reports of {first.incidents} incidents",
            f"{'':32s} {'P':>6s} {'R':>6s} {'F1':>6s} {'B3 F1':>6s} {'week':>6s} {'late':>6s} {'apart':>6s}",
        ]
        for name, f in self.figures.items():
            values = (f.pairwise.precision, f.pairwise.recall, f.pairwise.f1, f.b_cubed.f1, f.within_week.f1)
            shares = (f.late_recall, f.apart)
            cells = [f"{v:6.2f}" for v in values] + ["     -" if v is None else f"{v:6.2f}" for v in shares]
            lines.append(f"{name:32s} {' '.join(cells)}")
        lines += [f"{name:32s} {reason}" for name, reason in self.left_out.items()]
        return "\n".join(lines)


def evaluate_clusters(
    load: CoderSource, reports_path: Path, truth_path: Path, coded_path: Path | None = None
) -> ClusterComparison:
    """Figures of the linker on reports whose incidents a register knows.

    The reports are coded with `load()`, or taken from `coded_path`, an output of `dateline code`. Reports are linked
    whether or not they have an event. Compared are the trivial rule (`clusters.baseline`), the packaged weights that
    no labels were used for, and weights learned from other cities (`cross_validated`). Raises CorpusError where a
    file is not in its format or fewer than two reports are in both.
    """
    truth = clusters.read_truth(truth_path)
    reports = [r for r in _coded(load, reports_path, coded_path) if r.id in truth]
    if len(reports) < 2:
        raise CorpusError(f"{reports_path}: fewer than two reports that {truth_path} knows; check the ids")
    gazetteer = Gazetteer.open()
    collection = collect(evidence_of(report, gazetteer) for report in reports)
    published = {report.id: report.published for report in reports}
    untrained = LinkModel.load("untrained")
    groupings = {
        "same place, day and type": clusters.baseline(reports),
        "without labels": _named(collection, score_pairs(collection, untrained), untrained.lift),
    }
    left_out = {}
    try:
        groupings["learned from other cities"] = cross_validated(collection, truth)
    except LinkModelError as error:
        left_out["learned from other cities"] = f"left out, it takes more reports and cities: {error}"
    figures = {name: clusters.score(grouping, truth, published) for name, grouping in groupings.items()}
    return ClusterComparison(figures, left_out)


def cross_validated(collection: Collection, truth: Mapping[str, TrueIncident], folds: int = FOLDS) -> dict[str, str]:
    """Group by weights that were learned without the cities of either report of a pair's own fold.

    Cities are dealt to folds by the hash of their names. A pair within one fold is weighed by the model that saw
    none of its cities; a pair across two folds by the mean of the two models that each left one of them out: the
    pair itself taught neither. Returns the group by report id. Raises LinkModelError where the other cities have no
    incident with two reports.
    """
    fold = np.array([_fold(truth[report], folds) for report in collection.reports])
    incidents = [truth[report].incident for report in collection.reports]
    blocks = list(candidates(collection))
    if not blocks:
        raise LinkModelError("no two reports are alike enough to learn from")
    left, right = (np.concatenate([block[side] for block in blocks]) for side in (0, 1))
    evidence = np.vstack([features(collection, *block) for block in blocks])
    prior = LinkModel.load("untrained")
    log_odds = np.zeros((folds, len(left)))
    for number in range(folds):
        seen = (fold[left] != number) & (fold[right] != number)
        model = learn(evidence[seen], left[seen], right[seen], incidents, name=f"without {number}", prior=prior)
        log_odds[number] = model.log_odds(evidence) + model.lift
    pair = np.arange(len(left))
    mean = (log_odds[fold[left], pair] + log_odds[fold[right], pair]) / 2
    scored = dict(zip(zip(left.tolist(), right.tolist(), strict=True), mean.tolist(), strict=True))
    return _named(collection, scored, 0.0)


def _fold(incident: TrueIncident, folds: int) -> int:
    city = f"{incident.state}\n{incident.city}".encode()
    return int.from_bytes(blake2b(city, digest_size=8).digest()) % folds


def _named(collection: Collection, scored: Scored, lift: float) -> dict[str, str]:
    groups = grouped(len(collection), scored, lift)
    return {collection.reports[row]: collection.reports[rows[0]] for rows in groups for row in rows}


def _coded(load: CoderSource, reports_path: Path, coded_path: Path | None) -> Iterable[CodedReport]:
    if coded_path is not None:
        return read_coded(coded_path)
    coder = load()
    reports: Sequence[CodedReport] = [
        coder.code(item) for item in read([str(reports_path)]) if not isinstance(item, SetAside)
    ]
    return reports
