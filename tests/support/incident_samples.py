"""Invented incidents, as `dateline link` writes them."""

from __future__ import annotations

from datetime import date
from typing import Any

from dateline.linking.records import (
    Incident,
    Link,
    Member,
    Reason,
    Source,
    ToldDate,
    ToldNumber,
    ToldPlace,
    ToldType,
    Toll,
    Witness,
)
from dateline.records import DatePrecision, Quote

MILL_ID = "i00000000000000aa"
FORMER_ID = "i00000000000000bb"
JUNE = date(2016, 6, 1)


def witness(name: str, source: int, day: int | None, quote: str | None = None) -> Witness:
    """The event e1 of a report of 2016-06-`day`."""
    published = None if day is None else JUNE.replace(day=day)
    return Witness(report=name, event="e1", source=source, published=published, quote=quote)


def told(
    number: int | None, by: Witness, *, low: int | None = None, high: int | None = None, **fields: Any
) -> ToldNumber:
    bounds = {"low": number if low is None else low, "high": number if high is None else high}
    return ToldNumber(**{**bounds, "best": number, "superseded": False, "told_by": by, **fields})


def toll(*numbers: ToldNumber, **fields: Any) -> Toll:
    given: dict[str, Any] = {
        "measure": "killed",
        "side": "target",
        "low": 5,
        "best": 6,
        "high": 6,
        "sources": 2,
        "told": numbers,
    }
    return Toll(**{**given, **fields})


def when(first: int, last: int, *by: Witness) -> ToldDate:
    precision: DatePrecision = "day" if first == last else "range"
    start, end = JUNE.replace(day=first), JUNE.replace(day=last)
    return ToldDate(start=start, end=end, precision=precision, sources=len(by), told_by=by)


def where(name: str, *by: Witness, **fields: Any) -> ToldPlace:
    given: dict[str, Any] = {
        "name": name,
        "country": "KZ",
        "admin1": "Oldenmill Region",
        "lat": 50.25,
        "lon": 57.5,
        "precision": "town",
        "geonames_id": 1,
        "sources": len(by),
        "told_by": by,
    }
    return ToldPlace(**{**given, **fields})


def link(left: str, right: str, probability: float, **weights: float) -> Link:
    return Link(
        left=left,
        right=right,
        left_event="e1",
        right_event="e1",
        probability=probability,
        start=-3.0,
        reasons=tuple(Reason(evidence=name, weight=weight) for name, weight in weights.items()),
    )


def incident(**fields: Any) -> Incident:
    """An incident of one report, with what `fields` say."""
    given: dict[str, Any] = {
        "id": MILL_ID,
        "anchor": "m1",
        "types": (),
        "dates": (),
        "places": (),
        "tolls": (),
        "members": (Member(report="m1", published=JUNE, source=0, events=("e1",)),),
        "sources": (Source(name="Paper m1", reports=("m1",), because=()),),
        "links": (),
        "model": "trained-1",
    }
    return Incident(**{**given, **fields})


def contested_mill() -> Incident:
    """Four reports of three sources on one shooting: a figure moved, another differs, and so does the day."""
    m1, m2, m3, m4 = (
        witness("m1", 0, 6, "four people"),
        witness("m2", 1, 6, "three soldiers"),
        witness("m3", 0, 8, "six people, among them Josef Tarrow"),
        witness("m4", 2, None, "Nine <dead>"),
    )
    others = (Quote(quote="three civilians", start=0, end=15),)
    killed = toll(told(4, m1, superseded=True), told(6, m2, added=others), told(6, m3), told(9, m4), high=9)
    return incident(
        formerly=(FORMER_ID,),
        split_from="i00000000000000cc",
        types=(ToldType(type="civilians.attack", sources=3, told_by=(witness("m1", 0, 6, "shot"),)),),
        dates=(when(5, 5, witness("m1", 0, 6, "on Sunday")), when(4, 4, witness("m4", 2, None, "Saturday"))),
        places=(where("Oldenmill", witness("m1", 0, 6, "Oldenmill")),),
        tolls=(killed, toll(told(1, m2), side="perpetrator", low=1, best=1, high=1, sources=1)),
        members=tuple(
            Member(report=name, published=by.published, source=by.source, events=("e1",))
            for name, by in (("m1", m1), ("m2", m2), ("m3", m3), ("m4", m4))
        ),
        sources=(
            Source(name="Paper m1", reports=("m1", "m3"), because=("published by Paper m1",)),
            Source(name="Paper m2", reports=("m2",), because=()),
            Source(name=None, reports=("m4",), because=()),
        ),
        links=(
            link("m1", "m2", 0.98, rare_words=4.5, days=2.5, towns_apart=-0.5),
            link("m1", "m3", 0.73, names=3.0, towns=1.0),
        ),
        problems=("report m2: killed (target): the parts come to 5 only (“two men and Mira Tolland” in e2)",),
    )
