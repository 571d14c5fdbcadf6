"""Paragraphs of a text with their offsets, also where lines were broken at a fixed width."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

LINE = re.compile(r"[^\r\n]+")
BREAK = re.compile(r"\r\n|\r|\n")
# Sentence ends of the scripts that news comes in, with what may close after them.
SENTENCE_END = re.compile(
    r"[.!?\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964\u1362][\s'\"\u2019\u201d\u00bb)\]\u300d]*(?:\[\d+\])*$"
)
UNSPACED = re.compile("[\u3040-\u9fff]")  # kana and ideographs
WRAP_SLACK = 14  # longer than most words: a wrapped line ends less than one word before the margin
MAX_WRAP_WIDTH = 110
MIN_WRAP_WIDTH = 45
MIN_WRAP_SHARE = 0.6


@dataclass(frozen=True)
class Paragraph:
    """Lines that belong together: `text[start:end]` without surrounding blanks. `words` counts them."""

    start: int
    end: int
    content: str
    lines: int

    @cached_property
    def words(self) -> int:
        """Number of words, or characters by twos in scripts that put no spaces."""
        spaced = len(self.content.split())
        return spaced if self.content.isascii() else max(spaced, len(UNSPACED.findall(self.content)) // 2)

    @cached_property
    def is_sentence(self) -> bool:
        """Whether it ends as a sentence does."""
        return SENTENCE_END.search(self.content) is not None


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    content: str
    follows: bool  # directly after the line before, with no blank line between


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of `text` in order. Each nonblank line is one, unless lines were broken at a width.

    A line break inside a sentence is recognised where the next line begins with a small letter, or where
    the text as a whole is set to a width and the next word would not have fitted on the line.
    """
    lines = list(_lines(text))
    width = _wrap_width(lines)
    found: list[Paragraph] = []
    group: list[_Line] = []
    for line in lines:
        if group and not (line.follows and _continues(group[-1], line, width)):
            found.append(_joined(text, group))
            group = []
        group.append(line)
    if group:
        found.append(_joined(text, group))
    return found


def _lines(text: str) -> Iterator[_Line]:
    previous_end: int | None = None
    for match in LINE.finditer(text):
        content = match[0].strip()
        if not content:
            continue
        start = match.start() + match[0].index(content[0])
        between = "" if previous_end is None else text[previous_end:start]
        follows = previous_end is not None and len(BREAK.findall(between)) == 1
        previous_end = start + len(content)
        yield _Line(start, previous_end, content, follows)


def _joined(text: str, group: list[_Line]) -> Paragraph:
    start, end = group[0].start, group[-1].end
    return Paragraph(start, end, text[start:end], len(group))


def _would_fit(line: _Line, following: _Line, width: int) -> bool:
    return len(line.content) + 1 + len(following.content.split(None, 1)[0]) <= width


def _wrap_width(lines: list[_Line]) -> int | None:
    """The width at which the text was broken into lines, or None if it was not."""
    pairs = [(a, b) for a, b in pairwise(lines) if b.follows]
    if len(pairs) < 2:
        return None
    lengths = sorted(len(line.content) for line in lines)
    width = lengths[int(0.95 * (len(lengths) - 1))]
    if not MIN_WRAP_WIDTH <= width <= MAX_WRAP_WIDTH or lengths[-1] > MAX_WRAP_WIDTH + WRAP_SLACK:
        return None
    open_pairs = [pair for pair in pairs if not SENTENCE_END.search(pair[0].content)]
    full = sum(not _would_fit(a, b, width - WRAP_SLACK // 2) for a, b in open_pairs)
    return width if len(open_pairs) >= 2 and full >= MIN_WRAP_SHARE * len(open_pairs) else None


def _continues(line: _Line, following: _Line, width: int | None) -> bool:
    """Whether `following` goes on with what `line` began."""
    ended = SENTENCE_END.search(line.content) is not None
    if not ended and following.content[0].islower():
        return True
    if width is None:
        return False
    # A sentence may end just where the line does; the paragraph goes on if the line is full.
    return not _would_fit(line, following, width - (0 if ended else WRAP_SLACK))
