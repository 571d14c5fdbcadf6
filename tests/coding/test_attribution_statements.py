import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.coding.attribution.lexicon import CUES
from dateline.coding.attribution.statements import find_statements


def told(text):
    """Source, manner and what is said of each statement."""

    def words(span):
        return None if span is None else text[slice(*span)]

    return [(words(s.source), s.manner, words(s.said)) for s in find_statements(text)]


@pytest.mark.parametrize(
    ("text", "source", "manner", "said"),
    [
        ("Police said that two traders died in Gombi.", "Police", "reported", "that two traders died in Gombi"),
        ("Two traders died in Gombi, police said.", "police", "reported", "Two traders died in Gombi,"),
        ("TWO TRADERS DIED IN GOMBI, SAID THE MAYOR.", "THE MAYOR", "reported", "TWO TRADERS DIED IN GOMBI,"),
        (
            "According to local residents, soldiers burned the huts.",
            "local residents",
            "reported",
            "soldiers burned the huts",
        ),
        ("Soldiers burned huts, according to the mayor.", "the mayor", "reported", "Soldiers burned huts,"),
        (
            "A health official told reporters that nine died.",
            "A health official",
            "reported",
            "reporters that nine died",
        ),
        ('"They shot at us," said Musa Ali.', "Musa Ali", "quoted", '"They shot at us,"'),
        (
            "The Red Front claimed responsibility for the blast.",
            "The Red Front",
            "claimed",
            "responsibility for the blast",
        ),
        ("The army denied that it shelled Gombi.", "The army", "denied", "that it shelled Gombi"),
        ("The mayor accused soldiers of looting.", "The mayor", "alleged", "soldiers of looting"),
        ("Unconfirmed reports said a priest had died.", "Unconfirmed reports", "doubted", "a priest had died"),
        ("It was reported that two died.", None, "reported", "two died"),
        ("The bomb is believed to have been a mine.", None, "alleged", "The bomb is believed to have been a mine"),
        (
            "Two died on July 9 reports The Gombi Times The police came",
            "The Gombi Times",
            "reported",
            "Two died on July 9",
        ),
        ("A guard who asked not to be named said two died.", "A guard", "reported", "two died"),
        ("Nine died, the mayor said in a statement on Friday.", "the mayor", "reported", "Nine died,"),
        ("In a statement, the Red Front said it fired.", "the Red Front", "reported", "it fired"),
    ],
)
def test_forms_of_attribution(text, source, manner, said):
    assert told(text)[0] == (source, manner, said)


@pytest.mark.parametrize(
    "text",
    [
        "No group has claimed responsibility for the blast.",
        "The mayor did not say who fired.",
        "The blast claimed the lives of two traders.",
        "Suspected rebels attacked Gombi in the United States.",
        "Police released two men and rejected the offer.",
    ],
)
def test_what_attributes_nothing(text):
    assert told(text) == []


def test_pronouns_and_surnames_stand_for_the_source_named_before():
    text = "Mayor Musa Ali said two died. He added that soldiers came. Ali said they left."
    assert [source for source, _, _ in told(text)] == ["Mayor Musa Ali"] * 3


def test_he_is_no_newspaper():
    assert [source for source, _, _ in told("Two died, reports The Gombi Times. He said four died.")][-1] is None


def test_a_speaker_goes_on_in_the_next_quotation():
    assert told('"We ran," said Musa Ali. "They shot."')[-1] == ("Musa Ali", "quoted", '"They shot."')


def test_headings_of_broadcasts_name_the_speaker_of_all_that_follows():
    text = "[COMMUNIQUE] [RED FRONT] [TEXT] WE ATTACKED THE POST. WE LEFT."
    assert told(text)[0] == ("RED FRONT", "quoted", "[TEXT] WE ATTACKED THE POST. WE LEFT.")


PROSE = st.lists(
    st.sampled_from(
        [*sorted(CUES)[:60], "police", "the mayor", "Ali", ",", ".", '"', "“", "”", "that", "by", "according", "to"]
    ),
    max_size=120,
).map(" ".join)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=200), PROSE))
def test_spans_lie_in_the_text(text):
    for statement in find_statements(text):
        for span in (statement.source, statement.speaker, statement.cue, statement.said):
            assert span is None or 0 <= span[0] < span[1] <= len(text)


@pytest.mark.parametrize(
    "unit", ["said ", '" said ', "police said, ", "[BEGIN RECORDING] [A] ", "“", "and ", "[STATEMENT] [X] "]
)
def test_time_is_linear(unit):
    def seconds(times):
        text, tries = unit * times, []
        for _ in range(3):  # the least: collecting garbage of other tests may fall into one of them
            start = time.process_time()
            find_statements(text)
            tries.append(time.process_time() - start)
        return min(tries)

    assert seconds(8000) < 8 * 3 * max(seconds(1000), 0.005)
