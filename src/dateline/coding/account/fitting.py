"""Learning the weights of a ranker from reports whose true values are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import minimize

from dateline.coding.account.ranking import Ranker

FloatArray = npt.NDArray[np.float64]
STRENGTH = 1.0
"""How strongly weights are drawn towards 0: half the sum of their squares times this is added to the loss."""
RARE = 3
"""A feature of fewer reports than this gets no weight."""


@dataclass(frozen=True)
class Question:
    """The tellings of one report: features of each, and whether it tells the true value."""

    features: Sequence[Mapping[str, float]]
    right: Sequence[bool]


def fit(questions: Sequence[Question], strength: float = STRENGTH, rare: int = RARE) -> Ranker:
    """Weights that give the tellings of the true values the largest probability (a conditional logit).

    Questions without a right telling teach nothing. Returns a ranker without weights where none has one.
    """
    asked = [q for q in questions if any(q.right)]
    names = _names(asked, rare)
    if not names:
        return Ranker()
    matrix = _matrix(asked, names)
    sizes = np.array([len(q.features) for q in asked])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    owner = np.repeat(np.arange(len(asked)), sizes)
    right = np.array([r for q in asked for r in q.right], dtype=np.float64)

    def loss(weights: FloatArray) -> tuple[float, FloatArray]:
        scores = matrix @ weights
        chances = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        share = chances / np.add.reduceat(chances, starts)[owner]
        hit = np.add.reduceat(share * right, starts)
        given = share * right / np.maximum(hit, 1e-300)[owner]
        value = -float(np.log(np.maximum(hit, 1e-300)).sum()) + strength * float(weights @ weights) / 2
        return value, matrix.T @ (share - given) + strength * weights

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return Ranker({name: round(float(w), 4) for name, w in zip(names, found.x, strict=True) if abs(w) >= 5e-5})


def _names(questions: Sequence[Question], rare: int) -> list[str]:
    seen: dict[str, int] = {}
    for question in questions:
        for name in {name for features in question.features for name in features}:
            seen[name] = seen.get(name, 0) + 1
    return sorted(name for name, count in seen.items() if count >= rare)


def _matrix(questions: Sequence[Question], names: Sequence[str]) -> sparse.csr_array:
    column = {name: k for k, name in enumerate(names)}
    values: list[float] = []
    columns: list[int] = []
    ends = [0]
    for question in questions:
        for features in question.features:
            for name, value in features.items():
                if name in column:
                    columns.append(column[name])
                    values.append(value)
            ends.append(len(columns))
    return sparse.csr_array((values, columns, ends), shape=(len(ends) - 1, len(names)))
