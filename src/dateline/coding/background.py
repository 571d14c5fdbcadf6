"""Whether an event is what its report is about, or earlier context: the model's answer beside the event's age.

"On March 3 last year" says more than the words around a mention: an event that was over ten days before its report is
context three times in four. The weights of a logistic regression over this evidence come with the model
(`training/judges.py`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date

from dateline.coding.document import Document
from dateline.coding.frames import Frame
from dateline.coding.judging import CONSTANT
from dateline.records import Period

DAYS, WEEKS, OLDER = 3, 10, 40  # days before the report from which an event counts as so old
STALE = 7  # days that an event is older than the report's newest


def background_evidence(
    frames: Sequence[Frame], periods: Sequence[Period], today: date | None, document: Document
) -> list[dict[str, float]]:
    """Evidence by event, by kind. `today`: the day from which ages count; None where it is unknown."""
    ages = [(today - p.end).days if today and p.end else None for p in periods]
    newest = min((a for a in ages if a is not None), default=0)
    out = [_of_one(f, age, newest, document) for f, age in zip(frames, ages, strict=True)]
    return [{**evidence, "first": float(k == 0)} for k, evidence in enumerate(out)]


def _of_one(frame: Frame, age: int | None, newest: int, document: Document) -> dict[str, float]:
    own = frame.label_scores["background"]
    chance = own if frame.labels["background"] == "yes" else 1.0 - own
    known = age is not None
    days = age or 0
    return {
        "model": math.log(max(chance, 1e-3) / max(1.0 - chance, 1e-3)),
        "unknown": float(not known),
        "days": float(known and DAYS <= days < WEEKS),
        "weeks": float(known and WEEKS <= days < OLDER),
        "older": float(known and days >= OLDER),
        "stale": float(known and days - newest >= STALE),
        "title": float(any(start < document.title_length for start, _ in frame.anchors)),
        "position": min(start for start, _ in frame.anchors) / max(1, len(document.string)),
        "mentions": math.log(len(frame.anchors)),
    }


def background_chance(evidence: Mapping[str, float], frame: Frame, weights: Mapping[str, float]) -> float:
    """Probability that an event is background; without weights, the model's own."""
    if not weights:
        own = frame.label_scores["background"]
        return own if frame.labels["background"] == "yes" else 1.0 - own
    odds = weights.get(CONSTANT, 0.0) + sum(weights.get(n, 0.0) * v for n, v in evidence.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))
