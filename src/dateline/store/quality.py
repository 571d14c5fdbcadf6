"""Figures on the quality of a store's data: how precise, how complete, how far reviewed, and how right it proved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import sqrt
from statistics import NormalDist
from threading import Lock
from typing import Any, Final, get_args

from sqlalchemy import Connection, Table, func, select

from dateline.records import DatePrecision, PlacePrecision, Record, Versions
from dateline.store.agreement import agreement
from dateline.store.cases import last_entry
from dateline.store.engine import Store
from dateline.store.records import Moment, ReviewState
from dateline.store.reports import codings
from dateline.store.schema import REPORTS, SET_ASIDE
from dateline.store.selection.bands import CONFIDENCE, SOURCES
from dateline.store.selection.conditions import EVERY, Condition
from dateline.store.selection.index import Index
from dateline.store.selection.reader import Reader

LATEST: Final = 100
"""Items set aside that are listed."""
_Z: Final = NormalDist().inv_cdf(0.975)
_MISSING: Final[dict[str, str]] = {
    "type": "type IS NULL",
    "date": "start IS NULL",
    "country": "country IS NULL",
    "coordinates": "lat IS NULL OR lon IS NULL",
    "perpetrators": "perpetrators = 0",
    "targets": "targets = 0",
    "killed": "killed IS NULL",
}
"""What may be missing of an incident, and the condition on the facts that it is."""
_FLAGS: Final = ("disputed", "changed_since_review")


class Share(Record):
    """How many incidents have a value, and their share of all, 0 to 1 (0 where there are none)."""

    value: str
    count: int
    share: float


class Interval(Record):
    """Bounds of a share, 0 to 1."""

    low: float
    high: float


class BandOutcome(Record):
    """What became of reviewed incidents whose confidence lies in a band (`low` included, `high` not).

    `upheld` is the share that was not rejected: what a confidence promises. `interval` holds it with 95 per cent.
    Those that linking gave several confidences in the course of time count by their last one.
    """

    band: str
    low: float
    high: float
    accepted: int
    corrected: int
    rejected: int
    confidence: float | None
    upheld: float | None
    interval: Interval | None


class Agreement(Record):
    """Agreement of coders on a field, as `dateline.store.agreement.FieldAgreement`; `share` of `pairs` that agree."""

    field: str
    incidents: int
    pairs: int
    agreed: int
    share: float
    alpha: float | None


class VersionUse(Record):
    """Reports that these versions coded."""

    versions: Versions
    reports: int


class AsideItem(Record):
    """An item that could not be read or coded, when that was, and why."""

    at: Moment
    item: str
    reason: str


class Quality(Record):
    """The figures, as of the log entry `entry`; counts are of live incidents.

    `sources`: incidents by independent sources, `sources_mean` over them. `missing`: those of which no report tells a
    field. `disputed`: those whose reports disagree where nobody has decided. `versions` coded the
    reports, those of most reports first.
    """

    entry: int
    incidents: int
    reports: int
    relevant: int
    sources_mean: float | None
    sources: tuple[Share, ...]
    place_precision: tuple[Share, ...]
    date_precision: tuple[Share, ...]
    states: tuple[Share, ...]
    disputed: Share
    changed_since_review: Share
    missing: tuple[Share, ...]
    bands: tuple[BandOutcome, ...]
    agreement: tuple[Agreement, ...]
    set_aside: int
    set_aside_latest: tuple[AsideItem, ...]
    versions: tuple[VersionUse, ...]


class Figures:
    """The figures of a store, kept until something changes. Safe to use from several threads."""

    def __init__(self, store: Store, index: Index) -> None:
        self._store, self._index = store, index
        self._lock = Lock()
        self._known: tuple[tuple[int, int, int], Quality] | None = None

    def quality(self) -> Quality:
        """The figures as they stand now. Raises StoreError if the store fails."""
        with self._lock, self._store.reading() as c:
            stand = (last_entry(c), _last(c, REPORTS), _last(c, SET_ASIDE))
            if self._known is None or self._known[0] != stand:
                self._known = stand, self._counted(c)
            return self._known[1]

    def _counted(self, c: Connection) -> Quality:
        with self._index.looking() as facts:
            return Quality(
                entry=last_entry(c),
                **_counts(facts),
                **_of_reports(c),
                agreement=tuple(agreements(c)),
                versions=tuple(VersionUse(versions=used, reports=reports) for used, reports in codings(c)),
            )


def agreements(c: Connection) -> list[Agreement]:
    """How far coders agree who did not see each other's review, by field."""
    return [
        Agreement(
            field=told.field,
            incidents=told.incidents,
            pairs=told.pairs,
            agreed=told.agreed,
            share=told.agreed / told.pairs,
            alpha=told.alpha,
        )
        for told in agreement(c)
    ]


