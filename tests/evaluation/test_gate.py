from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dateline.evaluation.gate import Failure, Pin, PinError, check, flatten, load_pins, repin, save_pins

if TYPE_CHECKING:
    from pathlib import Path

PINS = {"gold.row": Pin(floor=12.0, measured=14.0), "muc4.f1": Pin(floor=42.0, measured=43.5)}


def test_figures_at_their_floors_pass():
    assert check({"gold.row": 12.0, "muc4.f1": 50.0, "further": 0.0}, PINS) == []


def test_a_figure_below_its_floor_fails():
    assert check({"gold.row": 11.99, "muc4.f1": 43.0}, PINS) == [
        Failure("gold.row", "11.99 is below its floor of 12 (pinned at 14)")
    ]


def test_a_missing_figure_fails():
    assert [str(f) for f in check({"gold.row": 13.0}, PINS)] == ["muc4.f1: was not measured, but is pinned at 42"]


def test_a_figure_that_is_no_number_fails():
    assert [f.figure for f in check({"gold.row": float("nan"), "muc4.f1": 43.0}, PINS)] == ["gold.row"]


def test_repin_raises_floors_and_lowers_none():
    assert repin({"gold.row": 20.0, "muc4.f1": 42.2}, PINS, margin=1.0) == {
        "gold.row": Pin(19.0, 20.0),
        "muc4.f1": Pin(42.0, 42.2),
    }
    with pytest.raises(PinError, match="no floor is lowered here"):
        repin({"gold.row": 20.0, "muc4.f1": 41.0}, PINS, margin=1.0)


def test_pins_survive_their_file(tmp_path: Path):
    save_pins(tmp_path / "pinned.json", PINS)
    assert load_pins(tmp_path / "pinned.json") == PINS


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"a": 1}', '{"a": {"floor": 1}}', '{"a": {"floor": NaN, "measured": 1}}']
)
def test_damaged_pins_are_refused(tmp_path: Path, content: str):
    path = tmp_path / "pinned.json"
    path.write_text(content)
    with pytest.raises(PinError):
        load_pins(path)


def test_flatten_joins_names_and_keeps_numbers():
    assert flatten({"gold": {"row": 12, "events": {"f1": 61.5}, "ok": True}, "name": "x"}) == {
        "gold.row": 12.0,
        "gold.events.f1": 61.5,
    }
