"""Pictures within pages: how a toll moved, and why reports were linked. SVG without styles, which the desk forbids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from defusedxml import ElementTree
from markupsafe import Markup

from dateline.desk.evidence import legible
from dateline.export.incidents import toll_chart
from dateline.export.svg import Drawing
from dateline.linking.explanation import START, SUM, ends, log_odds, steps
from dateline.linking.records import Incident, Link, Toll

WIDTHS: Final = {"wide": 620, "narrow": 330}
"""Pixels of the two sizes in which each chart is drawn; the style sheet shows the one that fits."""
MARGIN: Final = 4


@dataclass(frozen=True)
class Bar:
    """One line of a waterfall: from `start`, `width` long, in percent of the chart; `kind`: level, for, against."""

    name: str
    value: str
    start: float
    width: float
    kind: str


@dataclass(frozen=True)
class Waterfall:
    """Why two tellings are one incident: what each evidence adds to the log-odds. `zero`: where even odds are."""

    left: str
    right: str
    probability: float
    zero: float
    bars: tuple[Bar, ...]


def toll_pictures(incident: Incident) -> dict[str, Markup]:
    """For each size of WIDTHS the tolls that moved or differ, over time; empty where none does."""
    tolls = [toll for toll in incident.tolls if len({(told.low, told.best, told.high) for told in toll.told}) > 1]
    return {size: _tolls(tolls, size) for size in WIDTHS} if tolls else {}


def waterfalls(links: Sequence[Link]) -> tuple[Waterfall, ...]:
    """The links with their bars, all on one scale so that they can be compared."""
    levels = [0.0]
    for link in links:
        levels += [link.start, log_odds(link), *(step.level for step in steps(link))]
    low, high = min(levels), max(levels)
    span = (high - low) or 1.0

    def share(level: float) -> float:
        return round(100 * (level - low) / span, 2)

    def bar(name: str, before: float, after: float, kind: str) -> Bar:
        first, last = sorted((share(before), share(after)))
        return Bar(name, f"{after - before:+.2f}", first, max(round(last - first, 2), 0.5), kind)

    found = []
    for link in links:
        left, right = (legible(end) for end in ends(link))
        added = [bar(s.name, s.level - s.weight, s.level, "for" if s.weight >= 0 else "against") for s in steps(link)]
        bars = (bar(START, 0, link.start, "level"), *added, bar(SUM, 0, log_odds(link), "level"))
        found.append(Waterfall(left, right, link.probability, share(0), bars))
    return tuple(found)


def _tolls(tolls: Sequence[Toll], size: str) -> Markup:
    width = WIDTHS[size]
    spoken = " ".join(toll_chart.spoken(toll) for toll in tolls)
    drawing = Drawing(width, "The toll over time", spoken)
    days = toll_chart.Days.of(tolls)
    y: float = MARGIN
    for toll in tolls:
        y = toll_chart.draw(drawing, toll, days, MARGIN, y, width=width - 2 * MARGIN, names=True)
    return inlined(drawing.render(y + MARGIN), f"toll-{size}", f"chart {size}")


def inlined(picture: str, prefix: str, classes: str) -> Markup:
    """An SVG document of `Drawing` as an element of a page: ids begin with `prefix`, no namespaces, these classes."""
    root = ElementTree.fromstring(picture)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        if "id" in element.attrib:
            element.set("id", f"{prefix}-{element.get('id')}")
    labels = root.get("aria-labelledby", "").split()
    root.set("aria-labelledby", " ".join(f"{prefix}-{label}" for label in labels))
    root.set("class", classes)
    # Written by ElementTree, which escapes all text; nothing of it is markup from elsewhere.
    return Markup(ElementTree.tostring(root, encoding="unicode"))  # noqa: S704
