import pytest

from dateline.coding.attribution.headers import headed_statements


@pytest.mark.parametrize(
    ("text", "source", "said"),
    [
        ("[COMMUNIQUE] [RED FRONT] [TEXT] WE WON.", "RED FRONT", "[TEXT] WE WON."),
        ("[INTERVIEW WITH PRESIDENT OTU BY REPORTERS] WE WON.", "PRESIDENT OTU", "WE WON."),
        ("HE SPOKE. [BEGIN RECORDING] [OTU] WE WON. [END RECORDING] HE LEFT.", "OTU", " WE WON. "),
    ],
)
def test_headings_that_name_a_speaker(text, source, said):
    assert [(text[slice(*s)], text[slice(*w)]) for s, _, w in headed_statements(text)] == [(source, said)]


@pytest.mark.parametrize(
    "text", ["[REPORT] [OTU] [TEXT] TWO DIED.", "[TEXT] TWO DIED.", "[STATEMENT] [TEXT] TWO DIED."]
)
def test_reporters_and_bare_headings_name_no_source(text):
    assert list(headed_statements(text)) == []
