"""Learning to link from reports whose incidents are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from dateline.linking.clustering import cluster
from dateline.linking.errors import LinkModelError
from dateline.linking.model import LinkModel
from dateline.linking.pairs import FEATURES

RIDGE: Final = 30.0
"""Strength of the pull of the standardised weights to those of the prior (half the squared distance, times this)."""
EASY: Final = -5.0
"""Log-odds below which a pair teaches nothing more: almost all pairs are two incidents, plainly."""
LOOK_ALIKE: Final = 3.0
"""How many times a pair counts that looks like one incident and is two (see `look_alike`)."""
RIDGE_OF_WEIGHTS: Final = 60.0
"""The same where steps are learned beside the weights: what is not plainly a step stays a slope."""
STEPS: Final = 6
"""Most steps that a kind of evidence may have; they stand at its quantiles."""
SPARSE: Final = 0.2
"""Share of pairs without this evidence from which on the quantiles are those of the pairs that have it."""
HALF_A_STEP: Final = 0.0005
"""Steps are told to three digits and stand half of the last one lower."""
FEWEST: Final = 0.002
"""Share of the pairs that must lie on either side of a step."""
LIFTS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.4)

Numbers = NDArray[np.float64]


def learn(
    features: Numbers,
    left: NDArray[np.intp],
    right: NDArray[np.intp],
    incidents: Sequence[str],
    *,
    name: str,
    prior: LinkModel | None = None,
) -> LinkModel:
    """A model from candidate pairs (rows `left` and `right`) of reports and the incident of each report.

    The weights are fitted, starting from those of `prior`, to all pairs and then, with steps, to those that are not
    plainly two incidents, look-alikes counting more; `lift` is the one of `LIFTS` that groups these reports best, by
    pairwise F1. Raises LinkModelError unless some pairs are one incident and some are two.
    """
    known = np.array(incidents)
    same = known[left] == known[right]
    first = fit(features, same, name=name, prior=prior)
    hard = first.log_odds(features) > EASY
    model = first
    if same[hard].any() and not same[hard].all():
        emphasis = np.where(look_alike(features[hard]) & ~same[hard], LOOK_ALIKE, 1.0)
        model = fit_steps(features[hard], same[hard], name=name, prior=prior, emphasis=emphasis)
    return lifted(model, features, left, right, known)


def lifted(
    model: LinkModel,
    features: Numbers,
    left: NDArray[np.intp],
    right: NDArray[np.intp],
    incidents: NDArray[np.str_],
) -> LinkModel:
    """The model with the one of `LIFTS` that groups these rows best, by pairwise F1 in which look-alikes count more.

    A pair of two incidents that looks like one and is put together counts `LOOK_ALIKE` times, as in the fit.
    """
    log_odds = model.log_odds(features)
    confusable = look_alike(features) & (incidents[left] != incidents[right])
    alike = np.column_stack([left, right])[confusable]
    lifts = {lift: _f1(log_odds + lift, left, right, incidents, alike) for lift in LIFTS}
    return model.model_copy(update={"lift": max(LIFTS, key=lifts.__getitem__)})


def look_alike(features: Numbers) -> NDArray[np.bool_]:
    """Whether a pair shares a province and was published within a week: two incidents there are easily confused."""
    column = list(FEATURES).index
    near = features[:, column("published_day")] + features[:, column("published_week")] > 0
    found: NDArray[np.bool_] = near & (features[:, column("regions")] > 0)
    return found


def fit(
    features: Numbers,
    same: NDArray[np.bool_],
    *,
    name: str,
    prior: LinkModel | None = None,
    ridge: float = RIDGE,
    emphasis: Numbers | None = None,
) -> LinkModel:
    """Logistic regression on standardised evidence: the weights add up to log-odds.

    Weights that the pairs say little of stay near those of `prior` (None: near 0), so few labels do no harm.

    `features` has a row for each pair and the columns of `FEATURES`; `same` says whether the pair is one incident,
    `emphasis` how many times it counts (None: once). Raises LinkModelError unless there are pairs of both kinds.
    """
    weights, constant = _regression(features, same, _centre(prior), np.full(len(FEATURES), ridge), emphasis)
    return LinkModel(
        name=name,
        weights=dict(zip(FEATURES, weights.tolist(), strict=True)),
        typical=dict(zip(FEATURES, features.mean(axis=0).tolist(), strict=True)),
        constant=constant,
    )


def fit_steps(
    features: Numbers,
    same: NDArray[np.bool_],
    *,
    name: str,
    prior: LinkModel | None = None,
    emphasis: Numbers | None = None,
) -> LinkModel:
    """As `fit`, with steps beside the weights: each kind of evidence adds a curve of its own, still one by one.

    Up to `STEPS` steps a kind, at quantiles of its values; kinds that are told or not have none (a generalised
    additive model, Hastie and Tibshirani 1990, with piecewise constant terms and a ridge).
    """
    places = [(column, at) for column in range(features.shape[1]) for at in _places(features[:, column])]
    stepped = np.column_stack([features, *(features[:, column] >= at for column, at in places)]).astype(np.float64)
    centre = np.append(_centre(prior), np.zeros(len(places)))
    ridge = np.append(np.full(len(FEATURES), RIDGE_OF_WEIGHTS), np.full(len(places), RIDGE))
    found, constant = _regression(stepped, same, centre, ridge, emphasis)
    names = list(FEATURES)
    steps: dict[str, tuple[tuple[float, float], ...]] = {}
    for (column, at), added in zip(places, found[len(names) :].tolist(), strict=True):
        steps[names[column]] = (*steps.get(names[column], ()), (at, added))
    return LinkModel(
        name=name,
        weights=dict(zip(names, found[: len(names)].tolist(), strict=True)),
        typical=dict(zip(names, features.mean(axis=0).tolist(), strict=True)),
        constant=constant,
        steps=steps,
        typical_steps={
            kind: float(sum(added * (features[:, names.index(kind)] >= at).mean() for at, added in told))
            for kind, told in steps.items()
        },
    )


def _places(values: Numbers) -> list[float]:
    """Where steps of evidence may stand: just below its quantiles, so that rounding moves no pair across."""
    if len(np.unique(values)) <= 2:
        return []
    told = values[values != 0] if (values == 0).mean() > SPARSE else values
    quantiles = np.quantile(told, np.arange(STEPS) / STEPS, method="lower")
    places = sorted({round(round(float(q), 3) - HALF_A_STEP, 4) for q in quantiles})
    return [at for at in places if FEWEST < float((values >= at).mean()) < 1 - FEWEST]


def _centre(prior: LinkModel | None) -> Numbers:
    """The weights that the ridge pulls to."""
    return np.zeros(len(FEATURES)) if prior is None else np.array([prior.weights[feature] for feature in FEATURES])


def _regression(
    features: Numbers, same: NDArray[np.bool_], centre: Numbers, ridge: Numbers, emphasis: Numbers | None
) -> tuple[Numbers, float]:
    """Weights of the columns and a constant; `ridge` and `centre` by column, the latter in units of the evidence."""
    if same.all() or not same.any():
        raise LinkModelError("learning to link needs pairs that are one incident and pairs that are two; label more")
    mean, scale = features.mean(axis=0), features.std(axis=0)
    scale[scale == 0] = 1.0
    standard = np.column_stack([(features - mean) / scale, np.ones(len(features))])
    target = same.astype(np.float64)
    often = np.ones(len(features)) if emphasis is None else emphasis
    start = np.append(centre * scale, 0.0)
    pulls = np.append(ridge, 0.0)  # the constant is free

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        logits = standard @ weights
        away = weights - start
        value = often @ (np.logaddexp(0.0, logits) - target * logits) + (pulls * away) @ away / 2
        return float(value), standard.T @ (often * (expit(logits) - target)) + pulls * away

    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500})
    weights = found.x[:-1] / scale
    return weights, float(found.x[-1] - weights @ mean)


def refit(
    features: Numbers,
    same: NDArray[np.bool_],
    *,
    prior: LinkModel,
    usual: Numbers | None = None,
    ridge: float = RIDGE,
) -> LinkModel:
    """The weights of `prior` moved to fit pairs that people decided.

    `usual` is evidence of pairs as they come; it tells how far each kind of evidence varies (None: the decided pairs
    do). Unlike in `fit` the constant is held as the weights are, for people are asked about doubtful pairs: how many
    of those are one incident says nothing of the others. `typical` and `lift` stay, and so does the model where
    nothing was decided.
    """
    spread = features if usual is None else usual
    scale = spread.std(axis=0)
    rows = np.column_stack([features / np.where(scale == 0, np.inf, scale), np.ones(len(features))])
    held = prior.log_odds(features)
    target = same.astype(np.float64)

    def loss(moved: Numbers) -> tuple[float, Numbers]:
        logits = held + rows @ moved
        value = np.logaddexp(0.0, logits).sum() - target @ logits + ridge * (moved @ moved) / 2
        return float(value), rows.T @ (expit(logits) - target) + ridge * moved

    found = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    moved = found.x[:-1] / np.where(scale == 0, np.inf, scale)
    weights = {name: prior.weights[name] + float(change) for name, change in zip(FEATURES, moved, strict=True)}
    return prior.model_copy(update={"weights": weights, "constant": prior.constant + float(found.x[-1])})


def _f1(
    log_odds: Numbers,
    left: NDArray[np.intp],
    right: NDArray[np.intp],
    incidents: NDArray[np.str_],
    alike: NDArray[np.intp],
) -> float:
    """Pairwise F1 of the groups that these log-odds give, over the reports that are in a pair.

    `alike`: pairs of rows (shape n × 2) of two incidents that count `LOOK_ALIKE` times where they are put together.
    """
    rows, index = np.unique(np.concatenate([left, right]), return_inverse=True)
    pairs = zip(index[: len(left)].tolist(), index[len(left) :].tolist(), strict=True)
    groups = np.array(cluster(len(rows), dict(zip(pairs, log_odds.tolist(), strict=True))))
    at = np.searchsorted(rows, alike)
    confused = (LOOK_ALIKE - 1) * int((groups[at[:, 0]] == groups[at[:, 1]]).sum())
    incidents = incidents[rows]
    _, found = np.unique(groups, return_counts=True)
    _, true = np.unique(incidents, return_counts=True)
    _, both = np.unique(np.stack([groups.astype(str), incidents]), axis=1, return_counts=True)
    together, all_found, all_true = (int((n * (n - 1) // 2).sum()) for n in (both, found, true))
    return 2 * together / (all_found + confused + all_true) if all_found + all_true else 0.0
