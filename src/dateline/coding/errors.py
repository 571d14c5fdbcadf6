"""Errors of the coding room."""

from dateline.errors import DatelineError


class ModelError(DatelineError):
    """A model's files are missing or damaged."""
