from datetime import date

from incident_samples import contested_mill, incident

from dateline.export.incidents.toll_chart import Days, spoken


def test_all_tolls_share_the_days_of_an_incident():
    days = Days.of(contested_mill().tolls)
    assert (days.known, days.undated) == ((date(2016, 6, 6), date(2016, 6, 8)), True)
    scale = days.scale(0, 270)
    assert [scale(day.toordinal()) for day in days.known] == [50, 150]


def test_without_days_there_is_an_axis_still():
    days = Days.of(incident().tolls)
    assert (days.known, days.undated) == ((), False)
    assert days.scale(0, 200)(0) == 100


def test_a_toll_is_told_in_a_sentence():
    assert spoken(contested_mill().tolls[0]) == "killed (target): 6 (5 to 9), told 4 times."
