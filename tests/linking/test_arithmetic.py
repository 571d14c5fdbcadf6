from datetime import date

from linking_samples import count, event, report

from dateline.linking.arithmetic import problems
from dateline.linking.telling import Telling, telling_of
from dateline.records import Count, Event


def of(number: int, who: str | None = None, quote: str | None = None) -> Count:
    return count(number).model_copy(update={"who": who, "quote": quote or str(number)})


def part(number: int, people: int) -> Event:
    return event(id=f"e{number}", part_of="e1", confidence=0.5, counts=(of(people),))


def telling(*counts: Count, parts: tuple[Event, ...] = ()) -> Telling:
    return telling_of(report("r", event(counts=counts), *parts, published=date(2016, 6, 6)))


def test_parts_that_make_up_the_total_are_no_problem():
    assert problems([telling(of(6), parts=(part(2, 3), part(3, 3)))]) == ()


def test_parts_that_exceed_the_total_are_told_with_report_and_quotes():
    (problem,) = problems([telling(of(5, quote="five dead"), parts=(part(2, 3), part(3, 3)))])
    assert problem == (
        "report r: killed (target): the parts come to 6 (“3” in e2, “3” in e3), the total told is 5 (“five dead” in e1)"
    )


def test_six_as_three_and_three_does_not_go_with_parts_of_five():
    told = of(3, "soldiers", "three soldiers"), of(3, "civilians", "three civilians")
    (problem,) = problems([telling(*told, parts=(part(2, 3), part(3, 2)))])
    assert "come to 5 only" in problem
    assert "the total told is 6 (“three soldiers” + “three civilians” in e1)" in problem


def test_one_part_is_an_example():
    assert problems([telling(of(6), parts=(part(2, 3),))]) == ()


def test_a_part_without_a_number_leaves_the_rest_open():
    silent = event(id="e3", part_of="e1", confidence=0.5)
    assert problems([telling(of(6), parts=(part(2, 3), silent))]) == ()


def test_groups_that_exceed_the_number_said_to_hold_them_are_flagged():
    (problem,) = problems([telling(of(6, "people"), of(4, "soldiers"), of(3, "civilians"))])
    assert "the groups come to 7" in problem


def test_bounds_in_no_order_are_flagged():
    (problem,) = problems([telling(of(6).model_copy(update={"high": 2}))])
    assert "no such bounds as 6 to 2 in e1" in problem
