from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dateline.evaluation.errors import CorpusError
from dateline.evaluation.muc4 import keys as k

if TYPE_CHECKING:
    from pathlib import Path

KEY = """
;;; a comment
0.  MESSAGE: ID                     DEV-MUC3-9001 (NCCOSC)
1.  MESSAGE: TEMPLATE               1 (OPTIONAL)
2.  INCIDENT: DATE                  - 03 JAN 90
4.  INCIDENT: TYPE                  BOMBING
9.  PERP: INDIVIDUAL ID             ? "REBELS" /
                                    "ARMED REBELS"
12. PHYS TGT: ID                    "STORES"
                                    "\\"EL SOL\\" HOTEL"
13. PHYS TGT: TYPE                  COMMERCIAL: "STORES"
                                    COMMERCIAL / OTHER: "\\"EL SOL\\" HOTEL"
19. HUM TGT: DESCRIPTION            "MAYOR" / "MR": "JUAN PEREZ"
                                    "PEASANTS"
24. HUM TGT: TOTAL NUMBER           -

0.  MESSAGE: ID                     DEV-MUC3-9002 (NCCOSC)
1.  MESSAGE: TEMPLATE               *
2.  INCIDENT: DATE                  *
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "key"
    file.write_text(KEY, encoding="latin-1")
    return file


def test_templates_by_message(path: Path):
    templates = k.read_templates(path)
    assert {message: len(found) for message, found in templates.items()} == {"DEV-MUC3-9001": 1, "DEV-MUC3-9002": 0}
    assert templates["DEV-MUC3-9001"][0].optional


def test_fills_are_taken_apart(path: Path):
    template = k.read_templates(path)["DEV-MUC3-9001"][0]
    assert template.fills(k.PERP_INDIVIDUAL) == [k.Fill(("REBELS", "ARMED REBELS"), optional=True, references=())]
    assert [f.values for f in template.fills(k.PHYS_ID)] == [("STORES",), ('"EL SOL" HOTEL',)]
    assert template.fills(k.HUM_DESCRIPTION) == [
        k.Fill(("MAYOR", "MR"), optional=False, references=("JUAN PEREZ",)),
        k.Fill(("PEASANTS",), optional=False, references=()),
    ]
    assert template.fills(k.HUM_TOTAL) == []


def test_fills_that_belong_to_a_string(path: Path):
    template = k.read_templates(path)["DEV-MUC3-9001"][0]
    assert [f.values for f in template.belonging(k.PHYS_TYPE, ("STORES",))] == [("COMMERCIAL",)]


def test_a_dummy_reference_is_none():
    assert k.parse_fill(k.HUM_EFFECT, 'NO INJURY: "-"') == k.Fill(("NO INJURY",), optional=False, references=())


def test_what_is_no_key_is_refused(tmp_path: Path):
    file = tmp_path / "key"
    file.write_text("nothing")
    with pytest.raises(CorpusError, match="no MUC-4 template"):
        k.read_templates(file)
    with pytest.raises(CorpusError, match="cannot read"):
        k.read_templates(tmp_path / "absent")


def test_key_files_are_paired(tmp_path: Path):
    for name in ("dev-muc3-0001-0100", "key-dev-0001.muc4", "dev-muc3-0101-0200", "key-dev-0101.muc4", "notes"):
        (tmp_path / name).touch()
    assert [(a.name, b.name) for a, b in k.key_files(tmp_path)] == [
        ("dev-muc3-0001-0100", "key-dev-0001.muc4"),
        ("dev-muc3-0101-0200", "key-dev-0101.muc4"),
    ]
    (tmp_path / "key-dev-0101.muc4").unlink()
    with pytest.raises(CorpusError, match="2 message files and 1 keys"):
        k.key_files(tmp_path)
