from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.coding.attribution.words import quotations, read_words, sentences


def split(text):
    words = read_words(text)
    return [text[words.starts[first] : words.ends[end - 1]].strip() for first, end in sentences(words)]


def quoted(text):
    return [text[first:end] for first, end in quotations(read_words(text))]


def test_abbreviations_and_web_addresses_end_no_sentence():
    assert split("Capt. J. Otu of gombinews.com left at noon. Two died.The army came") == [
        "Capt. J. Otu of gombinews.com left at noon.",
        "Two died.",
        "The army came",
    ]


def test_a_closing_mark_goes_with_its_sentence():
    assert split('"We ran." He wept.') == ['"We ran."', "He wept."]


def test_quotation_marks_of_all_kinds():
    assert quoted('"One," “two” and ‘three’ of the soldiers\' huts â€œfour,â€™â€™ he said.') == [
        '"One,"',
        "“two”",
        "‘three’",
        "â€œfour,â€™â€™",
    ]


def test_a_quotation_ends_with_its_paragraph():
    assert quoted('"We ran.\n\n"They shot," he said.') == ['"We ran.', '"They shot,"']


@settings(deadline=None)
@given(st.text(alphabet="aB .,!?\"“”‘’'\n(â€œ™", max_size=200))
def test_every_word_is_in_one_sentence_and_quotations_do_not_overlap(text):
    words = read_words(text)
    assert [k for first, end in sentences(words) for k in range(first, end)] == list(range(len(words.lows)))
    spans = quotations(words)
    assert all(a < b <= len(text) for a, b in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
