from linking_samples import count, event

from dateline.linking.figures import figure, told_apart
from dateline.records import Count


def of(number: int, who: str | None = None, **fields: int | None) -> Count:
    return count(number).model_copy(update={"who": who, **fields})


def best(*counts: Count) -> int | None:
    found = figure(event(counts=counts), "killed", "target")
    assert found is not None
    return found.best


def test_groups_that_are_told_apart_are_added():
    assert best(of(3, "soldiers"), of(3, "civilians")) == 6


def test_a_number_of_people_holds_its_groups():
    assert best(of(6, "people"), of(2, "officers")) == 6
    assert best(of(6), of(2)) == 6


def test_a_sum_beside_its_groups_is_not_added():
    assert best(of(6, "troops"), of(4, "rangers"), of(2, "guards")) == 6


def test_one_group_told_twice_counts_once():
    assert best(of(3, "soldiers"), of(4, "soldiers")) == 4


def test_groups_that_exceed_what_holds_them_stand():
    assert best(of(5, "people"), of(4, "soldiers"), of(3, "civilians")) == 7


def test_an_open_group_opens_the_sum_upwards():
    found = figure(event(counts=(of(3, "soldiers"), of(2, "civilians", best=None, high=None))), "killed", "target")
    assert found is not None
    assert (found.low, found.best, found.high) == (5, None, None)


def test_another_measure_or_side_is_another_figure():
    told = event(counts=(count(3, "injured"), count(4, side="perpetrator")))
    assert figure(told, "killed", "target") is None
    assert told_apart(told, "killed", "target") == (None, ())
