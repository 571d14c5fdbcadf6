"""What linking knows of one report: the evidence that is compared between reports."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar
from urllib.parse import urlsplit

from dateline.coding.account import Account
from dateline.coding.numbers import find_quantities
from dateline.gazetteer import Gazetteer, Mention, find_names, resolve
from dateline.linking import told_numbers, words
from dateline.linking.accounts import account_of, blended
from dateline.linking.clock import clock_times, hours
from dateline.linking.days import day_weights
from dateline.linking.persons import surnames_of_dead
from dateline.records import CodedReport, Event

MAIN_EVENT: Final = 2.0
"""What places and tolls of the main event weigh against those of the report's other events."""
TITLE: Final = 2.0
"""What a place named in the title weighs against one in the lead."""
TOWNS: Final = ("site", "town")
BEGINNING: Final = 1600
"""Characters of title and text in which the time of day is looked for."""
MOST: Final = 1000
"""Numbers above this are years, sums and distances more often than people."""
K = TypeVar("K", int, str)
_ARCHIVED: Final = re.compile(r"^https?://web\.archive\.org/web/\w+/(?=https?://)")


@dataclass(frozen=True)
class Evidence:
    """A report as linking sees it; weights of `hours`, `days`, `towns` and `regions` add up to 1, if there are any."""

    report: str
    published: int | None
    """Proleptic ordinal of the day of publication."""
    outlet: str
    words: Counter[str]
    title: frozenset[str]
    lead: Counter[str]
    names: frozenset[str]
    streets: frozenset[str]
    ages: frozenset[str]
    times: frozenset[str]
    dead: frozenset[str]
    """Surnames of those who are told as dead; compared between reports, never shown."""
    hours: dict[int, float]
    """Hours of the day that the times told allow."""
    days: dict[int, float]
    towns: dict[int, float]
    """By GeoNames id."""
    regions: dict[str, float]
    """By country and first-level division."""
    numbers: frozenset[str]
    """Numbers of people told in title and lead."""
    killed: dict[int, float]
    """Numbers of killed, weights adding up to 1; so `injured`."""
    injured: dict[int, float]
    kind: str
    """Type of the main event, empty where there is none."""


def main_event(events: Sequence[Event]) -> Event | None:
    """The most confident event that is not background (of equals the first); None where there is none."""
    return max((e for e in events if not e.background), key=lambda e: e.confidence, default=None)


def evidence_of(report: CodedReport, gazetteer: Gazetteer, account: Account | None = None) -> Evidence:
    """The evidence of a report: of its main event, its other events, and its own paragraphs.

    Days and numbers of killed and injured are blended with those of the report's account, if its codebook codes
    reports as wholes; `account` takes that account's place.
    """
    said = account or account_of(report, gazetteer) or Account()
    paragraphs = words.own_paragraphs(report)
    text, lead = "\n".join(paragraphs), words.lead_of(report.title, paragraphs)
    main = main_event(report.events)
    towns, regions = _places(report, main, lead, gazetteer)
    titled = f"{report.title or ''}\n{text}"
    return Evidence(
        report=report.id,
        published=None if report.published is None else report.published.toordinal(),
        outlet=outlet(report),
        words=words.words(titled),
        title=frozenset(words.words(report.title or "")),
        lead=words.words(lead),
        names=frozenset(words.names(titled)),
        streets=frozenset(words.streets(titled)),
        ages=frozenset(words.ages(text)),
        times=frozenset(clock_times(text)),
        dead=frozenset(surnames_of_dead(titled)),
        hours=hours(titled[:BEGINNING]),
        days=blended(day_weights([report.title or "", *paragraphs], report.published, main), said.days),
        towns=towns,
        regions=regions,
        numbers=frozenset(_numbers(lead)),
        killed=blended(told_numbers.number_weights("killed", main, lead), said.killed),
        injured=blended(told_numbers.number_weights("injured", main, lead), said.injured),
        kind=main.type if main else "",
    )


def outlet(report: CodedReport) -> str:
    """Who published the report: the publisher, else the host of its address (behind an archive's), else empty."""
    if report.publisher:
        return report.publisher.casefold()
    host = urlsplit(_ARCHIVED.sub("", report.url or "")).hostname or ""
    return host.removeprefix("www.")


def _numbers(lead: str) -> Iterable[str]:
    for span in find_quantities(lead):
        best = span.quantity.best
        if best is not None and 0 < best <= MOST:
            yield str(best)


def _places(
    report: CodedReport, main: Event | None, lead: str, gazetteer: Gazetteer
) -> tuple[dict[int, float], dict[str, float]]:
    towns: defaultdict[int, float] = defaultdict(float)
    regions: defaultdict[str, float] = defaultdict(float)

    def add(place: int | None, precision: str, region: str, weight: float) -> None:
        if place is not None and precision in TOWNS:
            towns[place] += weight
        if region:
            regions[region] += weight

    for event in report.events:
        where = event.place
        weight = where.confidence * (MAIN_EVENT if event is main else 1.0) * (0.5 if event.background else 1.0)
        add(where.geonames_id, where.precision, _region(where.country, where.admin1), weight)
    mentions = [Mention.at(lead, start, end) for start, end in find_names(lead, gazetteer)]
    title_end = len(report.title or "")
    for mention, place in zip(mentions, resolve(mentions, gazetteer), strict=True):
        if place is not None:
            weight = place.confidence * (TITLE if mention.start < title_end else 1.0)
            add(place.geonames_id, place.precision, _region(place.country, place.admin1), weight)
    return _normalised(towns), _normalised(regions)


def _region(country: str | None, admin1: str | None) -> str:
    return f"{country} {admin1}" if country and admin1 else ""


def _normalised(weights: Mapping[K, float]) -> dict[K, float]:
    total = sum(weights.values())
    return {key: weight / total for key, weight in weights.items()} if total else {}
