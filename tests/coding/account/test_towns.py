from dateline.coding.account.passages import passages
from dateline.coding.account.towns import town_candidates
from dateline.gazetteer import Gazetteer


def named(text: str, gazetteer: Gazetteer) -> dict[str, list[dict[str, float]]]:
    """Features of the candidates by name and first-level division."""
    out: dict[str, list[dict[str, float]]] = {}
    for candidate in town_candidates(passages(None, text), gazetteer):
        entry = gazetteer.entry(candidate.value)
        assert entry is not None
        division = gazetteer.entry(entry.admin1)
        out.setdefault(f"{entry.name}, {division.name if division else ''}", []).append(dict(candidate.features))
    return out


def test_a_name_stands_for_each_of_its_places(gazetteer):
    found = named("Springfield police said four people were hurt.", gazetteer)
    assert {"Springfield, Illinois", "Springfield, Missouri"} <= set(found)
    assert all("after police" in features for places in found.values() for features in places)


def test_the_division_beside_a_name_is_seen(gazetteer):
    found = named("WILMINGTON, Del. (AP) - Four people were hurt in a quarrel outside a club.", gazetteer)
    assert "division beside" in found["Wilmington, Delaware"][0]
    assert "other division beside" in found["Wilmington, North Carolina"][0]


def test_the_spot_is_where_the_name_stands(gazetteer):
    text = "They were hurt in Chicago on Sunday, said a witness."
    spots = {c.spot for c in town_candidates(passages(None, text), gazetteer)}
    assert [text[s.start : s.end] for s in spots if s is not None] == ["Chicago"]


def test_persons_are_told_from_towns(gazetteer):
    found = named("Marta Jackson, 27, was hurt. Jackson was treated in Memphis, Tenn.", gazetteer)
    assert all("person" in features for features in found["Jackson, Mississippi"])
    assert all("person" not in features for features in found["Memphis, Tennessee"])
