"""Reports as other models answered them, and what a pupil learns from the answers.

After Hinton, Vinyals and Dean (2015), "Distilling the knowledge in a neural network": the pupil's chances at a
temperature are drawn to the teachers' at the same, the loss times the temperature's square so that its slope keeps
its size. The answers are logits by string offsets, so that teacher and pupil may read with different tokenizers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from dateline.coding.document import TITLE_GAP, Document, read_document
from dateline.coding.scheme import SCHEMES, Scheme
from examples import Example
from losses import WIDTH, Teacher, likeness, steps_between, top_spans
from network import Heads

INDEX = "reports.jsonl"
ARRAYS = "answers"
Span = tuple[int, int]
LIKELY = 0.3  # chance of a link from which what is asked about the filler is worth learning
FALSE = 12  # spans a role that the pupil likes and the teachers did not list
FLOOR = -6.0  # logit of a span that is not listed


@dataclass(frozen=True)
class Answers:
    """Logits of one report. Spans are string offsets; every array of logits is float16.

    `spans` (N, 2), `roles` and `scores` (N,): the best of each role. `anchors` (A, 2) with `valid` (A,), `frame`
    question -> (A, answers), `same` (A, A). `fillers` (S, 2), `filler_roles` (S,) with `links` (A, S) and `filler`
    question -> (S, answers), asked of each span and its likeliest anchor. `relevant`: ().
    """

    arrays: Mapping[str, npt.NDArray[Any]]

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        return self.arrays[name]

    def questions(self, kind: str) -> dict[str, npt.NDArray[Any]]:
        """The arrays of `frame` or `filler` by question."""
        return {k.removeprefix(f"{kind}."): v for k, v in self.arrays.items() if k.startswith(f"{kind}.")}


@dataclass(frozen=True)
class SoftExample:
    """A report in a pupil's tokens, and the answers of the teachers."""

    id: str
    scheme: Scheme
    document: Document
    answers: Answers

    @cached_property
    def example(self) -> Example:
        """The same without annotations."""
        return Example(self.id, self.scheme, self.document, relevant=False, events=())

    def tokens(self, name: str) -> tuple[list[Span], list[int]]:
        """The spans of that name in tokens, and which of them could be found and are not too wide."""
        found = [self.document.tokens_of(int(s), int(e)) for s, e in self.answers[name]]
        kept = [k for k, span in enumerate(found) if span is not None and span[1] - span[0] < WIDTH]
        return [span for k, span in enumerate(found) if k in set(kept) and span is not None], kept


def save_soft(folder: Path, number: int, about: Mapping[str, Any], answers: Answers) -> None:
    """Add a report: its arrays in a file, then a line of the index, so that what is listed is whole."""
    np.savez_compressed(folder / f"{ARRAYS}-{number:06d}.npz", **answers.arrays)
    with (folder / INDEX).open("a", encoding="utf-8") as index:
        index.write(json.dumps({**about, "number": number}, ensure_ascii=False) + "\n")


def listed(folder: Path) -> list[dict[str, Any]]:
    """The lines of a folder's index: `id`, `scheme`, `document`, `title_length`, `number`."""
    path = folder / INDEX
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def load_soft(folder: Path, tokenizer: Tokenizer) -> Iterator[SoftExample]:
    """All reports of a folder that `distil.py` has written."""
    for about in listed(folder):
        string, title_length = about["document"], about["title_length"]
        title = string[:title_length] or None
        document = read_document(string[title_length + len(TITLE_GAP) :] if title else string, title, tokenizer)
        with np.load(folder / f"{ARRAYS}-{about['number']:06d}.npz") as arrays:
            answers = Answers({k: arrays[k] for k in arrays.files})
        if len(document.ids):
            yield SoftExample(about["id"], SCHEMES[about["scheme"]], document, answers)


def binary(logits: Tensor, teachers: Tensor, temperature: float) -> Tensor:
    """Mean cross-entropy with the teachers' chances, less its least value: 0 where both agree."""
    target = torch.sigmoid(teachers / temperature)
    loss = F.binary_cross_entropy_with_logits(logits / temperature, target, reduction="none")
    least = -torch.xlogy(target, target) - torch.xlogy(1 - target, 1 - target)
    return (loss - least).mean() * temperature**2


def divergence(logits: Tensor, teachers: Tensor, temperature: float) -> Tensor:
    """Mean Kullback-Leibler divergence over rows: (N, answers) of pupil and teachers."""
    own = F.log_softmax(logits / temperature, dim=1)
    wanted = F.log_softmax(teachers / temperature, dim=1)
    return F.kl_div(own, wanted, reduction="batchmean", log_target=True) * temperature**2


