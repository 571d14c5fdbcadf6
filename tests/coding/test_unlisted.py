import pytest

from dateline.coding.unlisted import unlisted


@pytest.mark.parametrize(
    ("words", "name", "sort"),
    [
        ("at Mataje", "Mataje", "name"),
        ("the village of Las Ceibas", "Las Ceibas", "village"),
        ("THE VILLAGE OF LAS CEIBAS, 9 KM FROM SAYAXCHE", "LAS CEIBAS", "village"),
        ("Singda village under Sapermeina Police Station", "Singda", "village"),
        ("near Chintalnar in Sukma District", "Chintalnar", "name"),
        ("two warehouses of an international NGO in Al Abbasiya", "Al Abbasiya", "name"),
        ("three hamlets south of Tell Hamid", "Tell Hamid", "name"),
        ("the hamlet of al-Aliyah", "al-Aliyah", "village"),
        ("Harib district, south of Marib", "Harib", "area"),
        ("Al Rashidiya, a district of Mosul", "Al Rashidiya", "quarter"),
        ("the Porahat forest", "Porahat forest", "nature"),
        ("Lurgan police station", "Lurgan", "name"),
        ("the Druze village of Zzyzkot in Aleppo province", "Zzyzkot", "village"),
        ("in Baghdad's Karrada district", "Karrada", "area"),
    ],
)
def test_names_in_the_words_of_a_place(words: str, name: str, sort: str):
    found = unlisted(words, cased=True)
    assert found is not None
    assert (found.name, found.sort) == (name, sort)
    assert words[found.start : found.end] == name


@pytest.mark.parametrize(
    "words",
    [
        "the ridge",
        "a mosque in the city",
        "the YPG",
        "outside the Health Ministry",
        "Jama Masjid",
        "near the Salah junction",
        "from City Hall to the church",
        "the Old City",
        "the Taliban-held district of Sangin",
    ],
)
def test_descriptions_and_buildings_are_no_names_of_places(words: str):
    assert unlisted(words, cased=True) is None


@pytest.mark.parametrize(("words", "name"), [("vatva", "Vatva"), ("navaseshan village", "Navaseshan"),
                                             ("himmatnagar, 78 km from here", "Himmatnagar")])  # fmt: skip
def test_names_in_a_report_in_small_letters(words: str, name: str):
    found = unlisted(words, cased=False)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("words", ["highway", "the city", "police headquarters", "near a hotel"])
def test_words_in_small_letters_that_are_no_names(words: str):
    assert unlisted(words, cased=False) is None
