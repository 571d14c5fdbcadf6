from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from incident_samples import MILL_ID

from dateline.store import Store
from dateline.store.claims import claim, claimed, release
from dateline.store.column_types import utc_now


def test_a_claim_keeps_others_out_until_it_is_released(store: Store):
    with store.writing() as c:
        assert claim(c, MILL_ID, "ada")
        assert not claim(c, MILL_ID, "ben")
        release(c, MILL_ID, "ben")
        assert {incident: who for incident, (who, _) in claimed(c).items()} == {MILL_ID: "ada"}
        release(c, MILL_ID, "ada")
        assert claimed(c) == {}
        assert claim(c, MILL_ID, "ben")


def test_claims_stand_for_ten_minutes_and_are_renewed(store: Store):
    with store.writing() as c:
        claim(c, MILL_ID, "ada", minutes=1)
        claim(c, MILL_ID, "ada")
        (_, until) = claimed(c)[MILL_ID]
    assert timedelta(minutes=9, seconds=30) < until - utc_now() <= timedelta(minutes=10)


def test_a_claim_that_ran_out_is_anybodys(store: Store):
    with store.writing() as c:
        claim(c, MILL_ID, "ada", minutes=-1)
        assert claimed(c) == {}
        assert claim(c, MILL_ID, "ben")
        assert claimed(c)[MILL_ID][0] == "ben"


def test_of_many_who_claim_at_once_one_succeeds(store: Store):
    people = [f"coder {number}" for number in range(4)]
    barrier = Barrier(len(people))

    def work(who: str) -> list[str]:
        barrier.wait()
        won = []
        for number in range(5):
            with store.writing() as c:
                if claim(c, f"i{number}", who):
                    won.append(f"i{number}")
        return won

    with ThreadPoolExecutor(len(people)) as pool:
        won = [incident for incidents in pool.map(work, people) for incident in incidents]
    assert sorted(won) == [f"i{number}" for number in range(5)]
