"""From scores to frames: which spans are mentions, which mentions are one event, what fills its roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from dateline.coding.document import Document
from dateline.coding.frames import Filler, Frame
from dateline.coding.heads import WIDTH, FloatArray, Heads, TokenSpan, pairs_between, sigmoid, softmax
from dateline.coding.merging import merge_same
from dateline.coding.scheme import Scheme


@dataclass(frozen=True)
class Decision:
    """Where the lines are drawn; chosen on reports held out of training (docs/model-card.md).

    `mention`: probability from which a span is a mention. `same`: mean probability from which two
    groups of mentions are one event. `event`: probability of its best mention from which a
    group is an event. `type_weight`: what agreement in type adds to the log-odds of being the same
    event, and disagreement takes away. `filler`: probability from which a span fills a role, by role; `further`:
    the same for the second and later fillers of a role. `span_weight`: share of the span's own
    logit in a filler's. `answer`: probability from which a question with several answers takes one more.
    `share`: share of telling fillers in common from which two events are one (above 1: never).
    """

    mention: float = 0.3
    same: float = 0.5
    event: float = 0.5
    type_weight: float = 0.0
    filler: Mapping[str, float] = field(default_factory=dict)
    further: Mapping[str, float] = field(default_factory=dict)
    span_weight: float = 0.5
    valid_weight: float = 0.5
    answer: float = 0.5
    several: tuple[str, ...] = ("measure",)
    fillers_each: int = 12
    share: float = 1.01

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Decision:
        """From the model's `model.json`; unknown names raise TypeError."""
        known = dict(values)
        if "several" in known:
            known["several"] = tuple(known["several"])
        return cls(**known)


@dataclass(frozen=True)
class Mentions:
    """The mentions of a document: token spans, and the logit that each names an event."""

    spans: list[TokenSpan]
    logits: FloatArray


@dataclass(frozen=True)
class Told:
    """What a document tells: its mentions with their frame states, and which of them are one event."""

    document: Document
    tokens: FloatArray
    mentions: Mentions
    states: FloatArray
    groups: list[list[int]]


@dataclass(frozen=True)
class Spans:
    """Candidate fillers: token spans, the role of each (its column), its own logit."""

    spans: list[TokenSpan]
    roles: list[int]
    logits: FloatArray


# Below these logits a span is not worth a look: lower ones took twice the time and changed no figure on the
# held-out reports, nor did more candidates a role.
FLOOR = -5.0
FILLER_FLOOR = -3.0
SPANS_A_ROLE = 24


def best_spans(scores: FloatArray, limit: int, floor: float = FLOOR) -> tuple[list[TokenSpan], list[float]]:
    """The best spans of one role, (T, WIDTH) logits, none overlapping a better one.

    The logit given with each is the log of the summed odds of all spans overlapping it, so a
    mention whose bounds are open does not lose for it.
    """
    flat = scores.ravel()
    order = np.flatnonzero(flat > floor)
    order = order[np.argsort(-flat[order], kind="stable")][: 12 * limit]
    first, width = np.divmod(order, WIDTH)
    last, values = first + width, flat[order]
    free = np.ones(len(order), dtype=bool)
    spans, logits = [], []
    for k in range(len(order)):
        if not free[k]:
            continue
        overlapping = (first <= last[k]) & (last >= first[k]) & free
        spans.append((int(first[k]), int(last[k])))
        logits.append(float(np.logaddexp.reduce(values[overlapping])))
        free &= ~overlapping
        if len(spans) == limit:
            break
    return spans, logits


def group(affinity: npt.NDArray[np.float64], threshold: float) -> list[list[int]]:
    """Average-link clusters of a symmetric matrix of probabilities, merged while the mean is at least `threshold`."""
    clusters = [[k] for k in range(len(affinity))]
    sums = affinity.astype(np.float64).copy()
    np.fill_diagonal(sums, -1.0)
    sizes = np.ones(len(affinity))
    alive = np.ones(len(affinity), dtype=bool)
    while alive.sum() > 1:
        mean = np.where(alive[:, None] & alive[None], sums / (sizes[:, None] * sizes[None]), -1.0)
        np.fill_diagonal(mean, -1.0)
        i, j = divmod(int(mean.argmax()), len(mean))
        if mean[i, j] < threshold:
            break
        sums[i] += sums[j]
        sums[:, i] += sums[:, j]
        sizes[i] += sizes[j]
        alive[j] = False
        clusters[i] += clusters[j]
    return [sorted(c) for k, c in enumerate(clusters) if alive[k]]


