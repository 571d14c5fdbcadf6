"""Linking a register's reports as a user would, and with weights learned from other cities."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from dateline.coding.account import Account, passages, told_by
from dateline.evaluation import cluster_values, clusters
from dateline.evaluation.cluster_values import Register, ValueFigures
from dateline.evaluation.clusters import ClusterFigures, TrueIncident
from dateline.evaluation.coder import EventCoder
from dateline.evaluation.errors import CorpusError
from dateline.gazetteer import Gazetteer
from dateline.linking.accounts import is_whole
from dateline.linking.candidates import candidates, contrasts
from dateline.linking.coded import read_coded
from dateline.linking.collection import Collection, collect
from dateline.linking.errors import LinkModelError
from dateline.linking.evidence import evidence_of
from dateline.linking.fitting import learn
from dateline.linking.linker import Scored, grouped, score_pairs
from dateline.linking.model import LinkModel
from dateline.linking.pairs import features
from dateline.linking.telling import telling_of
from dateline.reading import read
from dateline.records import CodedReport, SetAside

CoderSource = Callable[[], EventCoder]
LEARNED = "learned from other cities"
FOLDS = 5
"""Parts that the cities are dealt to."""


@dataclass(frozen=True)
class ClusterComparison:
    """Figures of several ways of grouping the same reports, by name; `left_out`: ways that could not be, and why."""

    figures: Mapping[str, ClusterFigures]
    left_out: Mapping[str, str]
    values: Mapping[str, ValueFigures] = field(default_factory=dict)
    """Figures of the values of each report's incident, by what they were taken from."""

    def as_dict(self) -> dict[str, Any]:
        """The figures for JSON."""
        return {
            **{name: f.as_dict() for name, f in self.figures.items()},
            "left_out": dict(self.left_out),
            "values": {name: f.as_dict() for name, f in self.values.items()},
        }

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
        if self.values:
            columns = ("date", "±1 day", "city", "killed", "injured")
            lines += ["", f"{'right, of all reports':32s} " + " ".join(f"{column:>7s}" for column in columns)]
        for name, v in self.values.items():
            shown = (v.date, v.within_day, v.city, v.killed, v.injured)
            lines.append(f"{name:32s} " + " ".join(f"{value:7.2f}" for value in shown))
        return "\n".join(lines)


def evaluate_clusters(
    load: CoderSource, reports_path: Path, truth_path: Path, coded_path: Path | None = None
) -> ClusterComparison:
    """Figures of the linker on reports whose incidents a register knows.

    The reports are coded with `load()`, or taken from `coded_path`, an output of `dateline code`. Reports are linked
    whether or not they have an event. Compared are the trivial rule (`clusters.baseline`), the packaged weights that
    no labels were used for, and weights learned from other cities (`cross_validated`). So are the values of each
    report's incident: as the report alone tells them and as the reports linked with it do, by weights learned from
    other cities. Raises CorpusError where a file is not in its format or fewer than two reports are in both.
    """
    truth = clusters.read_truth(truth_path)
    reports = [r for r in _coded(load, reports_path, coded_path) if r.id in truth]
    if len(reports) < 2:
        raise CorpusError(f"{reports_path}: fewer than two reports that {truth_path} knows; check the ids")
    if any(is_whole(report) for report in reports):
        raise CorpusError(
            f"{coded_path}: coded as wholes by weights learned from such a register; code with --codebook conflict, "
            "the weights are learned here from the other cities"
        )
    gazetteer = Gazetteer.open()
    register = Register(gazetteer)
    published = {report.id: report.published for report in reports}
    untrained = LinkModel.load("untrained")
    plain = collect(evidence_of(report, gazetteer, Account()) for report in reports)
    groupings = {
        "same place, day and type": clusters.baseline(reports),
        "without labels": _named(plain, score_pairs(plain, untrained), untrained.lift),
    }
    accounts = _accounts(reports, truth, register, gazetteer)
    printed = {report.id: telling_of(report).printed for report in reports}

    def right(groups: Mapping[str, str]) -> ValueFigures:
        return cluster_values.figures(accounts, groups, truth, register, printed=printed, published=published)

    values = {"each report alone": right({report: report for report in accounts})}
    left_out = {}
    try:
        collection = collect(evidence_of(report, gazetteer, accounts[report.id]) for report in reports)
        groupings[LEARNED] = cross_validated(collection, truth)
        values["as its incident has it"] = right(groupings[LEARNED])
    except LinkModelError as error:
        left_out[LEARNED] = f"left out, it takes more reports and cities: {error}"
    figures = {name: clusters.score(grouping, truth, published) for name, grouping in groupings.items()}
    return ClusterComparison(figures, left_out, values)


def _accounts(
    reports: Sequence[CodedReport], truth: Mapping[str, TrueIncident], register: Register, gazetteer: Gazetteer
) -> dict[str, Account]:
    """What each report says of its incident, by weights that were learned from other cities."""
    told = {r.id: told_by(passages(r.title, r.text, r.sections), r.published, gazetteer) for r in reports}
    fold_of = {report: _fold(truth[report], FOLDS) for report in told}
    return cluster_values.cross_fitted(told, truth, fold_of, register)


def cross_validated(collection: Collection, truth: Mapping[str, TrueIncident], folds: int = FOLDS) -> dict[str, str]:
    """Group by weights that were learned without the cities of either report of a pair's own fold.

    Cities are dealt to folds by the hash of their names. A pair within one fold is weighed by the model that saw
    none of its cities; a pair across two folds by the mean of the two models that each left one of them out: the
    pair itself taught neither. Returns the group by report id. Raises LinkModelError where the other cities have no
    incident with two reports.
    """
    fold = np.array([_fold(truth[report], folds) for report in collection.reports])
    incidents = [truth[report].incident for report in collection.reports]
    weighed = sum(len(left) for left, _ in candidates(collection))
    if not weighed:
        raise LinkModelError("no two reports are alike enough to learn from")
    blocks = [*candidates(collection), *contrasts(collection)]
    left, right = (np.concatenate([block[side] for block in blocks]) for side in (0, 1))
    evidence = np.vstack([features(collection, *block) for block in blocks])
    prior = LinkModel.load("untrained")
    log_odds = np.zeros((folds, len(left)))
    for number in range(folds):
        seen = (fold[left] != number) & (fold[right] != number)
        model = learn(evidence[seen], left[seen], right[seen], incidents, name=f"without {number}", prior=prior)
        log_odds[number] = model.log_odds(evidence) + model.lift
    left, right, pair = left[:weighed], right[:weighed], np.arange(weighed)  # contrasts only teach
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
