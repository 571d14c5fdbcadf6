"""What can go wrong with a selection."""

from __future__ import annotations

from dateline.store.errors import StoreError


class FilterError(StoreError):
    """A filter that cannot be used: an unknown parameter, or a value that it does not take.

    `parameter` and `value` are as given.
    """

    def __init__(self, parameter: str, value: str, problem: str) -> None:
        super().__init__(f"{parameter}={value[:100]!r}: {problem}")
        self.parameter = parameter
        self.value = value
