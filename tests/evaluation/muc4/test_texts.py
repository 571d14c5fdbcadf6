from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from dateline.evaluation.errors import CorpusError
from dateline.evaluation.muc4.texts import dateline_of, read_messages

if TYPE_CHECKING:
    from pathlib import Path

FILE = """DEV-MUC3-9001 (NOSC)

   LIMA, 3 JAN 90 -- [TEXT] A BOMB
EXPLODED.

DEV-MUC3-9002 (NOSC)

   NO CITY, NO DATE -- [TEXT] NOTHING.
\x1a"""


def test_messages_keep_their_text_verbatim(tmp_path: Path):
    path = tmp_path / "texts"
    path.write_text(FILE, encoding="latin-1")
    first, second = read_messages(path)
    assert (first.id, first.text) == ("DEV-MUC3-9001", "   LIMA, 3 JAN 90 -- [TEXT] A BOMB\nEXPLODED.")
    assert (first.published, second.published) == (date(1990, 1, 3), None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("SAN JOSE (COSTA RICA), 11 DEC 89 (ACAN - EFE) -- [TEXT]", date(1989, 12, 11)),
        ("CLANDESTINE, 20 NOV 89 -- X", date(1989, 11, 20)),
        ("LIMA, 31 FEB 89 -- X", None),
        ("LIMA, 9 OCT (AFP) -- X", None),  # no year
    ],
)
def test_dateline(text: str, day: date | None):
    assert dateline_of(text) == day


def test_other_files_are_refused(tmp_path: Path):
    path = tmp_path / "texts"
    path.write_text("hello")
    with pytest.raises(CorpusError, match="no MUC-4 message"):
        list(read_messages(path))
    with pytest.raises(CorpusError, match="cannot read"):
        list(read_messages(tmp_path / "absent"))
