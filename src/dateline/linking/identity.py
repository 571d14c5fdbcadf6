"""Ids of incidents that keep their meaning: each stands for the incident of one report, its anchor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from dateline.linking.records import Incident
from dateline.linking.telling import Telling, by_time


@dataclass(frozen=True)
class Identity:
    """Id and history of an incident; fields as in `Incident`."""

    id: str
    anchor: str
    formerly: tuple[str, ...] = ()
    split_from: str | None = None


def id_of(anchor: str) -> str:
    """The id of the incident that the report `anchor` tells of."""
    return f"i{blake2b(anchor.encode(), digest_size=8).hexdigest()}"


def identify(groups: Sequence[Sequence[Telling]], previous: Sequence[Incident] = ()) -> list[Identity]:
    """An identity for each group of reports, given the incidents of an earlier run.

    A group keeps the id of the earlier incident whose anchor it holds. With several, the one whose anchor was
    published first stays and the others redirect to it. A group without an anchor takes its first report for one;
    were its reports part of an earlier incident, it is split from that. An id whose anchor is no longer there
    redirects to the group with most of its reports (of equals, the first).
    """
    place = {telling.report: index for index, group in enumerate(groups) for telling in group}
    earlier = {report: incident for incident in previous for report in (m.report for m in incident.members)}
    heirs: list[list[Incident]] = [[] for _ in groups]
    lost: list[list[str]] = [[] for _ in groups]
    for incident in previous:
        if incident.anchor in place:
            heirs[place[incident.anchor]].append(incident)
            continue
        held = [place[m.report] for m in incident.members if m.report in place]
        if held:
            lost[max(sorted(set(held)), key=held.count)] += [incident.id, *incident.formerly]
    return [_identity(group, heirs[i], lost[i], earlier) for i, group in enumerate(groups)]


def _identity(
    group: Sequence[Telling], heirs: Sequence[Incident], lost: Sequence[str], earlier: dict[str, Incident]
) -> Identity:
    ordered = sorted(group, key=by_time)
    rank = {telling.report: number for number, telling in enumerate(ordered)}
    if heirs:
        first, *others = sorted(heirs, key=lambda incident: rank[incident.anchor])
        redirected = {name for other in others for name in (other.id, *other.formerly)}
        formerly = sorted({*first.formerly, *redirected, *lost} - {first.id})
        return Identity(first.id, first.anchor, tuple(formerly), first.split_from)
    anchor = ordered[0].report
    before = next((earlier[t.report].id for t in ordered if t.report in earlier), None)
    split_from = before if before not in lost else None
    return Identity(id_of(anchor), anchor, tuple(sorted(set(lost) - {id_of(anchor)})), split_from)
