"""The line that opens an agency report: where and when it was filed, and by whom.

`Bogota, 17 Nov 88 --`, `SAN SALVADOR, 3 JAN 90 (EFE) -- [REPORT]`, `KABUL, March 3 (Reuters) -`, `BAGHDAD (AP) —`,
`NEW DELHI: `. Months may be English, Spanish or French.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from dateline.coding.dates.absolute import full_year, nearest_year
from dateline.coding.dates.lexicon import DATELINE_MONTHS, alternatives, month_number
from dateline.coding.dates.stretches import Anchor, valid_date

SEARCHED: Final = 600
"""A dateline begins a line within this many characters: a headline or a caption may stand before it."""


@dataclass(frozen=True, slots=True)
class DatelineDate:
    """A dateline: the slice `[start:end]` of the text, with the day and the place it names where it names them.

    `day` is None where the dateline has no date or its year cannot be known; the offsets of its words are given
    all the same.
    """

    start: int
    end: int
    day: date | None = None
    day_start: int | None = None
    day_end: int | None = None
    place: str | None = None
    place_start: int | None = None
    place_end: int | None = None


_MONTH: Final = rf"(?i:{alternatives(DATELINE_MONTHS)})\b\.?"
_YEAR: Final = r"(?:(?:19|20)\d\d|'?\d\d)(?!\d)"
_DATE: Final = (
    rf"(?:(?i:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?i:day)?\.?,?\s+)?(?:(?i:le|el)\s+)?"
    rf"(?:(?P<day>\d{{1,2}})(?i:st|nd|rd|th|er|º)?\s+(?:(?i:de|of)\s+)?(?P<month>{_MONTH})"
    rf"(?:,?\s+(?:(?i:de|del)\s+)?(?P<year>{_YEAR}))?"
    rf"|(?P<month_first>{_MONTH})\s+(?P<day_second>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<year_third>{_YEAR}))?)"
)
_PLACE: Final = r"[^\W\d_](?:[\w'’.-]|[ \t](?=[^\W_])){1,40}?"
_REGIONS: Final = r"(?:,[ \t]+[^\W\d_][\w.'’ -]{1,30}?){0,2}"
_REGION: Final = rf"(?:\s*\([^\W\d_][^()\d]{{1,30}}\)|{_REGIONS})?"
_AGENCY: Final = r"(?:\s*(?:[(\[][^()\[\]]{2,80}[)\]]|/[A-Z][\w -]{1,30}/))"
_DASH: Final = r"\s*(?:\.?\s?(?:--+|—|–|-(?=\s))|:(?=\s))"

_DATED_RE: Final = re.compile(
    rf"^[ \t]*(?P<place>{_PLACE}){_REGION},\s+(?P<date>{_DATE}|(?i:no\s+date)){_AGENCY}?(?P<dash>{_DASH}|(?=\s*\[))",
    re.MULTILINE,
)
_AGENCY_RE: Final = re.compile(
    rf"^[ \t]*(?P<place>{_PLACE}){_REGIONS}\s*\([A-Z][^()\n]{{1,40}}\)(?P<dash>{_DASH})",
    re.MULTILINE,
)
_PLAIN_RE: Final = re.compile(
    rf"^[ \t]*(?P<place>{_PLACE}){_REGIONS}(?P<dash>\s+(?:--+|—|–)|:(?=\s))",
    re.MULTILINE,
)
# Words in the place's position that name none; the first is the word for unlocated stations in broadcast reports.
_NO_PLACE: Final = frozenset((
    "clandestine", "update", "updated", "breaking", "exclusive", "correction", "corrected", "analysis", "photo",
    "photos", "video", "watch", "read", "note", "live", "opinion", "editorial", "file", "source", "sources",
    "summary", "factbox", "timeline", "question", "answer", "moderator", "q", "a",
    "no city",
))  # fmt: skip


def _day(match: re.Match[str], reference: date | None) -> date | None:
    month = match["month"] or match["month_first"]
    if month is None:
        return None
    month_ = month_number(month.lower())
    day_, year = int(match["day"] or match["day_second"]), match["year"] or match["year_third"]
    if year:
        return valid_date(full_year(year, reference), month_, day_)
    return nearest_year(month_, day_, Anchor(reference))


def _is_capitals(text: str, place: str) -> bool:
    """Whether a place is set off by capitals, or stands in a text that has lost its capitals."""
    return place.isupper() or (place.islower() and text[:SEARCHED].islower())


def dateline_date(text: str, reference: date | None = None) -> DatelineDate | None:
    """The first dateline of a text, or None.

    `reference` (the publication date) gives the year where the dateline has none: the latest such day up to a month
    after it. A dateline without date or agency counts only if its place is in capitals ("NEW DELHI: ").
    """
    head = text[: SEARCHED + 200]
    for pattern in (_DATED_RE, _AGENCY_RE, _PLAIN_RE):
        match = pattern.search(head)
        if match is None or match.start() > SEARCHED:
            continue
        place = match["place"]
        named = place.lower() not in _NO_PLACE
        if pattern is _PLAIN_RE and not (named and _is_capitals(text, place) and len(place.split()) <= 4):
            continue
        if pattern is not _PLAIN_RE and not (place[0].isupper() or _is_capitals(text, place)):
            continue
        dated = pattern is _DATED_RE
        return DatelineDate(
            start=match.start("place"),
            end=match.end("dash"),
            day=_day(match, reference) if dated else None,
            day_start=match.start("date") if dated else None,
            day_end=match.end("date") if dated else None,
            place=place if named else None,
            place_start=match.start("place") if named else None,
            place_end=match.end("place") if named else None,
        )
    return None
