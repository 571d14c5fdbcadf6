"""Figures of the classifier of snippets.

Snippets that the shipped classifier learnt from are typed by cross-validation: by classifiers that learnt in the same
way, the recipe chosen anew, from the others and the written snippets. All other snippets are typed by the shipped
classifier as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

from dateline.coding.model import Model
from dateline.coding.snippets.classifier import RECIPES, SnippetTypes, choose, fitted_path, written_snippets
from dateline.coding.snippets.features import SnippetFeatures, snippet_features
from dateline.evaluation import case2021
from dateline.evaluation.case2021 import Case2021Figures, Snippet
from dateline.evaluation.coder import EventCoder
from dateline.records import EventType

FOLDS = 10
RESAMPLES = 1000
SEED = 0
Example = tuple[SnippetFeatures, EventType]


def fingerprint(text: str) -> str:
    """By which a classifier knows a snippet that it learnt from, without keeping its words."""
    return blake2b(" ".join(text.split()).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True)
class SnippetFigures:
    """Figures of the classifier, and of the coder on the same snippets.

    `cross_validated`: how many of the snippets of ACLED's types the classifier had learnt from.
    """

    classifier: Case2021Figures
    coder: Case2021Figures
    cross_validated: int

    def interval(self) -> tuple[float, float]:
        """95% bootstrap interval of the classifier's weighted F1, percentiles over snippets."""
        pairs, chance = self.classifier.pairs, np.random.default_rng(SEED)
        if not pairs:
            return 0.0, 0.0
        drawn = (chance.integers(len(pairs), size=len(pairs)) for _ in range(RESAMPLES))
        values = [Case2021Figures(tuple(pairs[k] for k in rows.tolist()), ()).weighted_f1 for rows in drawn]
        low, high = np.percentile(values, [2.5, 97.5])
        return float(low), float(high)

    def confusions(self) -> list[dict[str, Any]]:
        """Wanted and predicted types that differ, the most frequent pairs first."""
        wrong = [pair for pair in self.classifier.pairs if pair[0] != pair[1]]
        counts = {pair: wrong.count(pair) for pair in sorted(set(wrong))}
        order = sorted(counts, key=lambda pair: -counts[pair])
        return [{"wanted": wanted, "predicted": got, "snippets": counts[wanted, got]} for wanted, got in order]

    def as_dict(self) -> dict[str, Any]:
        """JSON-able: the classifier's figures, and under `coder` the coder's."""
        return {
            **self.classifier.as_dict(),
            "interval": list(self.interval()),
            "cross_validated": self.cross_validated,
            "confusions": self.confusions(),
            "coder": self.coder.as_dict(),
        }

    def table(self) -> str:
        """Both sets of figures as text in columns."""
        low, high = self.interval()
        apart = len(self.classifier.pairs) - self.cross_validated
        head = (
            f"Classifier of snippets ({self.cross_validated} snippets that it learnt from, cross-validated; "
            f"{apart} others): weighted F1 {self.classifier.weighted_f1:.1f}, 95% interval {low:.1f} to {high:.1f}"
        )
        most = [f"  {c['snippets']:3d}  {c['wanted']} taken for {c['predicted']}" for c in self.confusions()[:10]]
        coder = ["", "Coder: the type of the surest event", self.coder.table()]
        return "\n".join([head, self.classifier.table(), "Most frequent confusions", *most, *coder])


def folds(texts: Sequence[str], types: Sequence[EventType]) -> npt.NDArray[np.int64]:
    """The fold of each snippet: each type dealt out evenly, in an order that hangs on the words alone."""
    order = sorted(range(len(texts)), key=lambda k: (types[k], fingerprint(texts[k])))
    out = np.zeros(len(texts), dtype=np.int64)
    out[order] = np.arange(len(texts)) % FOLDS
    return out


def learn(own: Sequence[Example], written: Sequence[Example], learnt: frozenset[str] = frozenset()) -> SnippetTypes:
    """A classifier of labelled and written snippets.

    The recipe is that which does best on the labelled ones, each left out; without any, on the written ones.
    """
    examples = [*own, *written]
    features, types = [f for f, _ in examples], [t for _, t in examples]
    recipe = choose(features, types, len(own) or len(examples), RECIPES)
    return SnippetTypes.fit(features, types, recipe, learnt)


def cross_validate(
    examples: Sequence[Example], of: npt.NDArray[np.int64], written: Sequence[Example]
) -> list[EventType]:
    """The type of each example by a classifier that learnt from the other folds and the written snippets."""
    out = [t for _, t in examples]
    for fold in sorted(set(of.tolist())):
        left_out = np.flatnonzero(of == fold).tolist()
        classifier = learn([e for e, f in zip(examples, of.tolist(), strict=True) if f != fold], written)
        for k, found in zip(left_out, classifier.types([examples[k][0] for k in left_out]), strict=True):
            out[k] = found
    return out


def evaluate(coder: EventCoder, model: Model, snippets: Sequence[Snippet]) -> SnippetFigures:
    """Type the snippets; without a classifier of this model all are cross-validated."""
    coded = case2021.evaluate(coder, snippets)
    shipped = SnippetTypes.load(fitted_path(model.version), model.version)
    known = [s for s in snippets if s.type and (shipped is None or fingerprint(s.text) in shipped.learnt)]
    found: dict[str, EventType] = {}
    written = written_examples(model) if known or shipped is None else []
    examples = [(snippet_features(model, s.text), s.type) for s in known if s.type]
    if known:
        of = folds([s.text for s in known], [t for _, t in examples])
        found |= dict(zip((s.id for s in known), cross_validate(examples, of, written), strict=True))
    rest = [s for s in snippets if s.id not in found]
    if rest:
        classifier = shipped or learn(examples, written)
        types = classifier.types([snippet_features(model, s.text) for s in rest])
        found |= dict(zip((s.id for s in rest), types, strict=True))
    return SnippetFigures(_figures(snippets, found), coded, len(known))


def written_examples(model: Model) -> list[Example]:
    """The written snippets with their features."""
    return [(snippet_features(model, text), kind) for kind, text in written_snippets()]


def _figures(snippets: Sequence[Snippet], found: Mapping[str, EventType]) -> Case2021Figures:
    pairs = tuple((s.type, found[s.id]) for s in snippets if s.type)
    return Case2021Figures(pairs, tuple(found[s.id] for s in snippets if s.type is None))
