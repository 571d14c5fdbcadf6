from collections.abc import Sequence
from datetime import date

import pytest
from linking_samples import VERSIONS, report

from dateline.coding.account import Account, Choice, Spot
from dateline.linking.accounts import account_of, blended, is_whole, pooled, voice_of


def killed(*choices: tuple[int, float]) -> Account:
    return Account(killed=tuple(Choice(*choice) for choice in choices))


def test_weights_are_blended_half_and_half():
    assert blended({1: 0.8, 2: 0.2}, [Choice(1, 0.4), Choice(3, 0.6)]) == pytest.approx({1: 0.6, 2: 0.1, 3: 0.3})
    assert blended({1: 1.0}, []) == {1: 1.0}
    assert blended({}, [Choice(1, 0.5)]) == {1: 1.0}
    assert blended({}, []) == {}


def shares(choices: Sequence[Choice[int]]) -> dict[int, float]:
    return {choice.value: choice.probability for choice in choices}


def day(*choices: tuple[int, float]) -> Account:
    return Account(days=tuple(Choice(*choice) for choice in choices))


def town(*choices: tuple[int, float]) -> Account:
    return Account(towns=tuple(Choice(*choice) for choice in choices))


def test_probabilities_of_sources_are_averaged():
    # 2: (0.4 + 0.8) / 2, 1: 0.6 / 2.
    together = pooled([day((1, 0.6), (2, 0.4)), day((2, 0.8))], [0, 1])
    assert shares(together.days) == pytest.approx({2: 0.6, 1: 0.3})
    assert together.days[0].value == 2


def test_reports_of_one_source_share_its_voice():
    # 1 is told by two reports of one source: (0.5 + 0.5) * 0.8 of 2 voices; 2 by another: 0.9 of 2.
    together = pooled([day((1, 0.8)), day((1, 0.8)), day((2, 0.9))], [0, 0, 1])
    assert shares(together.days) == pytest.approx({2: 0.45, 1: 0.4})


def test_for_towns_the_geometric_mean_counts():
    # By the arithmetic mean 1 stands first, (0.98 + 0 + 0) / 3 against (0 + 0.45 + 0.45) / 3.
    unsure = town((2, 0.45), (3, 0.2))
    together = pooled([town((1, 0.98)), unsure, unsure], [0, 1, 2])
    assert [choice.value for choice in together.towns] == [2, 1]
    assert sum(choice.probability for choice in together.towns) < 1


def test_later_tolls_count_more():
    # 1.3 * 0.7 against 1 * 0.8, of 2.3 voices.
    together = pooled([killed((1, 0.8)), killed((2, 0.7))], [0, 1])
    assert shares(together.killed) == pytest.approx({2: 0.91 / 2.3, 1: 0.8 / 2.3})


def test_presumed_days_are_no_values():
    presumed, told = Choice(736_000, 0.9), Choice(735_999, 0.1, Spot(0, 3))
    assert voice_of(Account(days=(presumed, told))).days == (Choice(735_999, 0.1),)
    assert voice_of(Account(days=(presumed,))).days == ()


def test_numbers_that_nothing_says_are_no_values_but_none_is():
    told = Choice(2, 0.3, Spot(0, 3))
    assert voice_of(Account(killed=(Choice(1, 0.4), told, Choice(0, 0.3)))).killed == (Choice(2, 0.3), Choice(0, 0.3))


def test_what_no_report_holds_most_probable_is_no_value():
    together = pooled([day((1, 0.6), (3, 0.4)), day((2, 0.5), (3, 0.5))], [0, 1])
    assert shares(together.days) == pytest.approx({1: 0.3, 2: 0.25})


def test_only_reports_coded_as_wholes_have_an_account(gazetteer):
    plain = report("a", text="Two farmers were shot dead on Sunday.", published=date(2016, 6, 7))
    whole = plain.model_copy(update={"versions": VERSIONS.model_copy(update={"codebook": "shootings 1.0"})})
    assert account_of(plain, gazetteer) is None
    account = account_of(whole, gazetteer)
    assert account is not None
    assert date.fromordinal(account.days[0].value) == date(2016, 6, 5)


def test_reports_coded_as_wholes_are_known_by_their_codebook():
    plain = report("a")
    whole = plain.model_copy(update={"versions": VERSIONS.model_copy(update={"codebook": "shootings 1.0"})})
    assert (is_whole(plain), is_whole(whole)) == (False, True)
