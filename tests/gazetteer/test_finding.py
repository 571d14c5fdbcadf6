import pytest

from dateline.gazetteer import Gazetteer, find_names


def names(gazetteer: Gazetteer, text: str) -> list[str]:
    return [text[start:end] for start, end in find_names(text, gazetteer)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Six people were killed in Aktobe, Kazakhstan, on Sunday.", ["Aktobe", "Kazakhstan"]),
        ("Troops left the West Bank and the Gaza Strip.", ["West Bank", "Gaza Strip"]),
        ("The United States and Israeli officials met.", ["United States", "Israeli"]),
        ("GUERRILLAS ATTACKED A GARRISON IN SAN SALVADOR, EL SALVADOR.", ["SAN SALVADOR", "EL SALVADOR"]),
        ("THE ARMY KILLED SIX REBELS NEAR MEDELLIN, POLICE SAID.", ["MEDELLIN"]),
        ("BAGHDAD (Reuters) - A bomb exploded on Monday.", ["BAGHDAD"]),
        ("Tell us when the march will end, he said.", []),
        ("President Lincoln spoke. Mr. Jackson did not.", []),
        ("Взрыв произошёл в Уральск", ["Уральск"]),
        ("", []),
    ],
)
def test_names_in_running_text(gazetteer: Gazetteer, text: str, expected: list[str]):
    assert names(gazetteer, text) == expected


def test_the_longest_name_wins(gazetteer: Gazetteer):
    assert names(gazetteer, "He came from New York City.") == ["New York City"]
