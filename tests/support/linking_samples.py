"""Invented coded reports for tests of linking."""

from __future__ import annotations

from datetime import date
from typing import Any

from dateline.records import CodedReport, Count, Event, Measure, Period, Place, Side, Versions

VERSIONS = Versions(program="1", model="1", codebook="1", gazetteer="1")


def count(number: int, measure: Measure = "killed", side: Side = "target", *, high: int | None = None) -> Count:
    return Count(
        measure=measure,
        side=side,
        low=number,
        best=number,
        high=number if high is None else high,
        quote=str(number),
        start=0,
        end=1,
        confidence=0.9,
    )


def event(**fields: Any) -> Event:
    """A shooting, with what `fields` say."""
    told: dict[str, Any] = {
        "id": "e1",
        "type": "civilians.attack",
        "trigger": "shot",
        "trigger_start": 0,
        "trigger_end": 4,
        "status": "happened",
        "background": False,
        "date": Period(),
        "place": Place(),
        "responsibility": "unknown",
        "confidence": 0.9,
    }
    return Event(**{**told, **fields})


def on(day: date, *, until: date | None = None) -> Period:
    if until is None:
        return Period(start=day, end=day, precision="day", confidence=0.9)
    return Period(start=day, end=until, precision="range", confidence=0.9)


def report(name: str, *events: Event, **fields: Any) -> CodedReport:
    told: dict[str, Any] = {"text": "Gunmen shot dead two farmers near the old mill on Sunday, police said."}
    return CodedReport(
        id=name,
        relevant=any(not e.background for e in events),
        events=events,
        versions=VERSIONS,
        **{**told, **fields},
    )


MILL = "Gunmen shot dead two farmers beside the Oldenmill bridge in Aktobe on Sunday night, police said."
PORT = "A bomb wounded nine dock workers in the Haverling terminal at Mombasa on Tuesday, the governor said."


def mill_and_port() -> list[CodedReport]:
    """Three reports of shots at a mill on 5 June 2016, two of a bomb in a port on 7 June, and two on other things."""

    def told(name: str, title: str, text: str, day: int, happened: int) -> CodedReport:
        return report(
            name,
            event(date=on(date(2016, 6, happened))),
            title=title,
            text=text,
            published=date(2016, 6, day),
            publisher=f"Paper {name}",
        )

    return [
        told("m1", "Two farmers shot dead at Oldenmill bridge", MILL, 6, 5),
        told("m2", "Oldenmill bridge shooting leaves two dead", f"{MILL} Kin of Josef Tarrow wept.", 6, 5),
        told("m3", "Third suspect held over Oldenmill bridge killing", f"{MILL} Josef Tarrow was 44.", 7, 5),
        told("p1", "Nine hurt by bomb in Haverling terminal", PORT, 7, 7),
        told("p2", "Bomb at Haverling terminal wounds nine", f"{PORT} Docks stayed shut.", 8, 7),
        told("x1", "Teachers march in the capital over pay", "Teachers marched through Lima on Friday over pay.", 4, 3),
        told("x2", "Rebels free hostages after a month", "Rebels freed four aid workers in Goma on Thursday.", 3, 2),
    ]


def round_up(name: str = "r1") -> CodedReport:
    """A report of both: shots at the mill (its main event, e1) and a bomb in the port (e2)."""
    text = f"{MILL}\n{PORT}"
    bomb = text.index("bomb")
    return report(
        name,
        event(date=on(date(2016, 6, 5)), trigger_start=text.index("shot"), trigger_end=text.index("shot") + 4),
        event(
            id="e2",
            type="explosion.remote_explosive",
            trigger="bomb",
            trigger_start=bomb,
            trigger_end=bomb + 4,
            date=on(date(2016, 6, 7)),
            confidence=0.8,
        ),
        title="Two farmers shot dead at Oldenmill bridge; Haverling terminal bombed",
        text=text,
        published=date(2016, 6, 8),
        publisher="Weekly",
    )
