from dateline.coding.account.fitting import Question, fit
from dateline.coding.account.ranking import Candidate


def test_what_goes_with_the_truth_gains_weight():
    question = Question([{"near": 1.0}, {"far": 1.0}], [True, False])
    ranker = fit([question] * 20, strength=0.1)
    assert ranker.weights["near"] > 0 > ranker.weights["far"]
    told = [Candidate(1, {"near": 1.0}), Candidate(2, {"far": 1.0})]
    assert ranker.choose(told)[0].probability > 0.9


def test_rare_features_and_unanswered_questions_teach_nothing():
    rare = Question([{"once": 1.0}, {}], [True, False])
    unanswered = Question([{"often": 1.0}, {}], [False, False])
    assert fit([rare, *[unanswered] * 9]).weights == {}
