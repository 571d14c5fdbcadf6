"""An incident explained in the terminal: its links, its toll over time, its conflicts, sources and history."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dateline.export.incidents.wording import (
    heading,
    history,
    problem_text,
    source_label,
    source_lines,
    told_text,
    toll_name,
    toll_text,
    value_line,
)
from dateline.export.wording import plain, visible
from dateline.linking.conflicts import conflicts, standing
from dateline.linking.explanation import waterfall
from dateline.linking.records import Incident, ToldDate, ToldNumber, ToldPlace, ToldType, Toll

BAR = 24
"""Width of the longest bar of a toll in characters."""


def explain(incident: Incident, console: Console, *, asked: str | None = None, names: bool = False) -> None:
    """Print all that is known of how the incident came about.

    `asked` is the id that was asked for: a former one is told to be this incident. Capitalised words in quotes are
    withheld unless `names` is set: they may be names of private persons.
    """
    if asked is not None and asked != incident.id:
        console.print(Text(f"{plain(asked)} is now {incident.id}: the two turned out to be one incident"))
    console.print(Text(incident.id, style="bold"))
    console.print(Text(heading(incident)), soft_wrap=True)
    _section(console, "Why these events are one", _links(incident))
    console.print(Text("\nHow the toll moved", style="bold"))
    if not incident.tolls:
        console.print("no report tells a number")
    for toll in incident.tolls:
        console.print(_toll(toll, names=names))
    _section(console, "What remains in conflict", list(_conflicts(incident, names=names)) or ["nothing"])
    _section(console, "Sources", source_lines(incident))
    _section(console, "History", history(incident) or ["no other id was ever given to it"])


def _section(console: Console, title: str, lines: list[str]) -> None:
    console.print(Text(f"\n{title}", style="bold"))
    for line in lines:
        console.print(Text(line), soft_wrap=True)


def _links(incident: Incident) -> list[str]:
    """The waterfall of each link, line by line."""
    blocks = [waterfall(link) for link in incident.links] or ["one event of one report: nothing was linked"]
    return [visible(line) for block in blocks for line in block.split("\n")]


def _toll(toll: Toll, *, names: bool) -> Table:
    table = Table(title=Text(f"{toll_name(toll)}: {toll_text(toll)}"), title_justify="left", box=None, pad_edge=False)
    for column in ("published", "source", "report", "", "told"):
        table.add_column(column, overflow="fold", no_wrap=column in {"published", "source", ""})
    longest = max((_length(told) for told in toll.told), default=0) or 1
    for told in toll.told:
        style = "dim" if told.superseded else ""
        words = told_text(told, names=names) + (" (superseded)" if told.superseded else "")
        table.add_row(
            "unknown" if told.told_by.published is None else told.told_by.published.isoformat(),
            source_label(told.told_by.source),
            Text(plain(told.told_by.report)),
            ("-" if told.superseded else "#") * round(BAR * _length(told) / longest),
            Text(words),
            style=style,
        )
    return table


def _length(told: ToldNumber) -> int:
    return next((number for number in (told.best, told.low, told.high) if number is not None), 0)


def _conflicts(incident: Incident, *, names: bool) -> Iterator[str]:
    found = conflicts(incident)
    differing: dict[str, tuple[ToldType | ToldDate | ToldPlace, ...]]
    differing = {"type": found.types, "date": found.dates, "place": found.places}
    for title, values in differing.items():
        for at, value in enumerate(values):
            yield f"{title if at == 0 else '  or'}: {value_line(value, names=names)}"
    for toll in found.tolls:
        for at, told in enumerate(standing(toll)):
            source = f"{source_label(told.told_by.source)} {plain(told.told_by.report)}"
            yield f"{toll_name(toll) if at == 0 else '  or'}: {told_text(told, names=names)}; {source}"
    for problem in found.problems:
        yield f"does not add up: {problem_text(problem, names=names)}"
