from datetime import date

import pytest

from dateline.coding.account import Account, Choice, Spot, Told
from dateline.coding.account.ranking import Candidate
from dateline.evaluation.cluster_values import Register, cross_fitted, figures, learn
from dateline.evaluation.clusters import TrueIncident
from dateline.gazetteer import Gazetteer
from dateline.linking.syndication import Printed, fingerprint

DAY = date(2016, 6, 5)
CHICAGO, EVANSTON = 4887398, 4891382
WORDS = Spot(0, 3)
NEVER = {"a": None, "b": None}
PRINTED = {name: Printed(name, f"Paper {name}", "", fingerprint("")) for name in "abc"}


def incident(city: str = "Chicago (Englewood)", killed: int = 1) -> TrueIncident:
    return TrueIncident("1", DAY, "Illinois", city, killed, 3)


@pytest.fixture(scope="module")
def register() -> Register:
    return Register(Gazetteer.open())


def account(day: int = 0, town: int = CHICAGO, killed: int = 1, sure: float = 0.9) -> Account:
    return Account(
        days=(Choice(DAY.toordinal() + day, sure, WORDS),),
        towns=(Choice(town, sure, WORDS),),
        killed=(Choice(killed, sure, WORDS),),
        injured=(Choice(3, sure, WORDS),),
    )


@pytest.mark.parametrize(
    ("city", "right"),
    [("Chicago", True), ("Chicago (Englewood)", True), ("Englewood (Chicago)", True), ("Evanston", False)],
)
def test_cities_are_matched_with_the_name_in_brackets(register, city, right):
    assert register.is_city(CHICAGO, incident(city)) is right


def test_a_city_of_another_state_is_not_the_city(register):
    assert not register.is_city(CHICAGO, TrueIncident("1", DAY, "Ohio", "Chicago", 0, 4))


def test_each_report_counts_once(register):
    accounts = {"a": account(), "b": account(day=1, town=EVANSTON, killed=2)}
    truth = {"a": incident(), "b": incident()}
    alone = figures(accounts, {"a": "a", "b": "b"}, truth, register, printed=PRINTED, published=NEVER)
    assert alone.as_dict() == {"date": 50, "within_day": 100, "city": 50, "killed": 50, "injured": 100}


def test_reports_of_one_incident_have_one_value(register):
    accounts = {"a": account(), "b": account(day=1, town=EVANSTON, killed=2, sure=0.4)}
    truth = {"a": incident(), "b": incident()}
    together = figures(accounts, {"a": 1, "b": 1}, truth, register, printed=PRINTED, published=NEVER)
    assert together.as_dict() == {"date": 100, "within_day": 100, "city": 100, "killed": 100, "injured": 100}


def test_copies_have_one_voice(register):
    # Two copies hold one killed for certain by 0.5 each, another report two by 0.6: alone it would be one.
    accounts = {"a": account(sure=0.5), "b": account(sure=0.5), "c": account(killed=2, sure=0.6)}
    truth, never = dict.fromkeys("abc", incident(killed=2)), dict.fromkeys("abc")
    copied = {**PRINTED, "b": Printed("b", "Paper a", "", fingerprint(""))}
    groups = dict.fromkeys("abc", 1)
    assert figures(accounts, groups, truth, register, printed=copied, published=never).killed == 100
    assert figures(accounts, groups, truth, register, printed=PRINTED, published=never).killed == 0


def test_a_report_without_values_is_wrong(register):
    nothing = figures({"a": Account()}, {"a": 1}, {"a": incident()}, register, printed=PRINTED, published=NEVER)
    assert set(nothing.as_dict().values()) == {0}


def told() -> Told:
    days = [Candidate(DAY.toordinal(), {"near": 1.0}, WORDS), Candidate(DAY.toordinal() + 1, {"far": 1.0}, WORDS)]
    towns = [Candidate(CHICAGO, {"near": 1.0}, WORDS), Candidate(EVANSTON, {"far": 1.0}, WORDS)]
    return Told(days, towns, [Candidate((1, 3), {"near": 1.0}), Candidate((2, 3), {"far": 1.0})], [])


def test_weights_are_learned_from_the_register(register):
    reports = {str(number): told() for number in range(12)}
    model = learn(reports, {name: incident() for name in reports}, register, name="x")
    assert model.account(told()).killed[0].value == 1
    assert model.rankers["days"].weights["near"] > 0


def test_no_report_is_told_by_weights_of_its_own_fold(register):
    # The two folds disagree on what is right, so each report is told what the other fold taught.
    reports = {str(number): told() for number in range(24)}
    fold = {name: int(name) % 2 for name in reports}
    truth = {name: incident(killed=1 + fold[name]) for name in reports}
    accounts = cross_fitted(reports, truth, fold, register)
    assert {accounts[name].killed[0].value for name in reports if fold[name] == 0} == {2}
    assert {accounts[name].killed[0].value for name in reports if fold[name] == 1} == {1}
