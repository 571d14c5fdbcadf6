"""What a run costs: the memory of a process and its children together, and the seconds of its stages."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

PERIOD = 1.0
"""Seconds between two looks at the memory."""


class Memory:
    """The most memory that this process and its children have held together, in MB; shared pages count once.

    By the proportional set sizes of Linux (`/proc/PID/smaps_rollup`), looked at once in `PERIOD`; 0 elsewhere.
    """

    def __init__(self) -> None:
        self.peak = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def close(self) -> int:
        """Stop looking; the most that was held."""
        self._ended.set()
        self._thread.join()
        return self.peak

    def _watch(self) -> None:
        while not self._ended.wait(PERIOD):
            self.peak = max(self.peak, sum(_held(process) for process in _family(os.getpid())) // 1000)


def _family(process: int) -> Iterator[int]:
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        for child in _read(children).split():
            yield from _family(int(child))


def _held(process: int) -> int:
    """In kB."""
    lines = _read(Path(f"/proc/{process}/smaps_rollup")).splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _read(path: Path) -> str:
    """What stands there; nothing where the process or thread has just ended."""
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""


@contextmanager
def stages(module: ModuleType, *names: str) -> Iterator[dict[str, float]]:
    """The seconds that calls of these functions of a module take, as they add up."""
    spent: dict[str, float] = dict.fromkeys(names, 0.0)

    def timed(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **options: Any) -> Any:
            began = time.perf_counter()
            try:
                return work(*args, **options)
            finally:
                spent[name] = round(spent[name] + time.perf_counter() - began, 1)

        return run

    with ExitStack() as patched:
        for name in names:
            patched.enter_context(patch.object(module, name, timed(name, getattr(module, name))))
        yield spent
