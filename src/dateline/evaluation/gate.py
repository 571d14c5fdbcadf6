"""The quality gate: measured figures against those that are pinned.

The pinned file is {figure: {"floor": number, "measured": number}}: no figure may fall below its floor, and none may go
missing. A floor moves only by an edit of the file, and `repin` lowers none.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.errors import DatelineError


class PinError(DatelineError):
    """The file of pinned figures is absent, damaged or would be lowered."""


@dataclass(frozen=True)
class Pin:
    """A figure's floor and the value that was measured when it was pinned."""

    floor: float
    measured: float


@dataclass(frozen=True)
class Failure:
    """A figure that does not pass, and why."""

    figure: str
    reason: str

    def __str__(self) -> str:
        return f"{self.figure}: {self.reason}"


def load_pins(path: Path) -> dict[str, Pin]:
    """The pinned figures of a file; raises `PinError` if it is absent or not in the format above."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        pins = {str(name): Pin(float(row["floor"]), float(row["measured"])) for name, row in rows.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise PinError(
            f'{path} is no file of pinned figures ({error!r}); it must be {{figure: {{"floor": …, "measured": …}}}}'
        ) from error
    wrong = [name for name, pin in pins.items() if not (math.isfinite(pin.floor) and math.isfinite(pin.measured))]
    if wrong or not pins:
        raise PinError(f"{path} pins no figure or one that is not finite: {', '.join(wrong) or 'empty file'}")
    return pins


def flatten(figures: Mapping[str, Any], prefix: str = "") -> dict[str, float]:
    """Nested figures with dotted names: {"gold": {"row": 12}} gives {"gold.row": 12.0}; what is no number goes."""
    out: dict[str, float] = {}
    for name, value in figures.items():
        if isinstance(value, Mapping):
            out.update(flatten(value, f"{prefix}{name}."))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            out[f"{prefix}{name}"] = float(value)
    return out


def check(figures: Mapping[str, float], pinned: Mapping[str, Pin]) -> list[Failure]:
    """What does not pass: pinned figures that are missing, not finite, or below their floors. [] if all is well."""
    failures = []
    for name, pin in pinned.items():
        value = figures.get(name)
        if value is None:
            failures.append(Failure(name, f"was not measured, but is pinned at {pin.floor:g}"))
        elif not value >= pin.floor:
            failures.append(
                Failure(name, f"{value:g} is below its floor of {pin.floor:g} (pinned at {pin.measured:g})")
            )
    return failures


def repin(figures: Mapping[str, float], pinned: Mapping[str, Pin], margin: float) -> dict[str, Pin]:
    """Pins with the figures as they were measured now; floors rise to `margin` below them and never fall.

    Raises `PinError` if a figure is missing or below its floor: lowering a floor takes an edit of the file by hand.
    """
    failures = check(figures, pinned)
    if failures:
        raise PinError("no floor is lowered here; edit the file by hand. " + "; ".join(map(str, failures)))
    return {name: Pin(max(pin.floor, figures[name] - margin), figures[name]) for name, pin in pinned.items()}


def save_pins(path: Path, pins: Mapping[str, Pin]) -> None:
    """Write pinned figures, sorted by name, in the format that `load_pins` reads."""
    rows = {name: {"floor": pin.floor, "measured": pin.measured} for name, pin in sorted(pins.items())}
    path.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
