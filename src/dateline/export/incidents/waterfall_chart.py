"""The waterfall of a link as bars: where a typical pair starts, what each evidence adds, and the sum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dateline.export.incidents.scales import Scale
from dateline.export.svg import Drawing, shortened
from dateline.linking.explanation import START, SUM, Step, ends, log_odds, steps
from dateline.linking.records import Link

FOR, AGAINST, LEVEL = "#2a6fb0", "#c05a12", "#6b6b6b"
"""Blue and orange differ for all kinds of colour vision; signs beside the bars say the same."""
ROW: Final = 19
BAR: Final = 12
NAMES: Final = 310
VALUES: Final = 60


def scale_of(links: Sequence[Link], left: float, width: float) -> Scale:
    """One scale for all links of an incident, so that their bars can be compared."""
    levels = [0.0]
    for link in links:
        levels += [link.start, log_odds(link), *(step.level for step in steps(link))]
    return Scale(min(levels), max(levels), left + NAMES, left + width - VALUES)


def draw(drawing: Drawing, link: Link, left: float, top: float, scale: Scale, *, width: float) -> float:
    """Draw one link below `top`; returns where it ends."""
    one, other = ends(link)
    said = f"probability {link.probability:.2f}"
    half = (width - 200) / 2
    title = f"{shortened(one, half)}  and  {shortened(other, half)}"
    drawing.text(left, top + 14, title, bold=True)
    drawing.text(left + width, top + 14, said, anchor="end", bold=True)
    told = steps(link)
    total = log_odds(link)
    rows = [
        (START, 0.0, link.start, LEVEL),
        *((s.name, s.level - s.weight, s.level, FOR if s.weight >= 0 else AGAINST) for s in told),
        (SUM, 0.0, total, LEVEL),
    ]
    bottom = top + 24 + ROW * len(rows)
    drawing.line(scale(0), top + 22, scale(0), bottom, stroke="#9a9a9a", dash="3 3")
    for number, (name, before, after, colour) in enumerate(rows):
        y = top + 24 + ROW * number
        low, high = sorted((scale(before), scale(after)))
        value = f"{after - before:+.2f}"
        drawing.text(left, y + BAR - 1, shortened(name, NAMES - 10))
        drawing.rect(low, y, max(high - low, 1), BAR, fill=colour, tip=f"{name}: {value}")
        drawing.text(left + width, y + BAR - 1, value, anchor="end")
        if number < len(rows) - 1:
            drawing.line(scale(after), y, scale(after), y + ROW + BAR, stroke="#c4c4c4")
    return bottom + 14


def spoken(link: Link, told: Sequence[Step]) -> str:
    """The link in one sentence, for those who do not see the bars."""
    one, other = ends(link)
    most = ", ".join(f"{step.name} {step.weight:+.1f}" for step in told[:3])
    return f"{one} and {other} are one incident with probability {link.probability:.2f} ({most})."
