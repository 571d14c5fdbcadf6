"""What relinking makes of cases: the incidents as they are linked now, with what people did to them carried over.

A case keeps its corrections, notes and state as long as its incident keeps its id. One whose incident went into
another keeps them too, and the other takes them over where it has none of its own; should the incident come back to
life, both have again what was theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from dateline.linking.identity import members_of
from dateline.linking.records import Incident
from dateline.store.cases import Change
from dateline.store.records import Action, Case, Correction, Held, Note
from dateline.store.showing import field_of, values


@dataclass(frozen=True)
class Family:
    """Incidents that exchanged tellings or ids: the cases that the store holds of them, and what they are now.

    Both by id. A case whose id is not among `incidents` stands for none any more.
    """

    held: Mapping[str, Held]
    incidents: Mapping[str, Incident]

    def live(self, name: str) -> bool:
        """Whether the store holds a case of this id that is neither merged nor withdrawn."""
        return name in self.held and stands(self.held[name].case)

    def taken_in(self, incident: Incident) -> list[Case]:
        """The cases that go into this incident, and stood or were in another until now."""
        names = (name for name in incident.formerly if name in self.held and name not in self.incidents)
        return [case for case in (self.held[name].case for name in names) if case.into != incident.id]

    @cached_property
    def heirs(self) -> dict[str, str]:
        """The ids that lead to incidents, each with the id of its incident."""
        return {name: incident.id for incident in self.incidents.values() for name in incident.formerly}

    @cached_property
    def leavers(self) -> dict[str, list[Case]]:
        """By the id of the incident that they were in until now: the cases that stand again or go into another."""
        found: dict[str, list[Case]] = {}
        for name, held in self.held.items():
            heir = name if name in self.incidents else self.heirs.get(name)
            if held.case.into is not None and heir not in {None, held.case.into}:
                found.setdefault(held.case.into, []).append(held.case)
        return found

    def sources(self) -> dict[str, set[str]]:
        """For each incident that is new or there again, the standing ones that had its tellings until now."""
        had = {
            telling: name
            for name, held in self.held.items()
            if self.live(name) and name in self.incidents
            for telling in members_of(held.case.incident)
        }
        fresh = (incident for name, incident in self.incidents.items() if not self.live(name))
        return {i.id: {had[telling] for telling in members_of(i) if telling in had} for i in fresh}


def stands(case: Case) -> bool:
    """Whether the case is neither merged into another nor withdrawn."""
    return case.into is None and not case.withdrawn


def changes_of(family: Family) -> list[Change]:
    """How the cases of a family change, sorted by id; those that stay as they are are left out."""
    sources = family.sources()
    torn = {name for names in sources.values() for name in names}
    found = [*_redirected(family), *_withdrawn(family)]
    for name, incident in family.incidents.items():
        taken, held = family.taken_in(incident), family.held.get(name)
        case = _carried(incident, held, taken, family.leavers.get(name, []))
        if held is None:
            action: Action = "merged" if taken else "split" if sources[name] else "linked"
            found.append(Change(case, 0, action))
        elif case != held.case:
            parted = name in torn or bool(sources.get(name))
            action = "merged" if taken else "split" if parted else "updated"
            found.append(Change(case, held.version, action))
    return sorted(found, key=lambda change: change.case.incident.id)


def _redirected(family: Family) -> Iterable[Change]:
    for name, heir in family.heirs.items():
        held = family.held.get(name)
        if held is not None and name not in family.incidents and held.case.into != heir:
            yield Change(held.case.model_copy(update={"into": heir, "withdrawn": False}), held.version, "merged")


def _withdrawn(family: Family) -> Iterable[Change]:
    for name, held in family.held.items():
        if family.live(name) and name not in family.incidents and name not in family.heirs:
            yield Change(held.case.model_copy(update={"withdrawn": True}), held.version, "withdrawn")


def _carried(incident: Incident, held: Held | None, taken: Collection[Case], left: Collection[Case]) -> Case:
    """The case of an incident as it is now, when it has taken in some and others have left it."""
    before = Case(incident=incident) if held is None else held.case
    case = before.model_copy(update={"incident": incident, "into": None, "withdrawn": False})
    case = adopted(released(case, left) if left else case, taken)
    reviewed = case.state != "unreviewed"
    moved = values(case) != values(before) or any(other.state != "unreviewed" for other in (*taken, *left))
    return case.model_copy(update={"changed_since_review": reviewed and (case.changed_since_review or moved)})


def adopted(case: Case, taken: Collection[Case]) -> Case:
    """The case with the corrections of those that it took in, where it has none of its own, and with their notes."""
    own = {field_of(correction.value) for correction in case.corrections}
    theirs = sorted((c for other in taken for c in other.corrections), key=lambda correction: correction.at)
    new: dict[str, Correction] = {field_of(c.value): c for c in theirs if field_of(c.value) not in own}
    notes: list[Note] = sorted(
        (*case.notes, *(n for other in taken for n in other.notes if n not in case.notes)), key=lambda note: note.at
    )
    fields: dict[str, object] = {"notes": tuple(notes), "corrections": (*case.corrections, *new.values())}
    if new and case.state in {"unreviewed", "accepted"}:
        fields |= {"state": "corrected", "reviewed_by": case.reviewed_by or theirs[-1].by}
    return case.model_copy(update=fields)


def released(case: Case, left: Collection[Case]) -> Case:
    """The case without the corrections and notes of those that it had taken in and that stand again."""
    corrections = tuple(c for c in case.corrections if not any(c in other.corrections for other in left))
    notes = tuple(note for note in case.notes if not any(note in other.notes for other in left))
    fields: dict[str, object] = {"corrections": corrections, "notes": notes}
    if case.corrections and not corrections and case.state == "corrected":
        fields |= {"state": "unreviewed", "reviewed_by": None}
    return case.model_copy(update=fields)
