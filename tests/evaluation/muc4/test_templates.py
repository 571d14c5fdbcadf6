from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.evaluation.muc4 import keys as k
from dateline.evaluation.muc4.templates import format_templates, write_file, write_report

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.coding.frames import Frame
    from dateline.records import Report


def test_a_frame_fills_its_slots(report: Report, bombing: Frame):
    (template,) = write_report(report, [bombing])
    assert {slot: fills for slot, fills in template.slots.items() if fills} == {
        k.DATE: ("19 JAN 90",),
        k.LOCATION: ("PERU: LIMA (CITY): MIRAFLORES (NEIGHBORHOOD)",),
        k.TYPE: ("BOMBING",),
        k.STAGE: ("ACCOMPLISHED",),
        k.INSTRUMENT: ('"BOMB"',),
        k.INSTRUMENT_TYPE: ('BOMB: "BOMB"',),
        k.CATEGORY: ("TERRORIST ACT",),
        k.PERP_INDIVIDUAL: ('"ARMED MEN"',),
        k.PHYS_ID: ('"EMBASSY"',),
        k.PHYS_TYPE: ('DIPLOMAT OFFICE OR RESIDENCE: "EMBASSY"',),
        k.PHYS_NUMBER: ('1: "EMBASSY"',),
        k.PHYS_NATION: ('SPAIN: "EMBASSY"',),
        k.PHYS_EFFECT: ('SOME DAMAGE: "EMBASSY"',),
        k.HUM_NAME: ('"LUIS SOTO"',),
        k.HUM_DESCRIPTION: ('"SENATOR": "LUIS SOTO"', '"GUARDS"'),
        k.HUM_TYPE: ('GOVERNMENT OFFICIAL: "LUIS SOTO"', 'SECURITY GUARD: "GUARDS"'),  # words before labels
        k.HUM_NUMBER: ('1: "LUIS SOTO"', '2: "GUARDS"'),
        k.HUM_EFFECT: ('DEATH: "LUIS SOTO"', 'DEATH: "GUARDS"'),
    }


def test_what_does_not_apply_to_a_type_stays_empty(report: Report, kidnapping: Frame):
    (template,) = write_report(report, [kidnapping])
    assert template.raw(k.PHYS_ID) == ()
    assert template.raw(k.HUM_TYPE) == ('CIVILIAN: "TEACHER"',)  # the default
    assert template.raw(k.DATE) == ("- 20 JAN 90",)
    assert template.raw(k.LOCATION) == ("PERU: ZULA",)


def test_without_labels_the_anchors_tell_the_effect(report: Report, bombing: Frame):
    killed = report.text.index("KILLED")
    bare = tuple(replace(f, labels={}) for f in bombing.fillers)
    (template,) = write_report(report, [replace(bombing, anchors=((killed, killed + 6),), fillers=bare, labels={})])
    assert template.raw(k.HUM_EFFECT) == ('DEATH: "LUIS SOTO"', 'DEATH: "GUARDS"')
    assert template.raw(k.HUM_TYPE) == ('GOVERNMENT OFFICIAL: "LUIS SOTO"', 'CIVILIAN: "GUARDS"')


def test_nobody_hurt_is_an_effect_without_a_target(report: Report, kidnapping: Frame):
    (template,) = write_report(report, [replace(kidnapping, fillers=())])
    assert template.raw(k.HUM_EFFECT) == ('NO INJURY OR DEATH: "-"',)


def test_frames_that_tell_no_two_incidents_are_one(report: Report, bombing: Frame):
    place = tuple(f for f in bombing.fillers if f.role in {"location", "muc_time"})
    part = replace(bombing, fillers=place, score=0.1)
    assert len(write_report(report, [bombing, part])) == 1
    assert len(write_report(report, [bombing, part], merge=False)) == 2
    assert len(write_report(report, [bombing, replace(part, labels={"stage": "ATTEMPTED"})])) == 2


def test_incidents_outside_the_nine_countries_make_no_template(report: Report, kidnapping: Frame):
    at = report.text.index("SPANISH")
    spain = replace(kidnapping.fillers[0], role="location", start=at, end=at + 7, text="SPAIN")
    abroad = replace(kidnapping, fillers=(spain,))
    assert write_report(report, [abroad]) == []


def test_templates_survive_their_file(report: Report, bombing: Frame, kidnapping: Frame, tmp_path: Path):
    templates = write_report(report, [kidnapping, bombing])
    write_file(tmp_path / "out", {report.id: templates, "DEV-MUC3-9002": []})
    back = k.read_templates(tmp_path / "out")
    assert back["DEV-MUC3-9002"] == []
    assert [(t.number, t.raw(k.TYPE), t.raw(k.HUM_DESCRIPTION)) for t in back[report.id]] == [
        (t.number, t.raw(k.TYPE), t.raw(k.HUM_DESCRIPTION)) for t in templates
    ]


def test_the_format_has_25_slots_and_stars_where_none_applies():
    lines = format_templates("DEV-MUC3-9002", []).splitlines()
    assert (len(lines), lines[0], lines[-1]) == (
        25,
        "0.  MESSAGE: ID                     DEV-MUC3-9002",
        "24. HUM TGT: TOTAL NUMBER           *",
    )
