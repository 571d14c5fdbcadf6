"""Run a coder over a MUC-4 test set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from dateline.evaluation.coder import FrameCoder
from dateline.evaluation.muc4.ceaf import RoleFigures, gold_entities, score_roles
from dateline.evaluation.muc4.keys import Template, read_templates
from dateline.evaluation.muc4.score import Muc4Figures, score_templates
from dateline.evaluation.muc4.string_roles import Sighted, string_roles
from dateline.evaluation.muc4.templates import write_file, write_report
from dateline.evaluation.muc4.texts import read_messages
from dateline.evaluation.tally import Tally
from dateline.records import Report


@runtime_checkable
class Reader(Protocol):
    """Says what a model sees in a message."""

    def read(self, report: Report) -> Sighted:
        """Frames, candidate fillers and relevance."""


@dataclass(frozen=True)
class Muc4Run:
    """Figures of the templates, and of the string roles merged over each report where a reader was given."""

    templates: Muc4Figures
    roles: RoleFigures | None = None

    def rows(self) -> dict[str, Tally]:
        """The rows of the templates."""
        return self.templates.rows()

    def as_dict(self) -> dict[str, Any]:
        """JSON-able: the rows of the templates, and those of the roles under "string roles"."""
        roles = {} if self.roles is None else {"string roles": self.roles.as_dict()}
        return {**self.templates.as_dict(), **roles}

    def table(self) -> str:
        """Both tables."""
        roles = [] if self.roles is None else ["", "String roles merged over the report", self.roles.table()]
        return "\n".join([self.templates.table(), *roles])


def code_messages(coder: FrameCoder, texts_path: Path) -> dict[str, list[Template]]:
    """Templates by message id, in the order of the file."""
    return {report.id: write_report(report, coder.templates(report)) for report in read_messages(texts_path)}


def read_all(reader: Reader, texts_path: Path) -> Iterator[tuple[Report, list[Template], dict[str, list[list[str]]]]]:
    """Each message with its templates and its string roles' entities."""
    for report in read_messages(texts_path):
        sighted = reader.read(report)
        yield report, write_report(report, sighted.frames), string_roles(sighted, report.text)


def run_muc4(
    coder: FrameCoder | Reader, texts_path: Path, key_path: Path, templates_out: Path | None = None
) -> Muc4Run:
    """Code a message file, write its templates to `templates_out` if given, and score them against the key.

    With a reader the string roles are scored too. Raises `CorpusError` if a file is not in the MUC-4 format.
    """
    key = read_templates(key_path)
    roles = None
    if isinstance(coder, Reader):
        responses, gold, given = {}, {}, {}
        for report, templates, entities in read_all(coder, texts_path):
            responses[report.id], given[report.id] = templates, entities
            gold[report.id] = gold_entities(key.get(report.id, []), report.text)
        roles = score_roles(gold, given)
    else:
        responses = code_messages(coder, texts_path)
    if templates_out is not None:
        write_file(templates_out, responses)
    return Muc4Run(score_templates(key, responses), roles)