class Pupil(Teacher):
    """Losses of one report that the teachers answered; the names are those of `losses.WEIGHTS`."""

    def __init__(self, heads: Heads, soft: SoftExample, states: Tensor, temperature: float) -> None:
        super().__init__(heads, soft.example, states)
        self.soft, self.temperature = soft, temperature

    def _wanted(self, name: str) -> Tensor:
        return torch.from_numpy(self.soft.answers[name].astype(np.float32))

    def _role_loss(self, role: int, spans: list[Span], wanted: Tensor) -> Tensor:
        """Listed spans are drawn to the teachers' logits, the pupil's own favourites beside them to `FLOOR`."""
        cells = dict(zip(spans, wanted.tolist(), strict=True))
        with torch.no_grad():
            nothing = torch.zeros(self.tokens.shape[0], dtype=torch.bool)
            own = top_spans(self.scores[role], nothing, FALSE)
        for span in own:
            cells.setdefault(span, FLOOR)
        if not cells:
            return self.scores.new_zeros(())
        first = torch.tensor([f for f, _ in cells])
        width = torch.tensor([e - f for f, e in cells])
        whole = ~self.cut[first, width]
        if not bool(whole.any()):
            return self.scores.new_zeros(())
        logits = self.scores[role, first[whole], width[whole]]
        loss = binary(logits, torch.tensor(list(cells.values()))[whole], self.temperature)
        return loss * float(whole.sum()) / 4.0  # the labels' loss is a sum over spans, too

    def _soft_spans(self) -> dict[str, Tensor]:
        spans, kept = self.soft.tokens("spans")
        roles, scores = self.soft.answers["roles"][kept], self._wanted("scores")[kept]
        losses = []
        for role in range(len(self.scheme.roles)):
            mine = np.flatnonzero(roles == role).tolist()
            losses.append(self._role_loss(role, [spans[k] for k in mine], scores[mine]))
        return {"anchor": losses[0], "spans": torch.stack(losses[1:]).sum() / 3.0}

    def losses(self) -> dict[str, Tensor]:
        """Loss by head."""
        out = self._soft_spans()
        logit = self.heads.relevance(self.tokens, self.scheme.name)
        out["relevant"] = binary(logit[None], self._wanted("relevant").reshape(1), self.temperature)
        anchors, kept = self.soft.tokens("anchors")
        if not anchors:
            return out
        frames = self._frames(anchors)
        out["valid"] = binary(self.own.valid(frames).squeeze(1), self._wanted("valid")[kept], self.temperature)
        out["frame"] = torch.stack(
            [
                divergence(self.own.frame[f"{n}_label"](frames), _rows(values, kept), self.temperature)
                for n, values in self.soft.answers.questions("frame").items()
            ]
        ).sum()
        if len(anchors) > 1:
            alike = self.heads.alike(likeness(self.example, anchors))
            steps = steps_between(self.example, anchors, anchors)
            same = self.heads.same(self.heads.likeness(frames, frames, steps, alike))[..., 0]
            off = ~torch.eye(len(anchors), dtype=torch.bool)
            out["same"] = binary(same[off], self._wanted("same")[kept][:, kept][off], self.temperature)
        out.update(self._soft_links(frames, anchors, kept))
        return out

    def _soft_links(self, frames: Tensor, anchors: list[Span], rows: list[int]) -> dict[str, Tensor]:
        spans, columns = self.soft.tokens("fillers")
        if not spans:
            return {}
        roles = self.soft.answers["filler_roles"][columns]
        role = torch.from_numpy(roles.astype(np.int64))
        states = self.heads.spans(self.tokens, torch.tensor(spans), self.own.role(role))
        steps = steps_between(self.example, anchors, spans)
        hidden = self.heads.dropout(self.heads.pair(frames, states, steps, self.own.pair_role(role)[None]))
        wanted = self._wanted("links")[rows][:, columns]
        loss = binary(self.own.link(hidden).squeeze(2), wanted, self.temperature)
        out = {"link": loss * wanted.numel() / max(1.0, float(torch.sigmoid(wanted).sum())) / 2.0}
        best, at = wanted.max(dim=0)
        likely = torch.sigmoid(best) > LIKELY
        losses = []
        for name, values in self.soft.answers.questions("filler").items():
            asked = torch.from_numpy(np.isin(roles, [self.scheme.roles.index(r) for r in self.scheme.asked_of[name]]))
            mine = torch.nonzero(asked & likely).squeeze(1)
            if len(mine):
                logits = self.own.filler[f"{name}_label"](hidden[at[mine], mine])
                losses.append(binary(logits, _rows(values, columns)[mine], self.temperature) * logits.shape[1])
        if losses:
            out["filler"] = torch.stack(losses).sum()
        return out


def _rows(values: npt.NDArray[Any], kept: list[int]) -> Tensor:
    return torch.from_numpy(values[kept].astype(np.float32))
