"""What can go wrong while linking."""

from __future__ import annotations

from dateline.errors import DatelineError


class LinkingError(DatelineError):
    """Input that cannot be linked: not coded reports, or not incidents of an earlier run."""


class LinkModelError(LinkingError):
    """A model file that is absent, damaged, or made for other evidence than this version computes."""


class LinkStateError(LinkingError):
    """A state that cannot be opened, was made by another version or with other weights, or that contradicts itself."""


class LinkStateBusyError(LinkStateError):
    """A state that another process has open."""
