import pytest
from frame_samples import filler

from dateline.coding.document import read_document
from dateline.coding.places import ReportPlaces, to_place

TEXT = "A bomb hit the airport of Aktobe in Kazakhstan. Another went off in Zzyzkograd."


@pytest.fixture
def located(tokenizer, gazetteer):
    document = read_document(TEXT, None, tokenizer)

    def place(*words: str):
        fillers = [filler("place", w, 0.9 - 0.1 * k, TEXT) for k, w in enumerate(words)]
        return to_place(fillers, document, ReportPlaces(document, fillers, gazetteer))

    return place


def test_a_site_has_the_point_of_its_town(located):
    place = located("the airport of Aktobe")
    assert (place.name, place.country, place.geonames_id, place.precision) == ("Aktobe", "KZ", 610611, "site")
    assert "610611" in place.basis


def test_a_finer_place_inside_the_first_is_taken(located):
    assert located("Kazakhstan", "Aktobe").precision == "town"


def placed(text: str, words: str, tokenizer, gazetteer):
    document = read_document(text, None, tokenizer)
    fillers = [filler("place", words, 0.9, text)]
    return to_place(fillers, document, ReportPlaces(document, fillers, gazetteer))


def test_an_unknown_name_is_not_moved_to_another_town(tokenizer, gazetteer):
    place = placed("A shop burned in Godhra, India. A bus burned in Zzyzkograd.", "Zzyzkograd", tokenizer, gazetteer)
    assert (place.name, place.country, place.lat, place.precision) == ("Zzyzkograd", "IN", None, "town")
    assert place.basis == "Zzyzkograd is not in the gazetteer"


def test_words_that_name_nothing_stand_for_the_town_named_before_them_and_say_so(tokenizer, gazetteer):
    place = placed(TEXT + " The market was burnt.", "The market", tokenizer, gazetteer)
    assert (place.name, place.quote) == ("Aktobe", "The market")
    assert place.basis.startswith("'The market' is not in the gazetteer; the town named before it: ")


def test_a_name_is_not_the_place_that_its_last_word_names(tokenizer, gazetteer):
    place = placed("Shells fell on Mosul, Iraq. A raid near Tal Afar.", "near Tal Afar", tokenizer, gazetteer)
    assert (place.name, place.country, place.lat) == ("Tal Afar", "IQ", None)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Two died near Zzyzkot in Kheda district.", "near Zzyzkot in Kheda district", ("Zzyzkot", "Gujarat")),
        ("A raid in Zzyzk, 20 miles south of Kheda", "in Zzyzk, 20 miles south of Kheda", ("Zzyzk", "Gujarat")),
        ("A raid on the Maoist-hit district of Kheda.", "the Maoist-hit district of Kheda", ("Kheda", "Gujarat")),
        ("A raid on the Kurdish town of Godhra.", "the Kurdish town of Godhra", ("Godhra", "Gujarat")),
        ("In Karachi all was quiet. Shots fell in Zzyzkpur.", "Zzyzkpur", ("Karachi", "Sindh")),
        ("In Karachi all was quiet. A bomb on Godhra Street killed two.", "on Godhra Street", ("Karachi", "Sindh")),
        ("IN KARACHI A BANK AT KHEDA AND GODHRA STREETS", "KHEDA AND GODHRA STREETS", ("Karachi", "Sindh")),
        ("In Karachi all was quiet. The Godhra street protests go on.", "Godhra", ("Godhra", "Gujarat")),
        ("A mortar hit Zzyzk, a suburb of Godhra.", "Zzyzk, a suburb of Godhra", ("Godhra", "Gujarat")),
    ],
)
def test_a_village_beside_a_place_and_a_quarter_of_it(tokenizer, gazetteer, text, words, expected):
    place = placed(text, words, tokenizer, gazetteer)
    assert (place.name, place.admin1) == expected


def test_an_unknown_name_without_any_town_has_no_point(tokenizer, gazetteer):
    text = "A bomb went off in Zzyzkograd."
    document = read_document(text, None, tokenizer)
    fillers = [filler("place", "Zzyzkograd", 0.9, text)]
    place = to_place(fillers, document, ReportPlaces(document, fillers, gazetteer))
    assert (place.name, place.quote, place.lat, place.precision) == ("Zzyzkograd", "Zzyzkograd", None, "town")


def test_names_in_small_letters_are_found_in_the_words_of_a_place(tokenizer, gazetteer):
    text = "two shops were burnt in santrampur, about 50 km from godhra"
    document = read_document(text, None, tokenizer)
    fillers = [filler("place", "about 50 km from godhra", 0.9, text)]
    assert to_place(fillers, document, ReportPlaces(document, fillers, gazetteer)).geonames_id == 1271107


def test_no_words_no_place(located):
    assert located().name is None


@pytest.mark.parametrize(("beside", "country"), [("Mosul", "IQ"), ("Damascus", "SY")])
def test_a_small_place_abroad_is_believed_where_its_country_is_told(tokenizer, gazetteer, beside: str, country: str):
    text = f"Syria, Aleppo, Homs, Syria and {beside} were quiet. A bomb went off in Sinjar."
    document = read_document(text, None, tokenizer)
    fillers = [filler("place", "Sinjar", 0.9, text)]
    assert to_place(fillers, document, ReportPlaces(document, fillers, gazetteer)).country == country
