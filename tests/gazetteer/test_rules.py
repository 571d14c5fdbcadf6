import pytest

from dateline.gazetteer.records import Kind
from dateline.gazetteer.rules import bare_name, is_code, plural_kinds, readings, said_kinds


@pytest.mark.parametrize(
    ("folded", "bare"),
    [("rapides parish", "rapides"), ("provincia de loja", "loja"), ("aktobe", ""), ("new county", "new")],
)
def test_bare_names(folded: str, bare: str):
    assert bare_name(folded) == bare


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("Lohit District", "lohit"),
        ("city of Raqqa", "raqqa"),
        ("north-eastern Syria", "syria"),
        ("outskirts of Kabul", "kabul"),
        ("Douma area", "douma"),
        ("Loudon Co.", "loudon county"),
        ("W. Columbia", "west columbia"),
        ("Al Hasakah", "hasakah"),
    ],
)
def test_readings(name: str, core: str):
    assert core in {reading.core for reading in readings(name)}


def test_the_area_after_a_comma_is_read():
    assert (readings("Long Beach, CA")[0].core, readings("Long Beach, CA")[0].within) == ("long beach", "CA")


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("fighting in ", " province on Sunday", Kind.ADMIN1),
        ("in the province of ", ", police said", Kind.ADMIN1),
        ("fighting in ", " city on Sunday", Kind.TOWN),
        ("in the town of ", ".", Kind.TOWN),
        ("in ", " County, police said", Kind.ADMIN2),
        ("in ", ", Grant and Otter Tail counties", Kind.ADMIN2),
    ],
)
def test_words_beside_a_name(before: str, after: str, kind: Kind):
    said = said_kinds(before, after)
    assert said
    assert kind in said


def test_words_that_belong_to_another_name_say_nothing():
    assert said_kinds("in the ", " city of Paris") is None
    assert said_kinds("in ", ", where states met") is None
    assert plural_kinds(" and police") is None


@pytest.mark.parametrize(
    ("name", "code"), [("U.S.", True), ("TX", True), ("Calif", True), ("us", False), ("La", False)]
)
def test_codes_are_told_by_the_way_they_are_written(name: str, code: bool):  # noqa: FBT001
    assert is_code(name) is code
