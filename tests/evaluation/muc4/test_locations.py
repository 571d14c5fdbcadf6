from __future__ import annotations

from collections import Counter

from dateline.evaluation.muc4.locations import country_votes, location_fill, look_up


def test_votes_count_people_countries_and_the_dateline():
    votes = country_votes("   LIMA, 3 JAN 90 -- [TEXT] A CHILEAN WAS KILLED IN CHILE, NOT IN SPAIN.")
    assert votes == Counter({"PERU": 2, "CHILE": 2})
    assert country_votes("   MEXICO CITY (MEXICO), 3 JAN 90 -- [TEXT] NOTHING") == Counter()


def test_the_most_specific_place_stands_in_its_country():
    votes = Counter({"EL SALVADOR": 3})
    assert location_fill(["SAN MIGUEL DEPARTMENT", "APOPA"], votes) == "EL SALVADOR: APOPA (CITY)"
    assert location_fill(["SAN MIGUEL DEPARTMENT"], votes) == "EL SALVADOR: SAN MIGUEL (DEPARTMENT)"


def test_a_neighbourhood_comes_with_its_city():
    fill = location_fill(["MIRAFLORES"], Counter({"PERU": 1}))
    assert fill == "PERU: LIMA (CITY): MIRAFLORES (NEIGHBORHOOD)"


def test_the_votes_choose_between_countries():
    assert location_fill(["LA PAZ"], Counter({"BOLIVIA": 2})) == "BOLIVIA: LA PAZ (CITY)"


def test_unknown_places_and_countries_alone():
    assert location_fill(["ZZYZX"], Counter({"PERU": 1})) == "PERU: ZZYZX"
    assert location_fill(["HONDURAS"], Counter({"PERU": 1})) == "HONDURAS"
    assert location_fill([], Counter({"PERU": 1})) == "PERU"
    assert location_fill([], Counter()) == ""


def test_synonyms_and_kinds_in_names():
    assert look_up("THE CITY OF MEDELLIN")[0] == "MEDELLIN"
    assert {p.name for p in look_up("SERENA")[1]} == {"LA SERENA"}
