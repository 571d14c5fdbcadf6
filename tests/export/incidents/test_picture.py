from xml.etree import ElementTree as ET

from incident_samples import FORMER_ID, contested_mill, incident, link, told, toll, witness

from dateline.export.incidents.picture import MOST_LINKS, draw
from dateline.linking.records import Incident

SVG = "{http://www.w3.org/2000/svg}"


def texts(picture: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(picture).iter(f"{SVG}text")]


def points(picture: str) -> list[str | None]:
    """What the points of tolls are filled with, by the number they tell."""
    return [c.get("fill") for c in ET.fromstring(picture).iter(f"{SVG}circle") if c.find(f"{SVG}title") is not None]


def test_the_picture_has_all_parts():
    shown = " ".join(texts(draw(contested_mill(), asked=FORMER_ID)))
    for part in (
        f"{FORMER_ID} is now",
        "m1:e1 and m2:e1",
        "probability 0.98",
        "rare words in both",
        "killed (target): 6 (5 to 9)",
        "killed (perpetrator): 1",
        "date: 2016-06-04 (day)",
        "one source: published by Paper m1",
        "its reports were once taken for",
        "no date",
    ):
        assert part in shown


def test_superseded_numbers_are_hollow():
    assert [fill == "#ffffff" for fill in points(draw(contested_mill()))] == [True, False, False, False, False]


def test_it_says_in_words_what_it_shows():
    description = ET.fromstring(draw(contested_mill())).findtext(f"{SVG}desc") or ""
    assert "m1:e1 and m3:e1 are one incident with probability 0.73" in description
    assert "killed (target): 6 (5 to 9), told 4 times." in description


def test_names_are_withheld_unless_asked_for():
    assert "Tarrow" not in draw(contested_mill())
    assert "Josef Tarrow" in draw(contested_mill(), names=True)


def test_an_incident_of_one_report_has_a_picture():
    shown = " ".join(texts(draw(incident())))
    assert "nothing was linked" in shown
    assert "no report tells a number" in shown


def test_numbers_without_bounds_or_days_are_drawn():
    open_one = told(None, witness("m1", 0, None))
    assert len(points(draw(incident(tolls=(toll(open_one, low=None, best=None, high=None),))))) == 1


def test_the_same_incident_gives_the_same_picture_and_many_links_are_cut():
    many: Incident = incident(links=tuple(link("m1", f"n{n}", 0.9, days=4.0) for n in range(MOST_LINKS + 2)))
    assert draw(many) == draw(many)
    assert "and 2 more links" in texts(draw(many))
