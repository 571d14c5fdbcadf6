"""Run a coder over a MUC-4 test set."""

from __future__ import annotations

from pathlib import Path

from dateline.evaluation.coder import FrameCoder
from dateline.evaluation.muc4.keys import Template, read_templates
from dateline.evaluation.muc4.score import Muc4Figures, score_templates
from dateline.evaluation.muc4.templates import write_file, write_report
from dateline.evaluation.muc4.texts import read_messages


def code_messages(coder: FrameCoder, texts_path: Path) -> dict[str, list[Template]]:
    """Templates by message id, in the order of the file."""
    return {report.id: write_report(report, coder.templates(report)) for report in read_messages(texts_path)}


def run_muc4(coder: FrameCoder, texts_path: Path, key_path: Path, templates_out: Path | None = None) -> Muc4Figures:
    """Code a message file, write its templates to `templates_out` if given, and score them against the key.

    Raises `CorpusError` if a file is not in the MUC-4 format.
    """
    key = read_templates(key_path)
    responses = code_messages(coder, texts_path)
    if templates_out is not None:
        write_file(templates_out, responses)
    return score_templates(key, responses)
