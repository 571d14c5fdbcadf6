import pytest

from dateline.coding.account.people import numbered_people


def told(text: str) -> list[tuple[int, str]]:
    return [(person.number, person.fate) for person in numbered_people(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One man was killed and three others were wounded.", [(1, "killed"), (3, "injured")]),
        ("The attack killed one man and wounded four others.", [(1, "killed"), (4, "injured")]),
        ("2 dead, 5 hurt after quarrel", [(2, "killed"), (5, "injured")]),
        ("Six people were shot, two of them fatally.", [(6, "shot"), (2, "killed")]),
        ("A woman died at the scene.", [(1, "killed")]),
        ("Three men met the mayor.", [(3, "none")]),
    ],
)
def test_numbers_of_people_and_what_became_of_them(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "At 11 p.m. he fired 12 shots in the 3400 block of Mill Road.",
        "No one was hurt.",
        "The man, 27, was not hurt, Channel 9 said on June 5.",
        "The trial took three weeks.",
    ],
)
def test_other_numbers_are_left_out(text):
    assert [number for number, _ in told(text) if number != 1] == []


def test_what_is_said_with_the_number_is_kept():
    others, gunman = numbered_people("Two others were shot, and a gunman was arrested.", 0, 48)
    assert others.others
    assert not others.gunman
    assert gunman.gunman
