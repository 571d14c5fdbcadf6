"""Credit of one predicted fill against one gold fill, from 0 to 1; the rules of `gold`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dateline.evaluation.distance import kilometres

Event = Mapping[str, Any]
"""An event with the fields of the coding guidelines, as JSON gives it."""

IGNORED = frozenset(("a", "an", "the", "of", "this", "that", "his", "her", "their", "its", "some"))
NEAR_KM: Mapping[str, float] = {"region": 150.0, "country": 500.0}
"""How far a point may lie from gold of that precision; 25 km for any other."""


def tokens(text: str | None) -> set[str]:
    """Lower-case words without determiners."""
    return {w for w in re.findall(r"\w+", (text or "").lower()) if w not in IGNORED}


def same_string(gold: str | None, predicted: str | None) -> float:
    """1 for equal word sets, or one within the other with half the words shared; 0.5 for less overlap."""
    x, y = tokens(gold), tokens(predicted)
    if not x or not y:
        return 0.0
    if x == y:
        return 1.0
    overlap = len(x & y) / len(x | y)
    within = x <= y or y <= x
    if within and overlap >= 0.5:
        return 1.0
    return 0.5 if overlap >= 0.34 or within else 0.0


def date_credit(gold: Event, predicted: Event) -> float:
    """1 for equal ISO dates, 0.5 for overlapping stretches."""
    if not gold.get("start") or not predicted.get("start"):
        return 0.0
    if gold["start"] == predicted["start"] and gold["end"] == predicted["end"]:
        return 1.0
    return 0.5 if predicted["start"] <= gold["end"] and gold["start"] <= predicted["end"] else 0.0


def place_credit(gold: Event, predicted: Event) -> float:
    """1 for a point near enough, or for equal names where a point is missing; 0.5 for the same country."""
    if gold.get("lat") is not None and predicted.get("lat") is not None:
        apart = kilometres(gold["lat"], gold["lon"], predicted["lat"], predicted["lon"])
        if apart <= NEAR_KM.get(gold.get("precision") or "", 25.0):
            return 1.0
    elif tokens(gold.get("name")) and tokens(gold.get("name")) == tokens(predicted.get("name")):
        return 1.0
    return 0.5 if gold.get("country") and gold.get("country") == predicted.get("country") else 0.0


def type_credit(gold: str, predicted: str) -> float:
    """1 for the type, 0.5 for its family."""
    if gold == predicted:
        return 1.0
    return 0.5 if gold.partition(".")[0] == predicted.partition(".")[0] else 0.0


def count_credit(gold: Event, predicted: Event) -> float:
    """1 for equal numbers of the same measure on the same side; 0.5 where side or bounds differ."""
    if gold["measure"] != predicted.get("measure"):
        return 0.0
    same = all(gold.get(key) == predicted.get(key) for key in ("low", "best", "high"))

    def figure(count: Event) -> Any:
        return count.get("best") if count.get("best") is not None else count.get("low")

    if not same and figure(gold) != figure(predicted):
        return 0.0
    return 1.0 if same and gold.get("side") == predicted.get("side") else 0.5


def actor_credit(gold: Event, predicted: Event) -> float:
    """Credit of the actors' quotes."""
    return same_string(gold["quote"], predicted.get("quote"))


def equal_credit(gold: object, predicted: object) -> float:
    """1 if equal, else 0."""
    return float(gold == predicted)
