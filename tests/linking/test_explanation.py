from dateline.linking.explanation import ends, log_odds, steps, waterfall
from dateline.linking.records import Link, Reason

LINK = Link(
    left="a",
    right="b",
    probability=0.88,
    start=-3.0,
    reasons=(
        Reason(evidence="text", weight=4.0),
        Reason(evidence="towns_apart", weight=-1.0),
        Reason(evidence="ages", weight=1.5),
        Reason(evidence="times", weight=0.5),
    ),
)


def test_the_waterfall_falls_from_start_to_sum():
    assert [line.split()[0] for line in waterfall(LINK, shown=2).splitlines()[1:]] == [
        "-3.00",
        "+4.00",
        "-1.00",
        "+2.00",
        "+2.00",
    ]


def test_reasons_are_told_in_words():
    text = waterfall(LINK)
    assert "likeness of the texts" in text
    assert "no town in common" in text
    assert "smaller reasons" not in text


def test_steps_lead_from_start_to_the_log_odds():
    told = steps(LINK, shown=2)
    assert [(step.weight, step.level) for step in told] == [(4.0, 1.0), (-1.0, 0.0), (2.0, 2.0)]
    assert log_odds(LINK) == told[-1].level


def test_a_telling_is_named_by_its_report_and_event():
    assert ends(LINK) == ("a", "b")
    assert ends(LINK.model_copy(update={"right_event": "e2"})) == ("a", "b:e2")
