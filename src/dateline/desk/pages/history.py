"""The history: every change of every incident, newest first."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from dateline.desk.dependencies import StoreDep, Viewer, render
from dateline.desk.loading import acts
from dateline.desk.masking import masked_entries
from dateline.store.history import history
from dateline.store.records import Action

PAGE: Final = 200
"""Log entries of a page."""
FILTERS: Final = ("incident", "who", "action", "since", "until", "before")


def router() -> APIRouter:
    """The page of the history."""
    routes = APIRouter()

    @routes.get("/history")
    def history_page(request: Request, user: Viewer, store: StoreDep) -> HTMLResponse:
        given = {name: request.query_params.get(name, "").strip() for name in FILTERS}
        faults = {
            name: "not a day such as 2024-05-31" for name in ("since", "until") if given[name] and not _day(given[name])
        }
        action = next((one for one in get_args(Action) if one == given["action"]), None)
        before = (
            int(given["before"])
            if given["before"].isascii() and given["before"].isdigit() and len(given["before"]) < 18
            else None
        )
        last = _day(given["until"])
        with store.reading() as c:
            found = history(
                c,
                incident=given["incident"] or None,
                who=given["who"] or None,
                action=action,
                since=_begin(_day(given["since"])),
                until=_begin(last + timedelta(days=1)) if last else None,
                before=before,
                limit=PAGE + 1,
            )
            entries = found[:PAGE] if user.unmask else masked_entries(c, found[:PAGE])
        kept = {name: value for name, value in given.items() if value and name != "before"}
        older = f"?{urlencode({**kept, 'before': entries[-1].number})}" if len(found) > PAGE else ""
        return render(
            request,
            "history.html",
            given=given,
            faults=faults,
            actions=get_args(Action),
            acts=acts(entries),
            older=older,
            newest=f"?{urlencode(kept)}" if before else "",
        )

    return routes


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _begin(day: date | None) -> datetime | None:
    """Midnight UTC of a day: times of the log are UTC."""
    return None if day is None else datetime.combine(day, time.min)
