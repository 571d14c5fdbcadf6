"""An incident explained as a picture: what `dateline explain` prints, drawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from dateline.export.incidents import toll_chart, waterfall_chart
from dateline.export.incidents.wording import (
    heading,
    history,
    problem_text,
    source_label,
    source_lines,
    told_text,
    toll_name,
    value_line,
)
from dateline.export.svg import Drawing, wrapped
from dateline.linking.conflicts import conflicts, standing
from dateline.linking.explanation import steps
from dateline.linking.records import Incident, ToldDate, ToldPlace, ToldType

WIDTH: Final = 960
MARGIN: Final = 28
INNER: Final = WIDTH - 2 * MARGIN
LINE: Final = 17
MOST_LINKS: Final = 40
"""Links that are drawn; the others are told in the text alone."""


def draw(incident: Incident, *, asked: str | None = None, names: bool = False) -> str:
    """The picture as an SVG document, the same for the same incident.

    `asked`, `names`: as for `dateline.export.incidents.text.explain`.
    """
    drawing = Drawing(WIDTH, f"Incident {incident.id}", _spoken(incident))
    drawing.text(MARGIN, 38, f"Incident {incident.id}", size=20, bold=True)
    y = _lines(drawing, [heading(incident)], 50)
    if asked is not None and asked != incident.id:
        y = _lines(drawing, [f"{asked} is now {incident.id}: the two turned out to be one incident"], y)
    y = _links(drawing, incident, y)
    y = _tolls(drawing, incident, y, names=names)
    y = _section(drawing, "What remains in conflict", y)
    y = _lines(drawing, _conflicts(incident, names=names), y)
    y = _section(drawing, "Sources", y)
    y = _lines(drawing, source_lines(incident), y)
    y = _section(drawing, "History", y)
    y = _lines(drawing, history(incident) or ["no other id was ever given to it"], y)
    return drawing.render(y + MARGIN)


def _links(drawing: Drawing, incident: Incident, y: float) -> float:
    y = _section(drawing, "Why these events are one", y)
    links = incident.links[:MOST_LINKS]
    if not links:
        return _lines(drawing, ["one event of one report: nothing was linked"], y)
    note = "Weights in log-odds: 0 is even, +2.2 nine to one. Blue speaks for one incident, orange for two."
    y = _lines(drawing, [note], y) + 4
    scale = waterfall_chart.scale_of(links, MARGIN, INNER)
    for link in links:
        y = waterfall_chart.draw(drawing, link, MARGIN, y, scale, width=INNER)
    if len(incident.links) > len(links):
        y = _lines(drawing, [f"and {len(incident.links) - len(links)} more links"], y)
    return y


def _tolls(drawing: Drawing, incident: Incident, y: float, *, names: bool) -> float:
    y = _section(drawing, "How the toll moved, by day of publication", y)
    if not incident.tolls:
        return _lines(drawing, ["no report tells a number"], y)
    y = toll_chart.legend(drawing, incident, MARGIN, y) + 6
    days = toll_chart.Days.of(incident.tolls)
    for toll in incident.tolls:
        y = toll_chart.draw(drawing, toll, days, MARGIN, y, width=INNER, names=names)
    return y


def _conflicts(incident: Incident, *, names: bool) -> list[str]:
    found = conflicts(incident)
    differing: dict[str, tuple[ToldType | ToldDate | ToldPlace, ...]]
    differing = {"type": found.types, "date": found.dates, "place": found.places}
    lines = [f"{title}: {value_line(value, names=names)}" for title, values in differing.items() for value in values]
    for toll in found.tolls:
        lines += [
            f"{toll_name(toll)}: {told_text(told, names=names)}; {source_label(told.told_by.source)} "
            f"{told.told_by.report}"
            for told in standing(toll)
        ]
    lines += [f"does not add up: {problem_text(problem, names=names)}" for problem in found.problems]
    return lines or ["nothing"]


def _section(drawing: Drawing, title: str, y: float) -> float:
    drawing.line(MARGIN, y + 14, WIDTH - MARGIN, y + 14, stroke="#d0d0d0")
    drawing.text(MARGIN, y + 38, title, size=15, bold=True)
    return y + 46


def _lines(drawing: Drawing, lines: Iterable[str], y: float) -> float:
    """Lines of text below `y`, broken where they are too long, the rest set in."""
    for line in lines:
        for number, piece in enumerate(wrapped(line, INNER - 20)):
            y += LINE
            drawing.text(MARGIN + (16 if number else 0), y, piece)
    return y + 4


def _spoken(incident: Incident) -> str:
    """All that the shapes say, in sentences."""
    links = [waterfall_chart.spoken(link, steps(link)) for link in incident.links[:MOST_LINKS]]
    return " ".join([f"{heading(incident)}.", *links, *(toll_chart.spoken(toll) for toll in incident.tolls)])
