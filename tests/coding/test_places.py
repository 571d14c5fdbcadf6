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


def test_an_unknown_name_stands_for_the_town_named_before_it_and_says_so(located):
    place = located("Zzyzkograd")
    assert (place.name, place.quote) == ("Aktobe", "Zzyzkograd")
    assert place.basis.startswith("'Zzyzkograd' is not in the gazetteer; the town named before it: ")


def test_an_unknown_name_without_any_town_keeps_its_words_and_has_no_point(tokenizer, gazetteer):
    text = "A bomb went off in Zzyzkograd."
    document = read_document(text, None, tokenizer)
    fillers = [filler("place", "Zzyzkograd", 0.9, text)]
    place = to_place(fillers, document, ReportPlaces(document, fillers, gazetteer))
    assert (place.name, place.quote, place.lat, place.precision) == ("Zzyzkograd", "Zzyzkograd", None, "unknown")


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
