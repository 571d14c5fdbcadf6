"""Where a person is in the queue while going from incident to incident: it travels in the address of each page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal
from urllib.parse import urlencode

Round = Literal["", "first", "second"]
MOST_SKIPPED: Final = 1_000


@dataclass(frozen=True)
class Place:
    """`round`: which queue, "" outside of any. `skipped`: incidents left out so far. `previous`: the one before."""

    round: Round = ""
    skipped: int = 0
    previous: str | None = None

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Place:
        """The place that a query or form tells; entries that make no sense count as absent."""
        asked = given.get("queue", "")
        turn: Round = "first" if asked == "first" else "second" if asked == "second" else ""
        skipped = given.get("skipped", "")
        number = int(skipped) if skipped.isascii() and skipped.isdigit() and len(skipped) < 6 else 0
        return cls(turn, min(number, MOST_SKIPPED), given.get("previous") or None)

    @property
    def blind(self) -> bool:
        """Whether other people's reviews are hidden."""
        return self.round == "second"

    @property
    def entries(self) -> dict[str, str]:
        """As entries of a form or query; empty outside of the queue."""
        if not self.round:
            return {}
        found = {
            "queue": self.round,
            "skipped": str(self.skipped) if self.skipped else "",
            "previous": self.previous or "",
        }
        return {name: value for name, value in found.items() if value}

    @property
    def query(self) -> str:
        """As a query with its question mark; empty outside of the queue."""
        return f"?{urlencode(self.entries)}" if self.round else ""

    def at(self, incident: str) -> Place:
        """The place when going back to this incident: what came before it is not known any more."""
        return replace(self, previous=None) if self.previous == incident else self

    def after(self, incident: str, *, skipping: bool = False) -> Place:
        """The place after this incident."""
        return replace(self, previous=incident, skipped=self.skipped + skipping)
