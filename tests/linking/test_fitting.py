import numpy as np
import pytest

from dateline.linking.errors import LinkModelError
from dateline.linking.fitting import fit, fit_steps, learn, refit
from dateline.linking.model import LinkModel
from dateline.linking.pairs import FEATURES


def evidence(*texts: float) -> np.ndarray:
    """Pairs that differ in `text` only."""
    rows = np.zeros((len(texts), len(FEATURES)))
    rows[:, list(FEATURES).index("text")] = texts
    return rows


def test_likeness_is_learned_to_speak_for_a_link():
    model = fit(evidence(0.9, 0.8, 0.7, 0.1, 0.2, 0.3), np.array([True] * 3 + [False] * 3), name="t", ridge=0.1)
    assert model.weights["text"] > 0
    assert [odds > 0 for odds in model.log_odds(evidence(0.9, 0.1))] == [True, False]


def test_contributions_and_start_add_up_to_the_log_odds():
    model = fit(evidence(0.9, 0.6, 0.3, 0.1), np.array([True, True, False, False]), name="t")
    row = evidence(0.75)
    assert model.start + model.contributions(row).sum() == pytest.approx(model.log_odds(row)[0])


def test_steps_learn_what_no_slope_can():
    likeness = np.tile([0.1, 0.5, 0.9], 40)
    model = fit_steps(evidence(*likeness), likeness == 0.5, name="t")
    rows = evidence(0.1, 0.5, 0.9)
    assert [odds > 0 for odds in model.log_odds(rows)] == [False, True, False]
    assert model.start + model.contributions(rows).sum(axis=1) == pytest.approx(model.log_odds(rows))


def test_steps_stand_below_the_values_that_pairs_have():
    likeness = np.tile([0.1, 0.5, 0.9], 40)
    model = fit_steps(evidence(*likeness), likeness > 0.4, name="t")
    assert [at for at, _ in model.steps["text"]] == [0.4995, 0.8995]
    assert "names" not in model.steps


def test_one_kind_of_pair_teaches_nothing():
    with pytest.raises(LinkModelError, match="pairs"):
        fit(evidence(0.9, 0.1), np.array([True, True]), name="t")


def test_a_model_is_learned_from_incidents():
    left, right = np.array([0, 2, 0, 0, 1, 1]), np.array([1, 3, 2, 3, 2, 3])
    model = learn(evidence(0.9, 0.8, 0.1, 0.2, 0.1, 0.0), left, right, ["a", "a", "b", "b"], name="t")
    assert model.weights["text"] > 0
    assert model.name == "t"


def test_what_the_pairs_say_little_of_stays_near_the_prior():
    flat = dict.fromkeys(FEATURES, 0.0)
    prior = LinkModel(name="p", weights={**flat, "text": 5.0, "names": 2.0}, typical=flat, constant=0.0)
    pairs, same = evidence(0.9, 0.8, 0.2, 0.1), np.array([True, True, False, False])
    held = fit(pairs, same, name="t", prior=prior, ridge=1e6)
    assert held.weights["text"] == pytest.approx(5.0, rel=0.01)
    assert held.weights["names"] == 2.0  # the same in all pairs
    assert fit(pairs, same, name="t").weights["names"] == 0.0


def prior_of(**weights: float) -> LinkModel:
    flat = dict.fromkeys(FEATURES, 0.0)
    return LinkModel(name="p", weights={**flat, **weights}, typical=flat, constant=-2.0, lift=0.4)


def test_decisions_move_the_weights_they_bear_on():
    prior = prior_of(text=2.0, names=1.0)
    pairs, same = evidence(0.9, 0.8, 0.2, 0.1), np.array([True, True, False, False])
    model = refit(pairs, same, prior=prior, ridge=0.1)
    assert model.weights["text"] > prior.weights["text"]
    assert model.weights["names"] == 1.0  # the same in all pairs
    assert (model.lift, model.typical) == (prior.lift, prior.typical)


def test_decisions_of_one_kind_move_little_and_do_not_fail():
    prior = prior_of(text=2.0)
    model = refit(evidence(0.9), np.array([True]), prior=prior, usual=evidence(0.0, 0.5, 1.0))
    assert 0 < model.log_odds(evidence(0.9))[0] - prior.log_odds(evidence(0.9))[0] < 0.5


def test_a_strong_prior_stays():
    prior = prior_of(text=2.0)
    model = refit(evidence(0.9, 0.1), np.array([False, True]), prior=prior, ridge=1e6)
    assert model.weights["text"] == pytest.approx(2.0, abs=0.01)
    assert model.constant == pytest.approx(-2.0, abs=0.01)
