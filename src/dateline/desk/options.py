"""How a desk is opened: on which address, for whom, under which names."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from dateline.errors import DatelineError

LOOPBACK_NAMES: Final = ("localhost", "127.0.0.1", "[::1]")
WILDCARDS: Final = ("", "0.0.0.0", "::")  # noqa: S104 -- recognised, not bound to


class DeskError(DatelineError):
    """A desk that cannot be opened as asked: its address is taken, or others could reach it unprotected."""


@dataclass(frozen=True)
class DeskOptions:
    """How a desk is opened.

    `allowed_hosts`: names under which browsers may call it, beside those of the loopback address. `local`: whoever
    reaches it is the user "local" as long as the store has no accounts; only for a desk that nobody but this machine
    can reach. `secure_cookies`: it is reached by https. `state_path`: the file of the linking state, None for the
    store's own place. `body_limit` and `upload_limit`: bytes that a request may send, the latter where files are taken.
    """

    host: str = "127.0.0.1"
    port: int = 8017
    allowed_hosts: tuple[str, ...] = ()
    local: bool = True
    secure_cookies: bool = False
    state_path: Path | None = None
    body_limit: int = 1 << 20
    upload_limit: int = 256 << 20

    @property
    def hosts(self) -> frozenset[str]:
        """All names that a request's Host header may have, in lower case and without port."""
        own = () if self.host in WILDCARDS else (_bracketed(self.host),)
        return frozenset(name.lower().rstrip(".") for name in (*LOOPBACK_NAMES, *own, *self.allowed_hosts))


def is_loopback(host: str) -> bool:
    """Whether an address to bind to is reached from this machine alone."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
