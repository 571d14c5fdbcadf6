"""What a regrouping says of tellings, as decisions on pairs that linking obeys (`dateline.linking.Decision`).

The tellings that are to be one incident are tied to its centre one by one, not by one pair alone: clustering joins
decided pairs first, and a group of which one telling is tied to a stranger would fall apart over the two.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, insert, select, text

from dateline.linking import Decision, LinkStateError
from dateline.linking.identity import members_of
from dateline.linking.naming import said
from dateline.linking.records import Incident
from dateline.linking.state import refuse_contradiction
from dateline.linking.telling import Name
from dateline.store.decisions import decisions
from dateline.store.errors import RefusedError
from dateline.store.schema import DECISIONS, MEMBERS

Pair = tuple[Name, Name]
"""Two tellings, the smaller one first."""
MOST: Final = 3
"""Tellings named in one message."""
CHUNK: Final = 500


@dataclass
class Pins:
    """What is said of pairs: `told` by this regrouping itself, and `held`, what it takes for granted.

    `held` pairs are of one incident before and after: decided only where nobody has decided so yet. Pairs `told` None
    are to be as if nobody had ever decided them.
    """

    told: dict[Pair, bool | None] = field(default_factory=dict)
    held: set[Pair] = field(default_factory=set)

    def hold(self, group: Sequence[Name]) -> None:
        """These tellings stay together, around the first."""
        self.held |= {pair(group[0], other) for other in group[1:]}

    def tell(self, left: Name, right: Name, *, same: bool) -> None:
        """These two are one incident, or two."""
        self.told[pair(left, right)] = same

    def verdicts(self) -> dict[Pair, bool | None]:
        """What is said of each pair."""
        return {**dict.fromkeys(self.held, True), **self.told}


def pair(left: Name, right: Name) -> Pair:
    """Two tellings in order."""
    return (left, right) if left < right else (right, left)


def tellings(incident: Incident) -> list[Name]:
    """The tellings (report, event) of an incident, its anchor first."""
    members = members_of(incident)
    anchors = [name for name in members if name[0] == incident.anchor]
    exact = (incident.anchor, incident.anchor_event)
    first = exact if exact in anchors else anchors[0] if anchors else members[0]
    return [first, *(name for name in members if name != first)]


def decide_all(
    c: Connection, pins: Pins, groups: Iterable[Iterable[Name]], who: str, at: datetime, *, overrule: bool
) -> None:
    """Keep what `pins` say. `groups`: the tellings as they are to be grouped.

    Earlier decisions of the same person that say otherwise of these groups give way, and those of others where
    `overrule`. Raises RefusedError, naming the decision, where one contradicts; nothing is kept then.
    """
    if c.dialect.name == "postgresql":  # two people's decisions that contradict each other must not be kept at once
        c.execute(text("LOCK TABLE decisions IN SHARE ROW EXCLUSIVE MODE"))
    standing = {pair(d.left, d.right): d for d in decisions(c)}
    of = {name: number for number, group in enumerate(groups) for name in group}
    said_now = pins.verdicts()
    for both, decision in standing.items():
        wanted = said_now.get(both, of[both[0]] == of[both[1]] if of.keys() >= set(both) else decision.same)
        if wanted != decision.same:
            if decision.who != who and not overrule:
                raise RefusedError(f"{_worded(decision)}; agree with {decision.who}, or overrule that")
            pins.told[both] = wanted
    fresh = {both: same for both, same in pins.verdicts().items() if both in pins.told or both not in standing}
    held = {both: decision for both, decision in standing.items() if both not in fresh}
    new = {both: Decision(*both, same, who, at) for both, same in fresh.items() if same is not None}
    _refuse_chains({**held, **new}, new)
    c.execute(insert(DECISIONS), [_row(both, who, at, same=same) for both, same in fresh.items()])


def disobeyed(c: Connection, verdicts: Mapping[Pair, bool | None]) -> tuple[str, ...]:
    """What linking did not do as told, in words."""
    told = {both: same for both, same in verdicts.items() if same is not None}
    names = {name for both in told for name in both}
    home = homes(c, names)
    found = [f"{said(name)} is in no incident" for name in sorted(names - home.keys())]
    for (left, right), same in sorted(told.items()):
        if left in home and right in home and (home[left] == home[right]) != same:
            found.append(f"{said(left)} and {said(right)} are {'not in one incident' if same else 'in one incident'}")
    more = len(found) - MOST
    return (*found[:MOST], f"{more} more") if more > 0 else tuple(found)


def homes(c: Connection, names: Iterable[Name]) -> dict[Name, str]:
    """The incident that each of these tellings is in, where it is in one."""
    wanted = set(names)
    found = homes_of_reports(c, {report for report, _ in wanted})
    return {name: incident for name, incident in found.items() if name in wanted}


def homes_of_reports(c: Connection, reports: Iterable[str]) -> dict[Name, str]:
    """The incident that each telling of these reports is in, where it is in one."""
    wanted = sorted(set(reports))
    found: dict[Name, str] = {}
    for at in range(0, len(wanted), CHUNK):
        query = select(MEMBERS.c.report, MEMBERS.c.event, MEMBERS.c.incident)
        for report, event, incident in c.execute(query.where(MEMBERS.c.report.in_(wanted[at : at + CHUNK]))):
            found[report, event] = incident
    return found


def taken_back(c: Connection, who: str, at: datetime) -> Pins:
    """What makes the pairs of which a person decided at this moment stand as they stood before."""
    query = select(DECISIONS).where(DECISIONS.c.who == who, DECISIONS.c.at == at)
    rows = c.execute(query.order_by(DECISIONS.c.number)).all()
    stood = {pair(d.left, d.right): d.same for d in decisions(c, until=rows[0].number - 1)}
    pairs = (pair((row.left_report, row.left_event), (row.right_report, row.right_event)) for row in rows)
    return Pins({both: stood.get(both) for both in pairs})


def _refuse_chains(standing: Mapping[Pair, Decision], fresh: Mapping[Pair, Decision]) -> None:
    """Raises RefusedError where decisions on other pairs make one what is two; names one that stood before."""
    try:
        refuse_contradiction(list(standing.values()))
    except LinkStateError as error:
        for both, decision in standing.items():
            chain = [] if decision.same else _chain(standing, both)
            old = next((d for d in (*chain, decision) if pair(d.left, d.right) not in fresh), None)
            if chain and old is not None:
                raise RefusedError(f"{_worded(old)}, which contradicts this; take that back first") from error
        raise RefusedError(str(error)) from error


def _chain(standing: Mapping[Pair, Decision], ends: Pair) -> list[Decision]:
    """The shortest chain of decisions that makes two tellings one; empty where there is none."""
    ties: dict[Name, list[tuple[Name, Decision]]] = {}
    for (left, right), decision in standing.items():
        if decision.same:
            ties.setdefault(left, []).append((right, decision))
            ties.setdefault(right, []).append((left, decision))
    found: dict[Name, list[Decision]] = {ends[0]: []}
    waiting = deque([ends[0]])
    while waiting:
        name = waiting.popleft()
        for other, decision in ties.get(name, []):
            if other not in found:
                found[other] = [*found[name], decision]
                waiting.append(other)
    return found.get(ends[1], [])


def _worded(decision: Decision) -> str:
    both = f"{said(decision.left)} and {said(decision.right)}"
    what = "one incident" if decision.same else "two incidents"
    return f"{decision.who} decided on {decision.at:%Y-%m-%d} that {both} are {what}"


def _row(both: Pair, who: str, at: datetime, *, same: bool | None) -> dict[str, object]:
    (left_report, left_event), (right_report, right_event) = both
    return {
        "left_report": left_report,
        "left_event": left_event,
        "right_report": right_report,
        "right_event": right_event,
        "same": same,
        "who": who,
        "at": at,
    }
