"""Two processes for what is computed item by item or incident by incident: results as of one, in the same order."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import get_context
from types import TracebackType
from typing import Final, Self, TypeVar

UNCOLLECTED: Final = (100_000, 50, 100)
"""Thresholds of garbage collection in the processes: tasks make many records and no cycles (see `gc`)."""
Task = TypeVar("Task")
Result = TypeVar("Result")


class Workers:
    """Processes that are started when there is more than one task, and kept until `close`.

    They are started afresh ("spawn"), so that nothing of the store gets into them; a script that asks for them needs
    the usual `if __name__ == "__main__":`. Functions and tasks are pickled.
    """

    def __init__(self, processes: int = 1) -> None:
        """With fewer than two `processes`, all is done in this one."""
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def map(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """The results in the order of the tasks. No more tasks and results are held than keep all processes busy."""
        rest = iter(tasks)
        first = list(islice(rest, 2))
        if self._processes < 2 or len(first) < 2:
            yield from map(work, chain(first, rest))
            return
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._processes, mp_context=get_context("spawn"), initializer=gc.set_threshold, initargs=UNCOLLECTED
            )
        waiting: deque[Future[Result]] = deque()
        try:
            for task in chain(first, rest):
                waiting.append(self._pool.submit(work, task))
                if len(waiting) > self._processes:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
