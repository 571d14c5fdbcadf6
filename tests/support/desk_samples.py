"""Sixty invented incidents all over the world, with their reports, for the tests and pictures of the desk.

Towns, people and events are invented; countries and first-level divisions are real, so that the map has its areas.
`fill_desk` puts them into a store. What an incident is follows from its number, so tests can count on it: `SCENES`
says where and what, `PRECISIONS` and the functions below the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from store_samples import PROGRAM, case, correction, original, write

from dateline.linking.records import (
    Incident,
    Member,
    Source,
    ToldActor,
    ToldDate,
    ToldNumber,
    ToldPlace,
    ToldStatus,
    ToldType,
    Toll,
    Witness,
)
from dateline.records import (
    Actor,
    ActorKind,
    CodedReport,
    Count,
    DatePrecision,
    Event,
    EventType,
    Period,
    Place,
    PlacePrecision,
    Status,
    Versions,
)
from dateline.store.engine import Store
from dateline.store.records import Case, TollValue
from dateline.store.reports import mark_linked, put_report

NUMBER: Final = 60
FIRST_DAY: Final = date(2024, 1, 3)
HOSTILE: Final = 7
"""The number of the incident whose town and report are called by markup, a script and a right-to-left override."""
PRIVATE: Final = 4
"""The number of the incident one of whose targets is a private person, Mira Tolland."""
VERSIONS: Final = Versions(program="0.1.0", model="small-1", codebook="1", gazetteer="1")
PRECISIONS: Final[tuple[PlacePrecision, ...]] = (
    *("town", "town", "site", "town", "district", "town", "region", "site", "town", "country"),
    *("town", "town", "unknown"),
)
DATES: Final[tuple[tuple[DatePrecision, int], ...]] = (
    *(("day", 0), ("day", 0), ("day", 0), ("range", 2), ("day", 0), ("week", 6), ("day", 0), ("month", 29)),
    *(("day", 0), ("unknown", 0), ("day", 0)),
)
"""Precision and days after the first."""


class Scene(NamedTuple):
    """What happens where; an incident's scene is that of its number modulo their number."""

    town: str
    country: str
    admin1: str
    lat: float
    lon: float
    type: EventType
    by: tuple[ActorKind, str] | None
    verb: str
    against: tuple[ActorKind, str] | None


