"""Values in words, for people who read cards and explanations."""

from __future__ import annotations

import re
from datetime import date
from typing import Protocol

from dateline.records import CodedReport, DatePrecision, Place

_BLANK = re.compile(r"[^\S\n]")
# Control characters move the cursor and write over the screen; overrides of the writing direction
# (Unicode Annex 9, sections 2.1 to 2.3) show words in another order than they stand in.
_STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """The text in as many characters, without those that could steer a terminal; line feeds stay."""
    return _STEERING.sub("\ufffd", _BLANK.sub(" ", text))


def plain(text: str) -> str:
    """`text` on one line and without characters that could steer a terminal."""
    return " ".join(visible(text).split())


def quoted(text: str | None) -> str:
    """`text` in quotation marks, or nothing."""
    return f"“{plain(text)}”" if text else ""


def percent(confidence: float) -> str:
    """A probability as a whole percentage."""
    return f"{100 * confidence:.0f}%"


class Bounded(Protocol):
    """A number of people with bounds, as `dateline.records.Count`."""

    @property
    def low(self) -> int | None:
        """The least that it can be; None where open."""

    @property
    def best(self) -> int | None:
        """The number in particular."""

    @property
    def high(self) -> int | None:
        """The most that it can be; None where open."""


class Dated(Protocol):
    """Civil dates with their precision, as `dateline.records.Period`."""

    @property
    def start(self) -> date | None:
        """The first day."""

    @property
    def end(self) -> date | None:
        """The last day."""

    @property
    def precision(self) -> DatePrecision:
        """What the days stand for."""


def number(count: Bounded) -> str:
    """The bounds of a count in words: "6", "at least 6", "up to 20", "about 20", "2 to 60"."""
    low, best, high = count.low, count.best, count.high
    if low is not None and low == high:
        return str(low)
    if low is not None and high is not None:
        return f"{low} to {high}"
    if low is not None:
        return f"at least {low}"
    if high is not None:
        return f"up to {high}"
    return "unknown number" if best is None else f"about {best}"


def days(period: Dated) -> str:
    """The civil dates of a period with their precision."""
    if period.start is None and period.end is None:
        return "unknown"
    first = "?" if period.start is None else period.start.isoformat()
    last = "?" if period.end is None else period.end.isoformat()
    return f"{first if first == last else f'{first} to {last}'} ({period.precision})"


def whereabouts(place: Place) -> str:
    """The place with its divisions, point, precision and gazetteer entry."""
    if place.name is None and place.country is None:
        return "unknown"
    names = dict.fromkeys(plain(part) for part in (place.name, place.admin2, place.admin1, place.country) if part)
    parts = [", ".join(names), f"({place.precision})"]
    if place.lat is not None and place.lon is not None:
        parts.append(f"{place.lat:.4f}, {place.lon:.4f}")
    if place.geonames_id is not None:
        parts.append(f"GeoNames {place.geonames_id}")
    return " ".join(parts)


def heading(coded: CodedReport) -> str:
    """One line that names a report: title, id, publication date, publisher and agency."""
    published = f"published {coded.published.isoformat()}" if coded.published else "publication date unknown"
    parts = [coded.title, coded.id, published, coded.publisher, coded.agency]
    return " · ".join(dict.fromkeys(plain(part) for part in parts if part))
