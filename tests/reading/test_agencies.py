import pytest

from dateline.reading.agencies import agency_table, canonical, find_agency

FILLER = "The ministry said that the search went on and that the roads were closed.\n" * 30


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("KABUL (Reuters) - Six people died.", "Reuters"),
        ("KABUL, March 3 (Reuters) - Six people died.", "Reuters"),
        ("BOGOTA, 10 SEP 89 (DPA) -- [TEXT] UNIDENTIFIED INDIVIDUALS TODAY", "Deutsche Presse-Agentur"),
        ("SAN SALVADOR, 15 NOV 89 (ACAN-EFE) -- [TEXT] THE ARMY", "ACAN-EFE"),
        ("(AP) — Six people died.", "Associated Press"),
        ("AP - Six people died in Sarvana.", "Associated Press"),
        ("By Lina Torrek, Associated Press\nSix people died.", "Associated Press"),
        ("By The Associated Press\nSix people died.", "Associated Press"),
        ("By LINA TORREK of The Associated Press\nSix people died.", "Associated Press"),
        ("Six people died.\nSource: Reuters", "Reuters"),
        ("Six people died.\n(Source: AFP)", "Agence France-Presse"),
        ("Six people died. – AFP", "Agence France-Presse"),
        ("Six people died.\nXinhua\n", "Xinhua"),
        ("Six people died.\nCopyright 2016 The Associated Press. All rights reserved.", "Associated Press"),
        (FILLER + "Source: Anadolu Agency", "Anadolu Agency"),
    ],
)
def test_credits(text: str, agency: str):
    assert find_agency(text) == agency


@pytest.mark.parametrize(
    "text",
    [
        "Six people died, the minister told Reuters by telephone.",
        "The news agency Xinhua said so. Nobody else did.",
        "A map of the town.\nMap\nSource: map of the ministry",
        "BOSTON (MA) - Six people died.",
        FILLER + "Source: Reuters\n" + FILLER,
        "",
    ],
)
def test_what_is_only_quoted_is_no_credit(text: str):
    assert find_agency(text) is None


def test_byline_of_the_page():
    assert find_agency("Six people died.", byline="Lina Torrek; Associated Press") == "Associated Press"
    assert find_agency("Six people died.", byline="Reuters Staffing Ltd") is None


def test_every_name_leads_to_one_agency():
    names = agency_table().names
    assert names["afp"] == "Agence France-Presse"
    assert canonical("ap ") == "Associated Press"
    assert canonical("The Harbour Courier") == "The Harbour Courier"
