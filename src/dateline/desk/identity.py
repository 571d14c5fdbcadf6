"""Who sends a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from fastapi import Request

from dateline.store.accounts import Session, User


@dataclass(frozen=True)
class Identity:
    """Who sends a request and how that is known.

    `via`: `local`, whoever uses a desk without accounts; `session`, a cookie; `token`, an API token. `csrf`: what
    changes have to carry, empty for tokens.
    """

    user: User
    via: Literal["local", "session", "token"]
    csrf: str = ""
    session: Session | None = None


def identity_of(request: Request) -> Identity | None:
    """Who sends the request; None before login."""
    return cast("Identity | None", getattr(request.state, "identity", None))
