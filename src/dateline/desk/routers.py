"""All parts of the desk."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter

from dateline.desk.api import routes
from dateline.desk.pages import (
    account,
    agreement,
    export,
    help,  # noqa: A004 -- the page's name
    history,
    import_,
    incident,
    incidents,
    login,
    quality,
    queue,
    report,
    users,
)


def page_routers() -> Iterator[APIRouter]:
    """The routers of the pages."""
    daily = (incidents, incident, report, queue, history, agreement, quality, export, import_)
    for part in (*daily, account, help, login, users):
        yield part.router()


def api_routers() -> Iterator[APIRouter]:
    """The routers of the API."""
    yield routes.router()
