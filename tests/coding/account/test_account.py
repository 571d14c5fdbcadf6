from datetime import date
from pathlib import Path

import pytest

from dateline.coding.account import AccountError, AccountModel, passages, told_by

TITLE = "One dead, three hurt in Springfield shooting"
TEXT = (
    "SPRINGFIELD, Ill. - A man was killed and three others were wounded in a shooting outside a club in Springfield on "
    "Sunday night, police said.\n\nThe wounded were taken to a hospital. Nobody was arrested as of Tuesday."
)


@pytest.fixture(scope="module")
def account(gazetteer):
    return AccountModel.load().account(told_by(passages(TITLE, TEXT), date(2016, 6, 7), gazetteer))


def test_the_values_of_a_plain_report(account, gazetteer):
    assert date.fromordinal(account.days[0].value) == date(2016, 6, 5)
    town = gazetteer.entry(account.towns[0].value)
    assert (town.name, gazetteer.entry(town.admin1).name) == ("Springfield", "Illinois")
    assert (account.killed[0].value, account.injured[0].value) == (1, 3)


def test_values_have_words_and_probabilities(account):
    spot = account.days[0].spot
    assert TEXT[spot.start : spot.end] == "on Sunday night"
    injured = account.injured[0].spot
    assert (injured.part, TITLE[injured.start : injured.end]) == ("title", "three")
    assert all(0 < choice.probability <= 1 for choice in account.days)
    assert sum(choice.probability for choice in account.killed) == pytest.approx(1, abs=0.05)


def test_the_words_of_one_shot_tell_of_the_one_who_died(gazetteer):
    text = "Police said three men were wounded and another man was shot outside a club. He was pronounced dead there."
    account = AccountModel.load().account(told_by(passages("Deadly club shooting", text), date(2016, 6, 7), gazetteer))
    one = next(choice for choice in account.killed if choice.value == 1)
    assert one.spot is not None
    assert text[one.spot.start : one.spot.end]


def test_nothing_told_is_nothing_found(gazetteer):
    empty = AccountModel.load().account(told_by([], None, gazetteer))
    assert (empty.days, empty.towns) == ((), ())


def test_weights_survive_a_file(tmp_path: Path):
    model = AccountModel.load()
    path = tmp_path / "weights.json"
    path.write_text(model.dump(), encoding="utf-8")
    assert AccountModel.load(str(path)) == model


def test_the_packaged_weights_are_small_and_of_general_features():
    model = AccountModel.load()
    assert len(model.dump()) < 200_000
    assert "United States" in model.about


@pytest.mark.parametrize("content", ["{}", "[]", "not json"])
def test_a_damaged_file_is_named(tmp_path: Path, content: str):
    path = tmp_path / "damaged.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(AccountError, match=r"damaged\.json"):
        AccountModel.load(str(path))


def test_unknown_weights_are_named():
    with pytest.raises(AccountError, match="no-such"):
        AccountModel.load("no-such")
