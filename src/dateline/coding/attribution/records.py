"""Records of who says what of an event."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dateline.coding.attribution.linking import Said
from dateline.coding.document import Document
from dateline.coding.privacy import is_private_source
from dateline.records import Attribution, Span


def to_attribution(said: Said, document: Document, around: Callable[[Span], str]) -> Attribution:
    """The record of one citation; `around` gives the text beside a span, in which a source's office may stand."""

    def span(place: tuple[int, int] | None) -> Span | None:
        if place is None:
            return None
        part, start, end = document.part_span(*place)
        return Span(start=start, end=end, part=part)

    statement = said.statement
    manner = "reported" if statement is None else statement.manner
    cue = span(statement.cue if statement else None)
    content = span(statement.said if statement else None)
    if said.source is None:
        return Attribution(manner=manner, cue=cue, said=content)
    quote = document.quote(said.source.start, said.source.end)
    return Attribution(
        quote=quote.quote,
        start=quote.start,
        end=quote.end,
        part=quote.part,
        manner=manner,
        cue=cue,
        said=content,
        private=is_private_source(quote.quote, around(Span(start=quote.start, end=quote.end, part=quote.part))),
    )


def sources_of(attributions: Iterable[Attribution]) -> tuple[tuple[str, ...], tuple[Span, ...], tuple[bool, ...]]:
    """The sources that attributions name, each once: quotes, spans, and whether each is a private person."""
    named = {
        (a.part, a.start, a.end): (a.quote, Span(start=a.start, end=a.end, part=a.part), a.private)
        for a in attributions
        if a.quote is not None and a.start is not None and a.end is not None
    }
    quotes = tuple(quote for quote, _, _ in named.values())
    return quotes, tuple(span for _, span, _ in named.values()), tuple(private for _, _, private in named.values())
