"""The heads over the token states, from the exported weights.

The same computation as `training/network.py`, whose module names are the names of the weights.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dateline.coding.distances import position_bucket, sentence_bucket, token_bucket
from dateline.coding.document import Document
from dateline.coding.scheme import Scheme

FloatArray = npt.NDArray[np.float32]
TokenSpan = tuple[int, int]
WIDTH = 24
ATTENTION_HEADS = 4
BLOCK = 104  # query rows at once: with the width a block of keys is 128
NEVER = np.float32(-1e4)


def gelu(x: FloatArray) -> FloatArray:
    """Gaussian error linear unit, tanh form (Hendrycks and Gimpel 2016, eq. 2)."""
    inner = np.tanh(np.float32(0.7978845608) * (x + np.float32(0.044715) * x * x * x))
    out: FloatArray = (np.float32(0.5) * x * (np.float32(1.0) + inner)).astype(np.float32, copy=False)
    return out


def softmax(x: FloatArray) -> FloatArray:
    """Over the last axis."""
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    out: FloatArray = e / e.sum(axis=-1, keepdims=True)
    return out


def sigmoid(x: FloatArray) -> FloatArray:
    """Logit to probability."""
    out: FloatArray = (1.0 / (1.0 + np.exp(-np.clip(x, -30, 30)))).astype(np.float32, copy=False)
    return out


@dataclass(frozen=True)
class Pairs:
    """Distances of all pairs of a frame's anchor and a span: arrays (A, S)."""

    tokens: npt.NDArray[np.int64]
    sentences: npt.NDArray[np.int64]
    between: npt.NDArray[np.int64]


def pairs_between(document: Document, left: Sequence[TokenSpan], right: Sequence[TokenSpan]) -> Pairs:
    """Buckets of distance, and how many of `left` stand between the two (at most 3)."""
    a = np.array([first for first, _ in left], dtype=np.int64)
    b = np.array([first for first, _ in right], dtype=np.int64)
    anchors = np.sort(a)
    low, high = np.minimum(a[:, None], b[None]), np.maximum(a[:, None], b[None])
    between = np.searchsorted(anchors, high, "left") - np.searchsorted(anchors, low, "right")
    sentences = document.sentences
    return Pairs(
        token_bucket(b[None] - a[:, None]),
        sentence_bucket(sentences[b][None] - sentences[a][:, None]),
        np.clip(between, 0, 3),
    )


def alike(document: Document, spans: Sequence[TokenSpan]) -> npt.NDArray[np.int64]:
    """(A, A): 1 where two mentions begin a word of more than three letters in the same way."""
    words = [
        {w[:5] for w in document.string[document.starts[first] : document.ends[last]].lower().split() if len(w) > 3}
        for first, last in spans
    ]
    return np.array([[int(bool(x & y)) for y in words] for x in words], dtype=np.int64)


