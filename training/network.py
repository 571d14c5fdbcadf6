"""The model in PyTorch: one encoder, and heads that share its token states.

`dateline.coding.network` runs the same computation from the exported weights; the names of
the modules here are the names of the arrays there.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812
from transformers import AutoModel

from dateline.coding.distances import POSITION_BUCKETS, SENTENCE_BUCKETS, TOKEN_BUCKETS
from dateline.coding.scheme import SCHEMES, Scheme
from encoders import Source
from mpnet import FastMPNet

WIDTH = 24
SPAN_DIM = 64
FRAME_DIM = 192
PAIR_DIM = 160
ATTENTION_HEADS = 4


class SpanScorer(nn.Module):
    """start(i) + end(j) + q(i)·k(j)/8 + width bias for each role (reference recipe; after GlobalPointer, 2022)."""

    def __init__(self, dim: int, roles: int) -> None:
        super().__init__()
        self.roles = roles
        self.ends = nn.Linear(dim, 2 * roles)
        self.query = nn.Linear(dim, roles * SPAN_DIM)
        self.key = nn.Linear(dim, roles * SPAN_DIM)
        self.width = nn.Parameter(torch.zeros(roles, WIDTH))

    def forward(self, tokens: Tensor) -> Tensor:
        """(T, dim) -> (roles, T, WIDTH): score of the span from i over w further tokens; beyond the end -inf."""
        length = tokens.shape[0]
        start, end = self.ends(tokens).view(length, 2, self.roles).unbind(1)
        query = self.query(tokens).view(length, self.roles, SPAN_DIM).transpose(0, 1)
        key = self.key(tokens).view(length, self.roles, SPAN_DIM).transpose(0, 1)
        index = torch.arange(length)[:, None] + torch.arange(WIDTH)[None]
        inside = index < length
        index = index.clamp(max=length - 1)
        full = torch.bmm(query, key.transpose(1, 2)) / 8.0
        band = full.gather(2, index[None].expand(self.roles, -1, -1))
        scores = start.t()[:, :, None] + end.t()[:, index] + band + self.width[:, None, :]
        return scores.masked_fill(~inside, -1e4)


class ContextAttention(nn.Module):
    """A frame's look at the whole document: attention over token states, biased by distance."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.query = nn.Linear(FRAME_DIM, FRAME_DIM)
        self.key = nn.Linear(dim, FRAME_DIM)
        self.value = nn.Linear(dim, FRAME_DIM)
        self.output = nn.Linear(FRAME_DIM, FRAME_DIM)
        self.token_bias = nn.Embedding(TOKEN_BUCKETS, ATTENTION_HEADS)
        self.sentence_bias = nn.Embedding(SENTENCE_BUCKETS, ATTENTION_HEADS)

    def forward(self, frames: Tensor, tokens: Tensor, token_steps: Tensor, sentence_steps: Tensor) -> Tensor:
        """(A, FRAME_DIM), (T, dim), buckets (A, T) -> (A, FRAME_DIM)."""
        heads, size = ATTENTION_HEADS, FRAME_DIM // ATTENTION_HEADS
        q = self.query(frames).view(-1, heads, size).transpose(0, 1)
        k = self.key(tokens).view(-1, heads, size).transpose(0, 1)
        v = self.value(tokens).view(-1, heads, size).transpose(0, 1)
        bias = (self.token_bias(token_steps) + self.sentence_bias(sentence_steps)).permute(2, 0, 1)
        weight = torch.softmax(torch.bmm(q, k.transpose(1, 2)) / size**0.5 + bias, dim=-1)
        out = torch.bmm(weight, v).transpose(0, 1).reshape(frames.shape[0], FRAME_DIM)
        return self.output(out)


class PairMixer(nn.Module):
    """Hidden state of a pair of states from both, their product and what lies between them."""

    def __init__(self) -> None:
        super().__init__()
        self.left = nn.Linear(FRAME_DIM, PAIR_DIM)
        self.right = nn.Linear(FRAME_DIM, PAIR_DIM)
        self.left_product = nn.Linear(FRAME_DIM, PAIR_DIM)
        self.right_product = nn.Linear(FRAME_DIM, PAIR_DIM)
        self.token_step = nn.Embedding(TOKEN_BUCKETS, PAIR_DIM)
        self.sentence_step = nn.Embedding(SENTENCE_BUCKETS, PAIR_DIM)
        self.between = nn.Embedding(4, PAIR_DIM)
        self.mix = nn.Linear(PAIR_DIM, PAIR_DIM)

    def forward(self, left: Tensor, right: Tensor, steps: PairSteps, kind: Tensor) -> Tensor:
        """(A, FRAME_DIM), (S, FRAME_DIM), buckets (A, S), kind state of the pairs -> (A, S, PAIR_DIM)."""
        product = self.left_product(left)[:, None] * self.right_product(right)[None]
        hidden = self.left(left)[:, None] + self.right(right)[None] + product
        hidden = hidden + self.token_step(steps.tokens) + self.sentence_step(steps.sentences)
        hidden = hidden + kind + self.between(steps.between)
        return F.gelu(self.mix(F.gelu(hidden)))


