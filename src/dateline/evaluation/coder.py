"""What an evaluation needs of a coder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from dateline.coding.frames import Frame
from dateline.records import CodedReport, Report


class EventCoder(Protocol):
    """Codes the events of a report."""

    def code(self, report: Report) -> CodedReport:
        """All events of a report."""


class FrameCoder(Protocol):
    """Finds the MUC-4 frames of a report."""

    def templates(self, report: Report) -> Sequence[Frame]:
        """The report's frames by the scheme of MUC-4; offsets into its text where it has no title."""
