import pytest

from dateline.coding.attribution.names import after_cue, before_cue
from dateline.coding.attribution.words import read_words


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Meanwhile, a police spokesman later said", "a police spokesman"),
        ("On Friday the interior ministry said", "the interior ministry"),
        ("the council's deputy head, Musa Ali, said", "the council's deputy head, Musa Ali"),
        ("police and hospital officials said", "police and hospital officials"),
        ("soldiers fled and the mayor said", "the mayor"),
        ("a source, who asked not to be named, said", "a source"),
        ("THE ARMY HAS said", "THE ARMY"),
    ],
)
def test_names_before_a_cue(text, name):
    words = read_words(text)
    found = before_cue(words, 0, len(words.lows) - 1)
    assert found is not None
    first, end = words.span(*found)
    assert text[first:end] == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the mayor of Gombi on Friday.", "the mayor of Gombi"),
        ("Musa Ali, a member of the council.", "Musa Ali, a member of the council"),
        ("The Gombi Times Militants fled", "The Gombi Times"),
        ("a report by the army.", "the army"),
        ("police and hospital officials.", "police and hospital officials"),
        ("the mayor, adding that two fled", "the mayor"),
    ],
)
def test_names_after_a_cue(text, name):
    words = read_words(text)
    found = after_cue(words, 0, len(words.lows))
    assert found is not None
    first, end = words.span(*found)
    assert text[first:end] == name


def test_clauses_are_no_names():
    words = read_words("I must say")
    assert before_cue(words, 0, 2) is None
