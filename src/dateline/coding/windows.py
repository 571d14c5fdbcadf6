"""Windows of tokens for the encoder, and their states put together again."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

# The encoder reads 512 positions, two of which are special tokens; an overlap of 128 gives
# every token at least 64 tokens of context on either side (docs/explanation/how-it-works.md).
WINDOW = 510
OVERLAP = 128


def windows(length: int, size: int = WINDOW, overlap: int = OVERLAP) -> list[tuple[int, int]]:
    """Half-open token ranges that cover [0, length), each but the last of `size` tokens."""
    if length <= size:
        return [(0, length)] if length else []
    step = size - overlap
    count = 1 + -(-(length - size) // step)
    return [(k * step, min(length, k * step + size)) for k in range(count)]


def kept_ranges(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """For each window the tokens whose state is taken from it: overlaps are cut in the middle."""
    cuts = [(right[0] + left[1]) // 2 for left, right in pairwise(spans)]
    starts = [spans[0][0], *cuts] if spans else []
    ends = [*cuts, spans[-1][1]] if spans else []
    return list(zip(starts, ends, strict=True))


def stitch(states: list[npt.NDArray[np.float32]], spans: list[tuple[int, int]]) -> npt.NDArray[np.float32]:
    """One state a token from the states of overlapping windows: arrays of shape (tokens, dim)."""
    pieces = [
        state[first - start : last - start]
        for state, (start, _), (first, last) in zip(states, spans, kept_ranges(spans), strict=True)
    ]
    return np.concatenate(pieces, axis=0)
