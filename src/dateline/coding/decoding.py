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
from dateline.coding.judging import Seen, filler_evidence, group_evidence, pair_evidence, weigh
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
    `same_weights` and `event_weights`: weights of the evidence of `dateline.coding.judging`; without them the
    network's own logits decide, and `same` and `event` are drawn on those; `filler_weights`, by role, likewise.
    `background_weights`: of the evidence of `dateline.coding.background`.
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
    same_weights: Mapping[str, float] = field(default_factory=dict)
    event_weights: Mapping[str, float] = field(default_factory=dict)
    filler_weights: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    background_weights: Mapping[str, float] = field(default_factory=dict)

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
class Spans:
    """Candidate fillers: token spans, the role of each (its column), its own logit."""

    spans: list[TokenSpan]
    roles: list[int]
    logits: FloatArray


@dataclass(frozen=True)
class Told:
    """What a document tells: mentions, candidate fillers with their pair states (A, S, dim), and what is seen."""

    mentions: Mentions
    spans: Spans
    hidden: FloatArray
    seen: Seen


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


def _chance(log_odds: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    out: npt.NDArray[np.float64] = 1.0 / (1.0 + np.exp(-np.clip(log_odds, -30.0, 30.0)))
    return out


class Decoder:
    """Frames of one document in one scheme."""

    def __init__(self, heads: Heads, scheme: Scheme, decision: Decision) -> None:
        self._heads, self.scheme, self.decision = heads, scheme, decision

    def frames(self, document: Document, tokens: FloatArray) -> list[Frame]:
        """Events in the order in which the report first tells them."""
        told = self.told(document, tokens)
        return [] if told is None else self.frames_of(told)

    def frames_of(self, told: Told) -> list[Frame]:
        """The same from what the network has said of the document."""
        groups = group(self.affinity(told.seen), self.decision.same)
        chances = self.chances(told.seen, groups)
        kept = [(g, float(c)) for g, c in zip(groups, chances, strict=True) if c >= self.decision.event]
        kept.sort(key=lambda item: told.mentions.spans[item[0][0]])
        return merge_same(self.assemble(told, kept), self.decision.share)

    def told(self, document: Document, tokens: FloatArray) -> Told | None:
        """Everything that the network says of a document's mentions; None where it has none."""
        scores = self._heads.span_scores(document, tokens, self.scheme)
        mentions, states = self._mentions(document, tokens, scores[0])
        if not mentions.spans:
            return None
        spans = self._candidates(scores)
        hidden, links = self._links(document, tokens, mentions, states, spans)
        labels = {n: softmax(self._heads.frame_label(states, self.scheme, n)) for n in self.scheme.frame_labels}
        seen = Seen(
            document=document,
            scheme=self.scheme,
            spans=mentions.spans,
            logits=mentions.logits,
            labels=labels,
            same=self._heads.same(document, states, mentions.spans),
            links=links,
            fillers=spans.spans,
            filler_logits=spans.logits,
            roles=np.array(spans.roles, dtype=np.int64),
            relevant=self._heads.relevance(tokens, self.scheme),
        )
        return Told(mentions, spans, hidden, seen)

    def affinity(self, seen: Seen) -> npt.NDArray[np.float64]:
        """Probability that two mentions are of one event: (A, A)."""
        if self.decision.same_weights:
            return _chance(weigh(pair_evidence(seen), self.decision.same_weights))
        types = seen.labels["type"]
        agreement = 2.0 * (types @ types.T) - 1.0
        logits = (seen.same + seen.same.T) / 2.0 + np.float32(self.decision.type_weight) * agreement
        return sigmoid(logits).astype(np.float64)

    def chances(self, seen: Seen, groups: Sequence[Sequence[int]]) -> npt.NDArray[np.float64]:
        """Probability that each group of mentions is an event."""
        if self.decision.event_weights:
            return _chance(weigh(group_evidence(seen, groups), self.decision.event_weights))
        return np.array([sigmoid(seen.logits[list(g)]).max() for g in groups], dtype=np.float64)

    def _mentions(self, document: Document, tokens: FloatArray, scores: FloatArray) -> tuple[Mentions, FloatArray]:
        spans, logits = best_spans(scores, limit=24 + len(document.ids) // 16)
        if not spans:
            return Mentions([], np.zeros(0, np.float32)), np.zeros((0, 0), np.float32)
        states = self._heads.frame_states(document, tokens, spans, self.scheme)
        valid = self._heads.valid(states, self.scheme)
        weight = self.decision.valid_weight
        together = np.array(logits, dtype=np.float32) * (1 - weight) + valid * weight
        kept = np.flatnonzero(sigmoid(together) >= self.decision.mention)
        kept = kept[np.argsort([spans[k][0] for k in kept], kind="stable")]
        return Mentions([spans[k] for k in kept], together[kept]), states[kept]

    def _candidates(self, scores: FloatArray) -> Spans:
        spans: list[TokenSpan] = []
        roles: list[int] = []
        logits: list[float] = []
        for role in range(1, len(self.scheme.roles)):
            found, values = best_spans(scores[role], SPANS_A_ROLE, FILLER_FLOOR)
            spans += found
            roles += [role] * len(found)
            logits += values
        return Spans(spans, roles, np.array(logits, dtype=np.float32))

    def _links(
        self, document: Document, tokens: FloatArray, mentions: Mentions, states: FloatArray, spans: Spans
    ) -> tuple[FloatArray, FloatArray]:
        """Pair states (A, S, dim), and the probability that each span fills its role in each mention's event."""
        if not spans.spans:
            return np.zeros((len(mentions.spans), 0, 0), np.float32), np.zeros((len(mentions.spans), 0), np.float32)
        span_states = self._heads.span_states(tokens, spans.spans, spans.roles, self.scheme)
        pairs = pairs_between(document, mentions.spans, spans.spans)
        hidden = self._heads.pair_states(states, span_states, spans.roles, pairs, self.scheme)
        logits = self._heads.link(hidden, self.scheme) + self.decision.span_weight * spans.logits[None]
        return hidden, sigmoid(logits)

    def assemble(self, told: Told, groups: Sequence[tuple[list[int], float]]) -> list[Frame]:
        """Frames of groups of mentions, each given with the probability that it is an event."""
        if not groups:
            return []
        fills = self.fills(told.seen, [g for g, _ in groups], np.array([c for _, c in groups]))
        return [self._frame(told, g, c, row) for (g, c), row in zip(groups, fills, strict=True)]

    def fills(
        self, seen: Seen, groups: Sequence[list[int]], chances: npt.NDArray[np.float64]
    ) -> npt.NDArray[np.float64]:
        """Probability that each candidate span fills its role in each event: (G, S)."""
        out = np.stack([seen.links[g].max(axis=0, initial=0.0) for g in groups]).astype(np.float64)
        if self.decision.filler_weights and seen.fillers:
            evidence = filler_evidence(seen, groups, chances)
            for column, role in enumerate(self.scheme.filler_roles, 1):
                mine = seen.roles == column
                if role in self.decision.filler_weights:
                    own = {name: values[:, mine] for name, values in evidence.items()}
                    out[:, mine] = _chance(weigh(own, self.decision.filler_weights[role]))
        return out

    def _frame(self, told: Told, members: list[int], chance: float, fills: npt.NDArray[np.float64]) -> Frame:
        seen = told.seen
        labels, label_scores = self._frame_labels(seen.labels, seen.logits, members)
        best = sorted(members, key=lambda m: -seen.logits[m])
        return Frame(
            kind=labels["type"],
            score=chance,
            anchors=tuple(self._offsets(seen.document, seen.spans[m]) for m in best),
            fillers=self._fillers(told, members, fills),
            labels=labels,
            label_scores=label_scores,
        )

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
            labels[name], scores[name] = self.scheme.frame_labels[name][best], float(mean[best])
        return labels, scores

    def _fillers(self, told: Told, members: list[int], fills: npt.NDArray[np.float64]) -> tuple[Filler, ...]:
        if not told.spans.spans:
            return ()
        nearest = told.seen.links[members].argmax(axis=0)
        rows = told.hidden[members][nearest, np.arange(len(told.spans.spans))]
        return self._of_one(told.seen.document, told.spans, fills, rows)

    def _of_one(
        self, document: Document, spans: Spans, chances: npt.NDArray[np.float64], rows: FloatArray
    ) -> tuple[Filler, ...]:
        """The fillers of one event, best first in each role."""
        out: list[Filler] = []
        columns = np.array(spans.roles)
        for column, role in enumerate(self.scheme.filler_roles, 1):
            mine = np.flatnonzero(columns == column)
            mine = mine[np.argsort(-chances[mine], kind="stable")][: self.decision.fillers_each]
            floor = self.decision.filler.get(role, 0.5)
            for rank, k in enumerate(mine.tolist()):
                if chances[k] < (floor if rank == 0 else self.decision.further.get(role, floor)):
                    break
                out.append(self._filler(document, spans.spans[k], role, float(chances[k]), rows[k]))
        return tuple(out)

    def _filler(self, document: Document, span: TokenSpan, role: str, chance: float, row: FloatArray) -> Filler:
        labels, scores = {}, {}
        for name, roles in self.scheme.asked_of.items():
            if role in roles:
                answer = sigmoid(self._heads.filler_label(row, self.scheme, name))
                if name in self.scheme.may_be_open and answer.max() < self.decision.answer:
                    continue
                labels[name], scores[name] = self._answer(name, answer)
        start, end = self._offsets(document, span)
        return Filler(role, start, end, document.string[start:end], chance, labels, scores)

    def _answer(self, name: str, chances: FloatArray) -> tuple[str, float]:
        answers: Sequence[str] = self.scheme.filler_labels[name]
        best = int(chances.argmax())
        if name not in self.decision.several:
            return answers[best], float(chances[best])
        more = [k for k in range(len(answers)) if k == best or chances[k] >= self.decision.answer]
        return "|".join(answers[k] for k in more), float(chances[best])
