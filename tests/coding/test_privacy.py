import pytest

from dateline.coding.privacy import is_private_person, is_private_source


@pytest.mark.parametrize(
    ("quote", "kind", "private"),
    [
        ("Amina Yusuf", "civilians", True),
        ("a trader, Amina Yusuf", "civilians", True),
        ("Juan de la Cruz Ortega", "unknown", True),
        ("Mayor Amina Yusuf", "civilians", False),
        ("Gen. Amina Yusuf", "civilians", False),
        ("Amina Yusuf", "state_forces", False),
        ("four traders", "civilians", False),
        ("the Red Line Front", "civilians", False),
        ("Gombi Central Market", "property", False),
    ],
)
def test_private_are_civilians_with_a_name_and_no_office(quote, kind, private):
    assert is_private_person(quote, kind) is private


@pytest.mark.parametrize(
    ("quote", "around", "private"),
    [
        ("Amina Yusuf", "said Amina Yusuf, who sells yams", True),
        ("Amina Yusuf", "said Amina Yusuf, spokeswoman of the governor", False),
        ("witnesses", "witnesses said", False),
        ("the interior ministry", "the interior ministry said", False),
    ],
)
def test_private_sources_are_named_and_have_no_office_beside_them(quote, around, private):
    assert is_private_source(quote, around) is private
