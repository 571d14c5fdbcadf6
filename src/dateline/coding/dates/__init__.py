"""Dates and times: where a report speaks of them, and which civil days they mean."""

from dateline.coding.dates.datelines import DatelineDate, dateline_date
from dateline.coding.dates.resolve import ResolvedTime, resolve_time
from dateline.coding.dates.spans import TimeSpan, find_times

__all__ = ["DatelineDate", "ResolvedTime", "TimeSpan", "dateline_date", "find_times", "resolve_time"]
