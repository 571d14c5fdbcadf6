"""What a format hands over: one news text with what was said about it, not yet checked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from dateline.reading.origins import Origin
from dateline.records import SetAside


@dataclass(frozen=True)
class Hints:
    """Lines whose kind the page's markup gives away, in the normal form of `sections.normal`."""

    captions: frozenset[str] = frozenset()
    related: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Item:
    """One news text as a format gave it.

    `where` names input and line for people, `name` is the id to fall back on. `published` is the value
    as found: a date, a text or a number. `byline` names the authors where the format tells them. `origin` is what
    it was read from.
    """

    where: str
    name: str
    text: str
    id: str | None = None
    title: str | None = None
    published: object = None
    url: str | None = None
    publisher: str | None = None
    agency: str | None = None
    byline: str | None = None
    language: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    hints: Hints = field(default_factory=Hints)
    origin: Origin | None = None


def read_from(item: Item | SetAside, origin: Origin) -> Item | SetAside:
    """The item with its origin; what was set aside passes through."""
    return replace(item, origin=origin) if isinstance(item, Item) else item
