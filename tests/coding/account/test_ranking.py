import math

import pytest

from dateline.coding.account.ranking import Candidate, Ranker, Spot

RANKER = Ranker({"near": math.log(3.0)})


def test_the_tellings_of_a_value_add_up():
    # Chances 3, 1, 1: the value told twice has 2 of 5.
    told = [Candidate("a", {"near": 1.0}), Candidate("b", {}), Candidate("b", {"unheard of": 9.0})]
    found = RANKER.choose(told)
    assert [c.value for c in found] == ["a", "b"]
    assert [c.probability for c in found] == pytest.approx([0.6, 0.4])


def test_the_words_are_those_of_the_best_telling_that_has_any():
    first, second = Spot(0, 3), Spot(9, 12)
    told = [Candidate(1, {"near": 1.0}), Candidate(1, {}, first), Candidate(1, {"near": 0.5}, second)]
    assert RANKER.choose(told)[0].spot == second


def test_nothing_told_is_nothing_chosen():
    assert RANKER.choose([]) == []
