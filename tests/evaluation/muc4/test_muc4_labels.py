from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

TEXT = """DEV-MUC3-0001 (NOSC)

   LIMA, 20 JAN 90 -- [TEXT] YESTERDAY REBELS OF THE RED
FRONT [FR] ARMY BOMBED A BANK IN ZULA.  A CLERK WAS KILLED.

   POLICE SAID THE BAND HAD MURDERED NOBODY BEFORE.  IN LIMA
A TEACHER WAS KIDNAPPED.
"""
KEY = """0.  MESSAGE: ID                     DEV-MUC3-0001 (NCCOSC)
1.  MESSAGE: TEMPLATE               1
2.  INCIDENT: DATE                  19 JAN 90
3.  INCIDENT: LOCATION              PERU: ZULA (TOWN)
4.  INCIDENT: TYPE                  BOMBING
5.  INCIDENT: STAGE OF EXECUTION    ACCOMPLISHED
10. PERP: ORGANIZATION ID           "RED FRONT ARMY"
11. PERP: ORGANIZATION CONFIDENCE   REPORTED AS FACT: "RED FRONT ARMY"
12. PHYS TGT: ID                    "BANK"
13. PHYS TGT: TYPE                  FINANCIAL: "BANK"
19. HUM TGT: DESCRIPTION            "CLERK"
20. HUM TGT: TYPE                   CIVILIAN: "CLERK"
23. HUM TGT: EFFECT OF INCIDENT     DEATH: "CLERK"

0.  MESSAGE: ID                     DEV-MUC3-0001 (NCCOSC)
1.  MESSAGE: TEMPLATE               2 (OPTIONAL)
3.  INCIDENT: LOCATION              PERU: LIMA (CITY)
4.  INCIDENT: TYPE                  KIDNAPPING
19. HUM TGT: DESCRIPTION            "TEACHER"
"""


@pytest.fixture
def labels(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[3] / "training"))
    return import_module("muc4_labels")


@pytest.fixture
def report(labels: ModuleType, tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "dev-muc3-0001-0100").write_text(TEXT)
    (tmp_path / "key-dev-0001.muc4").write_text(KEY)
    found: list[dict[str, Any]] = list(labels.muc4_training_reports(tmp_path))
    return found[0]


def words(report: dict[str, Any], spans: list[list[int]]) -> list[str]:
    return [report["document"][a:b] for a, b in spans]


def test_fills_are_found_again_with_their_labels(report: dict[str, Any]):
    bombing = report["events"][0]
    found = {f["role"]: (words(report, f["spans"]), f["labels"]) for f in bombing["fillers"]}
    assert found == {
        "perp_organization": (["RED\nFRONT [FR] ARMY"], {"confidence": "REPORTED AS FACT"}),
        "phys_target": (["BANK"], {"type": "FINANCIAL"}),
        "hum_description": (["CLERK"], {"type": "CIVILIAN", "effect": "DEATH"}),
        "location": (["ZULA"], {}),
        "time": (["YESTERDAY"], {}),
    }
    assert bombing["labels"] == {"stage": "ACCOMPLISHED"}


def test_each_incident_has_the_words_beside_its_fills_as_anchors(report: dict[str, Any]):
    bombing, kidnapping = report["events"]
    assert set(words(report, bombing["mentions"])) == {"BOMBED", "KILLED"}
    assert words(report, kidnapping["mentions"]) == ["KIDNAPPED"]
    assert (bombing["optional"], kidnapping["optional"]) == (False, True)


def test_words_far_from_every_fill_are_negatives(report: dict[str, Any]):
    used = {tuple(s) for e in report["events"] for s in e["mentions"]}
    assert not used & {tuple(s) for s in report["other_anchors"]}


def test_strings_are_found_whole_and_across_lines(labels: ModuleType, report: dict[str, Any]):
    text = report["document"]
    assert words(report, [list(s) for s in labels.find_string(text, "the band")]) == ["THE BAND"]
    assert labels.find_string(text, "BAN") == []
    assert words(report, [list(s) for s in labels.find_any(text, ("RED FRONT", "FRONT"))]) == ["RED\nFRONT"]
