"""Counts of an event from its fillers: measure, side, low, best and high."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from dateline.coding.actors import content_words
from dateline.coding.document import Document
from dateline.coding.frames import Filler, Frame
from dateline.coding.numbers import Quantity, is_joint, parse_quantity
from dateline.records import Count, Measure, Side

# Room for "an estimated", "no fewer than" and the like before the number.
QUALIFIER_ROOM = 24
# A quote that shows number and verb together stays within one sentence and this many characters.
LONGEST_QUOTE = 160

_NUMBER = r"(?:an?|another|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d[\d,]*)"
_NOUN = r"(?!(?:was|were|is|are|has|have|had|been)\b)[\w'’-]+"
_NUMBERED = re.compile(rf"{_NUMBER}\s", re.IGNORECASE)
# "and a guard at …": a second noun phrase with a number of its own, which is not the subject of a new verb.
_CONJUNCT = re.compile(
    rf"\s+and\s+(?P<who>{_NUMBER}\s+(?:{_NOUN}\s+){{0,2}}?{_NOUN})"
    r"(?=\s+(?:at|in|on|of|near|from|who|during|outside|inside|by|with|after|while|before|when)\b|\s*[.,;:)]|\s*$)",
    re.IGNORECASE,
)
CONJUNCT_DISCOUNT = 0.9  # what is added by grammar is a little less sure than what the model found


def conjunct(filler: Filler, frame: Frame, document: Document) -> Filler | None:
    """The count joined to a filler by "and": of "a clerk and a guard" the guidelines want both.

    None if there is none, or another count of the frame covers it.
    """
    match = _CONJUNCT.match(document.string, filler.end)
    if match is None or _NUMBERED.match(filler.text) is None:
        return None
    start, end = match.span("who")
    if any(f.role == "count" and f.start < end and start < f.end for f in frame.fillers):
        return None
    return replace(filler, start=start, end=end, text=match["who"], score=CONJUNCT_DISCOUNT * filler.score)


def evidence(filler: Filler, frame: Frame, document: Document) -> tuple[int, int]:
    """The words from the number to the nearest mention of the event in its sentence, else the number's alone."""
    start, end = document.sentence_bounds(filler.start)
    near = [a for a in frame.anchors if start <= a[0] and a[1] <= end]
    if not near:
        return filler.start, filler.end
    anchor = min(near, key=lambda a: abs(a[0] - filler.start))
    first, last = min(filler.start, anchor[0]), max(filler.end, anchor[1])
    return (first, last) if last - first <= LONGEST_QUOTE else (filler.start, filler.end)


def quantity_of(filler: Filler, document: Document) -> Quantity | None:
    """What the filler's words state, with the qualifier that may stand before them in the sentence."""
    sentence, _ = document.sentence_bounds(filler.start)
    room = max(sentence, filler.start - QUALIFIER_ROOM)
    before = document.string[room : filler.start]
    cut = before.find(" ") + 1 if room > sentence else 0
    return parse_quantity(before[cut:] + filler.text, who=filler.text)


def _joint(filler: Filler, quantity: Quantity, document: Document) -> Quantity:
    after = document.string[filler.start : filler.end + 48]
    if not is_joint(after):
        return quantity
    figures = [n for n in (quantity.low, quantity.best, quantity.high) if n is not None]
    return Quantity(2, None, max(figures, default=None))


def to_counts(frame: Frame, document: Document) -> Iterator[Count]:
    """The counts of a frame, in the order of the text, each number once.

    The same number of one measure and side is given twice only where one sentence tells of
    different people ("a clerk and a guard"); in another sentence it is told again.
    """
    seen: list[tuple[str, str, Quantity, int, frozenset[str]]] = []
    found = [f for f in frame.fillers if f.role == "count"]
    found += [joined for f in found if (joined := conjunct(f, frame, document)) is not None]
    for filler in sorted(found, key=lambda f: (f.start, f.end)):
        quantity = quantity_of(filler, document)
        if quantity is None:
            continue
        measures = filler.labels.get("measure", "killed").split("|")
        if {"killed", "injured"} <= set(measures):
            quantity = _joint(filler, quantity, document)
        side = filler.labels.get("side", "unknown")
        start, end = evidence(filler, frame, document)
        quote = document.quote(start, end)
        who = document.quote(filler.start, filler.end)
        words, (sentence, _) = content_words(filler.text), document.sentence_bounds(filler.start)
        for measure in measures:
            if any(
                known[:3] == (measure, side, quantity)
                and (known[3] != sentence or words <= known[4] or known[4] <= words)
                for known in seen
            ):
                continue
            seen.append((measure, side, quantity, sentence, words))
            yield Count(
                quote=quote.quote,
                start=quote.start,
                end=quote.end,
                part=quote.part,
                measure=cast("Measure", measure),
                side=cast("Side", side),
                who=who.quote,
                who_start=who.start,
                who_end=who.end,
                low=quantity.low,
                best=quantity.best,
                high=quantity.high,
                confidence=round(filler.score, 4),
            )
