"""What people do with an incident: accept, correct, reject, reopen and note it, and take that back.

Every action names the version that the person saw. Where another change came in between, nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection

from dateline.store.accounts import Role
from dateline.store.cases import Change, get_case, write_cases
from dateline.store.claims import release
from dateline.store.column_types import utc_now
from dateline.store.drafts import drop_drafts
from dateline.store.engine import Store
from dateline.store.errors import ConflictError, NotAllowedError, RefusedError
from dateline.store.opinions import Opinion, Verdict, keep_opinion, reviewers, take_back
from dateline.store.records import (
    Action,
    Case,
    Correction,
    Held,
    Note,
    PlaceValue,
    Value,
)
from dateline.store.showing import field_of
from dateline.store.showing import values as shown_values
from dateline.store.undoing import is_regrouping, stands_for, undoable

LONGEST: Final = 2_000
"""Characters of a reason or note."""
UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class _Step:
    """What an action does to a case; `verdict`: the opinion it stands for."""

    action: Action
    case: Case
    reason: str
    verdict: Verdict | None = None


class Reviewer:
    """A person at work on a store. Coders and leads may change incidents, viewers may not.

    All actions raise NotAllowedError for viewers, NotFoundError for an unknown id, ConflictError where `version` is
    not the incident's any more, and RefusedError for what makes no sense. Each is one transaction, logged under a
    `batch` of its own (`LogEntry.batch`), and gives up the person's claim of the incident.

    `blind`: a second look at what the reports tell, without the first one's results. It is kept as this person's
    opinion (`dateline.store.opinions`) and as a note that says where it differs; values and state stay as they are.
    Drafts of it (`dateline.store.drafts`) are done with.
    """

    def __init__(self, store: Store, who: str, role: Role) -> None:
        self.store = store
        self.who = who
        self.role = role

    def accept(self, incident: str, version: int, reason: str = "", *, blind: bool = False) -> Held:
        """The values as shown are right: accepted, or corrected where there are corrections."""
        told = checked(reason, "reason", needed=False)

        def step(case: Case) -> _Step:
            return _Step("accepted", self._reviewed(case), told, "accepted")

        return self._act(incident, version, step, blind=blind)

    def correct(
        self, incident: str, version: int, values: Sequence[Value], reason: str, *, blind: bool = False
    ) -> Held:
        """Put these values in the place of those shown. Values that equal those shown are left out.

        Raises RefusedError where no value is left, one field is given twice, or a value is out of its range.
        """
        told = checked(reason, "reason")
        _refuse_senseless(values)

        def step(case: Case) -> _Step:
            changed = self._corrected(case, values, told)
            return _Step("corrected", self._reviewed(changed), told, "corrected")

        return self._act(incident, version, step, blind=blind)

    def reject(self, incident: str, version: int, reason: str, *, blind: bool = False) -> Held:
        """Not an incident, or not a political one: it stays in the store and exports leave it out."""
        told = checked(reason, "reason")

        def step(case: Case) -> _Step:
            update = {"state": "rejected", "reviewed_by": self.who, "changed_since_review": False}
            return _Step("rejected", case.model_copy(update=update), told, "rejected")

        return self._act(incident, version, step, blind=blind)

    def reopen(self, incident: str, version: int, reason: str) -> Held:
        """Back to unreviewed; corrections stay."""
        told = checked(reason, "reason")

        def step(case: Case) -> _Step:
            if case.state == "unreviewed":
                raise RefusedError(f"incident {incident}: nobody has reviewed it, so there is nothing to reopen")
            update = {"state": "unreviewed", "reviewed_by": None, "changed_since_review": False}
            return _Step("reopened", case.model_copy(update=update), told)

        return self._act(incident, version, step)

    def note(self, incident: str, version: int, text: str) -> Held:
        """A remark; the state stays."""
        told = checked(text, "note")
        return self._act(incident, version, lambda case: _Step("noted", self._noted(case, told), told))

    def revert_field(self, incident: str, version: int, field: str, reason: str) -> Held:
        """Take the correction of a field away, named as in the log ("type", "toll killed target").

        Without any correction left, the incident counts as accepted, unless it was rejected.
        """
        told = checked(reason, "reason")

        def step(case: Case) -> _Step:
            kept = tuple(correction for correction in case.corrections if field_of(correction.value) != field)
            if len(kept) == len(case.corrections):
                raise RefusedError(f"incident {incident}: {field!r} is not corrected; name a corrected field")
            changed = case.model_copy(update={"corrections": kept})
            if case.state == "rejected":
                return _Step("corrected", changed, told)
            return _Step("corrected", self._reviewed(changed), told, "corrected")

        return self._act(incident, version, step)

    def undo(self, batch: str) -> Held:
        """Take an action back: what stood before it becomes a new version. Undoing that brings the action back.

        Raises NotFoundError for an unknown batch, ConflictError where the incident was changed since (by what was not
        taken back itself), RefusedError where it was undone already, was a program's, or was a merge or split
        (`dateline.store.regrouping.undo`).
        """
        self.check_role()
        with self.store.writing() as c:
            incident, version = undoable(c, batch)
            if is_regrouping(c, batch):
                raise RefusedError(f"action {batch} was a merge or split; undo it where incidents are regrouped")
            held = get_case(c, incident)
            same = held.case.incident.id == incident
            if not same or stands_for(c, incident, held.version) != stands_for(c, incident, version):
                raise ConflictError(
                    f"incident {incident}: changed since, so the action cannot be taken back; change it by hand",
                    current=held.version,
                )
            before = get_case(c, incident, version=version - 1).case
            at = utc_now()
            change = Change(case=before, expected=held.version, action="undone")
            write_cases(c, [change], who=self.who, kind="person", reason="", batch=new_batch(), undoes=batch, at=at)
            take_back(c, incident, version, held.version + 1, at)
            release(c, incident, self.who)
            return get_case(c, incident)

    def check_role(self) -> None:
        """Raises NotAllowedError for viewers."""
        if self.role not in {"coder", "lead"}:
            raise NotAllowedError(f"{self.who} is a {self.role}; only coders and leads may change incidents")

    def _act(self, incident: str, version: int, step: Callable[[Case], _Step], *, blind: bool = False) -> Held:
        self.check_role()
        with self.store.writing() as c:
            held = seen(c, incident, version)
            others = reviewers(c, incident) - {self.who}
            taken = self._second(held.case, step, others) if blind else step(held.case)
            at = utc_now()
            change = Change(case=taken.case, expected=version, action="noted" if blind else taken.action)
            write_cases(c, [change], who=self.who, kind="person", reason=taken.reason, batch=new_batch(), at=at)
            if taken.verdict is not None:
                told = shown_values(step(self._untouched(held.case)).case if blind else taken.case)
                opinion = Opinion(incident, version + 1, self.who, taken.verdict, blind or not others, told)
                keep_opinion(c, opinion, at)
            if blind:
                drop_drafts(c, self.who, incident)
            release(c, incident, self.who)
            return get_case(c, incident)

    def _second(self, case: Case, step: Callable[[Case], _Step], others: set[str]) -> _Step:
        """A blind look as a note on the case that says where it differs from what stands."""
        if not others:
            raise RefusedError(f"incident {case.incident.id}: nobody else has reviewed it; review it as usual")
        taken = step(self._untouched(case))
        mine, theirs = shown_values(taken.case), shown_values(case)
        differing = sorted(name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name))
        if (taken.verdict == "rejected") != (case.state == "rejected"):
            differing = ["verdict"]
        told = f"second look: {'differs in ' + ', '.join(differing) if differing else 'agrees'}"
        text = f"{told} ({taken.reason})" if taken.reason else told
        return _Step("noted", self._noted(case, text), taken.reason, taken.verdict)

    def _untouched(self, case: Case) -> Case:
        """The case as its reports tell it."""
        return case.model_copy(update={"corrections": (), "state": "unreviewed", "changed_since_review": False})

    def _reviewed(self, case: Case) -> Case:
        state = "corrected" if case.corrections else "accepted"
        return case.model_copy(update={"state": state, "reviewed_by": self.who, "changed_since_review": False})

    def _noted(self, case: Case, text: str) -> Case:
        return case.model_copy(update={"notes": (*case.notes, Note(by=self.who, at=utc_now(), text=text))})

    def _corrected(self, case: Case, values: Sequence[Value], reason: str) -> Case:
        at, before = utc_now(), shown_values(case)
        changed = case
        for value in values:
            field = field_of(value)
            kept = [correction for correction in changed.corrections if field_of(correction.value) != field]
            correction = Correction(value=value, by=self.who, at=at, reason=reason)
            candidate = changed.model_copy(update={"corrections": (*kept, correction)})
            if shown_values(candidate).get(field) != before.get(field):
                changed = candidate
        if changed is case:
            raise RefusedError(f"incident {case.incident.id}: these are the values that it has; accept it instead")
        return changed


def checked(text: str, what: str, *, needed: bool = True) -> str:
    """A reason or note without spaces around it. Raises RefusedError for what cannot be kept."""
    told = text.strip()
    if needed and not told:
        raise RefusedError(f"the {what} is empty; say it in a few words")
    if len(told) > LONGEST:
        raise RefusedError(f"the {what} has {len(told)} characters; {LONGEST} are kept, so shorten it")
    if found := UNPRINTABLE.search(told):
        raise RefusedError(f"the {what} holds the control character {found[0]!r}; leave it out")
    return told


def seen(c: Connection, incident: str, version: int) -> Held:
    """The case that a person saw in this version.

    Raises NotFoundError, ConflictError where it is not that version any more, RefusedError where it is withdrawn.
    """
    held = get_case(c, incident)
    found = held.case.incident.id
    if found != incident:
        raise ConflictError(f"incident {incident} went into {found}; look at that one", current=held.version)
    if held.version != version:
        raise ConflictError(
            f"incident {incident}: version {version} was changed since, {held.version} stands now; look again",
            current=held.version,
        )
    if held.case.withdrawn:
        raise RefusedError(f"incident {incident}: no report tells of it any more, so there is nothing to review")
    return held


def new_batch() -> str:
    """An id for the log entries of one action."""
    return uuid4().hex


def _refuse_senseless(values: Sequence[Value]) -> None:
    fields = [field_of(value) for value in values]
    if not fields:
        raise RefusedError("no value to correct; give one")
    if len(set(fields)) < len(fields):
        twice = next(field for field in fields if fields.count(field) > 1)
        raise RefusedError(f"{twice} is corrected twice; give one value")
    for value in values:
        if isinstance(value, PlaceValue) and (value.lat is None) != (value.lon is None):
            raise RefusedError("the place has one coordinate; give both, or neither")
