from datetime import date

from linking_samples import count, event, report

from dateline.linking.reconcile import Voice
from dateline.linking.telling import telling_of
from dateline.linking.tolls import problems, tolls
from dateline.records import Event


def voice(name: str, source: int, day: int, *events: Event) -> Voice:
    telling = telling_of(report(name, *events, published=date(2016, 6, day)))
    assert telling.event is not None
    return telling, source, telling.event


def killed(number: int) -> Event:
    return event(counts=(count(number),))


def test_a_later_number_of_one_source_supersedes_the_earlier():
    (toll,) = tolls([voice("b", 0, 7, killed(6)), voice("a", 0, 6, killed(4))])
    assert (toll.low, toll.best, toll.high, toll.sources) == (6, 6, 6, 1)
    assert [(t.told_by.report, t.best, t.superseded) for t in toll.told] == [("a", 4, True), ("b", 6, False)]


def test_sources_that_differ_span_the_toll():
    (toll,) = tolls([voice("a", 0, 6, killed(4)), voice("b", 1, 6, killed(6)), voice("c", 2, 7, killed(6))])
    assert (toll.low, toll.best, toll.high, toll.sources) == (4, 6, 6, 2)


def test_of_equal_support_the_latest_stands():
    (toll,) = tolls([voice("a", 0, 6, killed(4)), voice("b", 1, 7, killed(5))])
    assert toll.best == 5


def test_reports_and_parts_are_never_added_and_sides_are_kept_apart():
    main = event(counts=(count(6), count(2), count(1, side="perpetrator")))
    part = event(id="e2", part_of="e1", confidence=0.5, counts=(count(4),))
    found = tolls([voice("a", 0, 6, main, part), voice("b", 1, 6, main)])
    assert [(t.side, t.best) for t in found] == [("target", 6), ("perpetrator", 1)]


def test_an_open_top_stays_open():
    told = count(6).model_copy(update={"high": None})
    (toll,) = tolls([voice("a", 0, 6, event(counts=(told,))), voice("b", 1, 6, killed(5))])
    assert (toll.low, toll.high) == (5, None)


def test_parts_that_exceed_their_total_are_flagged():
    parts = [event(id=f"e{n}", part_of="e1", confidence=0.5, counts=(count(3),)) for n in (2, 3)]
    assert problems([voice("a", 0, 6, killed(6), *parts)]) == ()
    (problem,) = problems([voice("a", 0, 6, killed(5), *parts)])
    assert "the parts come to 6, the total is 5" in problem
