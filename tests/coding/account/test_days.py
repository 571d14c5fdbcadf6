from datetime import date

from dateline.coding.account.days import day_candidates
from dateline.coding.account.passages import passages

TUESDAY = date(2016, 6, 7)


def days(text: str, published: date | None = TUESDAY) -> list[tuple[date, str]]:
    found = day_candidates(passages(None, text), published)
    return [(date.fromordinal(c.value), c.note) for c in found if c.spot is not None]


def test_every_time_expression_is_a_candidate_with_its_words():
    text = "Four people were shot on Sunday night, police said on Tuesday; the trial of 2014 is over."
    assert days(text) == [(date(2016, 6, 5), "on Sunday night"), (date(2016, 6, 7), "on Tuesday")]


def test_each_day_of_a_weekend_is_a_candidate_but_no_longer_stretch():
    assert [day for day, _ in days("Three were hurt over the weekend, many more in May.")] == [
        date(2016, 6, 4),
        date(2016, 6, 5),
    ]


def test_the_days_before_publication_are_presumed_without_words():
    found = day_candidates(passages(None, "Four people were shot outside a mill."), TUESDAY)
    assert [(date.fromordinal(c.value).day, c.spot) for c in found] == [(7, None), (6, None), (5, None)]


def test_without_publication_only_full_dates_are_days():
    assert days("They were shot on 5 June 2016. All died on Monday.", None) == [(date(2016, 6, 5), "on 5 June 2016")]
    assert day_candidates(passages(None, "They were shot outside a mill."), None) == []
