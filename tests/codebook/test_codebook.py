from pathlib import Path
from typing import get_args

import pytest

from dateline.codebook import Codebook, CodebookError
from dateline.records import EventType


def test_holds_exactly_the_types_of_the_records():
    assert tuple(definition.name for definition in Codebook.load().types) == get_args(EventType)


def test_definition_gives_the_type_with_its_maps():
    definition = Codebook.load().definition("explosion.suicide_bomb")
    assert definition.family == "explosion"
    assert definition.maps.acled.sub_event_type == "Suicide bomb"
    assert definition.maps.gtd == "Bombing/Explosion"
    assert definition.maps.case2021 == "SUIC_BOMB"


def test_version_is_set():
    assert Codebook.load().version


def test_a_missing_type_is_refused(tmp_path: Path):
    path = tmp_path / "short.yaml"
    path.write_text('version: "1"\nfamilies: {}\ntypes: []\n', encoding="utf-8")
    with pytest.raises(CodebookError, match=r"missing: \['battle.armed_clash'"):
        Codebook.load(path)


@pytest.mark.parametrize("content", [b"version: [", b"\xff\xfe\x00", b"just words"])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes):
    path = tmp_path / "damaged.yaml"
    path.write_bytes(content)
    with pytest.raises(CodebookError, match=r"damaged\.yaml"):
        Codebook.load(path)


def test_an_absent_file_is_named(tmp_path: Path):
    with pytest.raises(CodebookError, match="absent"):
        Codebook.load(tmp_path / "absent.yaml")


def test_a_codebook_may_hold_only_what_differs():
    shootings, conflict = Codebook.named("shootings"), Codebook.named("conflict")
    assert shootings.whole_report is not None
    assert shootings.whole_report.type == "civilians.attack"
    assert conflict.whole_report is None
    changed = [a.name for a, b in zip(shootings.types, conflict.types, strict=True) if a != b]
    assert changed == ["civilians.attack"]
    assert shootings.version != conflict.version


def test_a_codebook_is_taken_from_a_file(tmp_path: Path):
    path = tmp_path / "own.yaml"
    path.write_text('extends: conflict\nversion: "own 1"\n', encoding="utf-8")
    assert Codebook.named(str(path)).version == "own 1"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("extends: none\n", "extends 'none'"),
        ("extends: conflict\ntypes: [{name: war}]\n", "does not have: war"),
    ],
)
def test_what_cannot_be_extended_is_named(tmp_path: Path, content: str, message: str):
    path = tmp_path / "own.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CodebookError, match=message):
        Codebook.named(str(path))
