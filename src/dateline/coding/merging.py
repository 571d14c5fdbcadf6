"""Frames that the mentions kept apart although they have the same fillers: one event told twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.coding.frames import Filler, Frame

# Times, places and sources are shared by different events of a report; who did what to whom is not.
TELLING = frozenset({"perpetrator", "target", "count", "weapon"})
FEWEST = 2  # fillers that the smaller frame must have: one alone may well belong to two events


def telling_fillers(frame: Frame) -> frozenset[tuple[str, int, int]]:
    """The fillers that tell one event from another, as roles and spans."""
    return frozenset((f.role, f.start, f.end) for f in frame.fillers if f.role in TELLING)


def share(left: Frame, right: Frame) -> float:
    """Share of fillers in common: of those that either has (Jaccard); 0 where either has fewer than `FEWEST`."""
    a, b = telling_fillers(left), telling_fillers(right)
    return len(a & b) / len(a | b) if min(len(a), len(b)) >= FEWEST else 0.0


def merge(left: Frame, right: Frame) -> Frame:
    """One frame of two: labels of the more probable, all mentions, each filler once."""
    first, second = (left, right) if left.score >= right.score else (right, left)
    fillers: dict[tuple[str, int, int], Filler] = {}
    for filler in (*first.fillers, *second.fillers):
        known = fillers.setdefault((filler.role, filler.start, filler.end), filler)
        if filler.score > known.score:
            fillers[filler.role, filler.start, filler.end] = filler
    return replace(first, anchors=first.anchors + second.anchors, fillers=tuple(fillers.values()))


def merge_same(frames: Sequence[Frame], least: float) -> list[Frame]:
    """Frames merged while any two share at least `least` of their fillers, in the order in which they are told."""
    out = list(frames)
    while True:
        pairs = [(share(a, b), i, j) for i, a in enumerate(out) for j, b in enumerate(out[:i])]
        best = max(pairs, default=(0.0, 0, 0), key=lambda pair: pair[0])
        if best[0] < least or best[0] == 0.0:
            return sorted(out, key=lambda f: min(f.anchors))
        _, i, j = best
        out[j] = merge(out[j], out.pop(i))
