"""The root of all errors that dateline raises on purpose."""


class DatelineError(Exception):
    """Base class: the message says what was wrong with which input and what to do."""
