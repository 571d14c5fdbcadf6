"""What one annotated document teaches: the sum of the losses of all heads it has labels for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from dateline.coding.distances import position_bucket, sentence_bucket, token_bucket
from examples import Event, Example
from network import WIDTH, Heads, PairSteps

WEIGHTS = {
    "anchor": 1.0,
    "spans": 1.0,
    "valid": 0.5,
    "link": 0.5,
    "frame": 1.0,
    "filler": 0.6,
    "same": 0.8,
    "relevant": 0.3,
}
FALSE_ANCHORS = 10
FALSE_SPANS = 10


@dataclass(frozen=True)
class Anchors:
    """The distinct mentions of a document's events, then false ones; `owners` are event numbers."""

    spans: list[tuple[int, int]]
    owners: list[set[int]]
    true: int


@dataclass(frozen=True)
class Candidates:
    """Filler spans of one role each; `owners` maps event number to (state, filler number).

    State 1: the occurrence to be found; 0: another occurrence of the same words, left alone.
    """

    spans: list[tuple[int, int]]
    roles: list[int]
    owners: list[dict[int, tuple[int, int]]]


def span_loss(scores: Tensor, positive: Tensor, ignored: Tensor) -> Tensor:
    """Multilabel categorical cross-entropy (Su 2021): (R, T, W) scores and masks -> mean over roles."""
    flat = scores.flatten(1).float()
    positive, ignored = positive.flatten(1), ignored.flatten(1)
    zero = flat.new_zeros(flat.shape[0], 1)
    negatives = flat.masked_fill(positive | ignored, -1e4)
    positives = (-flat).masked_fill(~positive, -1e4)
    loss = torch.logsumexp(torch.cat([negatives, zero], 1), 1) + torch.logsumexp(torch.cat([positives, zero], 1), 1)
    return loss.mean()


def word_mask(example: Example) -> Tensor:
    """(T, W): true where the span does not begin and end with words."""
    document = example.document
    length = len(document.ids)
    index = np.minimum(np.arange(length)[:, None] + np.arange(WIDTH)[None], length - 1)
    return torch.from_numpy(~(document.word_starts[:, None] & document.word_ends[index]))


def nearest(event: Event, spans: tuple[tuple[int, int], ...]) -> int:
    """Which of the spans stands nearest to a mention of the event."""
    gaps = [min(abs(first - a) + 0.01 * k for k, (a, _) in enumerate(event.mentions)) for first, _ in spans]
    return int(np.argmin(gaps))


def gather_candidates(example: Example) -> Candidates:
    """The annotated filler spans of a document."""
    at: dict[tuple[int, int, int], int] = {}
    spans: list[tuple[int, int]] = []
    roles: list[int] = []
    owners: list[dict[int, tuple[int, int]]] = []
    for number, event in enumerate(example.events):
        for filler_number, filler in enumerate(event.fillers):
            best = nearest(event, filler.spans)
            for k, span in enumerate(filler.spans):
                if span[1] - span[0] >= WIDTH:
                    continue
                key = (filler.role, *span)
                if key not in at:
                    at[key] = len(spans)
                    spans.append(span)
                    roles.append(filler.role)
                    owners.append({})
                state = 1 if k == best else 0
                known = owners[at[key]].get(number)
                if known is None or known[0] < state:
                    owners[at[key]][number] = (state, filler_number)
    return Candidates(spans, roles, owners)


def gather_anchors(example: Example) -> Anchors:
    """The distinct mentions with the events they belong to."""
    at: dict[tuple[int, int], int] = {}
    spans: list[tuple[int, int]] = []
    owners: list[set[int]] = []
    for number, event in enumerate(example.events):
        for span in event.mentions:
            if span not in at:
                at[span] = len(spans)
                spans.append(span)
                owners.append(set())
            owners[at[span]].add(number)
    return Anchors(spans, owners, len(spans))


def top_spans(scores: Tensor, taken: Tensor, count: int) -> list[tuple[int, int]]:
    """The `count` best spans of one role, (T, W) scores, that do not overlap the `taken` tokens or each other."""
    out: list[tuple[int, int]] = []
    used = taken.clone()
    order = torch.topk(scores.flatten(), min(8 * count, scores.numel())).indices.tolist()
    for index in order:
        first, width = divmod(index, WIDTH)
        last = first + width
        if last < len(used) and not bool(used[first : last + 1].any()):
            out.append((first, last))
            used[first : last + 1] = True
            if len(out) == count:
                break
    return out


