"""The API's log: every change of every incident, to be followed by a program."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query

from dateline.desk.api.answers import LogPage
from dateline.desk.api.parameters import LARGEST
from dateline.desk.api.problems import responses
from dateline.desk.dependencies import StoreDep, Viewer
from dateline.desk.masking import masked_entries
from dateline.store.history import following

LONGEST: Final = 1000


def router() -> APIRouter:
    """The endpoint on the log."""
    found = APIRouter(prefix="/log", tags=["log"])
    found.get("", responses=responses(422), summary="What changed")(followed)
    return found


def followed(
    store: StoreDep,
    user: Viewer,
    *,
    after: Annotated[int, Query(ge=0, le=LARGEST, description="entries behind this number; 0 for all")] = 0,
    limit: Annotated[int, Query(ge=1, le=LONGEST)] = 200,
) -> LogPage:
    """Entries of the log in the order of their numbers. `next` is always given: ask it again later for what is new."""
    with store.reading() as c:
        entries = following(c, after, limit=limit)
        shown = entries if user.unmask else masked_entries(c, entries)
    last = entries[-1].number if entries else after
    return LogPage(
        items=tuple(shown),
        next=f"/api/v1/log?{urlencode({'after': last, 'limit': limit})}",
    )
