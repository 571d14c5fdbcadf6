"""The toll of an incident: numbers of people by measure and side, as they moved from report to report.

Numbers of different reports are never added, and neither are the parts of an event to its total: each telling gives
one number (see `dateline.linking.figures`). Of one source the last number stands, earlier ones are superseded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, get_args

from dateline.coding.account import Account, Choice
from dateline.linking import arithmetic
from dateline.linking.figures import Figure, figure
from dateline.linking.officials import Body, agree, bodies
from dateline.linking.reconcile import Voice, ranks, together
from dateline.linking.records import ToldNumber, Toll
from dateline.linking.telling import Telling, by_time
from dateline.records import Measure, Quote, Side

FATES: Final = ("killed", "injured")
"""Measures that accounts give."""


@dataclass(frozen=True)
class _Told:
    """A number, who tells it, and the official bodies that it is attributed to."""

    telling: Telling
    source: int
    figure: Figure
    bodies: frozenset[Body]


def tolls(heard: Sequence[Voice]) -> tuple[Toll, ...]:
    """The toll for each measure and side that a report tells, in the order of the coding guidelines.

    `best` is what most independent sources tell last (of equals the latest, then the larger), `low` and `high` span
    what they tell last. People on the side of the attackers are kept apart from their targets. The order of `heard`
    does not matter. Where all reports were coded as wholes (see `dateline.linking.accounts`), `best` is the most
    probable number, which may be 0; such numbers are of no side.
    """
    voices = sorted(without_parts(heard), key=lambda voice: by_time(voice[0]))
    said = together(voices)
    told = {(count.measure, count.side) for _, _, event in voices for count in event.counts}
    kinds = ((m, side) for m in get_args(Measure) for side in get_args(Side) if (m, side) in told)
    found = (_toll(m, side, voices, said if side == "unknown" else None) for m, side in kinds)
    return tuple(toll for toll in found if toll is not None)


def problems(heard: Sequence[Voice]) -> tuple[str, ...]:
    """Arithmetic that does not work out, see `dateline.linking.arithmetic`."""
    return arithmetic.problems(sorted((telling for telling, _, _ in heard), key=by_time))


def without_parts(heard: Sequence[Voice]) -> list[Voice]:
    """The voices without those that tell part of what another one of the same report tells whole."""
    names = {(telling.report, event.id) for telling, _, event in heard}
    return [voice for voice in heard if (voice[0].report, voice[2].part_of) not in names]


def _toll(measure: Measure, side: Side, heard: Sequence[Voice], said: Account | None) -> Toll | None:
    told = [
        _Told(telling, source, number, bodies(event))
        for telling, source, event in heard
        if (number := figure(event, measure, side)) is not None
    ]
    if not told:
        return None
    stands = _standing(told)
    best = _most_told([told[at] for at in sorted(stands)])
    ranked = ranks(getattr(said, measure)) if said and measure in FATES else {}
    if ranked:
        values = {0, *(one.figure.best for one in told if one.figure.best is not None)} & ranked.keys()
        best = min(values, key=ranked.__getitem__, default=best)
        stands |= {at for at, one in enumerate(told) if one.figure.best == best}
    standing = [told[at] for at in sorted(stands)]
    low, high = _span([one.figure for one in standing])
    sources = {one.source for one in standing if one.figure.best == best}
    if best == 0 and ranked:
        low = 0
        sources = {source for telling, source, _ in heard if _tells_none(telling, measure)}
    return Toll(
        measure=measure,
        side=side,
        low=low,
        best=best,
        high=high,
        sources=0 if best is None else len(sources),
        told=tuple(_number(one, superseded=at not in stands) for at, one in enumerate(told)),
    )


def _most_told(standing: Sequence[_Told]) -> int | None:
    """The number of most independent sources, of equals the latest, then the larger."""
    voices: defaultdict[int, set[int]] = defaultdict(set)
    latest: dict[int, date] = {}
    for one in standing:
        if one.figure.best is not None:
            voices[one.figure.best].add(one.source)
            day = one.telling.published or date.min
            latest[one.figure.best] = max(day, latest.get(one.figure.best, day))
    return max(voices, key=lambda number: (len(voices[number]), latest[number], number), default=None)


def _tells_none(telling: Telling, measure: Measure) -> bool:
    """Whether a report that was coded as a whole most probably tells of nobody with that fate."""
    choices: Sequence[Choice[int]] = getattr(telling.account, measure) if telling.account else ()
    return bool(choices) and choices[0].value == 0


def _standing(told: Sequence[_Told]) -> set[int]:
    """Which numbers no other replaces, by their places.

    A number is replaced by one told on a later day by the same source, or citing the same official body. "Dozens"
    does not replace "34": what is no more than the same number told more vaguely leaves it standing.
    """
    by_source: dict[int, date] = {}
    by_body: dict[Body, date] = {}
    for one in told:
        if one.figure.best is not None and one.telling.published is not None:
            by_source[one.source] = max(one.telling.published, by_source.get(one.source, date.min))
            for body in one.bodies:
                by_body[body] = max(one.telling.published, by_body.get(body, date.min))
    vague = [one for one in told if one.figure.best is None]

    def replaced(one: _Told) -> bool:
        day = one.telling.published
        if day is None:
            return False
        cited = (last for body, last in by_body.items() if agree(frozenset({body}), one.bodies))
        return (
            by_source.get(one.source, day) > day
            or any(last > day for last in cited)
            or any(_replaces(other, one) for other in vague)
        )

    return {at for at, one in enumerate(told) if not replaced(one)}


def _replaces(later: _Told, earlier: _Told) -> bool:
    """Whether a number without a best one replaces another."""
    days = earlier.telling.published, later.telling.published
    if days[0] is None or days[1] is None or days[0] >= days[1]:
        return False
    one_source = later.source == earlier.source or agree(later.bodies, earlier.bodies)
    return one_source and not _holds(later.figure, earlier.figure.best)


def _holds(figure: Figure, number: int | None) -> bool:
    if number is None:
        return False
    return (figure.low is None or figure.low <= number) and (figure.high is None or number <= figure.high)


def _span(figures: Sequence[Figure]) -> tuple[int | None, int | None]:
    """From the least to the most that figures tell; `low` is None where none has a bound, `high` where one is open."""
    bests = [f.best for f in figures if f.best is not None]
    lows = [f.low for f in figures if f.low is not None]
    highs = [f.high for f in figures if f.high is not None]
    return (
        min(lows + bests) if lows else None,
        max(highs + bests) if len(highs) == len(figures) else None,
    )


def _number(one: _Told, *, superseded: bool) -> ToldNumber:
    first, *others = one.figure.counts
    return ToldNumber(
        low=one.figure.low,
        best=one.figure.best,
        high=one.figure.high,
        superseded=superseded,
        told_by=one.telling.witness(one.source, first),
        added=tuple(Quote(quote=c.quote, start=c.start, end=c.end, part=c.part) for c in others),
    )
