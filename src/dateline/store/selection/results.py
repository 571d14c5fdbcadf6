"""What a selection gives: rows of the list, counts beside the filters, features of the map, and the time line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from dateline.records import EventType, PlacePrecision, Record
from dateline.store.records import ReviewState
from dateline.store.selection.columns import Columns

BucketSize = Literal["day", "week", "month", "year"]


class Row(Columns):
    """A row of the list; `entry` is the number of the log entry of its last change."""

    number: int
    version: int
    entry: int


class Page(Record):
    """Rows of the list, of `total` incidents in the selection.

    `next`: cursor of the rows behind these (`Filters.after`); null at the end. `entry`: the log entry up to which
    the selection knows changes.
    """

    rows: tuple[Row, ...]
    total: int
    next: str | None
    entry: int


class FacetCount(Record):
    """How many incidents there would be with this value, all filters of other facets applied.

    `chosen`: whether the filters hold it. `query`: that of the filters with the value chosen, or no more chosen.
    """

    value: str
    count: int
    chosen: bool
    query: str


class MapRow(Record):
    """An incident that lies alone at its place. Its point is that of the site or town."""

    id: str
    lat: float
    lon: float
    precision: PlacePrecision
    country: str | None
    admin1: str | None
    type: EventType | None
    killed: int | None
    state: ReviewState


class Cell(Record):
    """Incidents that lie close together: a point in their middle, their extent (west, south, east, north), and sums.

    `killed` is the sum over those of `killed_known` incidents whose number is known. `stacked`: all lie at one
    point, so that no zoom takes them apart.
    """

    lat: float
    lon: float
    box: tuple[float, float, float, float]
    count: int
    killed: int
    killed_known: int
    stacked: bool


class Area(Record):
    """Incidents of which no more is known than the district, region or country: an area to be drawn, never a pin.

    `precision` is that of the area: where the map is too small for districts or regions, their incidents are counted
    to what they lie in. `name` is that of the district. `lat`, `lon`: the gazetteer's point for labels of the area,
    null where it has none.
    """

    precision: PlacePrecision
    country: str | None
    admin1: str | None
    name: str | None
    lat: float | None
    lon: float | None
    count: int
    killed: int
    killed_known: int


class MapFeatures(Record):
    """What the map shows of a selection. `unlocated`: how many incidents it cannot show; the list holds them.

    `omitted`: features left out because there were too many, those of fewest incidents first.
    """

    features: tuple[Cell | MapRow, ...]
    areas: tuple[Area, ...]
    unlocated: int
    omitted: int


class Bucket(Record):
    """Incidents whose first day lies in `start` to `end` (both included); each is counted once.

    `imprecise`: those of them whose dates reach beyond the bucket's last day. `killed` as in `Cell`.
    """

    start: date
    end: date
    count: int
    imprecise: int
    killed: int
    killed_known: int


class Timeline(Record):
    """Buckets in order of time, empty ones left out, and how many incidents have no date."""

    size: BucketSize
    buckets: tuple[Bucket, ...]
    undated: int


class Look(NamedTuple):
    """All that a page of the list shows of a selection, as it stands at one moment.

    `unlocated`: the first rows that the map cannot show. `facets`: by their names.
    """

    page: Page
    unlocated: Page
    facets: Mapping[str, tuple[FacetCount, ...]]
    timeline: Timeline
