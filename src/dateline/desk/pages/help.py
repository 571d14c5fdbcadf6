"""What states, roles and keys mean."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from dateline.desk.dependencies import render, viewer


def router() -> APIRouter:
    """The help page."""
    routes = APIRouter()

    @routes.get("/help", dependencies=[Depends(viewer)])
    def help_page(request: Request) -> HTMLResponse:
        return render(request, "help.html")

    return routes
