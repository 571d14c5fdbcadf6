from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from dateline.coding.frames import Frame
from dateline.evaluation import run
from dateline.evaluation.errors import CorpusError
from dateline.records import CodedReport, Report, Versions

if TYPE_CHECKING:
    from pathlib import Path


class Silent:
    """Finds no event and, where a text says BOMB, one bombing."""

    def code(self, report: Report) -> CodedReport:
        versions = Versions(program="1", model="1", codebook="1", gazetteer="1")
        return CodedReport(id=report.id, text=report.text, relevant=False, versions=versions)

    def templates(self, report: Report) -> list[Frame]:
        at = report.text.find("BOMB")
        return [Frame("BOMBING", 1.0, ((at, at + 4),), ())] if at >= 0 else []


KEY = """0.  MESSAGE: ID                     DEV-MUC3-9001 (NCCOSC)
1.  MESSAGE: TEMPLATE               1
2.  INCIDENT: DATE                  - 03 JAN 90
3.  INCIDENT: LOCATION              PERU
4.  INCIDENT: TYPE                  BOMBING
5.  INCIDENT: STAGE OF EXECUTION    ACCOMPLISHED
"""


def test_gold_codes_the_reports_of_the_gold(tmp_path: Path):
    reports, gold = tmp_path / "reports.jsonl", tmp_path / "gold.json"
    text = "Residents said on Friday that nothing had happened in the village of Zula this week."
    reports.write_text("".join(json.dumps({"id": i, "title": "T", "text": text}) + "\n" for i in ("a", "b", "c")))
    gold.write_text(json.dumps([{"id": "a", "events": []}, {"id": "b", "events": []}]))
    figures = run.evaluate_gold(Silent(), reports, gold)
    assert (figures.reports, figures.coded, figures.relevant_accuracy) == (2, 2, 100.0)


def test_reports_and_gold_without_a_common_id_are_refused(tmp_path: Path):
    reports, gold = tmp_path / "reports.jsonl", tmp_path / "gold.json"
    reports.write_text(json.dumps({"id": "x", "text": "A bomb exploded in the market."}) + "\n")
    gold.write_text(json.dumps([{"id": "a", "events": []}]))
    with pytest.raises(CorpusError, match="the same ids"):
        run.evaluate_gold(Silent(), reports, gold)


def test_muc4_scores_and_writes_the_templates(tmp_path: Path):
    texts, key, out = tmp_path / "texts", tmp_path / "key", tmp_path / "out"
    texts.write_text("DEV-MUC3-9001 (NOSC)\n\n   LIMA, 3 JAN 90 -- [TEXT] A BOMB WENT OFF.\n")
    key.write_text(KEY)
    figures = run.evaluate_muc4(Silent(), texts, key, out)
    # Wrong are the category and the instrument type, which the writer adds by default.
    assert (figures.rows()["ALL TEMPLATES"].predicted, figures.rows()["ALL TEMPLATES"].credit) == (6, 4.0)
    assert out.read_text().count("MESSAGE: ID") == 1


def test_case2021_codes_snippets(tmp_path: Path):
    path = tmp_path / "s.tsv"
    path.write_text("id\tsnippet\tlabel\n1\tA suicide bomber blew himself up at a checkpoint.\tSUIC_BOMB\n")
    figures = run.evaluate_case2021(Silent(), path)
    assert figures.coder.without_event == 100.0
    assert (figures.classifier.accuracy, figures.cross_validated) == (100.0, 0)