@dataclass(frozen=True)
class PairSteps:
    """Buckets of a pair's distances and the number of anchors that stand between: all (A, S)."""

    tokens: Tensor
    sentences: Tensor
    between: Tensor


class SchemeHeads(nn.Module):
    """The answers that only one scheme asks for."""

    def __init__(self, scheme: Scheme, dim: int) -> None:
        super().__init__()
        self.spans = SpanScorer(dim, len(scheme.roles))
        self.role = nn.Embedding(len(scheme.roles), FRAME_DIM)
        self.pair_role = nn.Embedding(len(scheme.roles), PAIR_DIM)
        self.valid = nn.Linear(FRAME_DIM, 1)
        self.relevant = nn.Linear(dim, 1)
        self.link = nn.Linear(PAIR_DIM, 1)
        self.frame = nn.ModuleDict({f"{n}_label": nn.Linear(FRAME_DIM, len(a)) for n, a in scheme.frame_labels.items()})
        self.filler = nn.ModuleDict(
            {f"{n}_label": nn.Linear(PAIR_DIM, len(a)) for n, a in scheme.filler_labels.items()}
        )


class Heads(nn.Module):
    """All heads over the token states of one document."""

    def __init__(self, dim: int, dropout: float = 0.15) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.token = nn.Linear(dim, dim)
        self.first = nn.Linear(dim, FRAME_DIM)
        self.last = nn.Linear(dim, FRAME_DIM)
        self.mean = nn.Linear(dim, FRAME_DIM)
        self.position = nn.Embedding(POSITION_BUCKETS, FRAME_DIM)
        self.context = ContextAttention(dim)
        self.norm = nn.LayerNorm(FRAME_DIM)
        self.pair = PairMixer()
        self.likeness = PairMixer()
        self.alike = nn.Embedding(2, PAIR_DIM)
        self.same = nn.Linear(PAIR_DIM, 2)
        self.pool = nn.Linear(dim, 1)
        self.schemes = nn.ModuleDict({name: SchemeHeads(scheme, dim) for name, scheme in SCHEMES.items()})

    def tokens(self, states: Tensor) -> Tensor:
        """(T, dim) encoder states -> (T, dim) states that all heads read."""
        out: Tensor = self.dropout(F.gelu(self.token(self.dropout(states))))
        return out

    def spans(self, tokens: Tensor, spans: Tensor, roles: Tensor) -> Tensor:
        """(S, 2) first and last token, (S,) role states (S, FRAME_DIM) -> span states."""
        sums = torch.cat([tokens.new_zeros(1, tokens.shape[1]), tokens.cumsum(0)])
        first, last = spans[:, 0], spans[:, 1]
        mean = (sums[last + 1] - sums[first]) / (last - first + 1)[:, None]
        out: Tensor = self.dropout(
            F.gelu(self.first(tokens[first]) + self.last(tokens[last]) + self.mean(mean) + roles)
        )
        return out

    def frames(
        self, tokens: Tensor, anchors: Tensor, position: Tensor, token_steps: Tensor, sentence_steps: Tensor
    ) -> Tensor:
        """Anchor span states (A, FRAME_DIM) -> frame states that have looked at the document."""
        seen = self.context(anchors, tokens, token_steps, sentence_steps)
        out: Tensor = self.dropout(self.norm(anchors + seen + self.position(position)))
        return out

    def relevance(self, tokens: Tensor, scheme: str) -> Tensor:
        """(T, dim) -> logit that the report tells of an event of the scheme."""
        weight = torch.softmax(self.pool(tokens), dim=0)
        out: Tensor = self.schemes[scheme].relevant((weight * tokens).sum(0))
        return out.squeeze()


class Model(nn.Module):
    """Encoder and heads."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.source = source
        self.encoder = FastMPNet(source.folder) if source.family == "mpnet" else _bert(source.folder)
        self.heads = Heads(self.encoder.config.hidden_size)

    def freeze(self, layers: int) -> None:
        """Embeddings, the bias by relative position and the lower `layers` layers stay as they are."""
        still = [self.encoder.embeddings, *self.encoder.encoder.layer[:layers]]
        if isinstance(self.encoder, FastMPNet):
            still.append(self.encoder.encoder.relative_attention_bias)
        for part in still:
            part.requires_grad_(requires_grad=False)


def _bert(folder: Path) -> nn.Module:
    model: nn.Module = AutoModel.from_pretrained(
        folder, attn_implementation="sdpa", add_pooling_layer=False, attention_probs_dropout_prob=0.0
    )
    return model
