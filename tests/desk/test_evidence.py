from hypothesis import given
from hypothesis import strategies as st
from review_samples import HOSTILE, hostile_report, market_reports

from dateline.desk.evidence import (
    Mark,
    chosen,
    excerpt,
    legible,
    marks_of,
    page_cuts,
    page_of,
    paragraphs,
    segments,
)

TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=200)


def test_marks_name_field_event_and_number():
    report = market_reports()[0]
    marks = marks_of(report)
    assert {mark.field for mark in marks} == {
        *("trigger", "date", "place", "perpetrators", "targets", "counts", "sources")
    }
    trigger = next(mark for mark in marks if mark.field == "trigger")
    assert (report.text[trigger.start : trigger.end], trigger.event, trigger.number) == ("shot dead", "e1", 1)


def test_overlapping_evidence_is_cut_where_it_begins_and_ends():
    marks = (Mark("targets", "e1", 1, 0, 11), Mark("counts", "e1", 1, 0, 4), Mark("date", "e2", 2, 5, 16))
    found = segments("four people on Sunday", marks)
    assert [(one.text, one.fields, one.numbers, one.opens) for one in found] == [
        ("four", ("targets", "counts"), (1,), (1,)),
        (" ", ("targets",), (1,), ()),
        ("people", ("date", "targets"), (1, 2), (2,)),
        (" on S", ("date",), (2,), ()),
        ("unday", (), (), ()),
    ]
    assert found[2].meaning == "Targets, event 1; Date, event 2"


def test_the_spot_asked_for_is_told_apart():
    found = segments("four people", (), spot=(5, 11))
    assert [(one.text, one.spot) for one in found] == [("four ", False), ("people", True)]


def test_offsets_are_code_points():
    text = "😀 Söldner shot"
    assert [one.text for one in segments(text, (Mark("trigger", "e1", 1, 10, 14),))] == ["😀 Söldner ", "shot"]


@given(TEXT, st.lists(st.tuples(st.integers(0, 250), st.integers(0, 250)), max_size=8), st.integers(0, 220))
def test_segments_join_to_the_text(text: str, spans: list[tuple[int, int]], start: int):
    marks = [Mark("date", "e1", 1, *sorted(span)) for span in spans]
    start = min(start, len(text))
    found = segments(text, marks, start=start)
    assert "".join(one.text for one in found) == text[start:]
    assert all(one.text for one in found)
    assert all(text[one.start : one.end] == one.text for one in found)


@given(st.text(max_size=2_000), st.integers(2, 300))
def test_pages_cover_the_text_and_are_not_too_long(text: str, limit: int):
    cuts = page_cuts(text, limit)
    ends = [*cuts[1:], len(text)]
    assert cuts[0] == 0
    assert all(0 < end - start <= limit for start, end in zip(cuts, ends, strict=True)) or not text
    assert all(page_of(cuts, start) == number for number, start in enumerate(cuts, start=1))


def test_pages_end_with_a_line_where_there_is_one():
    assert page_cuts("first line\nsecond line", 15) == (0, 11)
    assert page_cuts("one two three", 10) == (0, 8)
    assert page_cuts("x" * 25, 10) == (0, 10, 20)


def test_what_steers_a_screen_is_shown():
    assert legible("a\x00b\x1b[31m\x7f\x85") == "a‹00›b‹1B›[31m‹7F›‹85›"
    assert legible("\u202eevil\u2066") == "‹RLO›evil‹LRI›"
    assert legible("\ud800\uffff") == "\ufffd\ufffd"
    assert legible("line\nfeed\tعربي\u200f") == "line\nfeed\tعربي\u200f"


@given(st.text())
def test_shown_text_can_be_sent_and_holds_no_steering(text: str):
    shown = legible(text)
    shown.encode()
    assert not any(ord(sign) < 32 and sign not in "\t\n" for sign in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x7f")


def test_paragraphs_of_a_hostile_text_keep_everything():
    report = hostile_report()
    found = list(paragraphs(report, marks_of(report)))
    assert [paragraph.kind for paragraph in found] == ["body"] * 4
    joined = "\n".join("".join(one.text for one in paragraph.segments) for paragraph in found)
    assert joined == HOSTILE
    assert "‹RLO›evil is live" in "".join(one.shown for one in found[1].segments)


def test_a_choice_of_events_and_fields():
    marks = marks_of(market_reports()[0])
    assert {mark.field for mark in chosen(marks, fields=["date"])} == {"date"}
    assert chosen(marks, events=["e9"]) == ()
    assert chosen(marks) == marks


def test_an_excerpt_is_cut_between_words():
    text = "Police said that four people died\nin Aktobe on Sunday."
    found = excerpt(text, text.index("four"), text.index("four") + 11, around=10)
    assert (found.before, found.quote, found.after) == ("that ", "four people", " died in")
    assert found.cut_before
    assert found.cut_after


def test_an_excerpt_of_a_whole_text_is_not_cut():
    found = excerpt("Shots", 0, 5)
    assert (found.before, found.quote, found.after, found.cut_before, found.cut_after) == (
        "",
        "Shots",
        "",
        False,
        False,
    )


@given(TEXT, st.integers(-5, 250), st.integers(-5, 250))
def test_an_excerpt_of_any_offsets_holds_what_is_there(text: str, start: int, end: int):
    found = excerpt(text, start, end)
    assert len(found.quote.replace("\n", " ")) <= 8 * max(0, end - start) or not found.quote