ATTACK: Final[EventType] = "civilians.attack"
CLASH: Final[EventType] = "battle.armed_clash"
BOMB: Final[EventType] = "explosion.remote_explosive"
STRIKE: Final[EventType] = "explosion.air_strike"
SHELLS: Final[EventType] = "explosion.shelling"
MARCH: Final[EventType] = "protest.peaceful"
RIOT: Final[EventType] = "riot.violent_demonstration"
KIDNAP: Final[EventType] = "civilians.abduction"
SCENES: Final = (
    Scene(
        "Oldenmill",
        "KZ",
        "Aktobe Region",
        50.25,
        57.5,
        ATTACK,
        ("unidentified_armed", "gunmen"),
        "shot dead",
        ("civilians", "farmers"),
    ),
    Scene("Port Amaro", "KE", "Mombasa County", -4.05, 39.67, BOMB, None, "bomb", ("civilians", "dock workers")),
    Scene(
        "Kesra Wells",
        "ML",
        "Mopti",
        14.6,
        -4.1,
        CLASH,
        ("rebel_group", "the Dune Front"),
        "ambushed",
        ("state_forces", "soldiers"),
    ),
    Scene(
        "Tarrow",
        "NG",
        "Borno State",
        11.85,
        13.15,
        KIDNAP,
        ("rebel_group", "insurgents"),
        "abducted",
        ("civilians", "pupils"),
    ),
    Scene(
        "Belmarsh Quay",
        "UA",
        "Odesa Oblast",
        46.4,
        30.7,
        STRIKE,
        ("external_forces", "drones"),
        "struck",
        ("property", "warehouses"),
    ),
    Scene(
        "Santa Rueda",
        "CO",
        "Antioquia",
        6.9,
        -75.3,
        ATTACK,
        ("organised_crime", "a gang"),
        "killed",
        ("civilians", "shopkeepers"),
    ),
    Scene("Hallowfield", "GB", "England", 52.9, -1.2, RIOT, ("rioters", "a crowd"), "rioted", ("property", "shops")),
    Scene(
        "Nahr Salim",
        "SY",
        "Idlib Governorate",
        35.93,
        36.63,
        SHELLS,
        ("state_forces", "artillery"),
        "shelled",
        ("civilians", "residents"),
    ),
    Scene(
        "Kyauk Lan",
        "MM",
        "Sagaing Region",
        22.1,
        95.1,
        CLASH,
        ("political_militia", "a militia"),
        "attacked",
        ("state_forces", "a convoy"),
    ),
    Scene("Puerto Lindo", "PE", "Puno", -15.8, -70.0, MARCH, ("protesters", "teachers"), "marched", None),
    Scene(
        "Dera Shahin",
        "PK",
        "Balochistan",
        29.0,
        66.6,
        BOMB,
        ("rebel_group", "separatists"),
        "blew up",
        ("state_forces", "policemen"),
    ),
    Scene("Lowenbach", "DE", "Saxony", 51.05, 13.7, MARCH, ("protesters", "farmers"), "demonstrated", None),
    Scene(
        "Gondar Bridge",
        "ET",
        "Amhara",
        12.6,
        37.4,
        CLASH,
        ("identity_militia", "a militia"),
        "fought",
        ("state_forces", "troops"),
    ),
    Scene(
        "Bara Ghat", "BD", "Khulna", 22.8, 89.5, RIOT, ("rioters", "students"), "clashed", ("state_forces", "police")
    ),
    Scene(
        "Ville-Haute",
        "HT",
        "Ouest",
        18.6,
        -72.3,
        ATTACK,
        ("organised_crime", "gunmen"),
        "killed",
        ("civilians", "residents"),
    ),
    Scene("San Telmo", "PH", "Sulu", 6.0, 121.0, KIDNAP, ("rebel_group", "rebels"), "seized", ("civilians", "sailors")),
    Scene(
        "Mbali Drift",
        "ZA",
        "KwaZulu-Natal",
        -28.7,
        31.0,
        RIOT,
        ("rioters", "looters"),
        "looted",
        ("property", "stores"),
    ),
    Scene("Suva Bay", "FJ", "Central", -18.1, 178.5, MARCH, ("protesters", "cane growers"), "rallied", None),
    Scene(
        "Kandul",
        "SD",
        "North Darfur",
        13.6,
        25.3,
        SHELLS,
        ("political_militia", "paramilitaries"),
        "shelled",
        ("civilians", "displaced people"),
    ),
    Scene(
        "Al Wadi", "YE", "Taiz", 13.6, 44.0, STRIKE, ("external_forces", "jets"), "bombed", ("rebel_group", "fighters")
    ),
)


def scene(number: int) -> Scene:
    """The scene of an incident."""
    found = SCENES[number % len(SCENES)]
    return found._replace(town="<img src=x onerror=alert(1)> \u202eevil") if number == HOSTILE else found


def precision(number: int) -> PlacePrecision:
    """How precisely its place is known."""
    return PRECISIONS[number % len(PRECISIONS)]


def days(number: int) -> tuple[date, date, DatePrecision] | None:
    """Its first and last day and how precisely they are known; None where no report tells them."""
    known, length = DATES[number % len(DATES)]
    start = FIRST_DAY + timedelta(days=(number * 37) % 180)
    if known == "month":
        start = start.replace(day=1)
        length = ((start.replace(day=28) + timedelta(days=4)).replace(day=1) - start).days - 1
    return None if known == "unknown" else (start, start + timedelta(days=length), known)


def killed(number: int) -> int | None:
    """How many were killed; None where no report tells."""
    if scene(number).type in (MARCH, KIDNAP) or number % 6 == 5:
        return None
    return (number * 7) % 13


