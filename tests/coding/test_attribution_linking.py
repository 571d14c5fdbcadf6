from frame_samples import filler, frame

from dateline.coding.attribution.linking import ReportStatements
from dateline.coding.attribution.records import sources_of, to_attribution
from dateline.coding.document import read_document

TEXT = (
    "Gunmen killed four traders in Gombi on Sunday, reports The Gombi Times. Musa Ali, a farmer, saw smoke. "
    '"They burned the huts," he said. Soldiers arrested two men. It was reported that a bridge was blown up.'
)


def cited(tokenizer, *, fillers=(), words, text=TEXT):
    document = read_document(text, None, tokenizer)
    said = ReportStatements(document).of(frame(*fillers, words=words, text=text))
    return document, said


def names(said):
    return [(s.source.text if s.source else None, s.statement.manner if s.statement else None) for s in said]


def test_a_statement_that_holds_a_mention_gives_the_event_its_source(tokenizer):
    assert names(cited(tokenizer, words="killed")[1]) == [("The Gombi Times", "reported")]


def test_the_models_source_and_the_rules_are_one_where_they_are_the_same(tokenizer):
    model = filler("source", "Gombi Times", score=0.4, text=TEXT)
    assert names(cited(tokenizer, fillers=(model,), words="killed")[1]) == [("The Gombi Times", "reported")]


def test_the_models_source_alone_has_no_statement_unless_one_names_it(tokenizer):
    model = filler("source", "Soldiers", text=TEXT)
    assert names(cited(tokenizer, fillers=(model,), words="arrested")[1]) == [("Soldiers", None)]
    elsewhere = filler("source", "The Gombi Times", text=TEXT)
    assert names(cited(tokenizer, fillers=(elsewhere,), words="arrested")[1]) == [("The Gombi Times", "reported")]


def test_an_event_without_a_source_of_its_own_takes_the_newspaper_cited_before(tokenizer):
    assert names(cited(tokenizer, words="arrested")[1]) == [("The Gombi Times", "reported")]


def test_what_is_reported_by_nobody_in_particular_is_kept_without_a_name(tokenizer):
    assert (None, "reported") in names(cited(tokenizer, words="blown up")[1])


def test_records_hold_the_words_and_mark_private_persons(tokenizer):
    text = '"They burned the huts," said Musa Ali. The mayor denied that he burned huts.'
    document, said = cited(tokenizer, words="burned the huts", text=text)
    (record,) = [to_attribution(s, document, lambda span: text[span.start : span.end]) for s in said]
    assert (record.quote, record.manner, record.private) == ("Musa Ali", "quoted", True)
    assert record.cue is not None
    assert record.said is not None
    assert text[record.cue.start : record.cue.end] == "said"
    assert text[record.said.start : record.said.end] == '"They burned the huts,"'
    assert sources_of([record, record])[0] == ("Musa Ali",)


def test_a_source_of_which_the_model_is_unsure_does_not_count_alone(tokenizer):
    model = filler("source", "Soldiers", score=0.5, text=TEXT)
    assert names(cited(tokenizer, fillers=(model,), words="arrested")[1]) == [("The Gombi Times", "reported")]


def test_responsibility_is_claimed_in_the_sentence_of_a_mention_and_not_denied_there(tokenizer):
    text = "A bomb exploded in Gombi; the Red Front claimed responsibility. Two died. No group claimed responsibility."
    statements = ReportStatements(read_document(text, None, tokenizer))
    assert statements.claimed(frame(words="exploded", text=text))
    assert not statements.claimed(frame(words="died", text=text))
    assert not statements.claimed(frame(words="No group", text=text))