def wilson(successes: int, trials: int) -> Interval | None:
    """The 95 per cent interval of a share (Wilson 1927, J. Am. Stat. Assoc. 22); None without trials."""
    if not trials:
        return None
    share, spread = successes / trials, _Z * _Z / trials
    middle = share + spread / 2
    reach = _Z * sqrt(share * (1 - share) / trials + spread / (4 * trials))
    low, high = (middle - reach) / (1 + spread), (middle + reach) / (1 + spread)
    # At shares of 0 and 1 the bound is the share itself, but for the rounding of floats.
    return Interval(low=max(0.0, min(low, share)), high=min(1.0, max(high, share)))


def _last(c: Connection, table: Table) -> int:
    return c.execute(select(func.max(table.c.number))).scalar() or 0


def _counts(facts: Reader) -> dict[str, Any]:
    """The figures that are counts of incidents."""
    sums = ", ".join(f"count(*) FILTER ({condition})" for condition in (*_MISSING.values(), *_FLAGS))
    [(total, mean, *counts)] = facts.rows(f"count(*), avg(sources), {sums}", EVERY)
    missing, flags = counts[: len(_MISSING)], counts[len(_MISSING) :]
    return {
        "incidents": total,
        "sources_mean": mean,
        "sources": _shares(facts, "sources_band", range(len(SOURCES)), [band.name for band in SOURCES], total),
        "place_precision": _shares(facts, "place_precision::VARCHAR", get_args(PlacePrecision), None, total),
        "date_precision": _shares(facts, "date_precision::VARCHAR", get_args(DatePrecision), None, total),
        "states": _shares(facts, "state::VARCHAR", get_args(ReviewState), None, total),
        "missing": tuple(_share(name, count, total) for name, count in zip(_MISSING, missing, strict=True)),
        **{name: _share(name, count, total) for name, count in zip(_FLAGS, flags, strict=True)},
        "bands": _bands(facts),
    }


def _shares(
    facts: Reader, column: str, values: Iterable[Any], names: Sequence[str] | None, total: int
) -> tuple[Share, ...]:
    """The share of each value of a column, those that no incident has included."""
    counts = dict(facts.rows(f"{column}, count(*)", EVERY, "GROUP BY 1"))
    listed = list(values)
    return tuple(_share(name, counts.get(value, 0), total) for value, name in zip(listed, names or listed, strict=True))


def _share(value: str, count: int, total: int) -> Share:
    return Share(value=value, count=count, share=count / total if total else 0.0)


def _bands(facts: Reader) -> tuple[BandOutcome, ...]:
    rows = facts.rows(
        "confidence_band, state::VARCHAR, count(*), sum(confidence)",
        Condition("state <> 'unreviewed'"),
        "GROUP BY 1, 2",
    )
    counts: Counter[tuple[int, str]] = Counter()
    sums: Counter[int] = Counter()
    for band, state, count, confidence in rows:
        counts[band, state] = count
        sums[band] += confidence
    return tuple(_band(at, counts, sums[at]) for at in range(len(CONFIDENCE)))


def _band(at: int, counts: Counter[tuple[int, str]], confidence: float) -> BandOutcome:
    accepted, corrected, rejected = (counts[at, state] for state in ("accepted", "corrected", "rejected"))
    reviewed, band = accepted + corrected + rejected, CONFIDENCE[at]
    return BandOutcome(
        band=band.name,
        low=band.first or 0.0,
        high=1.0 if band.last is None else band.last,
        accepted=accepted,
        corrected=corrected,
        rejected=rejected,
        confidence=confidence / reviewed if reviewed else None,
        upheld=(accepted + corrected) / reviewed if reviewed else None,
        interval=wilson(accepted + corrected, reviewed),
    )


def _of_reports(c: Connection) -> dict[str, Any]:
    """The figures on reports and on what could not be read or coded."""
    relevant = func.count().filter(REPORTS.c.relevant.is_(True))
    reports, relevant_ones = c.execute(select(func.count(), relevant).select_from(REPORTS)).one()
    latest = c.execute(select(SET_ASIDE).order_by(SET_ASIDE.c.number.desc()).limit(LATEST))
    return {
        "reports": reports,
        "relevant": relevant_ones,
        "set_aside": c.execute(select(func.count()).select_from(SET_ASIDE)).scalar_one(),
        "set_aside_latest": tuple(AsideItem(at=row.at, item=row.item, reason=row.reason) for row in latest),
    }
