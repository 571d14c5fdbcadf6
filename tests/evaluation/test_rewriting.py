from __future__ import annotations

import random

import pytest

from dateline.evaluation.rewriting import Edit, Rewritten, dates_in_figures, dates_turned, end_cut, names_respelled


def chance() -> random.Random:
    return random.Random(1)


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("on March 5, 2014 in", "on 5 March 2014 in"),
        ("on 5 March 2014.", "on March 5, 2014."),
        ("(Sept. 21)", "(21 Sept.)"),
        ("on the 3rd May", "on the May 3"),
        ("from March 5-7", "from March 5-7"),
        ("in March 2014", "in March 2014"),
        ("they may 5 times march", "they may 5 times march"),
    ],
)
def test_dates_turn_round(text: str, turned: str):
    assert dates_turned(text, chance()).text == turned


def test_dates_with_a_year_in_figures():
    assert dates_in_figures("May 3, 2006 and 3 May", chance()).text == "2006-05-03 and 3 May"
    assert dates_in_figures("May 23, 2006", chance()).text in {"23/5/2006", "5/23/2006"}


def test_names_take_another_spelling_in_use():
    new = names_respelled("Mohammed of Jalalabad met al-Zaidi; Mohammed left.", chance()).text
    (
        first,
        *_,
    ) = new.split()
    assert first != "Mohammed"
    assert new.count(first) == 2
    assert "Jalal-Abad met el-Zaidi" in new
    assert names_respelled("Abadan", chance()).text == "Abadan"


def test_the_end_is_cut_behind_a_sentence():
    text = "One two three. Four five six. Seven."
    assert end_cut(text, chance()).text == "One two three."
    assert end_cut("No stop at all", chance()).text == "No stop at all"


def test_a_span_follows_the_edits():
    new = Rewritten("May 5 in Kiev.", (Edit(0, 5, "5 May 2014"), Edit(9, 13, "Kyiv!")))
    assert new.text == "5 May 2014 in Kyiv!."

    def moved(start: int, end: int) -> str:
        span = new.span(start, end)
        assert span is not None
        return new.text[span[0] : span[1]]

    assert moved(6, 8) == "in"
    assert moved(9, 13) == "Kyiv!"
    assert moved(4, 8) == "5 May 2014 in"  # an edit that is touched is in it whole
    assert moved(13, 14) == "."


def test_what_is_cut_off_is_nowhere():
    cut = Rewritten("One. Two.", cut=4)
    assert cut.span(0, 3) == (0, 3)
    assert cut.span(5, 8) is None
