"""The paragraphs of a report that tell its own story, with their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dateline.coding.account.ranking import Spot
from dateline.records import Part, Section

SHORT: Final = 7
"""Paragraphs of fewer words are captions, bylines and menus more often than news."""
MOST: Final = 60
"""Paragraphs after these are no longer read: what an incident is about is told before."""
_PARAGRAPH: Final = re.compile(r"[^\n]*\S[^\n]*")
_SENTENCE_END: Final = re.compile(
    r"(?<!\b[A-Z])(?<!\bSt)(?<!\bSgt)(?<!\bLt)(?<!\bDr)(?<!\bMr)(?<!\bMrs)(?<!\bCapt)(?<!\bDet)(?<!\ba\.m)(?<!\bp\.m)"
    r"[.!?]['\"”’)]*(?=\s|[A-Z“\"]|$)"
)


@dataclass(frozen=True)
class Passage:
    """A paragraph: its text, where it stands, and which of the report's own paragraphs it is.

    `number` is -1 for the title and counts from 0 in the text; short lines have the number of the paragraph after them.
    """

    text: str
    start: int
    number: int
    part: Part = "text"
    short: bool = False

    def spot(self, start: int, end: int) -> Spot:
        """The slice [start:end] of the paragraph as a slice of the report."""
        return Spot(self.start + start, self.start + end, self.part)

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Offsets of the sentences in the paragraph."""
        start = 0
        for match in _SENTENCE_END.finditer(self.text):
            if match.end() > start:
                yield start, match.end()
            start = match.end()
        if self.text[start:].strip():
            yield start, len(self.text)


def passages(title: str | None, text: str, sections: Sequence[Section] = ()) -> list[Passage]:
    """Title and paragraphs; related-story lines and repeated paragraphs are left out."""
    related = [(s.start, s.end) for s in sections if s.kind == "related"]
    out = [Passage(title, 0, -1, "title")] if title else []
    seen: set[str] = set()
    number = 0
    for match in _PARAGRAPH.finditer(text):
        if any(start <= match.start() < end for start, end in related) or match[0].strip() in seen:
            continue
        seen.add(match[0].strip())
        short = len(match[0].split()) < SHORT
        out.append(Passage(match[0], match.start(), number, short=short))
        number += not short
        if number >= MOST:
            break
    return out
