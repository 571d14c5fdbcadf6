from dateline.coding.account.cues import cues_of, listed
from dateline.coding.account.passages import passages


def cues(text: str, title: str | None = None) -> set[tuple[str, int]]:
    return {(cue.name, cue.number) for cue in cues_of(passages(title, text))}


def test_groups_joined_by_and_are_added_up():
    assert ("shot joined", 3) in cues("A man and two women were shot outside the club on Sunday.")


def test_charges_and_multiples_tell_numbers():
    found = cues("He faces two counts of murder and four counts of attempted murder in the triple shooting of May.")
    assert {("charges", 2), ("attempts", 4), ("shot multiple", 3)} <= found


def test_headlines_leave_out_articles():
    assert ("killed bare title", 1) in cues("Police said nothing more of it on Sunday.", "Woman killed outside club")


def test_a_number_told_with_the_dead_is_marked():
    assert ("injured after killed", 3) in cues("One man was killed and three others were wounded on Sunday.")


def test_persons_are_counted_by_name_and_age():
    text = (
        "Anna Veld, 31, and Tom Oster, 29, died at the scene of the shooting. A 17-year-old was shot in the leg.\n\n"
        "Karl Brandt, 40, was arrested and charged on Monday."
    )
    assert [(cue.name, cue.number) for cue in listed(passages(None, text))] == [
        ("named killed", 1),
        ("ages killed", 2),
        ("ages injured", 1),
        ("ages hit", 3),
    ]
