"""The figures of the store that an app shows, counted once for all of its pages."""

from __future__ import annotations

from fastapi import FastAPI

from dateline.store.engine import Store
from dateline.store.quality import Figures
from dateline.store.selection.index import Index


def figures_of(app: FastAPI, store: Store, index: Index) -> Figures:
    """The app's figures; the first to ask makes them."""
    found: Figures | None = getattr(app.state, "figures", None)
    if found is None:
        found = app.state.figures = Figures(store, index)
    return found
