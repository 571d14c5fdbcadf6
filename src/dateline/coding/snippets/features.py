"""What a snippet's type is told from: states of the model and its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dateline.coding.decoding import best_spans
from dateline.coding.document import Document, read_document
from dateline.coding.heads import FloatArray, sigmoid, softmax
from dateline.coding.model import Model
from dateline.coding.scheme import EVENTS

MENTIONS = 24
STEM = 7  # letters; "protesters", "protesting" and "protests" are one word
_WORD = re.compile(r"[a-z]+|\d[\d,.]*")


@dataclass(frozen=True)
class SnippetFeatures:
    """`dense`: arrays by name, each (dim,); `words`: how often each word and pair of words stands in the snippet."""

    dense: Mapping[str, FloatArray]
    words: Mapping[str, int]


def words_of(text: str) -> Counter[str]:
    """Words cut to their first seven letters, numbers as `#`, and pairs of neighbours joined by a blank."""
    words = ["#" if w[0].isdigit() else w[:STEM] for w in _WORD.findall(text.lower())]
    return Counter([*words, *(f"{left} {right}" for left, right in pairwise(words))])


def snippet_features(model: Model, text: str) -> SnippetFeatures:
    """One pass of the encoder over the snippet; of a long text only the first segment is read.

    No threshold of the coder enters, so a new choice of thresholds leaves the features as they are. Raises
    ValueError for a text without any token.
    """
    document = next(read_document(text, None, model.tokenizer).segments(), None)
    if document is None:
        raise ValueError("a snippet without a word has no type; leave it out")
    tokens = model.encoder.states(document)
    scores = model.heads.span_scores(document, tokens, EVENTS)[0]
    told = _weight(softmax(scores.max(axis=1)), tokens)
    dense = {"tokens": tokens.mean(axis=0), "told": told, **_mentions(model, document, tokens, scores)}
    return SnippetFeatures({name: v.astype(np.float32) for name, v in dense.items()}, words_of(text))


def _mentions(model: Model, document: Document, tokens: FloatArray, scores: FloatArray) -> dict[str, FloatArray]:
    """What the heads say of the mentions: their states, their types weighted by certainty, the surest of each type."""
    answers = len(EVENTS.frame_labels["type"])
    spans, found = best_spans(scores, MENTIONS)
    if not spans:
        nothing = np.zeros(len(model.heads.weights["norm.weight"]), dtype=np.float32)
        none = np.zeros(answers, dtype=np.float32)
        return {"mentions": nothing, "types": none, "surest": none}
    states = model.heads.frame_states(document, tokens, spans, EVENTS)
    logits = (np.array(found, dtype=np.float32) + model.heads.valid(states, EVENTS)) / np.float32(2.0)
    types = model.heads.frame_label(states, EVENTS, "type")
    weight = softmax(logits)
    return {
        "mentions": _weight(weight, states),
        "types": _weight(weight, types),
        "surest": (sigmoid(logits)[:, None] * softmax(types)).max(axis=0),
    }


def _weight(weight: FloatArray, rows: FloatArray) -> FloatArray:
    out: npt.NDArray[np.float32] = (weight[:, None] * rows).sum(axis=0)
    return out
