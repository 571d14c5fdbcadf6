"""Ids of incidents that keep their meaning: each stands for the incident of one telling, its anchor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b

from dateline.linking.records import Incident
from dateline.linking.telling import Name

Stamp = tuple[date, str, str]
"""Day of publication (the last day there is where unknown), report and event: sorts tellings by time."""


@dataclass(frozen=True)
class Identity:
    """Id and history of an incident; fields as in `Incident`."""

    id: str
    anchor: Name
    formerly: tuple[str, ...] = ()
    split_from: str | None = None


@dataclass(frozen=True)
class Former:
    """An incident of an earlier run: its identity, and the tellings it had."""

    identity: Identity
    members: tuple[Name, ...]


def id_of(anchor: Name, *, main: bool = True) -> str:
    """The id of the incident that this telling tells of; that of a report's main event is made of the report alone."""
    name = anchor[0] if main else "\0".join(anchor)
    return f"i{blake2b(name.encode(), digest_size=8).hexdigest()}"


def former(incident: Incident) -> Former:
    """An incident as an earlier run wrote it."""
    members = members_of(incident)
    anchor = incident.anchor, incident.anchor_event or dict(members).get(incident.anchor, "")
    return Former(Identity(incident.id, anchor, incident.formerly, incident.split_from), members)


def members_of(incident: Incident) -> tuple[Name, ...]:
    """The tellings of an incident."""
    return tuple((member.report, event) for member in incident.members for event in member.events or ("",))


def identify(
    groups: Sequence[Sequence[Stamp]], previous: Sequence[Former] = (), main: frozenset[Name] | None = None
) -> list[Identity]:
    """An identity for each group of tellings, given the incidents of an earlier run.

    A group keeps the id of the earlier incident whose anchor it holds. With several, the one whose anchor was
    published first stays and the others redirect to it. A group without an anchor takes its first telling for one;
    were its tellings part of an earlier incident, it is split from that. An id whose anchor is no longer there
    redirects to the group with most of its tellings (of equals, the first). An id that is not in use redirects to
    where its telling is; one that stands for an incident again redirects no more. `main`: tellings that are those of
    their report's main event; all, where None.
    """
    place = {stamp[1:]: index for index, group in enumerate(groups) for stamp in group}
    earlier = {name: incident.identity for incident in previous for name in incident.members}
    heirs: list[list[Identity]] = [[] for _ in groups]
    lost: list[list[str]] = [[] for _ in groups]
    for incident in previous:
        was = incident.identity
        if was.anchor in place:
            heirs[place[was.anchor]].append(was)
            continue
        held = [place[name] for name in incident.members if name in place]
        if held:
            lost[max(sorted(set(held)), key=held.count)] += [was.id, *was.formerly]
    found = [_identity(group, heirs[i], lost[i], earlier, main) for i, group in enumerate(groups)]
    return _redirected(found, place, {name for f in previous for name in (f.identity.id, *f.identity.formerly)}, main)


def _redirected(
    found: Sequence[Identity], place: dict[Name, int], used: set[str], main: frozenset[Name] | None
) -> list[Identity]:
    """Let each id that was in use redirect to the group that its telling is in now, unless it stands for a group."""
    owner = {id_of(name, main=main is None or name in main): index for name, index in place.items()}
    alive = {identity.id for identity in found}
    formerly = [{name for name in i.formerly if name not in owner and name not in alive} for i in found]
    for name in used - alive:
        if name in owner:
            formerly[owner[name]].add(name)
    return [replace(i, formerly=tuple(sorted(names))) for i, names in zip(found, formerly, strict=True)]


def _identity(
    group: Sequence[Stamp],
    heirs: Sequence[Identity],
    lost: Sequence[str],
    earlier: dict[Name, Identity],
    main: frozenset[Name] | None,
) -> Identity:
    ordered = [(report, event) for _, report, event in sorted(group)]
    rank = {name: number for number, name in enumerate(ordered)}
    if heirs:
        first, *others = sorted(heirs, key=lambda identity: rank[identity.anchor])
        redirected = {name for other in others for name in (other.id, *other.formerly)}
        formerly = sorted({*first.formerly, *redirected, *lost} - {first.id})
        return Identity(first.id, first.anchor, tuple(formerly), first.split_from)
    anchor = ordered[0]
    before = next((earlier[name].id for name in ordered if name in earlier), None)
    fresh = id_of(anchor, main=main is None or anchor in main)
    split_from = before if before not in lost else None
    return Identity(fresh, anchor, tuple(sorted(set(lost) - {fresh})), split_from)
