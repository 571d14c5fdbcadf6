"""How far people who reviewed the same incidents agree, field by field.

Percent agreement is the share of pairs of people who gave an incident the same value. Krippendorff's alpha sets it
against what chance alone would give: 1 is perfect agreement, 0 that of chance
(Krippendorff 2004, Content Analysis, 2nd ed., ch. 11; Hayes & Krippendorff 2007, Communication Methods and Measures 1).
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from sqlalchemy import Connection, select

from dateline.store.opinions import COLUMNS, Opinion, read_opinion
from dateline.store.schema import LOG, REVIEWS

VERDICT: Final = "verdict"
"""The field of whether it is an incident at all: rejected, or not."""
FIELDS: Final = (VERDICT, "type", "status", "date", "place", "perpetrators", "targets")
"""The fields in their order; tolls follow."""
NONE: Final = "null"


@dataclass(frozen=True)
class FieldAgreement:
    """Agreement on a field: `incidents` judged by two or more people, their `pairs`, and how many `agreed`.

    `alpha`: Krippendorff's alpha for nominal data; None where all judgements are the same, so that chance would agree
    as well.
    """

    field: str
    incidents: int
    pairs: int
    agreed: int
    alpha: float | None

    @property
    def percent(self) -> float:
        """Pairs that agree, in percent."""
        return 100 * self.agreed / self.pairs


def agreement(c: Connection, *, independent: bool = True) -> list[FieldAgreement]:
    """Agreement by field, "verdict" first, over incidents on which two or more people gave a verdict.

    The latest verdict of each person counts; verdicts before and after a change by reports are of different units.
    The values of those who rejected the incident are not compared. `independent`: only verdicts given without seeing
    another person's. Empty where no incident has two verdicts.
    """
    units = [people for people in _units(c, independent=independent).values() if len(people) > 1]
    judged: defaultdict[str, list[list[str]]] = defaultdict(list)
    for people in units:
        judged[VERDICT].append(["rejected" if told.verdict == "rejected" else "incident" for told in people])
        kept = [told.values for told in people if told.verdict != "rejected"]
        for field in {name for values in kept for name in values} if len(kept) > 1 else ():
            judged[field].append([category(field, values.get(field)) for values in kept])
    return [_of_field(field, judged[field]) for field in sorted(judged, key=_order)]


def krippendorff_alpha(units: Iterable[Sequence[str]]) -> float | None:
    """Krippendorff's alpha for nominal data: for each unit the values that coders gave it, in any order.

    alpha = 1 - D_o / D_e, where D_o and D_e are the observed and expected share of pairs that differ: pairs within
    a unit of m values count 1 / (m - 1), expected are pairs of any two of the n values of all units. Units of fewer
    than two values say nothing. None where fewer than two different values were given.
    """
    observed, totals = Fraction(0), Counter[str]()
    for unit in units:
        if len(unit) > 1:
            counts = Counter(unit)
            observed += Fraction(_differing(counts), len(unit) - 1)
            totals.update(counts)
    expected = Fraction(_differing(totals), max(1, totals.total() - 1))
    return float(1 - observed / expected) if expected else None


def category(field: str, value: Any) -> str:
    """What counts as one value: places by gazetteer entry, or name; actors in any order, by kind and name.

    `value` is one of `dateline.store.showing.values`, or None.
    """
    if value is None:
        return NONE
    if field == "place":
        value = [value["geonames_id"]] if value["geonames_id"] else [_said(value["name"]), value["country"]]
    elif field in {"perpetrators", "targets"}:
        value = sorted([actor["kind"], _said(actor["name"])] for actor in value)
    return json.dumps(value, sort_keys=True)


def _units(c: Connection, *, independent: bool) -> dict[tuple[str, int], list[Opinion]]:
    """The opinions that count, by incident and the number of changes by reports before them."""
    changes: defaultdict[str, list[int]] = defaultdict(list)
    reviewed = select(REVIEWS.c.incident).distinct()
    by_program = select(LOG.c.incident, LOG.c.version).where(LOG.c.kind == "program", LOG.c.incident.in_(reviewed))
    for incident, version in c.execute(by_program.distinct().order_by(LOG.c.incident, LOG.c.version)):
        changes[incident].append(version)
    latest: defaultdict[tuple[str, int], dict[str, Opinion]] = defaultdict(dict)
    for row in c.execute(select(*COLUMNS).order_by(REVIEWS.c.number)):
        told = read_opinion(row)
        if told.blind or not independent:
            latest[told.incident, bisect_right(changes[told.incident], told.version)][told.who] = told
    return {unit: [t for t in people.values() if t.verdict != "undone"] for unit, people in latest.items()}


def _of_field(field: str, judged: Sequence[Sequence[str]]) -> FieldAgreement:
    pairs = sum(len(unit) * (len(unit) - 1) // 2 for unit in judged)
    differing = sum(_differing(Counter(unit)) // 2 for unit in judged)
    return FieldAgreement(field, len(judged), pairs, pairs - differing, krippendorff_alpha(judged))


def _differing(counts: Mapping[str, int]) -> int:
    """Ordered pairs of different values."""
    return sum(counts.values()) ** 2 - sum(number * number for number in counts.values())


def _order(field: str) -> tuple[int, str]:
    return (FIELDS.index(field), "") if field in FIELDS else (len(FIELDS), field)


def _said(name: str | None) -> str:
    return " ".join((name or "").casefold().split())
