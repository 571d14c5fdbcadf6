from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from store_samples import case, numbered, write

from dateline.store import ConflictError, Store
from dateline.store.cases import get_case
from dateline.store.claims import claim
from dateline.store.queue import SHARE, chosen, next_items, remaining, waiting
from dateline.store.review import Reviewer
from dateline.store.selection.index import Index

NUMBER = 12


def name(number: int) -> str:
    return numbered(number).id


@pytest.fixture
def index(store: Store) -> Iterator[Index]:
    """The index of twelve incidents; a look is worth the more the larger their number, which is that of the killed."""
    write(store, [case(numbered(number)) for number in range(1, NUMBER + 1)])
    with Index(store, threads=1) as opened:
        yield opened


def queued(index: Index, store: Store, who: str, n: int = NUMBER, *, second: bool = False) -> list[str]:
    with store.reading() as c:
        return waiting(index, c, who, n, second=second, share=1.0)


def left(index: Index, store: Store, who: str, *, second: bool = False) -> int:
    with store.reading() as c:
        return remaining(index, c, who, second=second, share=1.0)


def test_what_is_worth_most_comes_first(index: Index, store: Store):
    assert queued(index, store, "ada", 3) == [name(12), name(11), name(10)]
    assert len(queued(index, store, "ada", 99)) == NUMBER == left(index, store, "ada")


def test_reviewed_incidents_come_back_when_reports_change_them(index: Index, store: Store):
    held = Reviewer(store, "ada", "coder").accept(name(12), 1)
    assert queued(index, store, "ada", 1) == [name(11)]
    assert left(index, store, "ada") == NUMBER - 1
    changed = held.case.model_copy(update={"changed_since_review": True, "incident": numbered(12, confidence=0.4)})
    write(store, [changed], expected=2, action="updated")
    assert queued(index, store, "ada", 2) == [name(12), name(11)]
    assert left(index, store, "ada") == NUMBER


def test_what_others_have_at_hand_is_left_out(index: Index, store: Store):
    with store.writing() as c:
        assert next_items(index, c, "ada", 2) == [name(12), name(11)]
        assert next_items(index, c, "ben", 2) == [name(10), name(9)]
        assert next_items(index, c, "ada", 3) == [name(12), name(11), name(8)]
        claim(c, name(7), "cem", minutes=-1)
    assert queued(index, store, "ben", 3) == [name(10), name(9), name(7)]


def test_a_second_look_is_at_what_one_other_person_reviewed(index: Index, store: Store):
    ada, ben, cem = (Reviewer(store, who, "coder") for who in ("ada", "ben", "cem"))
    ada.accept(name(3), 1)
    ben.reject(name(5), 1, "a drill")
    assert queued(index, store, "ada", second=True) == [name(5)]
    assert queued(index, store, "ben", second=True) == [name(3)]
    assert queued(index, store, "cem", second=True) == [name(3), name(5)]
    cem.accept(name(3), 2, blind=True)
    assert queued(index, store, "ben", second=True) == []
    assert queued(index, store, "dan", second=True) == [name(5)]
    assert left(index, store, "dan", second=True) == 1


def test_no_second_look_at_what_changed_or_was_taken_back(index: Index, store: Store):
    ada = Reviewer(store, "ada", "coder")
    for number in (3, 4, 5):
        ada.accept(name(number), 1)
    with store.reading() as c:
        held = get_case(c, name(3))
    write(store, [held.case.model_copy(update={"changed_since_review": True})], expected=2, action="updated")
    ada.reopen(name(4), 2, "look again")
    assert queued(index, store, "ben", second=True) == [name(5)]


def test_the_share_is_the_same_for_everybody():
    ids = [f"i{number:016x}" for number in range(5_000)]
    share = [incident for incident in ids if chosen(incident, SHARE)]
    assert 0.08 < len(share) / len(ids) < 0.12
    assert set(share) <= {incident for incident in ids if chosen(incident, 0.2)}
    assert not any(chosen(incident, 0.0) for incident in ids)
    assert all(chosen(incident, 1.0) for incident in ids)


def test_people_at_work_at_once_never_get_one_item_twice(index: Index, store: Store):
    """Two people take, review and take again until nothing waits: each incident is reviewed once."""

    def work(who: str) -> tuple[list[str], int]:
        reviewer, got, conflicts = Reviewer(store, who, "coder"), list[str](), 0
        while True:
            with store.writing() as c:
                items = next_items(index, c, who, 2)
                versions = [get_case(c, item).version for item in items]
            if not items:
                return got, conflicts
            for item, version in zip(items, versions, strict=True):
                try:
                    reviewer.accept(item, version)
                except ConflictError:
                    conflicts += 1
                got.append(item)

    with ThreadPoolExecutor(2) as pool:
        (ada, lost), (ben, also_lost) = pool.map(work, ["ada", "ben"])
    assert sorted(ada + ben) == sorted(name(number) for number in range(1, NUMBER + 1))
    assert (lost, also_lost) == (0, 0)
