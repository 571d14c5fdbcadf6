"""Where the commands get their coder from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from dateline.coding.frames import Frame
from dateline.records import CodedReport, Report, SetAside, Versions


class ReportCoder(Protocol):
    """What the commands need of a coder."""

    @property
    def versions(self) -> Versions:
        """Those of program, model, codebook and gazetteer."""

    def code(self, report: Report) -> CodedReport:
        """Code one report."""

    def code_many(self, reports: Iterable[Report | SetAside]) -> Iterator[CodedReport | SetAside]:
        """Code a stream of reports; what was set aside passes through."""

    def templates(self, report: Report) -> list[Frame]:
        """The report's frames by the scheme of MUC-4."""


CoderLoader = Callable[[str], ReportCoder]


def load_coder(model: str) -> ReportCoder:
    """The coder that runs `model`. Imported when called: the model's runtime is the slow part of start-up."""
    from dateline.coding.coder import Coder  # noqa: PLC0415

    return Coder.load(model)
