"""Whether confidence holds, as a picture: what the shipped model promised, and how incidents fared in review."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from dateline.coding.model import MODELS
from dateline.evaluation.calibration import Bin
from dateline.store.quality import BandOutcome

SIDE: Final = 240
LEFT: Final = 44
TOP: Final = 12
WIDTH: Final = LEFT + SIDE + 24
HEIGHT: Final = TOP + SIDE + 44
_LARGEST: Final = 4.0
_SMALLEST: Final = 2.0


@dataclass(frozen=True)
class Point:
    """A group of like confidence at `x`, `y`; where its share is uncertain, the bounds are at `low` and `high`."""

    x: float
    y: float
    radius: float
    label: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Tick:
    """A share on both axes."""

    label: str
    x: float
    y: float


@dataclass(frozen=True)
class Calibration:
    """The picture's parts, in pixels. `line` joins the points of the model; the diagonal is where both are equal."""

    model: tuple[Point, ...]
    line: str
    reviewed: tuple[Point, ...]
    ticks: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    top: int = TOP
    side: int = SIDE


@cache
def shipped_model(name: str = "small") -> tuple[str, tuple[Bin, ...]]:
    """The version of a model that ships, and how right its confidence was on reports held out of training."""
    about: dict[str, Any] = json.loads((MODELS / name / "model.json").read_text(encoding="utf-8"))
    return about["version"], tuple(Bin(**one) for one in about["reliability"])


def calibration(bands: Sequence[BandOutcome], bins: Sequence[Bin]) -> Calibration:
    """The picture of the reviewed incidents of `bands` beside the `bins` of a model."""
    most = max((one.count for one in bins), default=1)
    model = tuple(
        Point(
            _x(one.confidence),
            _y(one.right),
            round(_SMALLEST + (_LARGEST - _SMALLEST) * one.count / most, 2),
            f"confidence {one.confidence:.2f}: {one.right:.0%} of {one.count} right",
        )
        for one in bins
    )
    reviewed = tuple(_reviewed(band) for band in bands if band.upheld is not None)
    ticks = tuple(Tick(f"{tenth * 10}%", _x(tenth / 10), _y(tenth / 10)) for tenth in range(0, 11, 2))
    return Calibration(model, " ".join(f"{point.x},{point.y}" for point in model), reviewed, ticks)


def _reviewed(band: BandOutcome) -> Point:
    assert band.upheld is not None
    assert band.interval is not None
    assert band.confidence is not None
    count = band.accepted + band.corrected + band.rejected
    label = f"confidence {band.band}: {band.upheld:.0%} of {count} upheld"
    return Point(_x(band.confidence), _y(band.upheld), _LARGEST, label, _y(band.interval.low), _y(band.interval.high))


def _x(share: float) -> float:
    return round(LEFT + share * SIDE, 1)


def _y(share: float) -> float:
    return round(TOP + (1 - share) * SIDE, 1)
