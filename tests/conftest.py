"""An invented report, coded by hand, that the tests of several rooms use."""

from datetime import date
from typing import Any

import pytest

from dateline.records import Actor, CodedReport, Count, Event, Period, Place, Span, Versions

pytest_plugins = ["databases"]
TEXT = (
    "Three gunmen shot dead six people in Aktobe on Sunday, the interior ministry said. "
    "Among the wounded was a baker, Mira Tolland.\n"
    "=Later= at least 40 people marched, said Mira Tolland."
)


def offsets(quote: str) -> dict[str, Any]:
    return {"start": TEXT.index(quote), "end": TEXT.index(quote) + len(quote)}


def quote(text: str) -> dict[str, Any]:
    return {"quote": text, **offsets(text)}


def span(text: str) -> Span:
    return Span(**offsets(text))


SHOOTING = Event(
    id="e1",
    type="civilians.attack",
    trigger="shot dead",
    trigger_start=TEXT.index("shot dead"),
    trigger_end=TEXT.index("shot dead") + len("shot dead"),
    status="happened",
    background=False,
    date=Period(
        start=date(2016, 6, 5),
        end=date(2016, 6, 5),
        precision="day",
        quote="on Sunday",
        quote_start=TEXT.index("on Sunday"),
        quote_end=TEXT.index("on Sunday") + len("on Sunday"),
        basis="on Sunday + published 2016-06-06 → 2016-06-05",
        confidence=0.9,
    ),
    place=Place(
        name="Aktobe",
        country="KZ",
        admin1="Aktobe Region",
        lat=50.27969,
        lon=57.20718,
        precision="town",
        geonames_id=610611,
        basis="Aktobe → GeoNames 610611, city before region",
        confidence=0.8,
        **quote("Aktobe"),
    ),
    perpetrators=(Actor(kind="unidentified_armed", confidence=0.7, **quote("Three gunmen")),),
    targets=(
        Actor(kind="civilians", confidence=0.6, **quote("six people")),
        Actor(kind="civilians", private=True, confidence=0.5, **quote("Mira Tolland")),
    ),
    responsibility="fact",
    counts=(
        Count(
            measure="killed",
            side="target",
            who="people",
            who_start=TEXT.index("people"),
            who_end=TEXT.index("people") + 6,
            low=6,
            best=6,
            high=6,
            confidence=0.9,
            **quote("six people"),
        ),
        Count(
            measure="injured",
            side="target",
            low=1,
            best=1,
            high=1,
            confidence=0.4,
            **quote("a baker, Mira Tolland"),
        ),
    ),
    sources=("the interior ministry",),
    source_spans=(span("the interior ministry"),),
    confidence=0.95,
    field_confidence={"status": 0.99},
)
MARCH = Event(
    id="e2",
    type="protest.peaceful",
    trigger="=Later= at least 40 people marched",
    trigger_start=TEXT.index("=Later="),
    trigger_end=TEXT.index(" marched") + len(" marched"),
    status="unconfirmed",
    background=True,
    date=Period(),
    place=Place(),
    responsibility="unknown",
    counts=(
        Count(
            measure="participants", side="perpetrator", low=40, best=40, confidence=0.3, **quote("at least 40 people")
        ),
    ),
    sources=("Mira Tolland",),
    source_spans=(Span(start=TEXT.rindex("Mira"), end=TEXT.rindex("Mira") + len("Mira Tolland")),),
    confidence=0.35,
)


@pytest.fixture
def coded_report() -> CodedReport:
    return CodedReport(
        id="r1",
        title="Six dead in Aktobe; Mira Tolland speaks",
        published=date(2016, 6, 6),
        publisher="The Steppe Post",
        text=TEXT,
        relevant=True,
        events=(SHOOTING, MARCH),
        versions=Versions(program="0.1.0", model="small-1", codebook="1.0", gazetteer="2026-01"),
    )


@pytest.fixture
def quiet_report(coded_report: CodedReport) -> CodedReport:
    return coded_report.model_copy(update={"id": "r2", "title": "A quiet day", "relevant": False, "events": ()})
