"""A report with its evidence marked, and how each derived value came about."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dateline.export.wording import days, heading, number, percent, plain, quoted, visible, whereabouts
from dateline.records import CodedReport, Event, Part, Period

FIELD_STYLES = {
    "trigger": "bold white on red",
    "date": "black on cyan",
    "place": "black on green",
    "perpetrators": "black on magenta",
    "targets": "black on yellow",
    "counts": "white on blue",
    "weapons": "black on bright_red",
    "sources": "black on white",
}


def explain(coded: CodedReport, console: Console) -> None:
    """Print the report's title and text with the evidence marked, a legend, and each event's derivations.

    Where the console shows no colour, each quote stands in brackets behind its event and field.
    """
    console.print(Text(heading(coded), style="bold"))
    if coded.title:
        console.print(_marked(coded.title, coded, "title", console), soft_wrap=True)
    console.print(_marked(coded.text, coded, "text", console), soft_wrap=True)
    console.print()
    if not coded.events:
        console.print("no event")
    elif console.color_system is not None:
        console.print(_legend())
    for event in coded.events:
        console.print(_chain(event))
    for problem in coded.problems:
        console.print(Text(f"dropped: {plain(problem)}"))


def _marked(text: str, coded: CodedReport, part: Part, console: Console) -> Text:
    spans = sorted(
        {
            (quote.start, quote.end, field, event.id)
            for event in coded.events
            for field, quote in event.quotes()
            if quote.part == part
        },
        key=lambda span: (span[0], -span[1], span[2], span[3]),
    )
    if console.color_system is None:
        return _bracketed(text, spans)
    marked = Text(visible(text))
    for start, end, field, _ in spans:  # a shorter quote inside a longer one is marked on top of it
        marked.stylize(FIELD_STYLES[field], start, end)
    return marked


def _bracketed(text: str, spans: list[tuple[int, int, str, str]]) -> Text:
    opening: dict[int, list[str]] = {}
    closing: dict[int, int] = {}
    labels: dict[tuple[int, int], list[str]] = {}
    for start, end, field, event in spans:
        labels.setdefault((start, end), []).append(f"{event} {field}")
    for (start, end), names in labels.items():
        opening.setdefault(start, []).append(f"[{', '.join(names)}: ")
        closing[end] = closing.get(end, 0) + 1
    pieces, done = [], 0
    for at in sorted({*opening, *closing}):
        pieces += [text[done:at], "]" * closing.get(at, 0), *opening.get(at, [])]
        done = at
    return Text(visible("".join([*pieces, text[done:]])))


def _legend() -> Text:
    return Text(" ").join(Text(f" {field} ", style=style) for field, style in FIELD_STYLES.items())


def _chain(event: Event) -> Table:
    table = Table(
        title=Text(f"{event.id} {event.type} {percent(event.confidence)}", style="bold"),
        title_justify="left",
        show_header=False,
        box=None,
    )
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for label, steps in _derivations(event):
        table.add_row(label, Text(" → ".join(plain(step) for step in steps if step)))
    return table


def _dating(period: Period) -> tuple[str, ...]:
    """The basis of a resolved date is a chain of its own, from the words to the days."""
    if "→" in period.basis:
        return (f"{period.basis} ({period.precision})",)
    return *_origin(period.quote, period.basis), days(period)


def _origin(quote: str | None, basis: str) -> tuple[str, ...]:
    """The words and what was made of them; a basis that begins with the words does not need them twice."""
    return (basis,) if quote and basis.startswith(quote) else (quoted(quote), basis)


def _derivations(event: Event) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "type", (quoted(event.trigger), event.type)
    yield "status", (" · ".join((event.status, *(["background"] if event.background else []))),)
    if event.part_of is not None:
        yield "part of", (event.part_of,)
    yield "date", _dating(event.date)
    yield "place", (*_origin(event.place.quote, event.place.basis), whereabouts(event.place))
    for side, actors in (("perpetrator", event.perpetrators), ("target", event.targets)):
        for actor in actors:
            private = "private person" if actor.private else ""
            yield side, (quoted(actor.quote), actor.kind, private)
    if event.perpetrators:
        yield "responsibility", (event.responsibility,)
    for count in event.counts:
        bounds = ", ".join(
            f"{name} {'open' if value is None else value}"
            for name, value in (("low", count.low), ("best", count.best), ("high", count.high))
        )
        who = f" {quoted(count.who)}" if count.who else ""
        yield count.measure, (quoted(count.quote), f"{number(count)} ({bounds})", f"side: {count.side}{who}")
    for weapon in event.weapons:
        yield "weapon", (quoted(weapon),)
    for said in event.attributions:
        yield "source", (quoted(said.quote) or "nobody named", said.manner)
    if not event.attributions:
        for source in event.sources:
            yield "source", (quoted(source),)
