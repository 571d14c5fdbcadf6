"""The progress bar of long work."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Show = Callable[[int, int], None]


@contextmanager
def progress(*, shown: bool) -> Iterator[Show]:
    """A bar on standard error, moved by calling it with the numbers of reports and events so far.

    How many reports an input holds is not known before its end, so the bar has counts but no end.
    """
    if not shown:
        yield lambda _reports, _events: None
        return
    from rich.console import Console  # noqa: PLC0415 - not needed in scripts, and start-up must be quick
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (BarColumn(), TextColumn("{task.fields[reports]:,} reports · {task.fields[events]:,} events"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("coding", total=None, reports=0, events=0)
        yield lambda reports, events: bar.update(task, reports=reports, events=events)
