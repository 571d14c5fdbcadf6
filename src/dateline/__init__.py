"""From news reports to a conflict-event record in which every value can be traced to the words that say it."""

from __future__ import annotations

import functools
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.coding.coder import Coder
    from dateline.records import Event

__all__ = ["__version__", "code"]

try:
    __version__ = version("dateline")
except PackageNotFoundError:  # run from a source tree that was never installed
    __version__ = "0+source"


@functools.cache
def _coder() -> Coder:
    # Imported on first use: the model's runtime takes most of the start-up time.
    from dateline.coding.coder import Coder  # noqa: PLC0415

    return Coder.load()


def code(text: str, *, published: date | str | None = None, title: str | None = None) -> tuple[Event, ...]:
    """Code one report and return its events, each value with the words that say it.

    `published` (a date, or ISO text such as "2016-06-06") is what "on Sunday" is counted from;
    without it such dates stay open. The model is loaded once, at the first call.
    Raises ValueError where `published` is not a date, and `DatelineError` where the report cannot be coded.
    """
    from dateline.records import Report  # noqa: PLC0415

    when = date.fromisoformat(published) if isinstance(published, str) else published
    report = Report(id="text", title=title, text=text, published=when)
    return _coder().code(report).events
