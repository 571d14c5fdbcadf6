"""Evidence for and against two reports telling of one incident: the numbers that the model weighs."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from dateline.linking.collection import Collection, crossed, filled, shared

Numbers = NDArray[np.float64]
Rows = NDArray[np.intp]

FEATURES: Final[dict[str, str]] = {
    "text": "likeness of the texts",
    "lead": "likeness of titles and leads",
    "title": "words of one's title in the other's text",
    "titles": "words of each title in the other's text",
    "rare_words": "rare words in both",
    "names": "rare names in both",
    "streets": "streets in both",
    "names_apart": "no rare name in common",
    "streets_unknown": "no street in one of them",
    "streets_apart": "no street in common",
    "ages": "ages in both",
    "ages_unknown": "no age in one of them",
    "ages_apart": "no age in common",
    "times": "times of day in both",
    "times_unknown": "no time of day in one of them",
    "times_apart": "no time of day in common",
    "dead": "the same dead, by surname",
    "dead_unknown": "no dead named in one of them",
    "dead_apart": "none of the dead in common",
    "hours": "the same hours of the day",
    "hours_unknown": "no hour of the day in one of them",
    "hours_apart": "other hours of the day",
    "numbers": "numbers of people in both leads",
    "days": "the same day of the event",
    "near_days": "days of the event within a night of each other",
    "day_next": "dates of the event one day apart",
    "day_week": "dates of the event two to seven days apart",
    "day_month": "dates of the event eight to thirty days apart",
    "day_gap": "days between the dates of the event",
    "days_unknown": "no day of the event in one of them",
    "days_apart": "no day of the event in common",
    "news_together": "both are news of the day, of one day",
    "news_apart": "both are news of the day, of different days",
    "before_it_happened": "one published before the other's event",
    "published_day": "published on the same or the next day",
    "published_week": "published two to seven days apart",
    "published_month": "published eight to thirty days apart",
    "published_gap": "days between publications",
    "towns": "the same town",
    "towns_unknown": "no town in one of them",
    "towns_apart": "no town in common",
    "regions": "the same province",
    "regions_unknown": "no province in one of them",
    "regions_apart": "no province in common",
    "elsewhere": "neither town nor province in common",
    "killed": "the same number of killed",
    "killed_unknown": "no number of killed in one of them",
    "killed_apart": "no number of killed in common",
    "injured": "the same number of injured",
    "injured_unknown": "no number of injured in one of them",
    "injured_apart": "no number of injured in common",
    "kind": "the same type of event",
    "outlet": "the same publisher",
    "town_and_day": "the same town and the same day",
    "text_and_day": "like texts and the same day",
    "text_and_names": "like texts and rare names in both",
}
"""Each kind of evidence, in the order of the columns, and what it is called in explanations."""
FRESH_DAYS: Final = 2
"""A report that puts its event at most so many days back is news of the day: its weekdays can be trusted."""
HOURS_SHARED: Final = 0.05
"""Hours of the day that share less are other hours."""
MONTH: Final = 30


def features(collection: Collection, left: Rows, right: Rows) -> Numbers:
    """One row for each pair of reports (rows of the collection), one column for each of `FEATURES`."""
    columns: dict[str, Numbers] = {}
    _of_words(columns, collection, left, right)
    _of_days(columns, collection, left, right)
    _of_values(columns, collection, left, right)
    columns["kind"] = shared(collection.kinds, left, right)
    columns["outlet"] = shared(collection.outlets, left, right)
    columns["town_and_day"] = np.sqrt(columns["towns"] * columns["near_days"])
    columns["text_and_day"] = np.sqrt(columns["text"] * columns["near_days"])
    columns["text_and_names"] = columns["text"] * columns["names"]
    return np.column_stack([columns[name] for name in FEATURES])


def _of_words(columns: dict[str, Numbers], collection: Collection, left: Rows, right: Rows) -> None:
    columns["text"] = np.sqrt(shared(collection.text, left, right))
    columns["lead"] = np.sqrt(shared(collection.lead, left, right))
    one = crossed(collection.titles, collection.vocabulary, left, right)
    other = crossed(collection.titles, collection.vocabulary, right, left)
    columns["title"] = np.maximum(one, other)
    columns["titles"] = np.minimum(one, other)
    columns["rare_words"] = np.log1p(shared(collection.rare, left, right))
    columns["names"] = np.log1p(shared(collection.names, left, right))
    columns["streets"] = np.log1p(shared(collection.streets, left, right))
    for name in ("ages", "times", "dead", "numbers"):
        columns[name] = np.log1p(shared(getattr(collection, name), left, right))
    for name in ("names", "streets", "ages", "times", "dead"):
        known = filled(getattr(collection, name))
        both = known[left] & known[right]
        columns[f"{name}_apart"] = (both & (columns[name] == 0)).astype(np.float64)
        columns[f"{name}_unknown"] = (~both).astype(np.float64)


def _of_days(columns: dict[str, Numbers], collection: Collection, left: Rows, right: Rows) -> None:
    known = filled(collection.days)
    both = known[left] & known[right]
    columns["days"] = shared(collection.days, left, right)
    near = [crossed(collection.days, collection.near_days, *pair) for pair in ((left, right), (right, left))]
    columns["near_days"] = (near[0] + near[1]) / 2  # one of the two is spread: two days apart are not near
    gap = np.abs(collection.peak[left] - collection.peak[right])
    columns["day_next"] = _between(gap, 1, 1)
    columns["day_week"] = _between(gap, 2, 7)
    columns["day_month"] = _between(gap, 8, 30)
    columns["day_gap"] = _known(np.log1p(gap))
    columns["days_unknown"] = (~both).astype(np.float64)
    columns["days_apart"] = (both & (columns["near_days"] == 0)).astype(np.float64)
    published = np.abs(collection.published[left] - collection.published[right])
    columns["published_day"] = _between(published, 0, 1)
    columns["published_week"] = _between(published, 2, 7)
    columns["published_month"] = _between(published, 8, 30)
    columns["published_gap"] = _known(np.log1p(published))
    fresh = collection.published - collection.peak <= FRESH_DAYS
    news = fresh[left] & fresh[right]
    columns["news_together"] = (news & (gap <= 1)).astype(np.float64)
    columns["news_apart"] = (news & (gap > 1)).astype(np.float64) * (published <= MONTH)
    early = (collection.peak[left] > collection.published[right] + 1) | (
        collection.peak[right] > collection.published[left] + 1
    )
    columns["before_it_happened"] = early.astype(np.float64)


def _between(gap: Numbers, least: int, most: int) -> Numbers:
    return ((gap >= least) & (gap <= most)).astype(np.float64)


def _of_values(columns: dict[str, Numbers], collection: Collection, left: Rows, right: Rows) -> None:
    for name in ("hours", "towns", "regions", "killed", "injured"):
        matrix: csr_array = getattr(collection, name)
        known = filled(matrix)
        both = known[left] & known[right]
        columns[name] = shared(matrix, left, right)
        columns[f"{name}_apart"] = (both & (columns[name] == 0)).astype(np.float64)
        columns[f"{name}_unknown"] = (~both).astype(np.float64)
    columns["hours_apart"] = ((columns["hours_unknown"] == 0) & (columns["hours"] < HOURS_SHARED)).astype(np.float64)
    columns["elsewhere"] = columns["towns_apart"] * columns["regions_apart"]


def _known(values: Numbers) -> Numbers:
    """Zero for NaN: a flag beside it says what is unknown."""
    return np.nan_to_num(values, nan=0.0)
