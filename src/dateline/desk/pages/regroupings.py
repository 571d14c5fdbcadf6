"""Which reports make an incident: merging, splitting off, linking and unlinking."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection

from dateline.desk.dependencies import Coder, IndexDep, StoreDep, render
from dateline.desk.evidence import legible
from dateline.desk.incident_view import incident_href
from dateline.desk.loading import Loaded, load
from dateline.desk.masking import masked_report
from dateline.desk.near import near, near_reports
from dateline.desk.pages.actions import Asked, Desk, DeskDep, EntryError, act
from dateline.desk.sources_view import source_rows
from dateline.desk.values import Field, fields_of, in_words, standing_value
from dateline.linking.telling import Name
from dateline.records import CodedReport
from dateline.store import regrouping
from dateline.store.accounts import User
from dateline.store.records import Case
from dateline.store.reports import get_report
from dateline.store.review import Reviewer
from dateline.store.selection.columns import columns_of


@dataclass(frozen=True)
class FieldPair:
    """A field of two incidents side by side, in words."""

    field: Field
    left: str
    right: str


def router() -> APIRouter:
    """The pages on which incidents and reports are chosen, and the actions."""
    routes = APIRouter(prefix="/incidents/{incident}")
    _merging(routes)
    _splitting(routes)
    _linking(routes)
    return routes


def _merging(routes: APIRouter) -> None:
    @routes.get("/merge")
    def merge_page(request: Request, incident: str, user: Coder, store: StoreDep, index: IndexDep) -> Response:
        asked, other = (request.query_params.get(name, "").strip() for name in ("q", "other"))
        with store.reading() as c:
            loaded = load(c, incident, user)
            second = load(c, other, user) if other else None
        if loaded.id != incident:
            return RedirectResponse(f"{incident_href(loaded.id)}/merge", 303)
        if second is not None and second.id == loaded.id:
            second = None
        return render(
            request,
            "incident/merge.html",
            **head(loaded),
            q=asked,
            rows=near(index, loaded.held.case, asked),
            second=second,
            second_title=columns_of(second.case).title if second else "",
            pairs=pairs(loaded.case, second.case) if second else (),
        )

    @routes.post("/merge")
    def merge(incident: str, desk: DeskDep) -> Response:
        other, other_version = desk.form.get("other"), desk.form.whole("other_version")

        def work(reviewer: Reviewer) -> regrouping.Regrouped:
            return regrouping.merge(
                desk.store,
                reviewer,
                incident,
                desk.form.version,
                other,
                other_version,
                desk.form.reason,
                overrule=desk.form.get("overrule") == "yes",
                state_path=desk.state_path,
            )

        return act(desk, incident, Asked(f"merge it with {legible(other)}"), work)


def _splitting(routes: APIRouter) -> None:
    @routes.get("/split")
    def split_page(request: Request, incident: str, user: Coder, store: StoreDep) -> Response:
        with store.reading() as c:
            loaded = load(c, incident, user)
        if loaded.id != incident:
            return RedirectResponse(f"{incident_href(loaded.id)}/split", 303)
        return render(
            request,
            "incident/split.html",
            **head(loaded),
            sources=source_rows(loaded.case.incident, loaded.reports),
            chosen=request.query_params.getlist("telling"),
        )

    @routes.post("/split")
    def split(incident: str, desk: DeskDep) -> Response:
        chosen = [named(text) for text in desk.form.many("telling")]
        if not chosen:
            raise EntryError("choose at least one report to split off")

        def work(reviewer: Reviewer) -> regrouping.Regrouped:
            return regrouping.split(
                desk.store,
                reviewer,
                incident,
                desk.form.version,
                chosen,
                desk.form.reason,
                overrule=desk.form.get("overrule") == "yes",
                state_path=desk.state_path,
            )

        reports = "1 report" if len(chosen) == 1 else f"{len(chosen)} reports"
        return act(desk, incident, Asked(f"split off {reports}"), work)


def _linking(routes: APIRouter) -> None:
    @routes.get("/link")
    def link_page(request: Request, incident: str, user: Coder, store: StoreDep) -> Response:
        asked, report = (request.query_params.get(name, "").strip() for name in ("q", "report"))
        with store.reading() as c:
            loaded = load(c, incident, user)
            chosen = _report(c, report, user) if report else None
            found = near_reports(c, loaded.case, asked, unmask=user.unmask)
        if loaded.id != incident:
            return RedirectResponse(f"{incident_href(loaded.id)}/link", 303)
        return render(request, "incident/link.html", **head(loaded), q=asked, report=chosen, found=found)

    @routes.post("/link")
    def link(incident: str, desk: DeskDep) -> Response:
        return _one(desk, incident, "link", regrouping.link_report)

    @routes.post("/unlink")
    def unlink(incident: str, desk: DeskDep) -> Response:
        return _one(desk, incident, "unlink", regrouping.unlink_report)


def _one(desk: Desk, incident: str, verb: str, regroup: Callable[..., regrouping.Regrouped]) -> Response:
    """Link or unlink the one telling that the form names."""
    report, event = named(desk.form.get("telling"))

    def work(reviewer: Reviewer) -> regrouping.Regrouped:
        return regroup(
            desk.store,
            reviewer,
            incident,
            desk.form.version,
            report,
            event,
            desk.form.reason,
            overrule=desk.form.get("overrule") == "yes",
            state_path=desk.state_path,
        )

    return act(desk, incident, Asked(f"{verb} the report {legible(report)}"), work)


def head(loaded: Loaded) -> dict[str, Any]:
    """What all these pages need of the incident."""
    return {
        "case": loaded.case,
        "title": columns_of(loaded.case).title,
        "seen_version": loaded.held.version,
        "href": incident_href(loaded.id),
        "telling": telling,
    }


def pairs(left: Case, right: Case) -> tuple[FieldPair, ...]:
    """The fields of both incidents side by side."""
    fields = dict.fromkeys((*fields_of(left), *fields_of(right)))
    return tuple(
        FieldPair(field, *(legible(in_words(standing_value(case, field))) for case in (left, right)))
        for field in fields
    )


def telling(report: str, event: str) -> str:
    """A telling as a form's entry."""
    return json.dumps([report, event])


def named(text: str) -> Name:
    """The telling of a form's entry. Raises EntryError."""
    try:
        report, event = json.loads(text)
    except (ValueError, TypeError) as error:
        raise EntryError(f"{text!r} names no report and event; choose one on the page") from error
    if not (isinstance(report, str) and isinstance(event, str)):
        raise EntryError(f"{text!r} names no report and event; choose one on the page")
    return report, event


def _report(c: Connection, report: str, user: User) -> CodedReport:
    coded = get_report(c, report).coded
    return coded if user.unmask else masked_report(coded)
