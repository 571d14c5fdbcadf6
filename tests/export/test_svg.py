from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.export.svg import Drawing, clean, shortened, wrapped

SVG = "{http://www.w3.org/2000/svg}"


def test_a_picture_tells_what_it_shows():
    root = ET.fromstring(Drawing(300, "A title", "What it shows").render(80))
    assert (root.get("role"), root.get("width"), root.get("height"), root.get("viewBox")) == (
        "img",
        "300",
        "80",
        "0 0 300 80",
    )
    assert root.get("aria-labelledby") == "title description"
    assert [root.findtext(f"{SVG}{tag}") for tag in ("title", "desc")] == ["A title", "What it shows"]


def test_text_is_escaped_and_tips_are_told():
    drawing = Drawing(10, "t", "d")
    drawing.text(1, 2, "<b> & \x1b[2J")
    drawing.rect(0, 0, 1.23456, 1, fill="#000000", tip='"5" < 6')
    root = ET.fromstring(drawing.render(5))
    assert root.findtext(f"{SVG}text") == "<b> & \ufffd[2J"
    assert [rect.get("width") for rect in root.iter(f"{SVG}rect")] == ["10", "1.23"]
    assert root.findall(f"{SVG}rect")[1].findtext(f"{SVG}title") == '"5" < 6'


@settings(deadline=None)
@given(st.text())
def test_any_text_makes_a_picture(text: str):
    drawing = Drawing(10, text, text)
    drawing.text(0, 0, text)
    assert ET.fromstring(drawing.render(5)).findtext(f"{SVG}title") == clean(text) or not clean(text)


def test_long_lines_are_broken_and_long_words_cut():
    assert wrapped("one two three four", width=10 * 12 * 0.56) == ["one two", "three four"]
    assert wrapped("x" * 25, width=10 * 12 * 0.56) == ["x" * 10, "x" * 10, "x" * 5]


def test_a_label_that_is_too_wide_is_cut():
    assert shortened("Oldenmill", 5 * 12 * 0.56) == "Olde…"
    assert shortened("Olden", 5 * 12 * 0.56) == "Olden"
