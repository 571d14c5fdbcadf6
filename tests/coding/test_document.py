import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dateline.coding.document import read_document


def test_title_and_text_are_one_string(tokenizer):
    document = read_document("Two died.", "Blast in Gombi", tokenizer)
    assert document.string == "Blast in Gombi\n\nTwo died."
    assert document.quote(0, 5).model_dump() == {"quote": "Blast", "start": 0, "end": 5, "part": "title"}
    assert document.quote(16, 19).model_dump() == {"quote": "Two", "start": 0, "end": 3, "part": "text"}


def test_sentences_end_at_full_stops_but_not_after_initials_and_titles(tokenizer):
    document = read_document('Gen. A. Bakr spoke. "Two died." Nobody else.', None, tokenizer)
    starts = [document.string[s:].strip()[:4] for s in document.sentence_starts.tolist()]
    assert starts == ["Gen.", '"Two', "Nobo"]


def test_words_of_several_pieces_begin_and_end_once(tokenizer):
    document = read_document("Kyzylorda burned", None, tokenizer)
    pieces = len(document.ids)
    assert pieces > 2
    assert document.word_starts.tolist() == [True] + [False] * (pieces - 2) + [True]
    assert document.word_ends.tolist() == [False] * (pieces - 2) + [True, True]


def test_tokens_of_an_offset_range(tokenizer):
    document = read_document("Two men died", None, tokenizer)
    assert document.tokens_of(4, 12) == (1, 2)
    assert document.tokens_of(3, 4) is None


@given(st.text(max_size=60), st.text(max_size=20))
def test_quotes_are_slices_of_the_report(tokenizer, text, title):
    document = read_document(text, title or None, tokenizer)
    for start, end in zip(document.starts.tolist(), document.ends.tolist(), strict=True):
        quote = document.quote(start, end)
        source = title if quote.part == "title" else text
        assert source[quote.start : quote.end] == quote.quote


def test_long_documents_come_in_pieces_that_end_with_sentences(tokenizer):
    document = read_document("Guns fired. Men died. " * 5, None, tokenizer)
    pieces = list(document.segments(most=8))
    assert [len(p.ids) for p in pieces] == [6, 6, 6, 6, 6]
    assert np.concatenate([p.starts for p in pieces]).tolist() == document.starts.tolist()
    assert all(p.string is document.string for p in pieces)


def test_a_sentence_longer_than_a_piece_is_cut(tokenizer):
    document = read_document("word " * 20, None, tokenizer)
    assert [len(p.ids) for p in document.segments(most=8)] == [8, 8, 4]


def test_sentences_of_a_text_without_full_stops_begin_where_capitals_tell(tokenizer):
    text = " ".join(["The gunmen fired on a bus near the bridge and fled into the hills beyond the river"] * 12)
    document = read_document(text, None, tokenizer)
    assert text[document.sentence_starts[1] :].startswith("The gunmen")
    assert len(document.sentence_starts) == 12


def test_without_capitals_too_a_stretch_stands_for_a_sentence(tokenizer):
    document = read_document("gunmen fired on the bus " * 60, None, tokenizer)
    assert len(document.sentence_starts) == 1 + 60 * 5 // 25
