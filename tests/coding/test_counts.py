import pytest
from frame_samples import filler, frame

from dateline.coding.counts import to_counts
from dateline.coding.document import read_document


def only(frame_, document):
    (count,) = to_counts(frame_, document)
    return count


def test_the_qualifier_before_the_number_is_read(document):
    count = only(frame(filler("count", "four traders", measure="killed", side="target")), document)
    assert (count.measure, count.side, count.low, count.best, count.high) == ("killed", "target", 4, 4, None)


def test_the_quote_shows_number_and_verb_together(document):
    count = only(frame(filler("count", "four traders", measure="killed", side="target")), document)
    assert count.quote == "killed at least four traders"
    assert count.who == "four traders"


def test_a_number_in_another_sentence_is_quoted_alone(document):
    count = only(frame(filler("count", "two of the attackers", measure="killed", side="perpetrator")), document)
    assert (count.quote, count.best) == ("two of the attackers", 2)


def test_a_joint_figure_leaves_the_best_open(tokenizer):
    text = "Some 60 people were killed and injured in the raid."
    document = read_document(text, None, tokenizer)
    raid = frame(
        filler("count", "60 people", text=text, measure="killed|injured", side="target"), words="raid", text=text
    )
    counts = list(to_counts(raid, document))
    assert [c.measure for c in counts] == ["killed", "injured"]
    assert {(c.low, c.best, c.high) for c in counts} == {(2, None, 60)}


def test_the_same_number_is_given_once(document):
    twice = frame(
        filler("count", "11 people", measure="injured", side="target"),
        filler("count", "11", measure="injured", side="target"),
    )
    assert len(list(to_counts(twice, document))) == 1


@pytest.mark.parametrize("words", ["four traders", "11 people"])
def test_offsets_point_at_the_quote(document, words):
    count = only(frame(filler("count", words, measure="killed", side="target")), document)
    assert document.string[count.start : count.end] == count.quote


def counted(text: str, tokenizer, *words: str) -> list[tuple[str | None, int | None]]:
    document = read_document(text, None, tokenizer)
    fillers = [filler("count", w, text=text, measure="killed", side="target") for w in words]
    return [(c.who, c.best) for c in to_counts(frame(*fillers, text=text), document)]


def test_a_clerk_and_a_guard_are_two_entries(tokenizer):
    text = "Gunmen killed a clerk and a guard at one store."
    assert counted(text, tokenizer, "a clerk") == [("a clerk", 1), ("a guard", 1)]
    assert counted(text, tokenizer, "a clerk", "a guard") == [("a clerk", 1), ("a guard", 1)]


def test_three_soldiers_and_three_civilians_are_two_entries(tokenizer):
    assert counted("Three soldiers and three civilians, all men, were killed.", tokenizer, "Three soldiers") == [
        ("Three soldiers", 3),
        ("three civilians", 3),
    ]


def test_the_subject_of_a_new_verb_is_not_joined(tokenizer):
    text = "Gunmen killed two soldiers and three civilians were wounded."
    assert counted(text, tokenizer, "two soldiers") == [("two soldiers", 2)]
