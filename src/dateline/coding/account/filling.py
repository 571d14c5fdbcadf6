"""The main event of a report as its account tells it, for codebooks that code whole reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final, cast

from dateline.codebook import WholeReport
from dateline.coding.account.account import Account, AccountModel, told_by
from dateline.coding.account.passages import Passage, passages
from dateline.coding.account.ranking import Choice, Spot
from dateline.gazetteer import Candidate, Gazetteer, Kind
from dateline.gazetteer.records import PRECISION
from dateline.records import Count, Event, EventType, Measure, Period, Place, Report

TRIGGER: Final = re.compile(
    r"\b(?:shootings?|shot|shootout|gunfire|gunned down|opened fire|open fire|gunshots?|shots fired|drive-by|massacre"
    r"|homicides?|murders?|murdered|slayings?|killings?|kill(?:ed|s|ing)|stabb(?:ed|ing)|attack(?:ed)?)\b",
    re.IGNORECASE,
)


class WholeReports:
    """Codes reports as wholes, as a codebook asks for."""

    def __init__(self, codebook: WholeReport, gazetteer: Gazetteer) -> None:
        self._kind, self._gazetteer = codebook.type, gazetteer
        self._model = AccountModel.load(codebook.weights)

    def events(self, events: Sequence[Event], report: Report) -> tuple[Event, ...]:
        """The events of a report, the main one as the whole report tells it.

        Where the model found no event but background, one is made; not where no word speaks of an attack.
        """
        own = passages(report.title, report.text, report.sections)
        account = self._model.account(told_by(own, report.published, self._gazetteer))
        main = max((e for e in events if not e.background), key=lambda e: e.confidence, default=None)
        if main is None:
            made = made_of(own, self._kind, f"e{len(events) + 1}")
            return (*events, filled(made, account, report, self._gazetteer)) if made else tuple(events)
        whole = filled(main, account, report, self._gazetteer)
        return tuple(whole if event is main else event for event in events)


def made_of(own: Sequence[Passage], kind: EventType, id_: str) -> Event | None:
    """An event of that type at the first word of an attack in a report's own paragraphs; None where there is none."""
    found = next(((p, m) for p in own if not p.short for m in [TRIGGER.search(p.text)] if m), None)
    if found is None:
        return None
    passage, match = found
    spot = passage.spot(*match.span())
    share = sum(1 for p in own[:12] if TRIGGER.search(p.text)) / max(len(own[:12]), 1)
    return Event(
        id=id_,
        type=kind,
        trigger=match[0],
        trigger_start=spot.start,
        trigger_end=spot.end,
        trigger_part=spot.part,
        status="happened",
        background=False,
        date=Period(basis="no time is told with the event"),
        place=Place(),
        responsibility="unknown",
        confidence=round(0.5 + 0.5 * share, 4),
    )


def filled(event: Event, account: Account, report: Report, gazetteer: Gazetteer) -> Event:
    """The event with day, place and toll of the account; a value that no words tell stays as it was coded."""
    changes: dict[str, object] = {}
    day = next((c for c in account.days if c.spot is not None), None)
    if day is not None:
        changes["date"] = _period(day, report)
    town = account.towns[0] if account.towns else None
    entry = gazetteer.entry(town.value) if town is not None else None
    if town is not None and entry is not None:
        changes["place"] = _place(town, entry, report, gazetteer)
    counts = [c for c in event.counts if c.measure not in {"killed", "injured"}]
    for measure in ("killed", "injured"):
        choice = next((c for c in getattr(account, measure) if c.spot is not None or c.value == 0), None)
        if choice is None:
            counts += [c for c in event.counts if c.measure == measure]
        elif choice.value:
            counts.append(_count(measure, choice, report))
    changes["counts"] = tuple(counts)
    return event.model_copy(update=changes)


def _period(choice: Choice[int], report: Report) -> Period:
    assert choice.spot is not None
    day, words = date.fromordinal(choice.value), _words(report, choice.spot)
    return Period(
        start=day,
        end=day,
        precision="day",
        quote=words,
        quote_start=choice.spot.start,
        quote_end=choice.spot.end,
        part=choice.spot.part,
        basis=f"{words} + published {report.published} → {day}, of all days that the report tells",
        confidence=round(choice.probability, 4),
    )


def _place(choice: Choice[int], entry: Candidate, report: Report, gazetteer: Gazetteer) -> Place:
    spot = choice.spot
    assert spot is not None
    admin1 = gazetteer.entry(entry.admin1) if entry.admin1 else None
    admin2 = gazetteer.entry(entry.admin2) if entry.admin2 else None
    words = _words(report, spot)
    return Place(
        name=entry.name,
        country=entry.country or None,
        admin1=admin1.name if admin1 else None,
        admin2=entry.name if entry.kind == Kind.ADMIN2 else admin2.name if admin2 else None,
        lat=entry.lat,
        lon=entry.lon,
        precision=PRECISION[Kind(entry.kind)],
        geonames_id=entry.geonames_id,
        quote=words,
        start=spot.start,
        end=spot.end,
        part=spot.part,
        basis=f"{words} → GeoNames {entry.geonames_id}, of all places that the report tells",
        confidence=round(choice.probability, 4),
    )


def _count(measure: str, choice: Choice[int], report: Report) -> Count:
    assert choice.spot is not None
    spot, words = choice.spot, _words(report, choice.spot)
    return Count(
        quote=words,
        start=spot.start,
        end=spot.end,
        part=spot.part,
        measure=cast("Measure", measure),
        side="unknown",
        who=words,
        who_start=spot.start,
        who_end=spot.end,
        low=choice.value,
        best=choice.value,
        high=choice.value,
        confidence=round(choice.probability, 4),
    )


def _words(report: Report, spot: Spot) -> str:
    return ((report.title or "") if spot.part == "title" else report.text)[spot.start : spot.end]
