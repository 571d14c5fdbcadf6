"""The headers that every answer has, so that browsers keep what is shown to this desk.

After the OWASP HTTP Headers Cheat Sheet, https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import Request
from starlette.datastructures import MutableHeaders

STATIC: Final = "/static/"
CONTENT_SECURITY_POLICY: Final = (
    "default-src 'self'; img-src 'self' data:; worker-src 'self'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers that do not know frame-ancestors
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def add_headers(request: Request, headers: MutableHeaders, *, secure: bool) -> None:
    """Add the headers that every answer has; pages and data are not to be kept by the browser.

    What an answer sets itself stays: downloads have a stricter policy than pages.
    """
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.scope["path"].startswith(STATIC):
        named_by_content = "v" in request.query_params
        headers["Cache-Control"] = "public, max-age=31536000, immutable" if named_by_content else "no-cache"
    else:
        headers.setdefault("Cache-Control", "no-store")
