"""What the model finds in a document, before any value is resolved: frames with their fillers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Filler:
    """A span in one role of a frame. Offsets are into the document string; `score` is a probability.

    `labels` holds what classifiers say of the span in this frame, e.g. {"kind": "civilians"};
    a question with several answers joins them with "|". `label_scores` are their probabilities.
    """

    role: str
    start: int
    end: int
    text: str
    score: float
    labels: Mapping[str, str] = field(default_factory=dict)
    label_scores: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Frame:
    """One event as the model sees it: its mentions (`anchors`, best first), fillers and labels."""

    kind: str
    score: float
    anchors: tuple[tuple[int, int], ...]
    fillers: tuple[Filler, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    label_scores: Mapping[str, float] = field(default_factory=dict)
