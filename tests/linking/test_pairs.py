import numpy as np
import pytest
from linking_samples import mill_and_port

from dateline.linking.collection import collect
from dateline.linking.evidence import evidence_of
from dateline.linking.pairs import FEATURES, features


@pytest.fixture(scope="module")
def rows(gazetteer):
    collection = collect(evidence_of(r, gazetteer) for r in mill_and_port())

    def of(left: str, right: str) -> dict[str, float]:
        pair = [np.array([collection.reports.index(name)]) for name in (left, right)]
        return dict(zip(FEATURES, features(collection, *pair)[0].tolist(), strict=True))

    return of


def test_one_incident_shares_more_than_two(rows):
    same, other = rows("m1", "m2"), rows("m1", "p1")
    for name in ("text", "titles", "rare_words", "near_days", "towns", "killed"):
        assert same[name] > other[name]
    assert (same["towns_apart"], other["towns_apart"]) == (0, 1)


def test_what_is_unknown_is_flagged(rows):
    assert rows("m1", "x1")["killed_unknown"] == 1
    assert rows("m1", "m2")["killed_unknown"] == 0


def test_order_does_not_matter(rows):
    assert rows("m1", "m3") == pytest.approx(rows("m3", "m1"))


def test_a_report_shares_all_with_itself(rows):
    own = rows("m1", "m1")
    assert own["days"] == pytest.approx(1)
    assert own["published_gap"] == 0
