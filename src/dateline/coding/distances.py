"""How far apart two spans are, in the steps that the model distinguishes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dateline.coding.document import IntArray

TOKEN_STEPS = 8  # 0, 1, 2-3, 4-7, ... 64 and more, for either direction
TOKEN_BUCKETS = 2 * TOKEN_STEPS + 1
SENTENCE_LIMIT = 4
SENTENCE_BUCKETS = 2 * SENTENCE_LIMIT + 1
POSITION_BUCKETS = 12


def token_bucket(distance: npt.NDArray[np.int64]) -> IntArray:
    """Signed distance in tokens to its bucket in [0, TOKEN_BUCKETS): powers of two."""
    size = np.minimum(np.ceil(np.log2(np.abs(distance) + 1.0)), TOKEN_STEPS).astype(np.int64)
    return np.sign(distance) * size + TOKEN_STEPS


def sentence_bucket(distance: npt.NDArray[np.int64]) -> IntArray:
    """Signed distance in sentences to its bucket in [0, SENTENCE_BUCKETS)."""
    return np.clip(distance, -SENTENCE_LIMIT, SENTENCE_LIMIT) + SENTENCE_LIMIT


def position_bucket(sentence: npt.NDArray[np.int64], sentences: int) -> IntArray:
    """Sentence number to its bucket: the first six by themselves, then sixths of the document."""
    share = np.minimum(6 * sentence // max(1, sentences), 5) + 6
    return np.where(sentence < 6, sentence, share)
