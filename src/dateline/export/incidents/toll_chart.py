"""How a toll moved: for each report a point at its number, with a bar from low to high, by day of publication."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dateline.export.incidents.scales import Scale, round_numbers
from dateline.export.incidents.wording import source_label, told_text, toll_name, toll_text
from dateline.export.svg import Drawing
from dateline.linking.records import Incident, ToldNumber, Toll

COLOURS: Final = ("#1f5fa8", "#b8500c", "#2e7d32", "#7b3fa0", "#a3123a", "#0f7f86", "#7a5c00", "#4a4a4a")
"""By source, in turn; the label beside each point says which source it is."""
HEIGHT: Final = 170
FEW_HEIGHT: Final = 80
FEW: Final = 2
"""So many numbers need no tall chart."""
AXIS: Final = 44
UNDATED: Final = 70
APART: Final = 30
CROWDED: Final = 300
"""Pixels between points of one day, and the most that all of a day take."""
WHITE: Final = "#ffffff"


@dataclass(frozen=True)
class Days:
    """The days on which the numbers of an incident were published: one axis for all its tolls."""

    known: tuple[date, ...]
    undated: bool
    """Whether a number has no date of publication."""

    @classmethod
    def of(cls, tolls: Sequence[Toll]) -> Days:
        """The days of these tolls, in their order."""
        found = {told.told_by.published for toll in tolls for told in toll.told}
        return cls(tuple(sorted(day for day in found if day is not None)), None in found)

    def scale(self, left: float, right: float) -> Scale:
        """From the first day to the last, with room for points beside them."""
        first, last = (self.known[at].toordinal() if self.known else 0 for at in (0, -1))
        return Scale(first, last, left + 50, right - 50 - (UNDATED if self.undated else 0))


def draw(drawing: Drawing, toll: Toll, days: Days, left: float, top: float, *, width: float, names: bool) -> float:
    """Draw one toll below `top`, on the axis of `days`; returns where it ends."""
    title = f"{toll_name(toll)}: {toll_text(toll)}"
    drawing.text(left, top + 14, title, bold=True)
    bottom = top + 34 + (HEIGHT if len(toll.told) > FEW else FEW_HEIGHT)
    ticks = round_numbers(max((_top(told) for told in toll.told), default=1))
    up = Scale(0, ticks[-1], bottom, top + 34)
    for tick in ticks:
        drawing.line(left + AXIS, up(tick), left + width, up(tick), stroke="#e3e3e3")
        drawing.text(left + AXIS - 6, up(tick) + 4, str(tick), size=11, anchor="end")
    if toll.low is not None:
        high = ticks[-1] if toll.high is None else toll.high
        height = max(up(toll.low) - up(high), 1)
        drawing.rect(left + AXIS, up(high), width - AXIS, height, fill="#eef3f8", tip=f"stands: {toll_text(toll)}")
    if toll.best is not None:
        drawing.line(left + AXIS, up(toll.best), left + width, up(toll.best), stroke="#7d99b5", dash="6 4")
    across = days.scale(left + AXIS, left + width)
    _axis(drawing, days.known, across, bottom)
    undated = left + width - UNDATED / 2
    if days.undated:
        drawing.text(undated, bottom + 16, "no date", size=11, anchor="middle")
    crowd = Counter(told.told_by.published for told in toll.told)
    seen: Counter[date | None] = Counter()
    for told in toll.told:
        day = told.told_by.published
        middle = undated if day is None else across(day.toordinal())
        x = middle + min(APART, CROWDED / crowd[day]) * (seen[day] - (crowd[day] - 1) / 2)
        seen[day] += 1
        _point(drawing, told, x, up, names=names)
    return bottom + 30


def spoken(toll: Toll) -> str:
    """The toll in one sentence, for those who do not see the points."""
    return f"{toll_name(toll)}: {toll_text(toll)}, told {len(toll.told)} times."


def legend(drawing: Drawing, incident: Incident, left: float, top: float) -> float:
    """What the marks mean; returns where it ends."""
    y = top + 12
    drawing.circle(left + 6, y - 4, 5, fill=COLOURS[0], stroke=COLOURS[0])
    drawing.text(left + 18, y, "stands", size=11)
    drawing.circle(left + 76, y - 4, 5, fill=WHITE, stroke=COLOURS[0])
    drawing.text(left + 88, y, "superseded", size=11)
    drawing.line(left + 168, y - 12, left + 168, y + 4, stroke=COLOURS[0], width=3)
    drawing.text(left + 178, y, "low to high", size=11)
    drawing.line(left + 254, y - 4, left + 276, y - 4, stroke="#7d99b5", dash="6 4")
    several = "" if len(incident.sources) == 1 else "; a colour for each source"
    drawing.text(left + 284, y, f"reconciled number, shaded from low to high{several}", size=11)
    return y + 10


def _axis(drawing: Drawing, days: Sequence[date], across: Scale, bottom: float) -> None:
    """The days of publication, as many as there is room for; first and last always."""
    last = -1e9
    for number, day in enumerate(days):
        x = across(day.toordinal())
        drawing.line(x, bottom, x, bottom + 4, stroke="#6b6b6b")
        final = number == len(days) - 1
        if x - last >= 74 and (final or across(days[-1].toordinal()) - x >= 74):
            drawing.text(x, bottom + 16, day.isoformat(), size=11, anchor="middle")
            last = x


def _point(drawing: Drawing, told: ToldNumber, x: float, up: Scale, *, names: bool) -> None:
    source = told.told_by.source
    colour = COLOURS[source % len(COLOURS)]
    low = told.low if told.low is not None else 0 if told.best is None else told.best
    high = told.high if told.high is not None else up.high
    dash = "2 3" if told.high is None or told.low is None else ""
    if low != high:
        drawing.line(x, up(low), x, up(high), stroke=colour, width=3, dash=dash)
    tip = f"{source_label(source)} {told.told_by.report}: {told_text(told, names=names)}"
    at = next((n for n in (told.best, told.low, told.high) if n is not None), 0)
    drawing.circle(x, up(at), 5, fill=WHITE if told.superseded else colour, stroke=colour, tip=tip)
    drawing.text(x + 8, up(at) + 4, source_label(source), size=10, fill=colour)


def _top(told: ToldNumber) -> int:
    """The number up to which the axis must reach: a little above an open one."""
    if told.high is not None:
        return told.high
    return max(told.low or 0, told.best or 0) + 1
