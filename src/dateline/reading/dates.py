"""Publication dates: civil dates as written, never the day of reading, never a guess at the order of digits."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache

EARLIEST = date(1900, 1, 1)
# A page of tomorrow's date may come from a time zone further east.
TOLERANCE = timedelta(days=1)

ISO_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T\d{4,6}.*)?$")
NUMERIC_DAY = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)")
EPOCH = re.compile(r"-?\d{9,10}(?:\.\d+)?$")
EPOCH_MILLISECONDS = re.compile(r"\d{12,13}$")
YEAR_ONLY = re.compile(r"\d{4}(?:[-/.]\d{1,2})?$")
# Spares dateparser, which takes 30 ms and more, what can be no full date in any language.
DAY_AND_YEAR = re.compile(r"\d{4}.*\d|\d.*\d{4}")
# Those in which most news is written; each costs time on every value that turns out to be no date.
LANGUAGES = (
    *("en", "es", "fr", "de", "pt", "it", "ru", "uk", "ar", "fa", "tr", "id", "nl", "pl", "cs", "ro", "el", "he", "hi"),
    *("bn", "ur", "sw", "vi", "th", "zh", "ja", "ko"),
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?P<year>\d{4})(?!\d)"
DAY_FIRST = re.compile(rf"\b{DAY}[\s-]+(?:of\s+)?{MONTH},?[\s-]+{YEAR}", re.IGNORECASE)
MONTH_FIRST = re.compile(rf"\b{MONTH}\s+{DAY},?\s+{YEAR}", re.IGNORECASE)


class _Unreadable(Exception):  # noqa: N818 not an error of the program: the reason goes into the report
    """Why a value is no publication date."""


def parse_published(value: object, *, today: date | None = None) -> tuple[date | None, str | None]:
    """The civil date that `value` says, and what was wrong with it.

    Exactly one of the two is None, or both if there is no value. Takes dates, ISO 8601, RFC 2822, numbers
    of seconds or milliseconds since 1970 (UTC), `20160606`, `6 June 2016`, `June 6, 2016` and their like;
    other languages (`LANGUAGES`) by dateparser. Refused: dates before 1900 or after tomorrow, dates without a day, and
    `03/04/2016`, which is March in some countries and April in others.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None, None
    now = today or datetime.now(tz=UTC).date()
    try:
        found = _read(value)
    except (_Unreadable, ValueError, OverflowError) as error:
        return None, f"publication date {_shown(value)} was not used: {error}"
    if found < EARLIEST:
        return None, f"publication date {_shown(value)} was not used: it is before {EARLIEST.year}"
    if found > now + TOLERANCE:
        return None, f"publication date {_shown(value)} was not used: it is in the future"
    return found, None


def _shown(value: object) -> str:
    text = repr(str(value))
    return text if len(text) <= 60 else text[:57] + "..."


def _read(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _Unreadable("it is neither a date nor a text")
    return _read_text(str(value).strip())


@lru_cache(maxsize=4096)
def _read_text(text: str) -> date:
    found = _in_figures(text)
    if found is not None:
        return found
    if match := DAY_FIRST.search(text) or MONTH_FIRST.search(text):
        return date(int(match["year"]), MONTHS.index(match["month"].lower()) + 1, int(match["day"]))
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, IndexError, TypeError):
        return _other_language(text)


def _in_figures(text: str) -> date | None:
    """A date written without words, if `text` is one."""
    if match := ISO_DAY.match(text) or COMPACT_DAY.match(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if EPOCH.match(text):
        return datetime.fromtimestamp(float(text), tz=UTC).date()
    if EPOCH_MILLISECONDS.match(text):
        return datetime.fromtimestamp(int(text) / 1000, tz=UTC).date()
    if YEAR_ONLY.match(text):
        raise _Unreadable("it has no day")
    match = NUMERIC_DAY.match(text)
    return _numeric(int(match[1]), match[2], int(match[3]), int(match[4])) if match else None


def _numeric(first: int, separator: str, second: int, year: int) -> date:
    """Day and month in figures: told by the dot, by a number above 12, or by both being the same."""
    if separator == "." or first > 12 or first == second:
        return date(year, second, first)
    if second > 12:
        return date(year, first, second)
    raise _Unreadable("day and month cannot be told apart; write it as YYYY-MM-DD")


def _other_language(text: str) -> date:
    if len(text) > 100 or not DAY_AND_YEAR.search(text):
        raise _Unreadable("it is not a date")
    import dateparser  # type: ignore[import-untyped]  # noqa: PLC0415 slow to load and seldom needed

    settings = {"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY"}
    found: datetime | None = dateparser.parse(text, languages=list(LANGUAGES), settings=settings)
    if found is None:
        raise _Unreadable("it is not a date")
    return found.date()