def report_names(number: int) -> list[str]:
    """The ids of its reports, one to four; each is of another source."""
    return [f"n{number:02d}{letter}" for letter in "abcd"[: 1 + number % 4]]


def incident_id(number: int) -> str:
    """The id of an incident."""
    return f"i{0xDE5C0000 + number:016x}"


def report_text(number: int) -> str:
    """What each report of the incident says."""
    told = scene(number)
    who = told.by[1] if told.by else "a"
    whom = f" {told.against[1]}" if told.against else ""
    when = days(number)
    day = f" on {when[0].day} {when[0]:%B}" if when else ""
    dead = killed(number)
    toll = f" At least {dead} people were killed." if dead else ""
    person = " Among the wounded was a baker, Mira Tolland." if number == PRIVATE else ""
    script = " <script>document.title='owned'</script>" if number == HOSTILE else ""
    return f"{who.capitalize()} {told.verb}{whom} in {told.town}{day}, officials said.{toll}{person}{script}"


def witness(number: int, index: int, quote: str) -> Witness:
    """The words of one of its reports."""
    start = report_text(number).find(quote)
    spans: dict[str, Any] = {} if start < 0 else {"quote": quote, "start": start, "end": start + len(quote)}
    name = report_names(number)[index]
    return Witness(report=name, event="e1", source=index, published=published(number, index), **spans)


def published(number: int, index: int) -> date:
    """When one of its reports came out: after the last day."""
    when = days(number)
    return (when[1] if when else FIRST_DAY + timedelta(days=number)) + timedelta(days=1 + index)


def _actors(number: int, told: tuple[ActorKind, str] | None, *, perpetrators: bool) -> tuple[ToldActor, ...]:
    if told is None:
        return ()
    named = number == PRIVATE and not perpetrators
    by = (witness(number, 0, "Mira Tolland" if named else told[1]),)
    actor = ToldActor(
        kind="civilians" if named else told[0],
        name="Mira Tolland" if named else told[1],
        private=named,
        responsibility="suspected" if perpetrators else None,
        sources=1,
        told_by=by,
    )
    return (actor,)


def _toll(number: int) -> tuple[Toll, ...]:
    dead = killed(number)
    if dead is None:
        return ()
    names = report_names(number)
    numbers = [max(0, dead - (number % 3) * (len(names) - 1 - index)) for index in range(len(names))]
    told = tuple(
        ToldNumber(low=n, best=n, high=n, superseded=False, told_by=witness(number, i, str(dead)))
        for i, n in enumerate(numbers)
    )
    agreeing = sum(n == dead for n in numbers)
    return (
        Toll(
            measure="killed",
            side="target",
            low=min(numbers),
            best=dead,
            high=max(numbers),
            sources=agreeing,
            told=told,
        ),
    )


