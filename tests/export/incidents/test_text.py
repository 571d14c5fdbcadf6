import io

from incident_samples import FORMER_ID, contested_mill, incident
from rich.console import Console

from dateline.export.incidents.text import explain
from dateline.linking.records import Incident


def explained(told: Incident, *, asked: str | None = None, names: bool = False) -> str:
    console = Console(file=io.StringIO(), width=140, color_system=None)
    explain(told, console, asked=asked, names=names)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_each_link_is_told_by_its_weights():
    text = explained(contested_mill())
    assert "m1:e1 and m2:e1: one incident with probability 0.98" in text
    assert "+4.50  rare words in both" in text
    assert "+3.50  together" in text


def test_the_toll_is_told_report_by_report_and_by_side():
    text = explained(contested_mill())
    assert "killed (target): 6 (5 to 9)" in text
    assert "killed (perpetrator): 1" in text
    assert "4 “four people” (superseded)" in text
    assert "“three soldiers” + “three civilians”" in text


def test_conflicts_are_told_with_who_tells_them():
    text = explained(contested_mill())
    assert "date: 2016-06-05 (day): 1 source; S1 m1 “on Sunday”" in text
    assert "  or: 2016-06-04 (day): 1 source; S3 m4 “Saturday”" in text
    assert "  or: 9 “Nine <dead>”; S3 m4" in text
    assert "does not add up: report m2" in text
    assert "nothing" in explained(incident())


def test_names_are_withheld_unless_asked_for():
    assert "Tarrow" not in explained(contested_mill())
    assert "Tolland" not in explained(contested_mill())
    assert "Josef Tarrow" in explained(contested_mill(), names=True)


def test_a_former_id_is_told_to_be_this_incident():
    assert explained(contested_mill(), asked=FORMER_ID).startswith(f"{FORMER_ID} is now {contested_mill().id}")
    assert "is now" not in explained(contested_mill(), asked=contested_mill().id)
