from dateline.reading.paragraphs import paragraphs

WRAPPED = """   SARVANA, 3 JAN 90 -- [TEXT] THE ARMED FORCES HAVE REPORTED THAT ABOUT 50
PEASANTS OF VARIOUS AGES HAVE BEEN TAKEN BY ARMED MEN OF THE HILL BRIGADES
IN THE VALLEY.  ACCORDING TO THE GARRISON, THIS TOOK PLACE ON 30 DECEMBER.

   MEANWHILE, THREE REBELS WERE KILLED AND SEVEN OTHERS WERE WOUNDED DURING
CLASHES YESTERDAY.
"""


def test_lines_of_a_fixed_width_are_one_paragraph():
    found = paragraphs(WRAPPED)
    assert [part.lines for part in found] == [3, 2]
    assert found[0].content.startswith("SARVANA")
    assert found[1].content.endswith("YESTERDAY.")


def test_lines_of_any_length_are_paragraphs():
    text = "Six people died.\nThe police came.\nRoads were closed until the evening of the same day."
    assert [part.content for part in paragraphs(text)] == text.split("\n")


def test_a_small_letter_goes_on_with_the_sentence():
    text = "She hung a\n   banner on the front of the\r\n town hall.\rThen she left."
    assert [part.lines for part in paragraphs(text)] == [3, 1]


def test_offsets_are_those_of_the_text():
    for part in paragraphs("\n\n  Six died. \r\n\r\n\tTwo fled.\n "):
        assert "\n\n  Six died. \r\n\r\n\tTwo fled.\n "[part.start : part.end] == part.content
    assert paragraphs(" \n \n") == []
