from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.coding.dates import find_times


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Two men died on Sunday near the port.", ["on Sunday"]),
        ("The raid came early Tuesday morning, police said.", ["early Tuesday morning"]),
        ("IT EXPLODED AT 0430 TODAY. LAST NIGHT IT WAS CALM.", ["AT 0430 TODAY", "LAST NIGHT"]),
        ("He fled two weeks ago and returned three days later.", ["two weeks ago", "three days later"]),
        ("from Monday to Wednesday", ["from Monday to Wednesday"]),
        ("between 3 and 5 May 2014, shops closed", ["between 3 and 5 May 2014"]),
        ("seen in April and May, in late June", ["in April and May", "in late June"]),
        ("killed two on Friday", ["on Friday"]),
        ("at 3 p.m. on Friday", ["at 3 p.m. on Friday"]),
        ("during the second week of December", ["during the second week of December"]),
        ("in the first six months of 2013", ["in the first six months of 2013"]),
        ("in recent weeks, over the past few days", ["in recent weeks", "over the past few days"]),
        ("since 2009 and on 17 Nov 88 -- then", ["since 2009", "on 17 Nov 88"]),
        ("in the spring of 2003; in the 1990s", ["in the spring of 2003", "in the 1990s"]),
        ("on Christmas Eve, not at the Christmas party", ["on Christmas Eve"]),
        ("They may march to the capital in may.", ["in may"]),
        ("the 20th brigade lost 2000 troops on the 5th.", ["on the 5th"]),
        ("reported Dawn; it began before dawn", ["before dawn"]),
        ("2014-04-05T10:00:00 and 05/04/2014", ["2014-04-05T10:00:00 and 05/04/2014"]),
        ("nothing here, second floor", []),
    ],
)
def test_find_times(text: str, found: list[str]):
    assert [text[span.start : span.end] for span in find_times(text)] == found


@given(st.text(max_size=120))
def test_spans_are_ordered_and_inside_the_text(text: str):
    end = 0
    for span in find_times(text):
        assert end <= span.start < span.end <= len(text)
        end = span.end


def test_offsets_hold_where_lower_case_is_longer():
    text = "İİİ met on Sunday"
    (span,) = find_times(text)
    assert text[span.start : span.end] == "on Sunday"
