"""Pages from templates. All text put into them is made legible and escaped unless a template says otherwise."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dateline import __version__
from dateline.desk.evidence import legible
from dateline.desk.identity import identity_of

STATIC: Final = Path(__file__).parent / "static"


class NavigationItem(NamedTuple):
    """A link of the navigation: shown to users who may what `role` may."""

    href: str
    label: str
    role: str


NAVIGATION: Final = (
    NavigationItem("/incidents", "Incidents", "viewer"),
    NavigationItem("/queue", "Queue", "coder"),
    NavigationItem("/history", "History", "viewer"),
    NavigationItem("/quality", "Quality", "viewer"),
    NavigationItem("/export", "Export", "viewer"),
    NavigationItem("/import", "Add reports", "lead"),
    NavigationItem("/help", "Help", "viewer"),
)


def environment() -> Environment:
    """The templates of the desk.

    They have `static(path)`, the address of a static file with the digest of its content, and the filter `sentence`.
    All text put into them is made legible (`dateline.desk.evidence.legible`); what a form is to send back as it is goes
    through the filter `e`.
    """
    templates = Environment(
        loader=PackageLoader("dateline.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,  # the templates are the program's own
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    versions = {
        path.relative_to(STATIC).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        for path in sorted(STATIC.rglob("*"))
        if path.is_file()
    }
    templates.filters["sentence"] = sentence
    templates.globals["static"] = lambda path: f"/static/{path}?v={versions[path]}"
    templates.globals["version"] = __version__
    templates.globals["navigation"] = NAVIGATION
    return templates


def _finalized(value: object) -> object:
    return legible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def sentence(text: str) -> str:
    """`text`, such as an error's message, as a sentence of its own."""
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?')) else '.'}"


def render(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """The page of `template` with `context`.

    Beside it, templates have `request`, `path`, `user` (None before login), `csrf` (the token for the hidden field of
    that name in every form), `local` (a desk without accounts), `navigation`, `version`, and `static(path)`.
    """
    identity = identity_of(request)
    always = {
        "request": request,
        "path": request.url.path,
        "user": identity.user if identity else None,
        "csrf": identity.csrf if identity else "",
        "local": identity is not None and identity.via == "local",
    }
    templates = cast("Environment", request.app.state.templates)
    page = templates.get_template(template).render({**always, **context})
    return HTMLResponse(page, status_code=status)
