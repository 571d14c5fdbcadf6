from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from dateline.desk.kept import Kept


def test_an_answer_is_kept_until_others_push_it_out():
    kept = Kept[str](2)
    made: list[str] = []

    def make(key: str) -> str:
        made.append(key)
        return key.upper()

    def ask(key: str) -> str:
        return kept.get(key, lambda: make(key))

    assert [ask(key) for key in ("a", "b", "a", "c", "a", "b")] == ["A", "B", "A", "C", "A", "B"]
    assert made == ["a", "b", "c", "b"]


def test_threads_that_ask_at_once_wait_for_one_of_them():
    kept = Kept[int](2)
    made: list[int] = []
    asked, ready = Barrier(5), Event()

    def make() -> int:
        ready.wait(5)
        made.append(1)
        return 7

    def ask() -> int:
        asked.wait(5)
        return kept.get("key", make)

    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(ask) for _ in range(4)]
        asked.wait(5)
        ready.set()
        assert [answer.result(5) for answer in answers] == [7] * 4
    assert made == [1]


def test_a_failure_is_raised_and_not_kept():
    kept = Kept[int](2)

    def fail() -> int:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        kept.get("key", fail)
    assert kept.get("key", lambda: 3) == 3
