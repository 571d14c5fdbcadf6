"""Invented reports, incidents and cases of a store, and what fills one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from incident_samples import contested_mill, incident, told, toll, when, where, witness
from linking_samples import mill_and_port

from dateline.linking.records import Incident, Member, Source, ToldActor, ToldStatus, ToldType
from dateline.records import CodedReport
from dateline.store.cases import Change, write_cases
from dateline.store.engine import Store
from dateline.store.records import Action, Case, Correction, Held, LogEntry, NamedActor, Note, Original, Value
from dateline.store.reports import mark_linked, put_report

AT = datetime(2026, 3, 1, 12, tzinfo=UTC).replace(tzinfo=None)
"""When the samples were written; UTC without zone, as all times of the store."""
PROGRAM = "dateline 0.1.0 small-1"
MILL_ID = contested_mill().id
PORT_ID = "i00000000000000dd"


def later(minutes: int) -> datetime:
    return AT + timedelta(minutes=minutes)


def original(content: bytes = b"<p>Gunmen shot dead two farmers</p>", **fields: Any) -> Original:
    given: dict[str, Any] = {
        "media_type": "text/html",
        "where": "mill.warc:1",
        "format": "warc",
        "retrieved": AT,
    }
    return Original(content=content, **{**given, **fields})


def actor(kind: str, name: str | None, report: str = "m1", **fields: Any) -> ToldActor:
    """An actor that one report tells."""
    given: dict[str, Any] = {"kind": kind, "name": name, "sources": 1, "told_by": (witness(report, 0, 6, name),)}
    return ToldActor(**{**given, **fields})


def mill(**fields: Any) -> Incident:
    """The contested shooting at the mill with a status and actors, one of them a private person.

    Reports m1 to m4; civilians.attack on 5 June 2016 (m4: the 4th) in Oldenmill, KZ; 5 to 9 killed targets.
    """
    given: dict[str, Any] = {
        "formerly": (),
        "split_from": None,
        "statuses": (ToldStatus(status="happened", sources=3, told_by=(witness("m1", 0, 6, "shot"),)),),
        "perpetrators": (actor("unidentified_armed", "gunmen", responsibility="suspected"),),
        "targets": (actor("civilians", "farmers"), actor("civilians", "Josef Tarrow", "m3", private=True)),
        "confidence": 0.8,
    }
    return contested_mill().model_copy(update={**given, **fields})


def port(**fields: Any) -> Incident:
    """A bomb in a port on 7 June 2016, told by p1 and p2: nine injured, nobody named."""
    by = witness("p1", 0, 7, "bomb"), witness("p2", 1, 8, "Bomb")
    given: dict[str, Any] = {
        "id": PORT_ID,
        "anchor": "p1",
        "anchor_event": "e1",
        "types": (ToldType(type="explosion.remote_explosive", sources=2, told_by=by),),
        "statuses": (ToldStatus(status="happened", sources=2, told_by=by),),
        "dates": (when(7, 7, *by),),
        "places": (where("Mombasa", *by, country="KE", admin1="Mombasa County", lat=-4.05, lon=39.67, geonames_id=2),),
        "tolls": (toll(told(9, by[0]), told(9, by[1]), measure="injured", low=9, best=9, high=9),),
        "confidence": 0.9,
        "members": tuple(Member(report=w.report, published=w.published, source=w.source, events=("e1",)) for w in by),
        "sources": tuple(Source(name=f"Paper {w.report}", reports=(w.report,), because=()) for w in by),
    }
    return incident(**{**given, **fields})


def numbered(number: int, **fields: Any) -> Incident:
    """One of as many incidents as a test needs: report r{number}, `number` killed, a day later for each number."""
    name, day = f"r{number}", date(2016, 1, 1) + timedelta(days=number % 365)
    by = witness(name, 0, None, "shot").model_copy(update={"published": day})
    given: dict[str, Any] = {
        "id": f"i{number:016x}",
        "anchor": name,
        "anchor_event": "e1",
        "types": (ToldType(type="civilians.attack", sources=1, told_by=(by,)),),
        "dates": (when(1, 1, by).model_copy(update={"start": day, "end": day}),),
        "places": (where(f"Town {number % 50}", by, lat=number % 80, lon=number % 170, geonames_id=number % 50),),
        "tolls": (toll(told(number, by), low=number, best=number, high=number, sources=1),),
        "confidence": 0.5,
        "members": (Member(report=name, published=day, source=0, events=("e1",)),),
        "sources": (Source(name=f"Paper {number % 7}", reports=(name,), because=()),),
    }
    return incident(**{**given, **fields})


def case(told: Incident | None = None, **fields: Any) -> Case:
    """A case of this incident (the mill's, where None), with what `fields` say."""
    return Case(incident=mill() if told is None else told, **fields)


def correction(value: Value, *, by: str = "ada", reason: str = "the ministry's list", at: datetime = AT) -> Correction:
    return Correction(value=value, by=by, at=at, reason=reason)


def note(text: str = "ask the stringer", *, by: str = "ada", at: datetime = AT) -> Note:
    return Note(by=by, at=at, text=text)


def named(kind: str, name: str | None = None, **fields: Any) -> NamedActor:
    return NamedActor(kind=kind, name=name, **fields)  # type: ignore[arg-type]


def corrected(held: Held, *values: Value, by: str = "ada") -> Case:
    """The case with these corrections, and no others."""
    made = tuple(correction(value, by=by) for value in values)
    return held.case.model_copy(update={"state": "corrected", "reviewed_by": by, "corrections": made})


def put(store: Store, *reports: CodedReport, linked: bool = True) -> None:
    """Keeps these reports, each with an original that holds its text."""
    with store.writing() as c:
        for coded in reports:
            put_report(c, coded, original(coded.text.encode(), where=f"{coded.id}.html"), AT)
        if linked:
            mark_linked(c, [coded.id for coded in reports])


def write(
    store: Store,
    cases: Sequence[Case],
    *,
    expected: int = 0,
    action: Action = "linked",
    who: str = PROGRAM,
    reason: str = "",
    at: datetime = AT,
) -> list[LogEntry]:
    """Writes these cases, all at the `expected` version, as a program (or as a person, if `who` is another)."""
    with store.writing() as c:
        return write_cases(
            c,
            [Change(case=case, expected=expected, action=action) for case in cases],
            who=who,
            kind="program" if who == PROGRAM else "person",
            reason=reason,
            at=at,
        )


def fill(store: Store) -> list[str]:
    """Keeps the reports of `mill_and_port` and a fourth of the mill, and writes both incidents; gives their ids."""
    reports = mill_and_port()
    put(store, *reports, reports[0].model_copy(update={"id": "m4", "published": None}))
    write(store, [case(mill()), case(port())])
    return [MILL_ID, PORT_ID]
