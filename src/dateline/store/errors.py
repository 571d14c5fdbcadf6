"""What can go wrong in the store."""

from __future__ import annotations

from dateline.errors import DatelineError


class StoreError(DatelineError):
    """A store that cannot be opened or used: wrong address, damaged, or of another version."""


class NotFoundError(StoreError):
    """No incident, report, user or entry of this id."""


class ConflictError(StoreError):
    """A change of something that another person or run has changed since it was read; nothing was changed.

    `current`: the version that stands now.
    """

    def __init__(self, message: str, *, current: int) -> None:
        super().__init__(message)
        self.current = current


class RefusedError(StoreError):
    """A change that makes no sense: a value outside its range, a merge of an incident with itself, an undo twice."""


class NotAllowedError(StoreError):
    """A change that this user's role does not permit."""


class BusyError(StoreError):
    """Another run works on the store and did not end in time; nothing was changed."""
