from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.coding.numbers import (
    Quantity,
    count_measures,
    find_quantities,
    is_joint,
    numeral_value,
    parse_quantity,
)

ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(number: int, joiner: str) -> str:
    if number >= 1000:
        rest = number % 1000
        return f"{spelled(number // 1000, joiner)} thousand" + (f" {spelled(rest, joiner)}" if rest else "")
    if number >= 100:
        rest = number % 100
        return f"{ONES[number // 100]} hundred" + (f"{joiner}{spelled(rest, joiner)}" if rest else "")
    if number >= 20:
        return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")
    return ONES[number]


@given(st.integers(1, 9999), st.sampled_from([" ", " and "]), st.booleans())
def test_spelled_out_numbers_are_read_back(number: int, joiner: str, capitals: bool):  # noqa: FBT001
    words = spelled(number, joiner)
    assert numeral_value(words.upper() if capitals else words) == number
    assert parse_quantity(f"{words} people were hurt") == Quantity.exact(number)


@given(st.integers(0, 999_999_999))
def test_digits_with_commas_are_read_back(number: int):
    assert numeral_value(f"{number:,}") == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("half a dozen", 6), ("a dozen", 12), ("two dozen", 24), ("1.5 million", 1_500_000), ("2 lakh", 200_000),
        ("1,00,000", 100_000), ("12 500", 12_500), ("twenty five", 25), ("a hundred", 100),
        ("four", 4), ("fourteen", 14), ("3.5", None), ("several", None), ("", None),
    ],
)  # fmt: skip
def test_numeral_value(text: str, value: int | None):
    assert numeral_value(text) == value


@pytest.mark.parametrize(
    ("quote", "low", "best", "high"),
    [
        ("six", 6, 6, 6),
        ("at least 40", 40, 40, None),
        ("more than 6", 6, 6, None),
        ("no fewer than 20 guards", 20, 20, None),
        ("30 or more", 30, 30, None),
        ("up to 20", None, 20, 20),
        ("as many as 20 people", None, 20, 20),
        ("about 20", None, 20, None),
        ("NEARLY 300 MARCHERS", None, 300, None),
        ("some 300 people", None, 300, None),
        ("40 or so", None, 40, None),
        ("6 or 7", 6, None, 7),
        ("six or seven men", 6, None, 7),
        ("between 10 and 15", 10, None, 15),
        ("10-15", 10, None, 15),
        ("10 to 15 thousand", 10_000, None, 15_000),
        ("2 3 militants", 2, None, 3),
        ("dozens", 24, None, None),
        ("scores of arrests", 40, None, None),
        ("hundreds of people", 200, None, None),
        ("thousands", 2000, None, None),
        ("tens of thousands", 20_000, None, None),
        ("several dozen", 36, None, None),
        ("several others were hurt", 3, None, None),
        ("a number of guards", 3, None, None),
        ("some villagers", 2, None, None),
        ("a couple of men", 2, 2, 2),
        ("one", 1, 1, 1),
        ("1,200", 1200, 1200, 1200),
        ("1.5 million", 1_500_000, 1_500_000, 1_500_000),
        ("a clerk", 1, 1, 1),
        ("killing a clerk", 1, 1, 1),
        ("soldiers", 2, None, None),
        ("the soldiers were wounded", 2, None, None),
        ("Ana Torres was kidnapped", 1, 1, 1),
        ("ANA TORRES AND LUIS VARGAS WERE ABDUCTED", 2, 2, 2),
        ("two men and a woman", 2, 2, 2),
        ("at least\n40 people", 40, 40, None),
    ],
)
def test_parse_quantity(quote: str, low: int | None, best: int | None, high: int | None):
    assert parse_quantity(quote) == Quantity(low, best, high)


@pytest.mark.parametrize("quote", ["no casualties", "nobody was hurt", "without any victims", "no one was killed", ""])
def test_no_count_where_nobody_was_hit(quote: str):
    assert parse_quantity(quote) is None


def test_who_and_measure_choose_among_several_numbers():
    quote = "killed six officers and a civilian and wounded at least nine guards"
    assert parse_quantity(quote) == Quantity.exact(6)
    assert parse_quantity(quote, who="officers") == Quantity.exact(6)
    assert parse_quantity(quote, who="a civilian") == Quantity.exact(1)
    assert parse_quantity(quote, measure="injured") == Quantity(9, 9, None)
    assert parse_quantity("Mayor Ruiz was killed by three gunmen", who="Mayor Ruiz") == Quantity.exact(1)
    assert parse_quantity("a mob of around 200", who="a mob") == Quantity(None, 200, None)


@pytest.mark.parametrize(
    ("quote", "joint"),
    [
        ("60 killed and injured", True), ("eight casualties", True), ("20 dead or wounded", True),
        ("5 dead and 9 wounded", False), ("60 killed", False), ("killed three and injured four", False),
    ],
)  # fmt: skip
def test_is_joint(quote: str, joint: bool):  # noqa: FBT001
    assert is_joint(quote) is joint


def test_joint_figures_are_open_below():
    assert parse_quantity("60 killed and injured") == Quantity(2, None, 60)
    assert parse_quantity("dozens of casualties") == Quantity(2, None, None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("At least 12 soldiers and three civilians died", ["At least 12", "three"]),
        ("SOME 40 MEN, UP TO 15 BOYS", ["SOME 40", "UP TO 15"]),
        ("Ruiz, 35, and Sumon (22), aged 25, a 25-year-old, a boy of 12", []),
        ("in 2004, on 5 May 2014, at 0730, from 3.30 p.m., since 1990", []),
        ("20 km away, a 9 mm gun, 200 pounds of explosives, 15 rounds of fire", []),
        ("$20, 30 percent, 40% and 12 dollars", []),
        ("the 20th Brigade, M-19, an AK-47, Flight 370, Highway 7", []),
        ("no one said that one day", []),
        ("2000 troops between 2005 and 2011", ["2000"]),
        ("the claim[3] of 5 to 10 km", []),
    ],
)
def test_find_quantities(text: str, found: list[str]):
    assert [text[span.start : span.end] for span in find_quantities(text)] == found


@given(st.text(max_size=80))
def test_quantities_are_ordered_spans_with_ordered_bounds(text: str):
    end = 0
    for span in find_quantities(text):
        assert end <= span.start < span.end <= len(text)
        end = span.end
        bounds = [n for n in (span.quantity.low, span.quantity.best, span.quantity.high) if n is not None]
        assert bounds
        assert bounds == sorted(bounds)


def test_count_measures():
    text = "At least two people died and 55 others were injured; police arrested 14 men, wounding 3. He owns 4 cars."
    assert [(measure, text[start:end]) for measure, start, end in count_measures(text)] == [
        ("killed", "At least two"),
        ("injured", "55"),
        ("detained", "14"),
        ("injured", "3"),
    ]
    shared = "eight officers and nine civilians were abducted"
    assert [measure for measure, _, _ in count_measures(shared)] == ["abducted", "abducted"]
