import pytest

from dateline.linking.persons import surnames_of_dead


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("Josef Tarrow, 44, died at the scene.", {"tarrow"}),
        ("The dead man was identified as Josef R. Tarrow, of Fort Ellery.", {"tarrow"}),
        ("A shot killed Anna Mill and wounded three.", {"mill"}),
        ("Homicide victim: Anna Mill", {"mill"}),
        ("A 31-year-old teacher Anna Mill was among the dead.", {"mill"}),
        ("Ahmed al-Rashid and two guards died.", set()),
        ("Ahmed al-Rashid was found dead.", {"rashid"}),
    ],
)
def test_who_is_told_as_dead(text: str, dead: set[str]):
    assert surnames_of_dead(text) == dead


@pytest.mark.parametrize(
    "text",
    [
        "Police arrested Josef Tarrow, 44, over the death.",
        "Anna Mill, 31, was wounded.",
        "The shooting killed Two Rivers Police.",
        "",
    ],
)
def test_suspects_wounded_and_offices_are_none(text: str):
    assert surnames_of_dead(text) == set()
