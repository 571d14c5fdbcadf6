from dateline.coding.account.passages import passages
from dateline.coding.account.ranking import Ranker
from dateline.coding.account.toll import toll_candidates


def features(text: str, killed: int, injured: int) -> dict[str, float]:
    found = {c.value: c.features for c in toll_candidates(passages(None, text))}
    return dict(found[killed, injured])


def test_a_number_speaks_for_killed_injured_or_both():
    text = "Six people were shot on Sunday, two of them fatally."
    right = features(text, 2, 4)
    assert "t shot number" in right
    assert "k killed part" in right
    assert "t shot number" not in features(text, 2, 3)


def test_the_attacker_may_be_one_more():
    text = "He killed four people before he turned the gun on himself on Sunday."
    assert "k+1 killed number suicide" in features(text, 5, 0)
    assert "k killed number suicide" in features(text, 4, 0)


def test_somebody_was_hit():
    assert (0, 0) not in {c.value for c in toll_candidates(passages(None, "Shots were fired on Sunday."))}


def test_weights_choose_among_all_pairs():
    ranker = Ranker({"k killed number": 5.0, "i injured number others": 5.0})
    told = toll_candidates(passages(None, "One man was killed and three others were wounded."))
    assert ranker.choose(told)[0].value == (1, 3)
