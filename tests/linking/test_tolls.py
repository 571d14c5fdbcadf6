from dataclasses import replace
from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from linking_samples import count, event, report

from dateline.coding.account import Account, Choice
from dateline.linking.reconcile import Voice
from dateline.linking.telling import telling_of
from dateline.linking.tolls import problems, tolls
from dateline.records import Event, Span


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


def citing(source: str, number: int) -> Event:
    return killed(number).model_copy(update={"sources": (source,), "source_spans": (Span(start=0, end=1),)})


def test_a_later_figure_of_one_official_body_supersedes_whoever_prints_it():
    first = voice("a", 0, 6, citing("the interior ministry", 4))
    (toll,) = tolls([first, voice("b", 1, 7, citing("an interior ministry spokesman", 6))])
    assert [(told.best, told.superseded) for told in toll.told] == [(4, True), (6, False)]
    (toll,) = tolls([first, voice("b", 1, 7, citing("the defence ministry", 6))])
    assert [(told.best, told.superseded) for told in toll.told] == [(4, False), (6, False)]


def test_numbers_of_one_day_both_stand():
    (toll,) = tolls([voice("a", 0, 6, killed(4)), voice("b", 0, 6, killed(6))])
    assert (toll.low, toll.best, toll.high, toll.sources) == (4, 6, 6, 1)


def test_a_vaguer_number_does_not_supersede_the_exact_one_it_holds():
    dozens = event(counts=(count(24).model_copy(update={"best": None, "high": None}),))
    (toll,) = tolls([voice("a", 0, 6, killed(34)), voice("a2", 0, 7, dozens)])
    assert toll.best == 34
    (toll,) = tolls([voice("a", 0, 6, killed(4)), voice("a2", 0, 7, dozens)])
    assert (toll.low, toll.best) == (24, None)


def test_a_part_in_the_incident_of_its_total_does_not_count():
    whole, part = killed(6), event(id="e2", part_of="e1", counts=(count(2),))
    (toll,) = tolls([voice("a", 0, 6, whole), (telling_of(report("a", part)), 0, part)])
    assert [told.best for told in toll.told] == [6]


def test_groups_are_one_number_with_all_its_words():
    soldiers, civilians = (count(3).model_copy(update={"who": w, "quote": w}) for w in ("soldiers", "civilians"))
    (toll,) = tolls([voice("a", 0, 6, event(counts=(soldiers, civilians)))])
    (told,) = toll.told
    assert (told.best, told.told_by.quote, [quote.quote for quote in told.added]) == (6, "soldiers", ["civilians"])


def test_parts_that_exceed_their_total_are_flagged():
    parts = [event(id=f"e{n}", part_of="e1", confidence=0.5, counts=(count(3),)) for n in (2, 3)]
    assert problems([voice("a", 0, 6, killed(6), *parts)]) == ()
    (problem,) = problems([voice("a", 0, 6, killed(5), *parts)])
    assert "the parts come to 6" in problem


def whole(name: str, source: int, day: int, *choices: tuple[int, float]) -> Voice:
    """A report coded as a whole: its first choice is told, unless that is 0."""
    counts = (count(choices[0][0], side="unknown"),) if choices[0][0] else ()
    telling, _, told = voice(name, source, day, event(counts=counts))
    return replace(telling, account=Account(killed=tuple(Choice(*choice) for choice in choices))), source, told


def test_of_reports_coded_as_wholes_the_most_probable_number_stands():
    # 2: 0.9 * 1.3 + 2 * 0.4, 1: 2 * 0.5.
    unsure = [whole(name, source, 6, (1, 0.5), (2, 0.4)) for name, source in (("a", 0), ("b", 1))]
    (toll,) = tolls([*unsure, whole("c", 2, 7, (2, 0.9))])
    assert (toll.low, toll.best, toll.high, toll.sources) == (1, 2, 2, 1)


def test_nobody_is_killed_where_that_is_most_probable():
    (toll,) = tolls([whole("a", 0, 6, (1, 0.5), (0, 0.4)), whole("b", 1, 6, (0, 0.9))])
    assert (toll.low, toll.best, toll.high, toll.sources) == (0, 0, 1, 1)
    assert [told.best for told in toll.told] == [1]


def test_the_most_probable_number_is_not_superseded():
    (toll,) = tolls([whole("a", 0, 6, (1, 0.9)), whole("b", 0, 7, (2, 0.5))])
    assert toll.best == 1
    assert not any(told.superseded for told in toll.told)


NUMBERS = st.lists(st.integers(0, 40), min_size=3, max_size=3).map(sorted)
BOUNDS = st.tuples(NUMBERS, st.tuples(st.booleans(), st.booleans(), st.booleans())).filter(lambda drawn: any(drawn[1]))


@st.composite
def voices_heard(draw: st.DrawFn) -> list[Voice]:
    """Reports of up to four sources over five days, each with a number whose bounds may be open."""
    heard = []
    for at in range(draw(st.integers(1, 8))):
        numbers, known = draw(BOUNDS)
        low, best, high = (n if there else None for n, there in zip(numbers, known, strict=True))
        told = count(0).model_copy(update={"low": low, "best": best, "high": high})
        one = event(counts=(told,))
        day = draw(st.one_of(st.none(), st.integers(1, 5)))
        telling = telling_of(report(f"r{at}", one, published=None if day is None else date(2016, 6, day)))
        heard.append((telling, draw(st.integers(0, 3)), one))
    return heard


@settings(deadline=None)
@given(voices_heard(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(heard: list[Voice], random: Random):
    shuffled = heard.copy()
    random.shuffle(shuffled)
    assert tolls(shuffled) == tolls(heard)


@settings(deadline=None)
@given(voices_heard())
def test_the_best_number_is_within_low_and_high(heard: list[Voice]):
    for toll in tolls(heard):
        assert toll.low is None or toll.best is None or toll.low <= toll.best
        assert toll.high is None or toll.best is None or toll.best <= toll.high
        assert toll.low is None or toll.high is None or toll.low <= toll.high


@settings(deadline=None)
@given(voices_heard())
def test_superseded_numbers_never_count(heard: list[Voice]):
    for toll in tolls(heard):
        gone = {told.told_by.report for told in toll.told if told.superseded}
        assert len(gone) < len(toll.told)
        (left,) = tolls([voice for voice in heard if voice[0].report not in gone])
        assert (left.low, left.best, left.high, left.sources) == (toll.low, toll.best, toll.high, toll.sources)


@settings(deadline=None)
@given(voices_heard())
def test_no_number_is_larger_than_any_report_tells(heard: list[Voice]):
    for toll in tolls(heard):
        most = max(n for told in toll.told for n in (told.low, told.best, told.high) if n is not None)
        assert max(toll.low or 0, toll.best or 0, toll.high or 0) <= most