class Decoder:
    """Frames of one document in one scheme."""

    def __init__(self, heads: Heads, scheme: Scheme, decision: Decision) -> None:
        self._heads, self._scheme, self._decision = heads, scheme, decision

    def frames(self, document: Document, tokens: FloatArray) -> list[Frame]:
        """Events in the order in which the report first tells them."""
        scores = self._heads.span_scores(document, tokens, self._scheme)
        mentions, states = self._mentions(document, tokens, scores[0])
        if not mentions.spans:
            return []
        likeness = self._heads.same(document, states, mentions.spans)
        groups = group(self._affinity(likeness, states), self._decision.same)
        chances = sigmoid(mentions.logits)
        groups = [g for g in groups if chances[g].max() >= self._decision.event]
        groups.sort(key=lambda g: mentions.spans[g[0]])
        if not groups:
            return []
        told = Told(document, tokens, mentions, states, groups)
        return merge_same(self._assemble(told, self._candidates(scores)), self._decision.share)

    def _affinity(self, logits: FloatArray, states: FloatArray) -> npt.NDArray[np.float64]:
        """Probability that two mentions are of one event, from both directions and the types they name."""
        types = softmax(self._heads.frame_label(states, self._scheme, "type"))
        agreement = 2.0 * (types @ types.T) - 1.0
        out = sigmoid((logits + logits.T) / 2.0 + np.float32(self._decision.type_weight) * agreement)
        return out.astype(np.float64)

    def _mentions(self, document: Document, tokens: FloatArray, scores: FloatArray) -> tuple[Mentions, FloatArray]:
        spans, logits = best_spans(scores, limit=24 + len(document.ids) // 16)
        if not spans:
            return Mentions([], np.zeros(0, np.float32)), np.zeros((0, 0), np.float32)
        states = self._heads.frame_states(document, tokens, spans, self._scheme)
        valid = self._heads.valid(states, self._scheme)
        weight = self._decision.valid_weight
        together = np.array(logits, dtype=np.float32) * (1 - weight) + valid * weight
        kept = np.flatnonzero(sigmoid(together) >= self._decision.mention)
        kept = kept[np.argsort([spans[k][0] for k in kept], kind="stable")]
        return Mentions([spans[k] for k in kept], together[kept]), states[kept]

    def _candidates(self, scores: FloatArray) -> Spans:
        spans: list[TokenSpan] = []
        roles: list[int] = []
        logits: list[float] = []
        for role in range(1, len(self._scheme.roles)):
            found, values = best_spans(scores[role], SPANS_A_ROLE, FILLER_FLOOR)
            spans += found
            roles += [role] * len(found)
            logits += values
        return Spans(spans, roles, np.array(logits, dtype=np.float32))

    def _assemble(self, told: Told, spans: Spans) -> list[Frame]:
        fillers = self._fillers(told, spans)
        frames = []
        logits = told.mentions.logits
        answers = {
            name: softmax(self._heads.frame_label(told.states, self._scheme, name))
            for name in self._scheme.frame_labels
        }
        for number, members in enumerate(told.groups):
            labels, label_scores = self._frame_labels(answers, logits, members)
            best = sorted(members, key=lambda m: -logits[m])
            frames.append(
                Frame(
                    kind=labels["type"],
                    score=float(sigmoid(logits[members]).max()),
                    anchors=tuple(self._offsets(told.document, told.mentions.spans[m]) for m in best),
                    fillers=fillers[number],
                    labels=labels,
                    label_scores=label_scores,
                )
            )
        return frames

    def _offsets(self, document: Document, span: TokenSpan) -> tuple[int, int]:
        return int(document.starts[span[0]]), int(document.ends[span[1]])

    def _frame_labels(
        self, answers: Mapping[str, FloatArray], logits: FloatArray, members: list[int]
    ) -> tuple[dict[str, str], dict[str, float]]:
        """The likeliest answer to each question, the mentions weighted by how surely they name the event."""
        weight = softmax(logits[members])
        labels, scores = {}, {}
        for name, chances in answers.items():
            mean = weight @ chances[members]
            best = int(mean.argmax())
            labels[name], scores[name] = self._scheme.frame_labels[name][best], float(mean[best])
        return labels, scores

    def _fillers(self, told: Told, spans: Spans) -> list[tuple[Filler, ...]]:
        if not spans.spans:
            return [() for _ in told.groups]
        span_states = self._heads.span_states(told.tokens, spans.spans, spans.roles, self._scheme)
        members = [m for g in told.groups for m in g]
        anchors = [told.mentions.spans[m] for m in members]
        pairs = pairs_between(told.document, anchors, spans.spans)
        hidden = self._heads.pair_states(told.states[members], span_states, spans.roles, pairs, self._scheme)
        logits = self._heads.link(hidden, self._scheme) + self._decision.span_weight * spans.logits[None]
        out, at = [], 0
        for g in told.groups:
            own = slice(at, at + len(g))
            at += len(g)
            nearest = logits[own].argmax(axis=0)
            best = np.take_along_axis(logits[own], nearest[None], axis=0)[0]
            rows = hidden[own][nearest, np.arange(len(spans.spans))]
            out.append(self._of_one(told.document, spans, sigmoid(best), rows))
        return out

    def _of_one(self, document: Document, spans: Spans, chances: FloatArray, rows: FloatArray) -> tuple[Filler, ...]:
        """The fillers of one event, best first in each role."""
        out: list[Filler] = []
        columns = np.array(spans.roles)
        for column, role in enumerate(self._scheme.filler_roles, 1):
            mine = np.flatnonzero(columns == column)
            mine = mine[np.argsort(-chances[mine], kind="stable")][: self._decision.fillers_each]
            floor = self._decision.filler.get(role, 0.5)
            for rank, k in enumerate(mine.tolist()):
                if chances[k] < (floor if rank == 0 else self._decision.further.get(role, floor)):
                    break
                out.append(self._filler(document, spans.spans[k], role, float(chances[k]), rows[k]))
        return tuple(out)

    def _filler(self, document: Document, span: TokenSpan, role: str, chance: float, row: FloatArray) -> Filler:
        labels, scores = {}, {}
        for name, roles in self._scheme.asked_of.items():
            if role in roles:
                answer = sigmoid(self._heads.filler_label(row, self._scheme, name))
                if name in self._scheme.may_be_open and answer.max() < self._decision.answer:
                    continue
                labels[name], scores[name] = self._answer(name, answer)
        start, end = self._offsets(document, span)
        return Filler(role, start, end, document.string[start:end], chance, labels, scores)

    def _answer(self, name: str, chances: FloatArray) -> tuple[str, float]:
        answers: Sequence[str] = self._scheme.filler_labels[name]
        best = int(chances.argmax())
        if name not in self._decision.several:
            return answers[best], float(chances[best])
        more = [k for k in range(len(answers)) if k == best or chances[k] >= self._decision.answer]
        return "|".join(answers[k] for k in more), float(chances[best])
