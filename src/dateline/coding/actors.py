"""Actors of an event from its fillers: nobody twice, nobody on both sides, private persons marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

from dateline.coding.document import Document
from dateline.coding.frames import Filler, Frame
from dateline.coding.privacy import is_private_person
from dateline.records import Actor, ActorKind

_WORD = re.compile(r"\w+")
_LITTLE_WORDS = frozenset(["a", "an", "the", "of", "this", "that", "his", "her", "their", "its", "some", "and", "in"])


def content_words(text: str) -> frozenset[str]:
    """Lower-case words without articles and the like."""
    return frozenset(w for w in _WORD.findall(text.lower()) if w not in _LITTLE_WORDS)


def same_actor(left: Filler, right: Filler) -> bool:
    """Whether two fillers overlap or one's words hold the other's."""
    if left.start < right.end and right.start < left.end:
        return True
    a, b = content_words(left.text), content_words(right.text)
    return bool(a and b) and (a <= b or b <= a)


def distinct(fillers: Sequence[Filler]) -> list[Filler]:
    """The most probable filler of each actor, best first."""
    out: list[Filler] = []
    for filler in sorted(fillers, key=lambda f: (-f.score, f.start)):
        if content_words(filler.text) and not any(same_actor(filler, known) for known in out):
            out.append(filler)
    return out


def sides(frame: Frame) -> tuple[list[Filler], list[Filler]]:
    """Perpetrators and targets; an actor found on both sides stays on the more probable one."""
    both = distinct([f for f in frame.fillers if f.role in ("perpetrator", "target")])
    perpetrators = [f for f in both if f.role == "perpetrator"]
    targets = [f for f in both if f.role == "target"]
    return sorted(perpetrators, key=lambda f: f.start), sorted(targets, key=lambda f: f.start)


def to_actor(filler: Filler, document: Document) -> Actor:
    """The record of a filler."""
    quote = document.quote(filler.start, filler.end)
    kind = cast("ActorKind", filler.labels.get("kind", "unknown"))
    return Actor(
        quote=quote.quote,
        start=quote.start,
        end=quote.end,
        part=quote.part,
        kind=kind,
        private=is_private_person(quote.quote, kind),
        confidence=round(filler.score, 4),
    )
