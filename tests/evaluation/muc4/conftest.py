from __future__ import annotations

from datetime import date

import pytest

from dateline.coding.frames import Filler, Frame
from dateline.records import Report

TEXT = """   LIMA, 20 JAN 90 -- [TEXT] YESTERDAY ARMED MEN THREW A BOMB AT THE
SPANISH EMBASSY IN MIRAFLORES.  SENATOR LUIS SOTO AND TWO GUARDS WERE KILLED.

   IN ZULA, REBELS KIDNAPPED A TEACHER.  THERE WERE NO CASUALTIES."""


def filler(role: str, text: str, **labels: str) -> Filler:
    """The first occurrence of a string as a filler."""
    words = text.replace("_", "\n")
    start = TEXT.index(words)
    return Filler(role, start, start + len(words), words, 0.9, labels)


@pytest.fixture
def report() -> Report:
    """An invented report of two incidents."""
    return Report(id="DEV-MUC3-9001", text=TEXT, published=date(1990, 1, 20))


@pytest.fixture
def bombing() -> Frame:
    """Its bombing, with labels."""
    anchor = TEXT.index("THREW")
    return Frame(
        kind="BOMBING",
        score=0.9,
        anchors=((anchor, anchor + 5),),
        fillers=(
            filler("perp_individual", "ARMED MEN"),
            filler("instrument", "BOMB"),
            filler("phys_target", "EMBASSY", type="DIPLOMAT OFFICE OR RESIDENCE", effect="SOME DAMAGE"),
            filler("hum_name", "LUIS SOTO", type="POLITICAL FIGURE", effect="DEATH"),
            filler("hum_description", "SENATOR", type="POLITICAL FIGURE", effect="DEATH"),
            filler("hum_description", "GUARDS", type="SECURITY GUARD", effect="DEATH"),
            filler("location", "MIRAFLORES"),
            filler("muc_time", "YESTERDAY"),
        ),
        labels={"stage": "ACCOMPLISHED", "category": "TERRORIST ACT"},
    )


@pytest.fixture
def kidnapping() -> Frame:
    """Its kidnapping, without labels and with a target that the type excludes."""
    anchor = TEXT.index("KIDNAPPED")
    return Frame(
        kind="KIDNAPPING",
        score=0.8,
        anchors=((anchor, anchor + 9),),
        fillers=(filler("hum_description", "TEACHER"), filler("phys_target", "EMBASSY"), filler("location", "ZULA")),
    )
