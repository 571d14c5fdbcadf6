from hypothesis import given
from hypothesis import strategies as st
from review_samples import FIRST, PRIVATE, market_reports
from store_samples import AT, mill

from dateline.desk.covering import Covering
from dateline.desk.masking import (
    NOBODY,
    Masking,
    masked_case,
    masked_entry,
    masked_incident,
    masked_report,
)
from dateline.export.privacy import PRIVATE_PERSON
from dateline.linking.records import ToldActor, Witness
from dateline.records import CodedReport, Span
from dateline.store.records import ActorsValue, Case, Correction, LogEntry, NamedActor, Note


def slices_hold(report: CodedReport) -> bool:
    """Whether each quote is the slice that it says it is."""
    parts = {"text": report.text, "title": report.title or ""}
    return all(
        parts[quote.part][quote.start : quote.end] == quote.quote
        for event in report.events
        for _, quote in event.quotes()
    )


def test_a_masked_report_holds_the_name_nowhere_and_its_quotes_still_stand():
    report = market_reports()[0].model_copy(
        update={"title": f"{PRIVATE} speaks", "problems": (f"{PRIVATE}: dropped",), "extra": {"by": [PRIVATE]}}
    )
    masked = masked_report(report)
    assert PRIVATE not in masked.model_dump_json()
    assert masked.title == f"{PRIVATE_PERSON} speaks"
    assert masked.text == FIRST.replace(PRIVATE, PRIVATE_PERSON)
    assert slices_hold(report)
    assert slices_hold(masked)
    assert masked.events[0].trigger == "shot dead"
    injured = masked.events[0].counts[1]
    assert injured.quote == f"a baker, {PRIVATE_PERSON}"


def test_whoever_is_called_by_one_name_further_down_is_masked_there_too():
    report = market_reports()[0]
    masked = masked_report(report.model_copy(update={"text": f"{FIRST}\nTolland said that Mira wept, Tollands all."}))
    assert masked.text.endswith(f"{PRIVATE_PERSON} said that {PRIVATE_PERSON} wept, Tollands all.")


def test_a_single_word_is_no_reason_to_mask_others():
    report = market_reports()[0]
    first = report.events[0].targets[0]
    syrian = report.events[0].model_copy(
        update={"targets": (first.model_copy(update={"quote": "Syrian refugee", "private": True}),)}
    )
    text = "The Syrian army came."
    masked = masked_report(report.model_copy(update={"text": f"{FIRST} {text}", "events": (syrian,)}))
    assert masked.text.endswith(text)


def test_sections_and_spans_behind_a_name_move_along():
    report = market_reports()[0]
    end = len(report.text)
    moved = masked_report(report)
    assert moved.events[0].source_spans[1] == Span(
        start=FIRST.index(PRIVATE), end=FIRST.index(PRIVATE) + len(PRIVATE_PERSON)
    )
    assert len(moved.text) == end + len(PRIVATE_PERSON) - len(PRIVATE)


def test_a_report_without_private_persons_stays_as_it_is():
    report = market_reports()[0].model_copy(update={"events": ()})
    assert masked_report(report) == report


@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5),
    st.integers(0, 60),
    st.integers(0, 60),
)
def test_what_lies_outside_of_covered_stretches_stays(text: str, spans: list[tuple[int, int]], a: int, b: int):
    hidden = [(min(span), max(span)) for span in spans]
    covering = Covering.of(text, hidden, "###")
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    first, last = covering.moved(start), covering.moved(end, end=True)
    assert covering.moved(0) == 0
    assert covering.moved(len(text), end=True) == len(covering.text)
    if start < end:
        assert first < last
        touched = any(s < end and e > start for s, e in hidden if s < min(e, len(text)))
        if not touched:
            assert covering.text[first:last] == text[start:end]


def test_an_incident_with_its_reports_is_masked_and_its_offsets_follow():
    report = market_reports()[0]
    spot = FIRST.index("cordoned")
    seen = Witness(report="s1", event="e1", source=0, quote="cordoned", start=spot, end=spot + 8)
    named = Witness(
        report="s1", event="e1", source=0, quote=PRIVATE, start=FIRST.index(PRIVATE), end=FIRST.index(PRIVATE) + 12
    )
    incident = mill(
        targets=(
            ToldActor(kind="civilians", name="police", sources=1, told_by=(seen,)),
            ToldActor(kind="civilians", name=PRIVATE, private=True, sources=1, told_by=(named,)),
        )
    )
    masked = masked_incident(incident, [report])
    witness = masked.targets[0].told_by[0]
    assert masked_report(report).text[witness.start : witness.end] == "cordoned"
    assert masked.targets[1].name == PRIVATE_PERSON
    assert PRIVATE not in masked.model_dump_json()


def test_without_its_reports_an_incident_loses_all_names_in_quotes():
    masked = masked_incident(mill())
    dumped = masked.model_dump_json()
    assert "Tarrow" not in dumped
    assert "Tolland" not in dumped
    assert masked.places == mill().places
    assert masked.targets[0].name == "farmers"


def test_a_case_is_masked_in_corrections_reasons_and_notes():
    value = ActorsValue(
        field="targets",
        actors=(
            NamedActor(kind="civilians", name="Josef Tarrow"),
            NamedActor(kind="civilians", name="Ada", private=True),
        ),
    )
    case = Case(
        incident=mill(),
        corrections=(Correction(value=value, by="ada", at=AT, reason="kin of Josef Tarrow said so"),),
        notes=(Note(by="ada", at=AT, text="call Josef Tarrow"),),
    )
    masked = masked_case(case)
    assert "Tarrow" not in masked.model_dump_json()
    kept = masked.corrections[0].value
    assert isinstance(kept, ActorsValue)
    assert [actor.name for actor in kept.actors] == [PRIVATE_PERSON, PRIVATE_PERSON]
    assert masked.notes[0].text == f"call {PRIVATE_PERSON}"
    assert masked.corrections[0].by == "ada"


def test_a_log_entry_is_masked_by_its_case_and_by_its_own_marks():
    entry = LogEntry(
        number=1,
        at=AT,
        who="ada",
        kind="person",
        action="corrected",
        incident="i1",
        version=2,
        field="targets",
        before=[{"kind": "civilians", "name": "Josef Tarrow", "private": False}],
        after=[{"kind": "civilians", "name": "Ada Lind", "private": True}],
        reason="Josef Tarrow is a witness",
        batch="b",
    )
    masked = masked_entry(entry, Case(incident=mill()))
    assert masked.before[0]["name"] == PRIVATE_PERSON
    assert masked.after[0]["name"] == PRIVATE_PERSON
    assert masked.reason == f"{PRIVATE_PERSON} is a witness"
    assert masked_entry(entry).after[0]["name"] == PRIVATE_PERSON


def test_nobody_masks_nothing():
    assert NOBODY.text("Mira Tolland") == "Mira Tolland"
    assert Masking.of(None).value({"a": ["b"]}) == {"a": ["b"]}
