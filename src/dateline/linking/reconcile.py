"""What an incident's reports say of type, date and place: the best supported value first, what differs after it.

Nothing is averaged and nothing dropped. A value's support is the number of independent sources whose reports tell
it or tell something that it makes more precise: a day supports its week no more than itself, but the week supports
the day, and the province the town. Reports that were coded as wholes give probabilities (see
`dateline.linking.accounts`): of them, the most probable day and place stand first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from typing import Final, TypeVar

from dateline.coding.account import Account, Choice
from dateline.linking.accounts import pooled
from dateline.linking.records import ToldDate, ToldPlace, ToldStatus, ToldType, Witness
from dateline.linking.telling import Telling, by_time
from dateline.records import DatePrecision, Event, Period, Place, PlacePrecision, Quote

FINENESS: Final[Mapping[PlacePrecision, int]] = {
    "site": 5,
    "town": 4,
    "district": 3,
    "region": 2,
    "country": 1,
    "unknown": 0,
}

Key = TypeVar("Key", bound=Hashable)
DateKey = tuple[date | None, date | None, DatePrecision]
PlaceKey = tuple[int | None, str | None]
Voice = tuple[Telling, int, Event]
"""A report, the index of its source, and its main event."""


def voices(tellings: Sequence[Telling], source_of: Mapping[str, int]) -> list[Voice]:
    """The reports that have a main event, in their order."""
    return [(t, source_of[t.report], t.event) for t in tellings if t.event is not None]


def together(heard: Sequence[Voice]) -> Account | None:
    """What the main events of reports say together; None unless all of these reports were coded as wholes."""
    main = sorted((voice for voice in heard if voice[0].main), key=lambda voice: by_time(voice[0]))
    told = [(telling.account, source) for telling, source, _ in main if telling.account is not None]
    if not told or len(told) < len(main):
        return None
    return pooled([account for account, _ in told], [source for _, source in told])


def ranks(choices: Sequence[Choice[int]]) -> dict[int, int]:
    """The place of each value in an order of choices."""
    return {choice.value: rank for rank, choice in enumerate(choices)}


def types(heard: Sequence[Voice]) -> tuple[ToldType, ...]:
    """The types of event, by their number of sources, then the sum of confidences, then by name."""
    groups = _grouped(heard, lambda event: event.type)
    ranked = sorted(groups, key=lambda t: (-_sources(groups[t]), -_confidence(groups[t], lambda e: e.confidence), t))
    return tuple(
        ToldType(type=kind, sources=_sources(groups[kind]), told_by=_witnesses(groups[kind], _trigger))
        for kind in ranked
    )


def statuses(heard: Sequence[Voice]) -> tuple[ToldStatus, ...]:
    """Whether it happened: the status of most sources first, then by the sum of confidences, then by name."""
    groups = _grouped(heard, lambda event: event.status)
    ranked = sorted(groups, key=lambda s: (-_sources(groups[s]), -_confidence(groups[s], lambda e: e.confidence), s))
    return tuple(
        ToldStatus(status=status, sources=_sources(groups[status]), told_by=_witnesses(groups[status], _trigger))
        for status in ranked
    )


def dates(heard: Sequence[Voice]) -> tuple[ToldDate, ...]:
    """The stretches of days told: most sources first, longer stretches that hold the days counted in, then shortest.

    Of reports coded as wholes, the most probable day stands first.
    """
    said = together(heard)
    rank = ranks(said.days) if said else {}
    groups = _grouped(
        [voice for voice in heard if voice[2].date.start is not None and voice[2].date.end is not None],
        lambda event: (event.date.start, event.date.end, event.date.precision),
    )

    def supporters(key: DateKey) -> list[Voice]:
        mine = groups[key][0][2].date
        return [v for group in groups.values() for v in group if _holds(v[2].date, mine)]

    def likely(key: DateKey) -> int:
        start, end, _ = key
        return rank.get(start.toordinal(), len(rank)) if start is not None and start == end else len(rank)

    ranked = sorted(
        groups,
        key=lambda key: (
            likely(key),
            -_sources(supporters(key)),
            _days(groups[key][0][2].date),
            -_confidence(groups[key], lambda e: e.date.confidence),
            str(key),
        ),
    )
    return tuple(_told_date(groups[key], _sources(supporters(key))) for key in ranked)


def places(heard: Sequence[Voice]) -> tuple[ToldPlace, ...]:
    """The places told: most sources first, areas that hold the place counted in, then the most precise.

    Of reports coded as wholes, the most probable place stands first.
    """
    groups = _grouped([voice for voice in heard if voice[2].place.precision != "unknown"], _place_key)
    said = together(heard)
    rank = ranks(said.towns) if said else {}
    # The place of a report that was coded as a whole is the first choice of its account.
    wholes = [(telling.account, _place_key(event)) for telling, _, event in heard if telling.account and rank]
    likely = {key: rank[account.towns[0].value] for account, key in wholes if account.towns}

    def supporters(key: PlaceKey) -> list[Voice]:
        mine = groups[key][0][2].place
        return [v for k, group in groups.items() for v in group if k == key or lies_in(mine, v[2].place)]

    ranked = sorted(
        groups,
        key=lambda key: (
            likely.get(key, len(rank)),
            -_sources(supporters(key)),
            -FINENESS[groups[key][0][2].place.precision],
            -_confidence(groups[key], lambda e: e.place.confidence),
            str(key),
        ),
    )
    return tuple(_told_place(groups[key], _sources(supporters(key))) for key in ranked)


def _place_key(event: Event) -> PlaceKey:
    return event.place.geonames_id, event.place.name if event.place.geonames_id is None else None


def _told_date(group: Sequence[Voice], sources: int) -> ToldDate:
    when = group[0][2].date
    assert when.start is not None
    assert when.end is not None
    return ToldDate(
        start=when.start,
        end=when.end,
        precision=when.precision,
        sources=sources,
        told_by=_witnesses(group, lambda event: _quote_of("date", event)),
    )


def _told_place(group: Sequence[Voice], sources: int) -> ToldPlace:
    where = max((event.place for _, _, event in group), key=lambda place: FINENESS[place.precision])
    return ToldPlace(
        **where.model_dump(include={"name", "country", "admin1", "lat", "lon", "precision", "geonames_id"}),
        sources=sources,
        told_by=_witnesses(group, lambda event: _quote_of("place", event)),
    )


def _holds(longer: Period, shorter: Period) -> bool:
    if longer.start is None or longer.end is None or shorter.start is None or shorter.end is None:
        return False
    return longer.start <= shorter.start and shorter.end <= longer.end


def _days(period: Period) -> int:
    assert period.start is not None
    assert period.end is not None
    return (period.end - period.start).days


def lies_in(place: Place | ToldPlace, area: Place | ToldPlace) -> bool:
    """Whether `area` is the country or the first-level division of `place`, by what the records say."""
    if FINENESS[area.precision] >= FINENESS[place.precision] or area.country != place.country:
        return False
    return area.precision == "country" or (area.precision == "region" and area.admin1 == place.admin1)


def _grouped(heard: Sequence[Voice], key: Callable[[Event], Key]) -> dict[Key, list[Voice]]:
    groups: defaultdict[Key, list[Voice]] = defaultdict(list)
    for voice in heard:
        groups[key(voice[2])].append(voice)
    return dict(groups)


def _sources(group: Sequence[Voice]) -> int:
    return len({source for _, source, _ in group})


def _confidence(group: Sequence[Voice], of: Callable[[Event], float]) -> float:
    return sum(of(event) for _, _, event in group)


def _witnesses(group: Sequence[Voice], quote: Callable[[Event], Quote | None]) -> tuple[Witness, ...]:
    return tuple(telling.witness(source, quote(event)) for telling, source, event in group)


def _trigger(event: Event) -> Quote | None:
    return _quote_of("trigger", event)


def _quote_of(field: str, event: Event) -> Quote | None:
    return next((quote for name, quote in event.quotes() if name == field), None)
