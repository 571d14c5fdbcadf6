"""Errors of the reading room."""

from __future__ import annotations

from dateline.errors import DatelineError


class InputError(DatelineError):
    """An input that cannot be meant as given: a path that does not exist, an address with an unknown scheme."""


class LimitError(DatelineError):
    """An input is larger, deeper or more tightly compressed than `Limits` allows."""
