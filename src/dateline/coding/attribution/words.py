"""Words, sentences and quotations of a report, for rules that read from word to word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.coding.attribution.lexicon import ABBREVIATIONS

Span = tuple[int, int]

# Web text often holds UTF-8 quotation marks that were read as Windows-1252.
_OPEN_MANGLED, _CLOSE_MANGLED = "â€œ", "â€"
_TOKEN = re.compile(
    r"\n[^\S\n]*\n\s*|â€œ|â€˜â€˜|â€™â€™|â€[™\x9d\ufffd]?|(?:(?!â€)\w)+(?:(?:['’\-]|â€™)(?:(?!â€)\w)+)*|``|''|--+|[^\w\s]"
)
_OPENING, _CLOSING = frozenset(("“", "«", "„", "``", _OPEN_MANGLED, "â€˜â€˜")), frozenset(("”", "»", "''"))
_DOMAINS = frozenset(("com", "org", "net", "in", "uk", "co", "info", "news", "tv"))
LONGEST = 120  # words; a longer "sentence" lacks its full stops, and is read in pieces
PARAGRAPH = "\n\n"
_STOPS = frozenset((".", "!", "?", PARAGRAPH))


@dataclass(frozen=True)
class Words:
    """Tokens of a text: offsets, and lower-case forms (`PARAGRAPH` for the end of a paragraph)."""

    text: str
    starts: list[int]
    ends: list[int]
    lows: list[str]

    def capital(self, index: int) -> bool:
        """Whether a word begins with a capital."""
        return self.text[self.starts[index]].isupper()

    def alpha(self, index: int) -> bool:
        """Whether a token is a word or number."""
        return self.lows[index][0].isalnum()

    def span(self, first: int, end: int) -> Span:
        """Offsets of the tokens [first, end)."""
        return self.starts[first], self.ends[end - 1]


def read_words(text: str) -> Words:
    """The tokens of a text, in linear time."""
    starts, ends, lows = [], [], []
    for match in _TOKEN.finditer(text):
        token = match.group()
        starts.append(match.start())
        ends.append(match.end())
        lows.append(PARAGRAPH if token[0] == "\n" else token.lower())
    return Words(text, starts, ends, lows)


def sentences(words: Words) -> Iterator[Span]:
    """Token ranges of the sentences, at most `LONGEST` words each."""
    first, count = 0, len(words.lows)
    marks = [index for index, low in enumerate(words.lows) if low in _STOPS]
    for mark in marks:
        end = _sentence_end(words, mark)
        if end is None or end <= first:
            continue
        while end - first > LONGEST:
            yield first, first + LONGEST
            first += LONGEST
        yield first, end
        first = end
    while first < count:
        yield first, min(first + LONGEST, count)
        first += LONGEST


def _sentence_end(words: Words, index: int) -> int | None:
    """Where the sentence that a mark ends is over, closing marks included; None if it ends none."""
    lows = words.lows
    if lows[index] == PARAGRAPH:
        return index + 1
    if _closes(words, index + 1):
        return index + 2
    following = lows[index + 1] if index + 1 < len(lows) else PARAGRAPH
    return index + 1 if _is_stop(words, index, following) else None


def _closes(words: Words, index: int) -> bool:
    """Whether a token is a closing mark that touches the one before it."""
    if index >= len(words.lows):
        return False
    low = words.lows[index]
    return (low in _CLOSING or low in ('"', ")", "’", "'", _CLOSE_MANGLED) or low.startswith("â€™")) and (
        words.starts[index] == words.ends[index - 1]
    )


def _is_stop(words: Words, index: int, following: str) -> bool:
    if words.lows[index] != "." or index == 0:
        return True
    before = words.lows[index - 1]
    if (len(before) == 1 and before.isalpha()) or before in ABBREVIATIONS:
        return False
    glued = index + 1 < len(words.lows) and words.starts[index + 1] == words.ends[index]
    return not (glued and (following in _DOMAINS or following[0].isdigit() or len(following) == 1))


def quotations(words: Words) -> list[Span]:
    """Offsets of what stands in quotation marks, marks included; each ends with its paragraph at the latest."""
    out: list[Span] = []
    opened: int | None = None
    single = False
    for index, low in enumerate(words.lows):
        if low == PARAGRAPH or opened is None:
            if low == PARAGRAPH and opened is not None:
                out.append((words.starts[opened], words.ends[index - 1]))
            kind = None if low == PARAGRAPH else _opens(words, index)
            opened, single = (index, kind == "single") if kind else (None, False)
        elif _shuts(words, index, single=single):
            out.append((words.starts[opened], words.ends[index]))
            opened = None
    if opened is not None:
        out.append((words.starts[opened], words.ends[-1]))
    return out


def _space_around(words: Words, index: int) -> tuple[bool, bool]:
    before = index == 0 or words.starts[index] > words.ends[index - 1] or words.lows[index - 1] in ("(", "[", "--")
    after = index + 1 >= len(words.lows) or words.starts[index + 1] > words.ends[index]
    return before, after


def _opens(words: Words, index: int) -> str | None:
    low = words.lows[index]
    if low in _OPENING:
        return "double"
    if low not in ('"', "‘", "'"):
        return None
    before, after = _space_around(words, index)
    if low == '"':
        return "double"
    return "single" if before and not after else None


def _shuts(words: Words, index: int, *, single: bool) -> bool:
    low = words.lows[index]
    if single:
        before, _ = _space_around(words, index)
        return low in ("’", "'") and not before
    if low == '"':
        before, after = _space_around(words, index)
        return not before or after
    return (
        low in _CLOSING
        or low in (_CLOSE_MANGLED, "â€™â€™")
        or (low.startswith("â€") and low not in ("â€œ", "â€™", "â€˜â€˜"))
    )
