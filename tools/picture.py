"""Draws the evidence cards of one coded report as SVG: picture.py CODED.jsonl ID OUT.svg [EVENT…]."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from rich.console import Console

from dateline.export.cards import render
from dateline.records import CodedReport

WIDTH = 110
# rich's pictures load a font from the web; any monospaced font of the reader will do.
WEB_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def draw(coded: CodedReport) -> str:
    """The report's cards as an SVG document, the same for the same report."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    render(coded, console)
    return WEB_FONT.sub("", console.export_svg(title="dateline code", unique_id="card"))


def main(coded: Path, wanted: str, out: Path, *events: str) -> None:
    """Draw the report `wanted` of the JSON lines `coded`; of its events, those named, or all."""
    with coded.open(encoding="utf-8") as lines:
        reports = (CodedReport.model_validate_json(line) for line in lines)
        report = next(report for report in reports if report.id == wanted)
    shown = tuple(event for event in report.events if not events or event.id in events)
    out.write_text(draw(report.model_copy(update={"events": shown})), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), *sys.argv[4:])
