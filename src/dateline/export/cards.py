"""Evidence cards: one for each event, for people to read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from rich.box import ROUNDED
from rich.console import Console, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from dateline.export.base import Output, Writer
from dateline.export.privacy import Mask, withhold
from dateline.export.wording import days, heading, number, percent, plain, quoted, whereabouts
from dateline.records import Actor, CodedReport, Count, Event

FILE_WIDTH = 100
FAMILY_STYLES = {
    "battle": "red",
    "explosion": "dark_orange",
    "civilians": "magenta",
    "protest": "cyan",
    "riot": "yellow",
    "strategic": "blue",
}


def render(coded: CodedReport, console: Console, *, names: bool = False) -> None:
    """Print the report's heading and a card for each of its events.

    Names of private persons are withheld unless `names` is set.
    """
    if not names:
        title = Mask.of(coded.events).apply(coded.title, 0, "title")
        coded = withhold(coded).model_copy(update={"title": title})
    console.print(Text(heading(coded), style="bold"))
    if not coded.events:
        console.print(Text("no event", style="dim"))
    for event in coded.events:
        console.print(_card(event))
    for problem in coded.problems:
        console.print(Text(f"dropped: {plain(problem)}", style="dim"))
    console.print()


def _card(event: Event) -> Panel:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, value in _lines(event):
        grid.add_row(label, value)
    style = FAMILY_STYLES[event.type.partition(".")[0]]
    return Panel(grid, title=Text(f"{event.id} {event.type}"), title_align="left", border_style=style, box=ROUNDED)


def _lines(event: Event) -> Iterator[tuple[str, RenderableType]]:
    status = " · ".join(
        part
        for part in (event.status, "background" if event.background else "", f"part of {event.part_of or ''}")
        if part and part != "part of "
    )
    yield "what", _evidence(status, event.trigger, event.confidence)
    yield "when", _evidence(days(event.date), event.date.quote, event.date.confidence)
    yield "where", _evidence(whereabouts(event.place), event.place.quote, event.place.confidence)
    yield "who", _actors(event.perpetrators, event.responsibility)
    yield "to whom", _actors(event.targets)
    if event.counts:
        yield "toll", Text("\n").join(_count(count) for count in event.counts)
    if event.weapons:
        confidence = event.field_confidence.get("weapons")
        yield "weapons", Text("\n").join(_evidence("", weapon, confidence) for weapon in event.weapons)
    if event.sources or event.attributions:
        yield "sources", _sources(event)


def _evidence(value: str, quote: str | None, confidence: float | None) -> Text:
    """A value, the words that say it, and how sure that is; what is neither said nor inferred has no percentage."""
    parts = [Text(value)] if value else []
    if quote:
        parts.append(Text(quoted(quote), style="italic green"))
    if confidence is not None and (quote or confidence > 0):
        parts.append(Text(percent(confidence), style="dim"))
    return Text("  ").join(parts)


def _actors(actors: tuple[Actor, ...], responsibility: str | None = None) -> Text:
    lines = [_evidence(actor.kind, actor.quote, actor.confidence) for actor in actors] or [Text("not named")]
    if responsibility is not None and actors:
        lines.append(Text(f"responsibility: {responsibility}"))
    return Text("\n").join(lines)


def _sources(event: Event) -> Text:
    """A line for each source and manner in which it is cited."""
    confidence = event.field_confidence.get("sources")
    if not event.attributions:
        return Text("\n").join(_evidence("", source, confidence) for source in event.sources)
    return Text("\n").join(
        _evidence(said.manner, said.quote, confidence) if said.quote else Text(f"{said.manner}  nobody named")
        for said in event.attributions
    )


def _count(count: Count) -> Text:
    who = f", {plain(count.who)}" if count.who else ""
    return _evidence(f"{count.measure} {number(count)} ({count.side}{who})", count.quote, count.confidence)


class CardWriter(Writer):
    """Writes cards as text: in colour to a terminal, without to a file."""

    def __init__(self, path: Path | None, *, names: bool, stream: BinaryIO | None) -> None:
        """Write to `path`, or to `stream` where it is None. Raises ExportError where that fails."""
        self._names = names
        self._output = Output(path, stream)
        self._text = io.TextIOWrapper(self._output.stream, encoding="utf-8", newline="", write_through=True)
        terminal = path is None and self._text.isatty()
        self._console = Console(file=self._text, width=None if terminal else FILE_WIDTH)

    def write(self, coded: CodedReport) -> None:
        """Write the report's cards and flush, so that they can be read while others are coded."""
        render(coded, self._console, names=self._names)
        self._text.flush()

    def close(self) -> None:
        """Finish the text."""
        self._text.detach()  # flushes
        self._output.commit()

    def discard(self) -> None:
        """Remove the unfinished text."""
        self._text.detach()
        self._output.discard()
