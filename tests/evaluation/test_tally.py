from dateline.evaluation.tally import Tally


def test_two_of_four_predicted_and_of_five_wanted():
    tally = Tally(credit=2, gold=5, predicted=4)
    assert (tally.precision, tally.recall, round(tally.f1, 2)) == (50, 40, 44.44)


def test_nothing_gives_zero():
    assert (Tally().precision, Tally().recall, Tally().f1) == (0, 0, 0)


def test_tallies_add_up():
    tally = Tally(credit=1, gold=2, predicted=3)
    tally.add(Tally(credit=0.5, gold=1, predicted=1))
    assert tally == Tally(credit=1.5, gold=3, predicted=4)
