import numpy as np
import pytest

from regression import Part, cross_fitted, lesson_of

TRUTH = (1.0, 1.0, 1.0, 0.0, 0.0)


def parts():
    """Reports that each have evidence of their own: what is true of one tells nothing of another."""
    own = np.eye(len(TRUTH))
    return [
        Part(k, {f"r{n}": np.full(4, own[k, n]) for n in range(len(TRUTH))}, np.full(4, truth), 1000.0)
        for k, truth in enumerate(TRUTH)
    ]


def test_what_another_network_says_of_a_report_is_not_learned_from_where_it_is_judged():
    chances = cross_fitted(lesson_of([*parts(), *parts()]))
    assert chances[0] == pytest.approx(chances[4 * len(TRUTH)])
    assert chances[0] == pytest.approx(0.5, abs=0.01)
    assert chances[-1] > 0.5
