"""What people decide of pairs of tellings."""

from decision_samples import decide, withdraw
from store_samples import AT, later

from dateline.store import Store
from dateline.store.decisions import decisions, last_decision

A, B, C = ("a", "e1"), ("b", "e1"), ("c", "e1")


def test_the_last_decision_on_a_pair_stands(store: Store):
    with store.writing() as c:
        assert last_decision(c) == 0
        decide(c, B, A, same=True)
        decide(c, A, C, same=True)
        decide(c, A, B, same=False, who="Bo", at=later(1))
        assert [(d.left, d.right, d.same, d.who, d.at) for d in decisions(c)] == [
            (A, C, True, "Ada", AT),
            (A, B, False, "Bo", later(1)),
        ]
        assert [d.same for d in decisions(c, until=last_decision(c) - 1)] == [True, True]


def test_a_decision_that_is_gone_does_not_stand(store: Store):
    with store.writing() as c:
        decide(c, A, B, same=True)
        withdraw(c, A, B)
        assert decisions(c) == []
