from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.coding.frames import Filler, Frame
from dateline.evaluation.muc4.reader import MessageReader
from dateline.evaluation.muc4.run import run_muc4
from dateline.evaluation.muc4.string_roles import Sighted
from dateline.records import Report

if TYPE_CHECKING:
    from pathlib import Path

KEY = """0.  MESSAGE: ID                     DEV-MUC3-9001
1.  MESSAGE: TEMPLATE               1
4.  INCIDENT: TYPE                  BOMBING
12. PHYS TGT: ID                    "TOWN HALL"
"""


class Silent:
    def templates(self, report: Report) -> list[Frame]:  # noqa: ARG002
        return []


class Sure:
    """Takes TOWN HALL for a target, whatever the incident."""

    def read(self, report: Report) -> Sighted:
        at = report.text.index("TOWN HALL")
        return Sighted([], [Filler("phys_target", at, at + 9, "TOWN HALL", 9.0)], 1.0)


def test_string_roles_are_scored_beside_the_templates(tmp_path: Path):
    texts, key = tmp_path / "texts", tmp_path / "key"
    texts.write_text("DEV-MUC3-9001 (NOSC)\n\n   LIMA, 3 JAN 90 -- [TEXT] A BOMB HIT THE TOWN HALL.\n")
    key.write_text(KEY)
    run = run_muc4(Sure(), texts, key)
    figures = run.as_dict()
    assert figures["ALL TEMPLATES"]["f1"] == 0.0
    assert figures["string roles"]["physical target"]["f1"] == 100.0
    assert "String roles" in run.table()
    assert "string roles" not in run_muc4(Silent(), texts, key).as_dict()


def test_the_model_reads_a_message():
    text = "   SAN SALVADOR, 3 JAN 90 -- [TEXT] GUERRILLAS KILLED MAYOR ANA SOTO WITH A BOMB IN ZULA YESTERDAY."
    seen = MessageReader.load("small").read(Report(id="M", text=text))
    assert 0.0 <= seen.relevance <= 1.0
    assert seen.candidates
    assert all(text[f.start : f.end] == f.text for f in seen.candidates)
