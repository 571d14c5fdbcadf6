"""Many queries that differ in few parameters, such as those of the counts, bars and features of one page."""

from __future__ import annotations

from typing import Any

from dateline.store.selection.filters import Filters, written


class Queries:
    """The queries of filters with some fields changed: what stays is written once."""

    def __init__(self, filters: Filters) -> None:
        self._written = {name: text for name, value in filters.__dict__.items() if (text := written(name, value))}

    def __call__(self, **changes: Any) -> str:
        """As `filters.model_copy(update=changes).to_query()`."""
        parts = {**self._written, **{name: written(name, value) for name, value in changes.items()}}
        return "&".join([parts[name] for name in sorted(parts) if parts[name]])
