"""Where the commands get their coder from."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from dateline.codebook.codebook import DEFAULT
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


CoderLoader = Callable[..., ReportCoder]
"""From the name of a model to a coder; `codebook=` and `min_confidence=` where they are not the usual ones."""


def load_coder(model: str, codebook: str = DEFAULT, min_confidence: float | None = None) -> ReportCoder:
    """The coder that runs `model` by `codebook`; `min_confidence` as in `Coder.load`.

    Imported when called: the model's runtime is the slow part of start-up.
    """
    from dateline.coding.coder import Coder  # noqa: PLC0415

    return Coder.load(model, codebook, min_confidence)


def chosen(args: argparse.Namespace, load: CoderLoader) -> ReportCoder:
    """The coder that the options ask for."""
    unusual: dict[str, Any] = {}
    if args.codebook != DEFAULT:
        unusual["codebook"] = args.codebook
    if args.min_confidence is not None:
        unusual["min_confidence"] = args.min_confidence
    return load(args.model, **unusual)
