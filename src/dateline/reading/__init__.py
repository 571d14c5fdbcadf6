"""The reading room: bytes in any of the formats that news comes in become reports."""

from dateline.reading.errors import InputError
from dateline.reading.inputs import read
from dateline.reading.limits import Limits

__all__ = ["InputError", "Limits", "read"]
