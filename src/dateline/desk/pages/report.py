"""The page of a report: its text with the evidence in it, its events, its originals; and the originals to take away."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Connection

from dateline.desk.dependencies import StoreDep, Viewer, render
from dateline.desk.events_view import event_views
from dateline.desk.evidence import (
    EVIDENCE_LABELS,
    FIELDS,
    EvidenceField,
    Mark,
    chosen,
    legible,
    marks_of,
    page_cuts,
    page_of,
    paragraphs,
    segments,
)
from dateline.desk.incident_view import incident_href, report_href
from dateline.desk.masking import masked_originals, masked_report
from dateline.desk.report_ids import ANY
from dateline.records import CodedReport, Part
from dateline.store.accounts import User
from dateline.store.archive import fetch
from dateline.store.cases import get_case
from dateline.store.errors import NotAllowedError
from dateline.store.records import Case
from dateline.store.reports import get_report
from dateline.store.selection.columns import columns_of

MOST_INCIDENTS: Final = 50
DIGEST: Final = r"[0-9a-f]{64}"


@dataclass(frozen=True)
class View:
    """What of a report's evidence is shown: these events and fields (none: all), on this page, with this spot."""

    events: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    page: int = 1
    spot: tuple[int, int] | None = None
    spot_part: Part = "text"

    @classmethod
    def of(cls, request: Request, coded: CodedReport) -> View:
        """The view that an address asks for; entries that make no sense count as absent."""
        given = request.query_params
        known = {event.id for event in coded.events}
        at, to, page = (_whole(given.get(name, "")) for name in ("at", "to", "page"))
        part: Part = "title" if given.get("part") == "title" else "text"
        spot = None if at is None else (at, max(at + 1, at if to is None else to))
        cuts = page_cuts(coded.text)
        number = page or (page_of(cuts, at) if at is not None and part == "text" else 1)
        return cls(
            events=tuple(event for event in given.getlist("event") if event in known),
            fields=tuple(field for field in given.getlist("field") if field in FIELDS),
            page=max(1, min(number, len(cuts))),
            spot=spot,
            spot_part=part,
        )

    def query(self, *, event: str | None = None, field: str | None = None, page: int | None = None) -> str:
        """The query of this view with an event or field added, or taken out where it is in, or of another page."""
        events, fields = _toggled(self.events, event), _toggled(self.fields, field)
        items = [*(("event", one) for one in events), *(("field", one) for one in fields)]
        number = self.page if page is None else page
        if number > 1:
            items.append(("page", str(number)))
        return f"?{urlencode(items)}" if items else "?"


@dataclass(frozen=True)
class Told:
    """An incident that the report tells of, with the event that does."""

    id: str
    href: str
    title: str
    version: int
    tellings: tuple[tuple[str, str], ...]


def router() -> APIRouter:
    """The page of a report, and the download of originals."""
    routes = APIRouter()

    @routes.get("/originals/{digest}")
    def original(digest: str, user: Viewer, store: StoreDep) -> Response:
        if not user.unmask:
            raise NotAllowedError("originals hold the names of private persons; ask a lead for the right to see them")
        with store.reading() as c:
            content = fetch(c, digest)
        name = digest if re.fullmatch(DIGEST, digest) else "original"
        return Response(
            content,
            media_type="application/octet-stream",
            headers={
                "Content-Disposition": f'attachment; filename="{name}.bin"',
                "Content-Security-Policy": "sandbox; default-src 'none'",
                "X-Content-Type-Options": "nosniff",
                "Cross-Origin-Resource-Policy": "same-origin",
                "Cache-Control": "private, no-store",
            },
        )

    @routes.get(f"/reports/{{report:{ANY}}}")
    def report_page(request: Request, report: str, user: Viewer, store: StoreDep) -> HTMLResponse:
        with store.reading() as c:
            stored = get_report(c, report)
            told = incidents(c, stored.incidents[:MOST_INCIDENTS], report)
        coded = stored.coded
        if not user.unmask:
            stored = stored.model_copy(update={"originals": masked_originals(coded, stored.originals)})
            coded = masked_report(coded)
        view = View.of(request, coded)
        return render(
            request,
            "report/page.html",
            coded=coded,
            title=legible(coded.title or coded.id),
            href=report_href(report),
            view=view,
            stored=stored,
            told=told,
            more_incidents=max(0, len(stored.incidents) - MOST_INCIDENTS),
            may_review=user.may("coder"),
            extra=extra(coded, user),
            telling=lambda event: json.dumps([report, event]),
            **shown(coded, view),
        )

    return routes


def shown(coded: CodedReport, view: View) -> dict[str, Any]:
    """Title and one page of text with the chosen evidence, and the legend that chooses."""
    marks = marks_of(coded)
    titled = marks_of(coded, "title")
    cuts = page_cuts(coded.text)
    start = cuts[view.page - 1]
    end = cuts[view.page] if view.page < len(cuts) else len(coded.text)
    picked = chosen(marks, events=view.events, fields=view.fields)
    spots: dict[Part, tuple[int, int] | None] = {"text": None, "title": None, view.spot_part: view.spot}
    heading = segments(coded.title or "", chosen(titled, events=view.events, fields=view.fields), spot=spots["title"])
    return {
        "heading": heading,
        "paragraphs": list(paragraphs(coded, picked, start=start, end=end, spot=spots["text"])),
        "pages": len(cuts),
        "legend": legend([*marks, *titled], view),
        "events": event_views(coded),
        "labels": EVIDENCE_LABELS,
    }


@dataclass(frozen=True)
class LegendItem:
    """A field in the legend, how many pieces of evidence it has, and the query that picks it or lets it go."""

    field: EvidenceField
    label: str
    count: int
    picked: bool
    query: str


def legend(marks: list[Mark], view: View) -> tuple[LegendItem, ...]:
    """The fields that have evidence in the chosen events."""
    counted = chosen(marks, events=view.events)
    return tuple(
        LegendItem(field, EVIDENCE_LABELS[field], count, field in view.fields, view.query(field=field))
        for field in FIELDS
        if (count := sum(1 for mark in counted if mark.field == field))
    )


def incidents(c: Connection, ids: tuple[str, ...], report: str) -> tuple[Told, ...]:
    """The incidents of these ids with the report's tellings in them."""
    found = []
    for name in ids:
        held = get_case(c, name)
        title = legible(columns_of(held.case).title)
        found.append(Told(name, incident_href(name), title, held.version, _tellings(held.case, report)))
    return tuple(found)


def extra(coded: CodedReport, user: User) -> list[tuple[str, str]]:
    """What else the report came with. Users without the right to unmask do not get it: its texts are not coded."""
    if not user.unmask:
        return []
    return [
        (
            legible(name),
            legible(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)),
        )
        for name, value in coded.extra.items()
    ]


def _tellings(case: Case, report: str) -> tuple[tuple[str, str], ...]:
    members = [member for member in case.incident.members if member.report == report]
    return tuple((member.report, event) for member in members for event in member.events or ("",))


def _toggled(values: tuple[str, ...], value: str | None) -> tuple[str, ...]:
    if value is None:
        return values
    return tuple(one for one in values if one != value) if value in values else (*values, value)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
