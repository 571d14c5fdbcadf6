"""The API's changes: review of incidents, regrouping of their reports, and undoing either.

Each names in If-Match the version that the client saw, so that nobody overwrites what another has done since.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Response
from pydantic import Field

from dateline.desk.api.answers import IncidentAnswer, RegroupedAnswer, answer
from dateline.desk.api.parameters import IncidentId
from dateline.desk.api.preconditions import Version, etag, json_body
from dateline.desk.api.problems import ProblemError, responses
from dateline.desk.dependencies import Coder, OptionsDep, StoreDep
from dateline.desk.options import DeskOptions
from dateline.export.privacy import PRIVATE_PERSON
from dateline.records import CodedReport, Record
from dateline.store import regrouping
from dateline.store.accounts import User
from dateline.store.cases import resolve
from dateline.store.engine import Store
from dateline.store.history import history
from dateline.store.records import ActorsValue, Held, Value
from dateline.store.reports import reports_of
from dateline.store.review import LONGEST, Reviewer

Reason = Annotated[str, Field(min_length=1, max_length=LONGEST)]
_REFUSALS: Final = responses(400, 401, 403, 404, 409, 412, 415, 422, 428)


class Opinion(Record):
    """`blind`: a second look without having seen the first; kept for agreement, and changes neither state nor value."""

    blind: bool = False


class Acceptance(Opinion):
    """Why the incident is right as it is shown."""

    reason: Annotated[str, Field(max_length=LONGEST)] = ""


class Corrections(Opinion):
    """Values to put in the place of those shown, and why."""

    values: Annotated[tuple[Value, ...], Field(min_length=1, max_length=100)]
    reason: Reason


class Rejection(Opinion):
    """Why this is no incident."""

    reason: Reason


class Reopening(Record):
    """Why the incident needs another look."""

    reason: Reason


class Remark(Record):
    """A note."""

    text: Reason


class Merger(Record):
    """The incident to take in, the version of it that was seen, and why both are one.

    `overrule`: decisions of other people that say otherwise give way.
    """

    other: Annotated[str, Field(max_length=200)]
    other_version: Annotated[int, Field(ge=1)]
    reason: Reason
    overrule: bool = False


class Telling(Record):
    """An event of a report; empty for a report without events."""

    report: Annotated[str, Field(max_length=2_000)]
    event: Annotated[str, Field(max_length=200)] = ""


class Division(Record):
    """The tellings that are of another incident, together, and why; `overrule` as for a merger."""

    tellings: Annotated[tuple[Telling, ...], Field(min_length=1, max_length=1_000)]
    reason: Reason
    overrule: bool = False


class Linking(Telling):
    """The telling that is, or is not, of the incident, and why; `overrule` as for a merger."""

    reason: Reason
    overrule: bool = False


@dataclass(frozen=True)
class Acting:
    """Who acts, on which store."""

    store: Store
    options: DeskOptions
    user: User
    response: Response

    @property
    def reviewer(self) -> Reviewer:
        """The user as the store knows them."""
        return Reviewer(self.store, self.user.name, self.user.role)

    def on(self, incident: str) -> None:
        """Raises ProblemError 409 for the id of an incident that another has taken in.

        A redirect would not do: its version numbers are others than those of the incident that the client saw.
        """
        with self.store.reading() as c:
            now = resolve(c, incident)
        if now != incident:
            address = f"/api/v1/incidents/{quote(now)}"
            raise ProblemError(409, f"{incident} was merged into {now}; look at that and change it", location=address)

    def reviewed(self, incident: str, act: Callable[[Reviewer], Held]) -> IncidentAnswer:
        """The incident after an action on it alone."""
        self.on(incident)
        held = act(self.reviewer)
        with self.store.reading() as c:
            batch = history(c, incident=incident, limit=1)[0].batch
        self.response.headers["ETag"] = etag(held.version)
        return self._answer(held, batch)

    def regrouped(self, result: regrouping.Regrouped) -> RegroupedAnswer:
        """The incidents after an action on several."""
        return RegroupedAnswer(
            batch=result.batch,
            incidents=tuple(self._answer(held, result.batch) for held in result.incidents),
            pending=result.pending,
            disobeyed=result.disobeyed,
        )

    def _answer(self, held: Held, batch: str) -> IncidentAnswer:
        coded: list[CodedReport] = []
        if not self.user.unmask:
            with self.store.reading() as c:
                coded = [report.coded for report in reports_of(c, held.case.incident.id)]
        return answer(held, self.user, coded, batch=batch)


async def _acting(store: StoreDep, options: OptionsDep, user: Coder, response: Response) -> Acting:
    return Acting(store, options, user, response)


ActingDep = Annotated[Acting, Depends(_acting)]


def router() -> APIRouter:
    """The endpoints that change incidents."""
    found = APIRouter(tags=["changes"], responses=_REFUSALS)
    for name, endpoint, summary in (
        ("accept", accept, "Right as it is"),
        ("correct", correct, "Put values right"),
        ("reject", reject, "Not an incident"),
        ("reopen", reopen, "Back to unreviewed"),
        ("note", note, "Leave a note"),
        ("merge", merge, "Take another incident in"),
        ("split", split, "Split reports off"),
        ("link", link, "Link a report"),
        ("unlink", unlink, "Unlink a report"),
    ):
        add = found.post(f"/incidents/{{incident}}/{name}", dependencies=[Depends(json_body)], summary=summary)
        add(endpoint)
    found.post("/undo/{batch}", summary="Take an action back")(undo)
    return found


def accept(incident: IncidentId, version: Version, body: Acceptance, acting: ActingDep) -> IncidentAnswer:
    """The values as shown are right."""
    return acting.reviewed(incident, lambda by: by.accept(incident, version, body.reason, blind=body.blind))


def correct(incident: IncidentId, version: Version, body: Corrections, acting: ActingDep) -> IncidentAnswer:
    """Put values in the place of those shown. What the reports tell stays in `case.incident`.

    A name that is withheld from the user cannot be sent back: it would be lost.
    """
    for value in body.values:
        if isinstance(value, ActorsValue) and any(PRIVATE_PERSON in (actor.name or "") for actor in value.actors):
            raise ProblemError(
                422, f"{PRIVATE_PERSON} stands for a withheld name; correct these actors on the desk, or as who sees it"
            )
    return acting.reviewed(
        incident, lambda by: by.correct(incident, version, body.values, body.reason, blind=body.blind)
    )


def reject(incident: IncidentId, version: Version, body: Rejection, acting: ActingDep) -> IncidentAnswer:
    """Not an incident, or not one that these data are about: it stays, and exports leave it out."""
    return acting.reviewed(incident, lambda by: by.reject(incident, version, body.reason, blind=body.blind))


def reopen(incident: IncidentId, version: Version, body: Reopening, acting: ActingDep) -> IncidentAnswer:
    """Back to unreviewed; corrections stay."""
    return acting.reviewed(incident, lambda by: by.reopen(incident, version, body.reason))


def note(incident: IncidentId, version: Version, body: Remark, acting: ActingDep) -> IncidentAnswer:
    """Leave a remark; the state stays."""
    return acting.reviewed(incident, lambda by: by.note(incident, version, body.text))


def merge(incident: IncidentId, version: Version, body: Merger, acting: ActingDep) -> RegroupedAnswer:
    """All reports of the other incident tell of this one too."""
    acting.on(incident)
    return acting.regrouped(
        regrouping.merge(
            acting.store,
            acting.reviewer,
            incident,
            version,
            body.other,
            body.other_version,
            body.reason,
            overrule=body.overrule,
            state_path=acting.options.state_path,
        )
    )


def split(incident: IncidentId, version: Version, body: Division, acting: ActingDep) -> RegroupedAnswer:
    """These tellings are of another incident, together."""
    acting.on(incident)
    return acting.regrouped(
        regrouping.split(
            acting.store,
            acting.reviewer,
            incident,
            version,
            [(telling.report, telling.event) for telling in body.tellings],
            body.reason,
            overrule=body.overrule,
            state_path=acting.options.state_path,
        )
    )


def link(incident: IncidentId, version: Version, body: Linking, acting: ActingDep) -> RegroupedAnswer:
    """The event of this report is of the incident, and not of the one that it is in."""
    return _linked(regrouping.link_report, incident, version, body, acting)


def unlink(incident: IncidentId, version: Version, body: Linking, acting: ActingDep) -> RegroupedAnswer:
    """The event of this report is not of the incident."""
    return _linked(regrouping.unlink_report, incident, version, body, acting)


def undo(batch: Annotated[str, Path(description="the batch of the action")], acting: ActingDep) -> RegroupedAnswer:
    """Take back an action of a person; undoing that brings it back. 412 where something was changed since.

    The batch stands in the answer to the action and in the log. No If-Match is asked for: an action that is the last
    on its incidents can be undone, any other not.
    """
    return acting.regrouped(regrouping.undo(acting.store, acting.reviewer, batch, state_path=acting.options.state_path))


def _linked(
    act: Callable[..., regrouping.Regrouped], incident: str, version: int, body: Linking, acting: Acting
) -> RegroupedAnswer:
    acting.on(incident)
    return acting.regrouped(
        act(
            acting.store,
            acting.reviewer,
            incident,
            version,
            body.report,
            body.event,
            body.reason,
            overrule=body.overrule,
            state_path=acting.options.state_path,
        )
    )