class Heads:
    """Scores of one document. `weights`: arrays by name, as the training leaves them."""

    def __init__(
        self,
        weights: Mapping[str, FloatArray],
        projections: Mapping[str, Callable[[FloatArray], FloatArray]] | None = None,
    ) -> None:
        """`projections`, by scheme, do the span scorer's linear layers; without one, `weights` do."""
        self._weights = {k: np.ascontiguousarray(v, dtype=np.float32) for k, v in weights.items()}
        self._projections = dict(projections or {})

    @property
    def weights(self) -> Mapping[str, FloatArray]:
        """The arrays by name."""
        return self._weights

    def _linear(self, name: str, x: FloatArray) -> FloatArray:
        out: FloatArray = x @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return out

    def _table(self, name: str) -> FloatArray:
        return self._weights[f"{name}.weight"]

    def span_scores(self, document: Document, tokens: FloatArray, scheme: Scheme) -> FloatArray:
        """(roles, T, WIDTH): logit of the span from token i over w further tokens; NEVER where it cuts words."""
        own, roles, length = f"schemes.{scheme.name}.spans", len(scheme.roles), len(tokens)
        ends, query, keys = self._span_columns(tokens, scheme)
        key = np.zeros((roles, length + BLOCK + WIDTH, keys.shape[2]), dtype=np.float32)
        key[:, :length] = keys.transpose(1, 0, 2)
        query = query.transpose(1, 0, 2) / np.float32(8.0)
        index = np.minimum(np.arange(length)[:, None] + np.arange(WIDTH)[None], length - 1)
        scores = ends[:, 0].T[:, :, None] + ends[:, 1].T[:, index] + self._weights[f"{own}.width"][:, None, :]
        for at in range(0, length, BLOCK):
            rows = min(BLOCK, length - at)
            square = np.ascontiguousarray(query[:, at : at + rows] @ key[:, at : at + rows + WIDTH].transpose(0, 2, 1))
            plane, row, item = square.strides
            scores[:, at : at + rows] += np.lib.stride_tricks.as_strided(
                square, (roles, rows, WIDTH), (plane, row + item, item)
            )
        whole = document.word_starts[:, None] & document.word_ends[index]
        whole &= np.arange(length)[:, None] + np.arange(WIDTH)[None] < length
        out: FloatArray = np.where(whole[None], scores, NEVER)
        return out

    def _span_columns(self, tokens: FloatArray, scheme: Scheme) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Of each token, its logits as first and last (T, 2, roles), and its states as both (T, roles, dim)."""
        own, roles, length = f"schemes.{scheme.name}.spans", len(scheme.roles), len(tokens)
        if scheme.name in self._projections:
            wide = self._projections[scheme.name](tokens)
            states = wide[:, 2 * roles :].reshape(length, 2, roles, -1)
            return wide[:, : 2 * roles].reshape(length, 2, roles), states[:, 0], states[:, 1]
        ends, query, key = (self._linear(f"{own}.{name}", tokens) for name in ("ends", "query", "key"))
        return ends.reshape(length, 2, roles), query.reshape(length, roles, -1), key.reshape(length, roles, -1)

    def span_states(
        self, tokens: FloatArray, spans: Sequence[TokenSpan], roles: Sequence[int], scheme: Scheme
    ) -> FloatArray:
        """(S, frame dim): what the spans say in their roles; there must be at least one span."""
        first = np.array([f for f, _ in spans], dtype=np.int64)
        last = np.array([end for _, end in spans], dtype=np.int64)
        lengths = last - first + 1
        inside = np.concatenate([np.arange(f, end + 1) for f, end in spans])
        sums: FloatArray = np.add.reduceat(tokens[inside], np.cumsum(lengths) - lengths, axis=0)
        mean: FloatArray = (sums / lengths[:, None]).astype(np.float32)
        role = self._table(f"schemes.{scheme.name}.role")[np.array(roles, dtype=np.int64)]
        ends = self._linear("first", tokens[first]) + self._linear("last", tokens[last])
        return gelu(ends + self._linear("mean", mean) + role)

    def frame_states(
        self, document: Document, tokens: FloatArray, anchors: Sequence[TokenSpan], scheme: Scheme
    ) -> FloatArray:
        """(A, frame dim): the anchors after a look at the whole document."""
        states = self.span_states(tokens, anchors, [0] * len(anchors), scheme)
        first = np.array([f for f, _ in anchors], dtype=np.int64)
        sentences = document.sentences
        position = position_bucket(sentences[first], int(sentences[-1]) + 1)
        seen = self._context(states, tokens, first, sentences)
        mixed = states + seen + self._table("position")[position]
        centred = mixed - mixed.mean(axis=1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + np.float32(1e-5))
        out: FloatArray = scaled * self._weights["norm.weight"] + self._weights["norm.bias"]
        return out

    def _context(
        self, states: FloatArray, tokens: FloatArray, first: npt.NDArray[np.int64], sentences: npt.NDArray[np.int64]
    ) -> FloatArray:
        count, dim = states.shape
        size = dim // ATTENTION_HEADS
        q = self._linear("context.query", states).reshape(count, ATTENTION_HEADS, size).transpose(1, 0, 2)
        k = self._linear("context.key", tokens).reshape(len(tokens), ATTENTION_HEADS, size).transpose(1, 2, 0)
        v = self._linear("context.value", tokens).reshape(len(tokens), ATTENTION_HEADS, size).transpose(1, 0, 2)
        token_steps = token_bucket(np.arange(len(tokens))[None] - first[:, None])
        sentence_steps = sentence_bucket(sentences[None] - sentences[first][:, None])
        bias = self._table("context.token_bias")[token_steps] + self._table("context.sentence_bias")[sentence_steps]
        weight = softmax(q @ k / np.float32(np.sqrt(size)) + bias.transpose(2, 0, 1))
        return self._linear("context.output", (weight @ v).transpose(1, 0, 2).reshape(count, dim))

    def _mix(self, name: str, left: FloatArray, right: FloatArray, pairs: Pairs, kind: FloatArray) -> FloatArray:
        product = (
            self._linear(f"{name}.left_product", left)[:, None] * self._linear(f"{name}.right_product", right)[None]
        )
        hidden = self._linear(f"{name}.left", left)[:, None] + self._linear(f"{name}.right", right)[None] + product
        hidden = hidden + self._table(f"{name}.token_step")[pairs.tokens]
        hidden = hidden + self._table(f"{name}.sentence_step")[pairs.sentences]
        hidden = hidden + kind + self._table(f"{name}.between")[pairs.between]
        return gelu(self._linear(f"{name}.mix", gelu(hidden)))

    def valid(self, frames: FloatArray, scheme: Scheme) -> FloatArray:
        """(A,): logit that the anchor names an event."""
        return self._linear(f"schemes.{scheme.name}.valid", frames)[:, 0]

    def frame_label(self, frames: FloatArray, scheme: Scheme, label: str) -> FloatArray:
        """(A, answers): logits of one question about the event."""
        return self._linear(f"schemes.{scheme.name}.frame.{label}_label", frames)

    def same(self, document: Document, frames: FloatArray, anchors: Sequence[TokenSpan]) -> FloatArray:
        """(A, A): logit that two anchors name one event.

        The layer has a second output, whether one sums up the other, which has not learnt
        enough to be used (docs/model-card.md).
        """
        kind = self._table("alike")[alike(document, anchors)]
        pairs = pairs_between(document, anchors, anchors)
        return self._linear("same", self._mix("likeness", frames, frames, pairs, kind))[..., 0]

    def pair_states(
        self,
        frames: FloatArray,
        spans: FloatArray,
        roles: Sequence[int],
        pairs: Pairs,
        scheme: Scheme,
    ) -> FloatArray:
        """(A, S, pair dim): what each span says of each frame."""
        kind = self._table(f"schemes.{scheme.name}.pair_role")[np.array(roles, dtype=np.int64)][None]
        return self._mix("pair", frames, spans, pairs, kind)

    def link(self, pair_states: FloatArray, scheme: Scheme) -> FloatArray:
        """(A, S): logit that the span fills its role in the frame's event."""
        return self._linear(f"schemes.{scheme.name}.link", pair_states)[..., 0]

    def filler_label(self, pair_states: FloatArray, scheme: Scheme, label: str) -> FloatArray:
        """(…, answers): logits of one question about a filler in its event."""
        return self._linear(f"schemes.{scheme.name}.filler.{label}_label", pair_states)

    def relevance(self, tokens: FloatArray, scheme: Scheme) -> float:
        """Probability that the report tells of an event of the scheme."""
        weight = softmax(self._linear("pool", tokens)[:, 0])
        pooled: FloatArray = (weight[:, None] * tokens).sum(axis=0)
        return float(sigmoid(self._linear(f"schemes.{scheme.name}.relevant", pooled))[0])
