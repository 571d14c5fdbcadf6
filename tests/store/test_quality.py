from typing import Any

import pytest
from desk_samples import NUMBER, days, fill_desk, killed, precision, report_names, sample, sample_case
from hypothesis import given
from hypothesis import strategies as st
from store_samples import AT, case, fill, numbered, put, write

from dateline.records import CodedReport, SetAside
from dateline.store import Store
from dateline.store.quality import Figures, Quality, Share, wilson
from dateline.store.reports import put_report, set_aside
from dateline.store.review import Reviewer
from dateline.store.selection.index import Index


def figures(store: Store) -> Quality:
    with Index(store, threads=1) as index:
        return Figures(store, index).quality()


def counts(shares: tuple[Share, ...]) -> dict[str, int]:
    return {one.value: one.count for one in shares if one.count}


def test_an_empty_store_has_figures(store: Store):
    quality = figures(store)
    assert (quality.incidents, quality.reports, quality.entry, quality.sources_mean) == (0, 0, 0, None)
    assert all(one.share == 0 for one in (*quality.states, *quality.missing, quality.disputed))
    assert all(band.interval is None for band in quality.bands)


def test_counts_are_those_of_the_incidents(store: Store):
    fill_desk(store)
    quality = figures(store)
    every = range(NUMBER)
    assert quality.incidents == NUMBER
    assert quality.reports == quality.relevant == sum(len(report_names(number)) for number in every)
    assert quality.sources_mean == quality.reports / NUMBER
    assert counts(quality.place_precision)["town"] == sum(precision(number) == "town" for number in every)
    assert counts(quality.date_precision)["week"] == sum((days(number) or (0, 0, ""))[2] == "week" for number in every)
    missing = counts(quality.missing)
    assert missing["date"] == sum(days(number) is None for number in every)
    assert missing["killed"] == sum(killed(number) is None and not sample_case(number).corrections for number in every)
    assert missing["perpetrators"] == sum(not sample(number).perpetrators for number in every)
    for shares in (quality.place_precision, quality.date_precision, quality.states, quality.sources):
        assert sum(one.count for one in shares) == NUMBER
        assert sum(one.share for one in shares) == pytest.approx(1)


def test_outcomes_are_counted_by_confidence(store: Store):
    cases = [
        case(numbered(at, confidence=0.9), state=state, reviewed_by="ada")
        for at, state in enumerate(("accepted", "accepted", "corrected", "rejected"), start=1)
    ]
    write(store, [*cases, case(numbered(9, confidence=0.9)), case(numbered(10, confidence=0.2), state="rejected")])
    low, *_, high, _ = figures(store).bands
    assert (high.accepted, high.corrected, high.rejected, high.upheld) == (2, 1, 1, 0.75)
    assert high.confidence == pytest.approx(0.9)
    assert (low.rejected, low.upheld) == (1, 0)


def test_figures_follow_the_store(store: Store, coded_report: CodedReport):
    [mill, _] = fill(store)
    with Index(store, threads=1) as index:
        kept = Figures(store, index)
        first = kept.quality()
        assert kept.quality() is first
        Reviewer(store, "ada", "coder").accept(mill, 1)
        assert counts(kept.quality().states) == {"unreviewed": 1, "accepted": 1}
        put(store, coded_report)
        assert kept.quality().reports == first.reports + 1
        with store.writing() as c:
            set_aside(c, SetAside(item="a.html", reason="no text"), AT)
        told = kept.quality()
        assert (told.set_aside, told.set_aside_latest[0].reason) == (1, "no text")


def test_versions_are_counted_by_report(store: Store, coded_report: CodedReport):
    newer = coded_report.versions.model_copy(update={"model": 'small-2 "new"'})
    with store.writing() as c:
        for at in range(3):
            changes: dict[str, Any] = {"id": f"v{at}", "versions": newer if at == 2 else coded_report.versions}
            put_report(c, coded_report.model_copy(update=changes), None, AT)
        put_report(c, coded_report.model_copy(update={"id": "v0", "versions": newer}), None, AT)
    told = figures(store)
    assert [(use.versions.model, use.reports) for use in told.versions] == [("small-1", 2), ('small-2 "new"', 1)]


def test_the_interval_of_a_share():
    # 8 of 10: Agresti and Coull 1998, The American Statistician 52
    interval = wilson(8, 10)
    assert interval is not None
    assert (round(interval.low, 3), round(interval.high, 3)) == (0.490, 0.943)
    assert wilson(0, 0) is None


@given(st.integers(0, 1000), st.integers(1, 1000))
def test_an_interval_holds_its_share(part: int, whole: int):
    interval = wilson(min(part, whole), whole)
    assert interval is not None
    assert 0 <= interval.low <= min(part, whole) / whole <= interval.high <= 1
