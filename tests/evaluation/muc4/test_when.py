from __future__ import annotations

from datetime import date

import pytest

from dateline.evaluation.muc4.when import date_fill, expression_fill

PUBLISHED = date(1990, 1, 20)  # a Saturday


@pytest.mark.parametrize(
    ("expression", "fill"),
    [
        ("YESTERDAY", "19 JAN 90"),
        ("ON 3 NOVEMBER", "03 NOV 89"),
        ("LAST WEDNESDAY", "- 20 JAN 90"),  # weekdays are not calculated
        ("LAST WEEK", "- 20 JAN 90"),
        ("LAST MONTH", "01 DEC 89 - 31 DEC 89"),
        ("AT 1145", None),  # a time of day
        ("IN 1985", None),
    ],
)
def test_expressions(expression: str, fill: str | None):
    assert expression_fill(expression, PUBLISHED) == fill


def test_the_first_that_tells_a_date_counts_and_the_reports_date_is_the_default():
    assert date_fill([("AT 1145", ""), ("YESTERDAY", "")], PUBLISHED) == "19 JAN 90"
    assert date_fill([], PUBLISHED) == "- 20 JAN 90"
    assert date_fill([], None) == ""
