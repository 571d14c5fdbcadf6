"""Logistic regressions on reports held out of the network's training, and how far they can be trusted."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from dateline.coding.judging import CONSTANT, Evidence, weigh
from dateline.evaluation.calibration import calibration_error

log = logging.getLogger("judges")
PENALTY = (
    30.0  # of the squared weights, the evidence being scaled to unit variance; best cross-fitted log loss of 1 to 100
)
Array = npt.NDArray[np.float64]
Part = tuple[Evidence, Array, float]


@dataclass(frozen=True)
class Lesson:
    """Evidence (rows, kinds), what is true, and how much each row counts."""

    names: tuple[str, ...]
    rows: Array
    truth: Array
    weight: Array
    report: npt.NDArray[np.int64]


def regress(lesson: Lesson, penalty: float = PENALTY) -> dict[str, float]:
    """Weights by kind of evidence and the constant, on the scale of the evidence as it comes."""
    mean, spread = lesson.rows.mean(axis=0), lesson.rows.std(axis=0)
    used = spread > 1e-9
    scaled = (lesson.rows[:, used] - mean[used]) / spread[used]
    sign = 2.0 * lesson.truth - 1.0

    def loss(values: Array) -> tuple[float, Array]:
        margin = sign * (scaled @ values[:-1] + values[-1])
        pull = -sign * lesson.weight / (1.0 + np.exp(np.clip(margin, -30, 30)))
        slope = np.append(scaled.T @ pull + penalty * values[:-1], pull.sum())
        total = float((lesson.weight * np.logaddexp(0.0, -margin)).sum() + penalty / 2 * (values[:-1] ** 2).sum())
        return total, slope

    found = minimize(loss, np.zeros(scaled.shape[1] + 1), jac=True, method="L-BFGS-B").x
    weights = np.zeros(len(lesson.names))
    weights[used] = found[:-1] / spread[used]
    constant = float(found[-1] - (weights * mean).sum())
    return {**{n: round(float(w), 5) for n, w in zip(lesson.names, weights, strict=True)}, CONSTANT: round(constant, 5)}


def lesson_of(parts: Sequence[Part]) -> Lesson:
    """`parts`: of each report, its evidence by kind, what is true, and the weight of each row."""
    names = tuple(parts[0][0])
    return Lesson(
        names=names,
        rows=np.vstack([np.column_stack([evidence[n] for n in names]) for evidence, _, _ in parts]),
        truth=np.concatenate([truth for _, truth, _ in parts]),
        weight=np.concatenate([np.full(len(truth), weight) for _, truth, weight in parts]),
        report=np.concatenate([np.full(len(truth), n) for n, (_, truth, _) in enumerate(parts)]),
    )


def cross_fitted(lesson: Lesson, folds: int = 5) -> Array:
    """The chance of each row by weights learned from other reports."""
    out = np.zeros(len(lesson.truth))
    for number in range(folds):
        inside = lesson.report % folds == number
        part = Lesson(
            lesson.names, lesson.rows[~inside], lesson.truth[~inside], lesson.weight[~inside], lesson.report[~inside]
        )
        evidence = {n: lesson.rows[inside][:, k] for k, n in enumerate(lesson.names)}
        out[inside] = 1 / (1 + np.exp(-weigh(evidence, regress(part))))
    return out


def cases(chances: Array, truth: Array) -> list[tuple[float, bool]]:
    """As `dateline.evaluation.calibration` takes them."""
    return [(float(c), bool(t > 0.5)) for c, t in zip(chances, truth, strict=True)]


def report_on(name: str, lesson: Lesson) -> None:
    """Log how good the weights are on reports that they were not learned from."""
    chances = cross_fitted(lesson)
    right = ((chances >= 0.5) == (lesson.truth > 0.5)).mean()
    loss = -np.mean(np.log(np.where(lesson.truth > 0.5, chances, 1 - chances) + 1e-9))
    error = calibration_error(cases(chances, lesson.truth))
    log.info(
        "%s: %d rows, %.0f%% true, accuracy %.1f, log loss %.3f, calibration error %.1f",
        name, len(chances), 100 * lesson.truth.mean(), 100 * right, loss, error,
    )  # fmt: skip
