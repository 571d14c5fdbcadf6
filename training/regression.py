"""Logistic regressions on reports held out of the network's training, and how far they can be trusted."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

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


class Part(NamedTuple):
    """What one report teaches: its number, its evidence by kind, what is true of each row, what a row weighs."""

    report: int
    evidence: Evidence
    truth: Array
    weight: float


@dataclass(frozen=True)
class Lesson:
    """Evidence (rows, kinds), what is true, how much each row counts, and the number of its report."""

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
    """The parts one after the other."""
    names = tuple(parts[0].evidence)
    return Lesson(
        names=names,
        rows=np.vstack([np.column_stack([part.evidence[n] for n in names]) for part in parts]),
        truth=np.concatenate([part.truth for part in parts]),
        weight=np.concatenate([np.full(len(part.truth), part.weight) for part in parts]),
        report=np.concatenate([np.full(len(part.truth), part.report) for part in parts]),
    )


def cross_fitted(lesson: Lesson, folds: int = 5) -> Array:
    """The chance of each row by weights learned from other reports, whichever network read them."""
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


def report_on(name: str, lesson: Lesson, own: int) -> list[tuple[float, bool]]:
    """Log how good the weights are on reports that they were not learned from; the chances of the first `own` rows."""
    found = cases(cross_fitted(lesson)[:own], lesson.truth[:own])
    chances, truth = (np.array(column) for column in zip(*found, strict=True))
    right = ((chances >= 0.5) == truth).mean()
    loss = -np.mean(np.log(np.where(truth, chances, 1 - chances) + 1e-9))
    log.info(
        "%s: %d rows, %.0f%% true, accuracy %.1f, log loss %.3f, calibration error %.1f",
        name, own, 100 * truth.mean(), 100 * right, loss, calibration_error(found),
    )  # fmt: skip
    return found
