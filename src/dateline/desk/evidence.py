"""A report's text as paragraphs of segments, each with the fields and events that its words are evidence for.

Offsets are code points of the report's text or title, as everywhere. Nothing of a text is dropped: characters that
steer the reader's screen or the direction of writing are shown as what they are (`legible`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, get_args

from dateline.records import CodedReport, Part, Section, SectionKind

EvidenceField = Literal["trigger", "date", "place", "perpetrators", "targets", "counts", "weapons", "sources"]
"""As `dateline.records.Event.quotes` names the fields that have words."""
FIELDS: Final[tuple[EvidenceField, ...]] = get_args(EvidenceField)
EVIDENCE_LABELS: Final[dict[EvidenceField, str]] = {
    "trigger": "What happened",
    "date": "Date",
    "place": "Place",
    "perpetrators": "Perpetrators",
    "targets": "Targets",
    "counts": "Numbers",
    "weapons": "Weapons",
    "sources": "Sources",
}
PAGE: Final = 20_000
"""Code points of text on one page of a report."""
AROUND: Final = 80
"""Code points on either side of a quote in its context."""
_NAMES: Final = {
    **dict(zip(range(0x202A, 0x202F), ("LRE", "RLE", "PDF", "LRO", "RLO"), strict=True)),
    **dict(zip(range(0x2066, 0x206A), ("LRI", "RLI", "FSI", "PDI"), strict=True)),
}
"""Abbreviations of Unicode Annex 9, section 2, for characters that reorder what follows them."""
_PICTURES: Final[dict[int, str]] = {
    **{code: f"‹{code:02X}›" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"},
    **{code: f"‹{name}›" for code, name in _NAMES.items()},
    **dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\ufffd"),
}


@dataclass(frozen=True)
class Mark:
    """What a stretch of text is evidence for: a field of an event; `number` counts the report's events from 1."""

    field: EvidenceField
    event: str
    number: int
    start: int
    end: int


