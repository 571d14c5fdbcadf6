"""A diagram of reliability: of events told with a confidence, how many are right."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from dateline.evaluation.calibration import Bin

SIDE, MARGIN = 360, 48
COLOURS = ("#1f6feb", "#d1242f")


def _x(value: float) -> float:
    return MARGIN + value * SIDE


def _y(value: float) -> float:
    return MARGIN + (1 - value) * SIDE


def _axes() -> list[str]:
    lines = [f'<rect x="{MARGIN}" y="{MARGIN}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#8c959f"/>']
    lines.append(f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#8c959f" stroke-dasharray="4 4"/>')
    for tenth in range(0, 11, 2):
        value = tenth / 10
        lines.append(f'<text x="{_x(value)}" y="{_y(0) + 18}" text-anchor="middle">{value:.1f}</text>')
        lines.append(f'<text x="{_x(0) - 8}" y="{_y(value) + 4}" text-anchor="end">{value:.1f}</text>')
    lines.append(f'<text x="{_x(0.5)}" y="{_y(0) + 38}" text-anchor="middle">confidence told</text>')
    turned = f"rotate(-90 14 {_y(0.5)})"
    lines.append(f'<text x="14" y="{_y(0.5)}" text-anchor="middle" transform="{turned}">share that is right</text>')
    return lines


def draw(series: Sequence[tuple[str, Sequence[Bin]]], path: Path) -> None:
    """Write the diagram: one line for each named series of bins; points as large as their bins are full."""
    lines = _axes()
    for number, (name, bins) in enumerate(series):
        colour = COLOURS[number % len(COLOURS)]
        points = " ".join(f"{_x(b.confidence):.1f},{_y(b.right):.1f}" for b in bins)
        lines.append(f'<polyline points="{points}" fill="none" stroke="{colour}"/>')
        most = max((b.count for b in bins), default=1)
        for b in bins:
            centre = f'cx="{_x(b.confidence):.1f}" cy="{_y(b.right):.1f}"'
            lines.append(f'<circle {centre} r="{2 + 4 * b.count / most:.1f}" fill="{colour}"/>')
        lines.append(f'<text x="{_x(0) + 10}" y="{MARGIN + 18 + 16 * number}" fill="{colour}">{escape(name)}</text>')
    size = SIDE + 2 * MARGIN
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" font-family="sans-serif" '
        'font-size="12"><title>Reliability of event confidence</title>'
        f'<rect width="{size}" height="{size}" fill="#ffffff"/>'
    )
    path.write_text("\n".join([head, *lines, "</svg>"]) + "\n", encoding="utf-8")
