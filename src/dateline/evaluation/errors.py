"""What can go wrong while evaluating."""

from __future__ import annotations

from dateline.errors import DatelineError


class CorpusError(DatelineError):
    """A corpus file is absent or not in the format that its evaluation reads."""
