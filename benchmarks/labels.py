"""How linking improves with labels: labels.py CODED TRUTH.

CODED is an output of `dateline code --format jsonl`, TRUTH a register as for `dateline evaluate clusters`. Each fold
of cities is linked with weights learned from some of the reports of the other folds, drawn by whole incidents: all
pairs of the reports chosen are taken for decided. `learn` fits weights as for the packaged ones, `refit` moves them as
`dateline learn-links` does. Both start from the weights set by hand: the packaged ones have seen these labels.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dateline.coding.account import Account
from dateline.evaluation import clusters
from dateline.gazetteer import Gazetteer
from dateline.linking import LinkModel, LinkModelError
from dateline.linking.candidates import candidates
from dateline.linking.coded import read_coded
from dateline.linking.collection import collect
from dateline.linking.evidence import Evidence, evidence_of
from dateline.linking.fitting import learn, lifted, refit
from dateline.linking.learning import ENOUGH
from dateline.linking.linker import grouped
from dateline.linking.pairs import features

FOLDS = 5
SHARES = (0.0, 0.01, 0.05, 0.25, 1.0)
DRAWS = 3
"""Draws of the incidents whose reports have labels, averaged over."""
USUAL = 20
"""One pair in so many tells how evidence varies."""


class Corpus:
    """Candidate pairs of a register's reports with their evidence and their fold of cities."""

    def __init__(
        self, evidence: Sequence[Evidence], truth: Mapping[str, clusters.TrueIncident], dates: Mapping[str, date | None]
    ) -> None:
        """Weigh nothing yet; `dates` are those of publication."""
        self.truth, self.dates = truth, dates
        collection = collect(evidence)
        self.reports = collection.reports
        self.incidents = [truth[report].incident for report in self.reports]
        self.fold = np.array([_drawn(f"{truth[r].state}\n{truth[r].city}") % FOLDS for r in self.reports])
        blocks = list(candidates(collection))
        self.left, self.right = (np.concatenate([block[side] for block in blocks]) for side in (0, 1))
        self.evidence = np.vstack([features(collection, *block) for block in blocks])
        self.prior = LinkModel.load("untrained")

    def model(self, known: NDArray[np.bool_], way: str) -> LinkModel:
        """Weights from the pairs of which both reports are known."""
        seen = known[self.left] & known[self.right]
        left, right = self.left[seen], self.right[seen]
        named = np.array(self.incidents)
        try:
            if way == "refit":
                same = named[left] == named[right]
                model = refit(self.evidence[seen], same, prior=self.prior, usual=self.evidence[::USUAL])
                return lifted(model, self.evidence[seen], left, right, named) if same.sum() >= ENOUGH else model
            return learn(self.evidence[seen], left, right, self.incidents, name=way, prior=self.prior)
        except LinkModelError:  # no two of these reports are of one incident
            return self.prior

    def figures(self, share: float, way: str, draw: int) -> clusters.ClusterFigures:
        """Linking with the labels of a share of the reports of the other folds, incident by incident."""
        rank = np.array([_drawn(f"{draw}\n{incident}") for incident in self.incidents], dtype=np.float64)
        log_odds = np.zeros((FOLDS, len(self.left)))
        for number in range(FOLDS):
            others = self.fold != number
            known = others & (rank <= np.quantile(rank[others], share)) if share else np.zeros_like(others)
            model = self.model(known, way) if share else self.prior
            log_odds[number] = model.log_odds(self.evidence) + model.lift
        pair = np.arange(len(self.left))
        mean = (log_odds[self.fold[self.left], pair] + log_odds[self.fold[self.right], pair]) / 2
        scored = dict(zip(zip(self.left.tolist(), self.right.tolist(), strict=True), mean.tolist(), strict=True))
        groups = grouped(len(self.reports), scored, 0.0)
        named = {self.reports[row]: self.reports[group[0]] for group in groups for row in group}
        return clusters.score(named, self.truth, self.dates)


def _drawn(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=6).digest())


def main() -> None:
    """Read, link with more and more labels, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("coded", type=Path)
    parser.add_argument("truth", type=Path)
    args = parser.parse_args()
    truth, gazetteer = clusters.read_truth(args.truth), Gazetteer.open()
    reports = [report for report in read_coded(args.coded) if report.id in truth]
    evidence = [evidence_of(report, gazetteer, Account()) for report in reports]
    report_curve(Corpus(evidence, truth, {report.id: report.published for report in reports}))


def report_curve(corpus: Corpus) -> None:
    """Print pairwise and B-cubed F1 for each share of labels."""
    print(f"{'labels':>8s} {'way':6s} {'F1':>6s} {'B3 F1':>6s}", flush=True)
    for share in SHARES:
        for way in ("learn", "refit") if share else ("none",):
            draws = range(DRAWS if 0 < share < 1 else 1)
            found = [corpus.figures(share, way, draw) for draw in draws]
            f1 = np.mean([f.pairwise.f1 for f in found])
            print(f"{share:8.0%} {way:6s} {f1:6.2f} {np.mean([f.b_cubed.f1 for f in found]):6.2f}", flush=True)


if __name__ == "__main__":
    main()
