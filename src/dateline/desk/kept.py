"""Answers that are kept for being asked for again, and made once where several ask at the same time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """The last `most` answers by their keys, which have to hold all that an answer depends on."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._answers: OrderedDict[Hashable, Future[T]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The answer for `key`: the one that is kept, the one that another thread is making, or a new one.

        What `make` raises is raised in all threads that wait for it, and not kept.
        """
        with self._lock:
            answer = self._answers.get(key)
            mine = answer is None
            if answer is None:
                answer = self._answers[key] = Future()
                if len(self._answers) > self._most:
                    self._answers.popitem(last=False)
            else:
                self._answers.move_to_end(key)
        if mine:
            self._make(key, answer, make)
        return answer.result()

    def _make(self, key: Hashable, answer: Future[T], make: Callable[[], T]) -> None:
        try:
            answer.set_result(make())
        except BaseException as error:  # noqa: BLE001 -- raised again by whoever asked
            with self._lock:
                if self._answers.get(key) is answer:
                    del self._answers[key]
            answer.set_exception(error)
