"""A report as the model reads it: one string, its word pieces and its sentences.

The document string is `title`, a blank line, then `text`; without a title it is the text.
Token arrays all have one entry a word piece, in the order of the string.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from dateline.records import Part, Quote

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

TITLE_GAP = "\n\n"
SEGMENT = 3000  # tokens, some 2,300 words: hardly any news report is longer
# A sentence ends at . ! or ? (and closing quotes) before space, or at a blank line. Initials and
# common abbreviations do not end one. Broadcast transcripts are in capitals, so case says nothing.
_SENTENCE_END = re.compile(
    r"(?<!\b[A-Za-z])(?<!\b(?:Mr|Ms|Dr|St|Lt|No))(?<!\b(?:Mrs|Gen|Col|Sgt|Maj|Gov|Sen|Rep|Jan|Feb|Aug|Oct|Nov|Dec))"
    r"[.!?][\"'”’)\]]*(?=\s)|\n\s*\n",
    re.IGNORECASE,
)


# A text without full stops still has sentences. Where capitals tell, one begins with a capitalised word that is a name
# in no other place; elsewhere a stretch of usual length stands for a sentence.
UNPUNCTUATED = 80  # tokens a sentence, on the mean of a report; agencies write some 30
_OPENING = re.compile(
    r"(?<=[a-z0-9]) +(?=(?:The|A|An|In|On|At|He|She|They|It|His|Her|Their|This|That|These|Those|There|But|And|However|"
    r"Meanwhile|Police|Officials|According|Earlier|Later|After|Before|No|Some|Two|Three|Four|Five|Six|At least|More|"
    r"Several|Witnesses|Security|We|I|As|When|While|Since|For|Also|Another|One|Both|If|Last|Many|Most|Under|With)\b)"
)
_STRETCH = re.compile(r"(?:\S+\s+){25}")


def _likely_starts(string: str) -> list[int]:
    """Offsets at which sentences of a text without full stops may begin."""
    openings = [m.end() for m in _OPENING.finditer(string)]
    words = string.count(" ") + 1
    if openings and words / len(openings) < UNPUNCTUATED:
        return openings
    return [m.end() for m in _STRETCH.finditer(string)]


@dataclass(frozen=True)
class Document:
    """The string the model reads and its tokens: `ids`, `starts` and `ends` (string offsets)."""

    string: str
    title_length: int
    ids: IntArray
    starts: IntArray
    ends: IntArray

    @cached_property
    def text_start(self) -> int:
        """Offset in the document string at which the report's text begins."""
        return self.title_length + len(TITLE_GAP) if self.title_length else 0

    @cached_property
    def sentence_starts(self) -> IntArray:
        """String offsets at which sentences begin, the first being 0."""
        starts = [0, *(m.end() for m in _SENTENCE_END.finditer(self.string))]
        if len(self.ids) > UNPUNCTUATED * len(starts):
            starts = sorted({*starts, *_likely_starts(self.string)})
        return np.array(starts, dtype=np.int64)

    @cached_property
    def sentences(self) -> IntArray:
        """Number of the sentence of each token."""
        return np.searchsorted(self.sentence_starts, self.starts, side="right") - 1

    @cached_property
    def word_starts(self) -> BoolArray:
        """True where a token begins a word: no token ends where it starts, or the break is punctuation."""
        glued = np.zeros(len(self.ids), dtype=bool)
        glued[1:] = self.starts[1:] == self.ends[:-1]
        return ~(glued & self._alphanumeric_before(self.starts))

    @cached_property
    def word_ends(self) -> BoolArray:
        """True where a token ends a word."""
        out = np.ones(len(self.ids), dtype=bool)
        out[:-1] = self.word_starts[1:]
        return out

    def _alphanumeric_before(self, offsets: IntArray) -> BoolArray:
        string = self.string
        return np.array(
            [o > 0 and string[o - 1].isalnum() and o < len(string) and string[o].isalnum() for o in offsets.tolist()],
            dtype=bool,
        )

    def segments(self, most: int = SEGMENT) -> Iterator[Document]:
        """The document in pieces of at most `most` tokens that end with sentences where they can.

        Offsets stay those of the whole string. Memory for coding grows with the square of a
        piece, so a book costs no more at a time than a long report.
        """
        start = 0
        while start < len(self.ids):
            end = min(start + most, len(self.ids))
            if end < len(self.ids):
                breaks = np.flatnonzero(np.diff(self.sentences[start:end]))
                end = start + int(breaks[-1]) + 1 if len(breaks) else end
            piece = slice(start, end)
            yield Document(self.string, self.title_length, self.ids[piece], self.starts[piece], self.ends[piece])
            start = end

    def sentence_bounds(self, offset: int) -> tuple[int, int]:
        """String offsets of the sentence that holds `offset`."""
        index = int(np.searchsorted(self.sentence_starts, offset, side="right"))
        end = int(self.sentence_starts[index]) if index < len(self.sentence_starts) else len(self.string)
        return int(self.sentence_starts[index - 1]), end

    def tokens_of(self, start: int, end: int) -> tuple[int, int] | None:
        """First and last token that overlap the string's [start, end), or None if none does."""
        first = int(np.searchsorted(self.ends, start, side="right"))
        last = int(np.searchsorted(self.starts, end, side="left")) - 1
        return (first, last) if first <= last else None

    def part_span(self, start: int, end: int) -> tuple[Part, int, int]:
        """The report's part and the offsets in it that the string's [start, end) stands for."""
        if end <= self.title_length:
            return "title", start, end
        return "text", max(0, start - self.text_start), end - self.text_start

    def quote(self, start: int, end: int) -> Quote:
        """The string's [start, end) as a quote of the report."""
        part, s, e = self.part_span(start, end)
        return Quote(quote=self.string[start:end], start=s, end=e, part=part)


def read_document(text: str, title: str | None, tokenizer: Tokenizer) -> Document:
    """Tokens of a report. `tokenizer` must neither truncate nor pad; special tokens are left out."""
    string = f"{title}{TITLE_GAP}{text}" if title else text
    encoding = tokenizer.encode(string, add_special_tokens=False)
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    return Document(
        string=string,
        title_length=len(title) if title else 0,
        ids=np.array(encoding.ids, dtype=np.int64),
        starts=offsets[:, 0],
        ends=offsets[:, 1],
    )