def steps_between(example: Example, left: list[tuple[int, int]], right: list[tuple[int, int]]) -> PairSteps:
    """Buckets of the distances of all pairs: (A, S)."""
    a = np.array([first for first, _ in left])
    b = np.array([first for first, _ in right])
    sentences = example.document.sentences
    anchors = np.sort(a)
    low, high = np.minimum(a[:, None], b[None]), np.maximum(a[:, None], b[None])
    between = np.searchsorted(anchors, high, "left") - np.searchsorted(anchors, low, "right")
    return PairSteps(
        torch.from_numpy(token_bucket(b[None] - a[:, None])),
        torch.from_numpy(sentence_bucket(sentences[b][None] - sentences[a][:, None])),
        torch.from_numpy(np.clip(between, 0, 3)),
    )


def likeness(example: Example, anchors: list[tuple[int, int]]) -> Tensor:
    """(A, A): 1 where two mentions have a word of more than three letters in common."""
    document = example.document
    words = [
        {w[:5] for w in document.string[document.starts[first] : document.ends[last]].lower().split() if len(w) > 3}
        for first, last in anchors
    ]
    return torch.tensor([[int(bool(x & y)) for y in words] for x in words])


class Teacher:
    """Losses of one document's annotations."""

    def __init__(self, heads: Heads, example: Example, states: Tensor) -> None:
        self.heads, self.example, self.scheme = heads, example, example.scheme
        self.own = heads.schemes[example.scheme.name]
        self.tokens = heads.tokens(states)
        self.cut = word_mask(example)
        self.scores = self.own.spans(self.tokens).masked_fill(self.cut[None], -1e4)
        self.anchors = gather_anchors(example)
        self.candidates = gather_candidates(example)

    def _span_losses(self) -> dict[str, Tensor]:
        positive = torch.zeros(self.scores.shape, dtype=torch.bool)
        ignored = torch.zeros(self.scores.shape, dtype=torch.bool)
        for first, last in self.anchors.spans:
            if last - first < WIDTH:
                positive[0, first, last - first] = True
        for (first, last), role, owners in zip(
            self.candidates.spans, self.candidates.roles, self.candidates.owners, strict=True
        ):
            mask = positive if any(state for state, _ in owners.values()) else ignored
            mask[role, first, last - first] = True
        positive &= ~self.cut[None]
        rows = self.scores.shape[0]
        return {
            "anchor": span_loss(self.scores[:1], positive[:1], ignored[:1]),
            "spans": span_loss(self.scores[1:], positive[1:], ignored[1:]) * (rows - 1) / 3.0,
        }

    def _frames(self, anchors: list[tuple[int, int]]) -> Tensor:
        spans = torch.tensor(anchors)
        role = self.own.role(torch.zeros(len(anchors), dtype=torch.long))
        states = self.heads.spans(self.tokens, spans, role)
        first = np.array([f for f, _ in anchors])
        sentences = self.example.document.sentences
        position = position_bucket(sentences[first], int(sentences[-1]) + 1)
        everywhere = np.arange(len(sentences))
        return self.heads.frames(
            self.tokens,
            states,
            torch.from_numpy(position),
            torch.from_numpy(token_bucket(everywhere[None] - first[:, None])),
            torch.from_numpy(sentence_bucket(sentences[None] - sentences[first][:, None])),
        )

    def _false_anchors(self) -> list[tuple[int, int]]:
        taken = torch.zeros(self.tokens.shape[0], dtype=torch.bool)
        for first, last in self.anchors.spans:
            taken[first : last + 1] = True
        with torch.no_grad():
            return top_spans(self.scores[0], taken, FALSE_ANCHORS)

    def losses(self) -> dict[str, Tensor]:
        """Loss by head, each already divided by the number of its decisions."""
        out = self._span_losses()
        logit = self.heads.relevance(self.tokens, self.scheme.name)
        out["relevant"] = F.binary_cross_entropy_with_logits(logit, logit.new_tensor(float(self.example.relevant)))
        everything = self.anchors.spans + self._false_anchors()
        if not everything:
            return out
        frames = self._frames(everything)
        truth = torch.zeros(len(everything))
        truth[: self.anchors.true] = 1.0
        out["valid"] = F.binary_cross_entropy_with_logits(self.own.valid(frames).squeeze(1), truth)
        if self.anchors.true:
            true = frames[: self.anchors.true]
            out["frame"] = self._frame_loss(true)
            out["same"] = self._same_loss(true)
            out.update(self._link_losses(true))
        return out

    def _frame_loss(self, frames: Tensor) -> Tensor:
        losses = []
        for name in self.scheme.frame_labels:
            rows, answers = [], []
            for row, owners in enumerate(self.anchors.owners):
                for number in owners:
                    if name in self.example.events[number].labels:
                        rows.append(row)
                        answers.append(self.example.events[number].labels[name])
            if rows:
                logits = self.own.frame[f"{name}_label"](frames[rows])
                losses.append(F.cross_entropy(logits, torch.tensor(answers), label_smoothing=0.05))
        return torch.stack(losses).sum()

    def _same_loss(self, frames: Tensor) -> Tensor:
        if self.anchors.true < 2:
            return frames.new_zeros(())
        owners = self.anchors.owners
        alike = self.heads.alike(likeness(self.example, self.anchors.spans))
        steps = steps_between(self.example, self.anchors.spans, self.anchors.spans)
        logits = self.heads.same(self.heads.likeness(frames, frames, steps, alike))
        wholes = [{self.example.events[n].part_of for n in o} - {None} for o in owners]
        same = torch.tensor([[float(bool(x & y)) for y in owners] for x in owners])
        part = torch.tensor([[float(bool(x & y)) for y in owners] for x in wholes])
        off = ~torch.eye(len(owners), dtype=torch.bool)
        truth = torch.stack([same, part], dim=2)
        return F.binary_cross_entropy_with_logits(logits[off], truth[off])

    def _with_false_spans(self) -> tuple[list[tuple[int, int]], list[int]]:
        spans, roles = list(self.candidates.spans), list(self.candidates.roles)
        with torch.no_grad():
            for role in range(1, len(self.scheme.roles)):
                taken = torch.zeros(self.tokens.shape[0], dtype=torch.bool)
                for (first, last), own in zip(self.candidates.spans, self.candidates.roles, strict=True):
                    if own == role:
                        taken[first : last + 1] = True
                found = top_spans(self.scores[role], taken, FALSE_SPANS)
                spans += found
                roles += [role] * len(found)
        return spans, roles

    def _targets(self, spans: int) -> tuple[Tensor, Tensor]:
        """(A, S) truth and weight of each link; occurrences that are not to be found weigh nothing."""
        truth = torch.zeros(self.anchors.true, spans)
        weight = torch.ones(self.anchors.true, spans)
        starts = [first for first, _ in self.anchors.spans]
        sentences = self.example.document.sentences
        for column, owners in enumerate(self.candidates.owners):
            at = self.candidates.spans[column][0]
            for number, (state, _) in owners.items():
                rows = [r for r, o in enumerate(self.anchors.owners) if number in o]
                weight[rows, column] = 0.0
                if state == 0:
                    continue
                best = min(rows, key=lambda r: abs(starts[r] - at))
                for row in rows:
                    if row == best or sentences[starts[row]] == sentences[at]:
                        truth[row, column] = weight[row, column] = 1.0
        return truth, weight

    def _link_losses(self, frames: Tensor) -> dict[str, Tensor]:
        spans, roles = self._with_false_spans()
        if not spans:
            return {}
        role = torch.tensor(roles)
        states = self.heads.spans(self.tokens, torch.tensor(spans), self.own.role(role))
        steps = steps_between(self.example, self.anchors.spans, spans)
        hidden = self.heads.dropout(self.heads.pair(frames, states, steps, self.own.pair_role(role)[None]))
        logits = self.own.link(hidden).squeeze(2)
        truth, weight = self._targets(len(spans))
        loss = F.binary_cross_entropy_with_logits(logits, truth, weight=weight, reduction="sum")
        out = {"link": loss / truth.sum().clamp(min=1.0) / 2.0}
        filler = self._filler_loss(hidden, truth)
        if filler is not None:
            out["filler"] = filler
        return out

    def _left_open(self, name: str, column: int) -> bool:
        role = self.scheme.roles[self.candidates.roles[column]]
        return name in self.scheme.may_be_open and role in self.scheme.asked_of[name]

    def _filler_loss(self, hidden: Tensor, truth: Tensor) -> Tensor | None:
        losses = []
        for name, answers in self.scheme.filler_labels.items():
            rows, columns, targets = [], [], []
            for row, column in torch.nonzero(truth[:, : len(self.candidates.spans)]).tolist():
                for number, (state, filler) in self.candidates.owners[column].items():
                    known = self.example.events[number].fillers[filler].labels.get(name, ())
                    if state and number in self.anchors.owners[row] and (known or self._left_open(name, column)):
                        target = torch.zeros(len(answers))
                        target[list(known)] = 1.0
                        rows.append(row)
                        columns.append(column)
                        targets.append(target)
            if rows:
                logits = self.own.filler[f"{name}_label"](hidden[rows, columns])
                losses.append(
                    F.binary_cross_entropy_with_logits(logits, torch.stack(targets), reduction="none").sum(1).mean()
                )
        return torch.stack(losses).sum() if losses else None
