"""The reading room: bytes in any of the formats that news comes in become reports."""

from dateline.reading.errors import InputError
from dateline.reading.inputs import read, read_with_originals
from dateline.reading.limits import Limits
from dateline.reading.origins import Origin

__all__ = ["InputError", "Limits", "Origin", "read", "read_with_originals"]
