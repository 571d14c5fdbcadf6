"""Errors of the gazetteer room."""

from __future__ import annotations

from dateline.errors import DatelineError


class GazetteerError(DatelineError):
    """The gazetteer cannot be opened: the packaged data is missing or damaged, or cannot be unpacked."""


class GazetteerBuildError(DatelineError):
    """A source that the build needs is missing or does not hold what the build expects."""
