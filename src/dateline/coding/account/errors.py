"""Errors of reading weights."""

from __future__ import annotations

from dateline.errors import DatelineError


class AccountError(DatelineError):
    """Weights that cannot be read; the message names the file and what is wrong with it."""