def _place(number: int) -> tuple[ToldPlace, ...]:
    told, known = scene(number), precision(number)
    if known == "unknown":
        return ()
    exact = known in ("town", "site", "district")
    away = 0.02 * (number // len(SCENES))
    place = ToldPlace(
        name=told.town if exact else told.admin1 if known == "region" else None,
        country=told.country,
        admin1=None if known == "country" else told.admin1,
        lat=None if known == "country" else round(told.lat + away, 4),
        lon=None if known == "country" else round(told.lon + away, 4),
        precision=known,
        geonames_id=number + 1,
        sources=len(report_names(number)),
        told_by=(witness(number, 0, told.town),),
    )
    return (place,)


def sample(number: int) -> Incident:
    """One of the incidents, 0 to `NUMBER` - 1."""
    told, names, when = scene(number), report_names(number), days(number)
    by = tuple(witness(number, index, told.verb) for index in range(len(names)))
    status: Status = "unconfirmed" if number % 11 == 3 else "happened"
    return Incident(
        id=incident_id(number),
        anchor=names[0],
        anchor_event="e1",
        types=(ToldType(type=told.type, sources=len(names), told_by=by),),
        dates=(ToldDate(start=when[0], end=when[1], precision=when[2], sources=len(names), told_by=by),)
        if when
        else (),
        places=_place(number),
        statuses=(ToldStatus(status=status, sources=len(names), told_by=by[:1]),),
        perpetrators=_actors(number, told.by, perpetrators=True),
        targets=_actors(number, told.against, perpetrators=False),
        tolls=_toll(number),
        confidence=round(0.35 + (number * 11 % 60) / 100, 2),
        members=tuple(
            Member(report=name, published=published(number, index), source=index, events=("e1",))
            for index, name in enumerate(names)
        ),
        sources=tuple(
            Source(name=f"The {('Courier', 'Herald', 'Wire', 'Observer')[index]}", reports=(name,), because=())
            for index, name in enumerate(names)
        ),
        links=(),
        model="small-1",
    )


def sample_case(number: int) -> Case:
    """The incident in review: every fifth accepted, some rejected or corrected, the rest unreviewed."""
    told = sample(number)
    if number % 5 == 1:
        return case(told, state="accepted", reviewed_by="ada", changed_since_review=number % 10 == 1)
    if number % 17 == 8:
        return case(told, state="rejected", reviewed_by="ben")
    if number % 13 == 2:
        value = TollValue(measure="killed", side="target", low=2, best=3, high=3)
        return case(told, state="corrected", reviewed_by="ada", corrections=(correction(value),))
    return case(told)


def sample_reports(number: int) -> list[CodedReport]:
    """The reports of an incident, each with the event that it tells."""
    return [_report(number, index) for index in range(len(report_names(number)))]


def _span(text: str, words: str) -> dict[str, Any]:
    return {"quote": words, "start": text.index(words), "end": text.index(words) + len(words)}


def _report(number: int, index: int) -> CodedReport:
    told, text = scene(number), report_text(number)
    return CodedReport(
        id=report_names(number)[index],
        title=f"{told.town}: {told.verb}",
        published=published(number, index),
        publisher=f"The {('Courier', 'Herald', 'Wire', 'Observer')[index]}",
        language="en",
        text=text,
        relevant=True,
        events=(_event(number, text),),
        versions=VERSIONS,
    )


def _event(number: int, text: str) -> Event:
    told, when, dead = scene(number), days(number), killed(number)
    trigger = _span(text, told.verb)
    day = _span(text, f"on {when[0].day} {when[0]:%B}") if when else None
    return Event(
        id="e1",
        type=told.type,
        trigger=told.verb,
        trigger_start=trigger["start"],
        trigger_end=trigger["end"],
        status="happened",
        background=False,
        date=Period(
            start=when[0],
            end=when[1],
            precision=when[2],
            quote=day["quote"],
            quote_start=day["start"],
            quote_end=day["end"],
            confidence=0.9,
        )
        if when and day
        else Period(),
        place=Place(name=told.town, country=told.country, precision="town", confidence=0.8, **_span(text, told.town)),
        targets=_target(number, text),
        responsibility="suspected",
        counts=(
            Count(
                measure="killed",
                side="target",
                low=dead,
                best=dead,
                high=dead,
                confidence=0.8,
                **_span(text, str(dead)),
            ),
        )
        if dead
        else (),
        confidence=sample(number).confidence,
    )


def _target(number: int, text: str) -> tuple[Actor, ...]:
    told = scene(number).against
    if number == PRIVATE:
        return (Actor(kind="civilians", private=True, confidence=0.7, **_span(text, "Mira Tolland")),)
    return (Actor(kind=told[0], confidence=0.7, **_span(text, told[1])),) if told else ()


def fill_desk(store: Store, numbers: Sequence[int] = range(NUMBER)) -> list[str]:
    """Puts the incidents of these numbers with their reports into the store; gives their ids."""
    at = original().retrieved
    with store.writing() as c:
        for number in numbers:
            for coded in sample_reports(number):
                put_report(c, coded, original(coded.text.encode(), where=f"{coded.id}.html"), at)
            mark_linked(c, report_names(number))
    write(store, [sample_case(number) for number in numbers], who=PROGRAM)
    return [incident_id(number) for number in numbers]
