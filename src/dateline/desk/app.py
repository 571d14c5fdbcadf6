"""The desk as an application: pages and API over one store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import anyio.to_thread
from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from dateline import __version__
from dateline.desk.dependencies import csrf
from dateline.desk.errors import add_handlers
from dateline.desk.options import DeskOptions
from dateline.desk.passwords import Passwords
from dateline.desk.rendering import STATIC, environment
from dateline.desk.routers import api_routers, page_routers
from dateline.desk.security import Gate, Shield
from dateline.store.engine import Store
from dateline.store.selection.index import Index

THREADS: Final = 4
"""Requests that are worked on at once, others wait for their turn: more than that share the interpreter's one lock, and
all take longer than in turn. More than one or two, as linking and large files keep theirs longer."""


@asynccontextmanager
async def _few_threads(_app: FastAPI) -> AsyncIterator[None]:
    """While the app runs, its endpoints have `THREADS` threads; Starlette's default is 40."""
    anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield


def create_app(store: Store, *, options: DeskOptions) -> FastAPI:
    """The desk over `store`, which stays open as long as the app runs and is closed by the caller.

    Every address but the login page asks for a known user, and every change for the token of its session: parts that
    are added need not see to that, only to roles.
    """
    app = FastAPI(
        title="dateline",
        version=__version__,
        description="Search, read and correct the incidents of a dateline store.",
        openapi_url=None,  # the API describes itself
        dependencies=[Depends(csrf)],
        lifespan=_few_threads,
    )
    app.state.store = store
    app.state.options = options
    app.state.index = Index(store)
    app.state.masked_index = app.state.index.masked()
    app.state.passwords = Passwords(store)
    app.state.templates = environment()
    add_handlers(app)
    for router in page_routers():
        app.include_router(router, include_in_schema=False)
    for router in api_routers():
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(Gate, store=store, options=options)
    app.add_middleware(Shield, options=options)
    return app