@dataclass(frozen=True)
class Segment:
    """A stretch of text that all its marks cover whole. `text` is as written, `start` its offset.

    `spot`: it is the stretch that was asked for. `opens`: numbers of the events whose evidence begins here.
    """

    text: str
    start: int
    marks: tuple[Mark, ...] = ()
    spot: bool = False

    @property
    def end(self) -> int:
        """The offset after it."""
        return self.start + len(self.text)

    @property
    def shown(self) -> str:
        """The text as it may be shown."""
        return legible(self.text)

    @property
    def fields(self) -> tuple[EvidenceField, ...]:
        """The fields that it is evidence for, in the order of FIELDS."""
        found = {mark.field for mark in self.marks}
        return tuple(field for field in FIELDS if field in found)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the events that it is evidence for."""
        return tuple(sorted({mark.number for mark in self.marks}))

    @property
    def opens(self) -> tuple[int, ...]:
        """The numbers of the events of which a piece of evidence begins here."""
        return tuple(sorted({mark.number for mark in self.marks if mark.start == self.start}))

    @property
    def meaning(self) -> str:
        """What it is evidence for, in words."""
        told = dict.fromkeys(f"{EVIDENCE_LABELS[mark.field]}, event {mark.number}" for mark in self.marks)
        return "; ".join(told)


@dataclass(frozen=True)
class Paragraph:
    """A line of the text with its segments, and what kind of section it stands in (None: the report has none)."""

    start: int
    segments: tuple[Segment, ...]
    kind: SectionKind | None = None


@dataclass(frozen=True)
class Excerpt:
    """Words in their context, as they may be shown; `cut_before`, `cut_after`: the text goes on there."""

    before: str
    quote: str
    after: str
    cut_before: bool
    cut_after: bool


def legible(text: str) -> str:
    """The text with control characters and overrides of the writing direction told by code or name, "‹1B›" or "‹RLO›".

    Line feeds and tabs stay. Marks of direction without effect on other words (LRM, RLM, ALM) stay.
    """
    # What is printable has none of them, and most texts are.
    return text if text.isprintable() else text.translate(_PICTURES)


def marks_of(coded: CodedReport, part: Part = "text") -> tuple[Mark, ...]:
    """All evidence in one part of a report, by offset."""
    found = [
        Mark(field, event.id, number, quote.start, quote.end)
        for number, event in enumerate(coded.events, start=1)
        for name, quote in event.quotes()
        for field in FIELDS
        if field == name and quote.part == part and quote.start < quote.end
    ]
    return tuple(sorted(set(found), key=lambda mark: (mark.start, mark.end, mark.number, mark.field)))


def chosen(marks: Iterable[Mark], *, events: Collection[str] = (), fields: Collection[str] = ()) -> tuple[Mark, ...]:
    """The marks of these events and fields; an empty choice means all."""
    return tuple(m for m in marks if (not events or m.event in events) and (not fields or m.field in fields))


def segments(
    text: str,
    marks: Sequence[Mark],
    *,
    start: int = 0,
    end: int | None = None,
    spot: tuple[int, int] | None = None,
) -> tuple[Segment, ...]:
    """`text[start:end]` cut wherever a mark or the `spot` begins or ends; joined, the segments are that text again."""
    end = len(text) if end is None else min(end, len(text))
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    cuts = {start, end, *(cut for mark in inside for cut in (mark.start, mark.end)), *(spot or ())}
    ordered = sorted(cut for cut in cuts if start <= cut <= end)
    found = []
    for first, last in pairwise(ordered):
        covering = tuple(mark for mark in inside if mark.start <= first and mark.end >= last)
        found.append(
            Segment(text[first:last], first, covering, spot is not None and spot[0] <= first and last <= spot[1])
        )
    return tuple(found)


def paragraphs(
    coded: CodedReport,
    marks: Sequence[Mark],
    *,
    start: int = 0,
    end: int | None = None,
    spot: tuple[int, int] | None = None,
) -> Iterator[Paragraph]:
    """The lines of `text[start:end]` that hold anything, each with its segments."""
    end = len(coded.text) if end is None else min(end, len(coded.text))
    starts = [section.start for section in coded.sections]
    ordered = sorted(marks, key=lambda mark: mark.start)
    begins = [mark.start for mark in ordered]
    longest = max((mark.end - mark.start for mark in ordered), default=0)
    for line in re.finditer(r"[^\n]+", coded.text[start:end]):
        if not line[0].strip():
            continue
        first, last = start + line.start(), start + line.end()
        near = ordered[bisect_left(begins, first - longest) : bisect_left(begins, last)]
        yield Paragraph(
            first, segments(coded.text, near, start=first, end=last, spot=spot), _kind(coded.sections, starts, first)
        )


def page_cuts(text: str, limit: int = PAGE) -> tuple[int, ...]:
    """Where the pages of a text begin, 0 first: after a line feed, else after a blank, else hard."""
    cuts, at = [0], 0
    while len(text) - at > limit:
        window = text[at : at + limit]
        cut = window.rfind("\n")
        if cut < limit // 2:
            cut = max(cut, window.rfind(" "))
        at += cut + 1 if cut >= limit // 2 else limit
        cuts.append(at)
    return tuple(cuts)


def page_of(cuts: Sequence[int], offset: int) -> int:
    """The page, from 1, on which an offset lies."""
    return max(1, bisect_right(cuts, offset))


def excerpt(text: str, start: int, end: int, around: int = AROUND) -> Excerpt:
    """`text[start:end]` with up to `around` code points on either side, cut between words where there are any.

    Line feeds become blanks. Offsets outside the text are cut to it.
    """
    start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
    first, last = max(0, start - around), min(len(text), end + around)
    before, after = text[first:start], text[end:last]
    if first > 0:
        before = before[before.find(" ") + 1 :] if " " in before else before
    if last < len(text):
        after = after[: after.rfind(" ")] if " " in after else after
    shown = [legible(re.sub(r"\s+", " ", piece)) for piece in (before, text[start:end], after)]
    return Excerpt(shown[0], shown[1], shown[2], first > 0, last < len(text))


def _kind(sections: Sequence[Section], starts: Sequence[int], offset: int) -> SectionKind | None:
    at = bisect_right(starts, offset) - 1
    return sections[at].kind if at >= 0 and offset < sections[at].end else None
