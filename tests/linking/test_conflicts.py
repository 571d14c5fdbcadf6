from incident_samples import contested_mill, incident, told, toll, when, where, witness

from dateline.linking.conflicts import conflicts, standing

ONE, TWO = witness("m1", 0, 6), witness("m2", 1, 6)


def test_reports_that_agree_are_in_no_conflict():
    assert not conflicts(incident(dates=(when(5, 5, ONE),), tolls=(toll(told(6, ONE), told(6, TWO)),)))


def test_a_day_is_in_no_conflict_with_its_week_but_with_another_day():
    found = conflicts(incident(dates=(when(5, 5, ONE), when(1, 7, TWO), when(4, 4, TWO))))
    assert [value.start.day for value in found.dates] == [5, 4]


def test_a_town_is_in_no_conflict_with_its_region_but_with_another_town():
    region = where("Oldenmill Region", TWO, precision="region", geonames_id=2)
    assert not conflicts(incident(places=(where("Oldenmill", ONE), region)))
    found = conflicts(incident(places=(where("Oldenmill", ONE), region, where("Haverling", TWO, geonames_id=3))))
    assert [value.name for value in found.places] == ["Oldenmill", "Haverling"]


def test_numbers_that_one_number_satisfies_are_in_no_conflict():
    at_least_five = told(5, TWO).model_copy(update={"high": None})
    assert not conflicts(incident(tolls=(toll(told(6, ONE), at_least_five),)))
    assert conflicts(incident(tolls=(toll(told(6, ONE), told(5, TWO)),)))


def test_superseded_numbers_are_in_no_conflict():
    moved = toll(told(4, ONE, superseded=True), told(6, TWO))
    assert not conflicts(incident(tolls=(moved,)))
    assert [number.best for number in standing(moved)] == [6]


def test_what_does_not_add_up_is_a_conflict():
    assert conflicts(contested_mill()).problems
