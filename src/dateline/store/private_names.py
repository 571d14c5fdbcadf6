"""Where reports name private persons: what users without the right to see names neither read nor find."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from dateline.records import CodedReport, Event, Part, Quote

_UPPER: Final = "".join(char for char in map(chr, range(0x2000)) if char.isupper())
_NAME: Final = re.compile(rf"(?<!\w)[{_UPPER}][\w’'.-]{{0,60}}(?:\s+[{_UPPER}][\w’'.-]{{0,60}})+")
"""Two or more words with capitals in a row. Bounded, so that no text takes more than linear time."""
_TITLES: Final = frozenset(("Mr", "Mrs", "Ms", "Miss", "Dr", "Prof", "Sir", "Father", "Sister", "Sheikh", "The", "A"))


def private_quotes(events: Iterable[Event]) -> Iterator[str]:
    """How reports call private persons."""
    for event in events:
        yield from (actor.quote for actor in (*event.perpetrators, *event.targets) if actor.private)
        yield from (s for s, private in zip(event.sources, event.source_private, strict=False) if private)
        yield from (said.quote for said in event.attributions if said.private and said.quote)


def names_of(quotes: Iterable[str]) -> set[str]:
    """The quotes, and each word of names of two or more: who is Mira Tolland once is Tolland or Mira further down.

    Headlines may have them in capitals.
    """
    names = {name for quote in quotes for name in _names(quote) if name.strip()}
    return names | {name.upper() for name in names}


def pattern(quotes: Iterable[str]) -> re.Pattern[str] | None:
    """The names in these quotes as whole words, the longest first; None without quotes."""
    joined = "|".join(re.escape(name) for name in sorted(names_of(quotes), key=lambda name: (-len(name), name)))
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)") if joined else None


def hidden(coded: CodedReport) -> dict[Part, list[tuple[int, int]]]:
    """The stretches of title and text, [start:end], that name private persons; they may overlap."""
    names = pattern(private_quotes(coded.events))
    parts: dict[Part, str] = {"title": coded.title or "", "text": coded.text}
    found: dict[Part, list[tuple[int, int]]] = {"title": [], "text": []}
    for quote in _private_spans(coded.events):
        found[quote.part].append((quote.start, quote.end))
    if names is not None:
        for part, text in parts.items():
            found[part] += (match.span() for match in names.finditer(text))
    return found


def without_private_names(coded: CodedReport) -> tuple[str, str] | None:
    """Title and text with blanks for the names of private persons; None where neither holds any."""
    found = hidden(coded)
    if not any(found.values()):
        return None
    return _blanked(coded.title or "", found["title"]), _blanked(coded.text, found["text"])


def _private_spans(events: Iterable[Event]) -> Iterator[Quote]:
    for event in events:
        yield from (actor for actor in (*event.perpetrators, *event.targets) if actor.private)
        for source, span, private in zip(event.sources, event.source_spans, event.source_private, strict=False):
            if private:
                yield Quote(quote=source, start=span.start, end=span.end, part=span.part)
        for said in event.attributions:
            if said.private and said.quote is not None and said.start is not None and said.end is not None:
                yield Quote(quote=said.quote, start=said.start, end=said.end, part=said.part)


def _names(quote: str) -> Iterator[str]:
    yield quote
    for name in _NAME.findall(quote):
        yield from (word for word in name.split() if word.strip(".") not in _TITLES and len(word) > 1)


def _blanked(text: str, stretches: Iterable[tuple[int, int]]) -> str:
    pieces, done = [], 0
    for start, end in sorted(stretches):
        if start >= done:
            pieces += [text[done:start], " "]
        done = max(done, end)
    return "".join([*pieces, text[done:]])
