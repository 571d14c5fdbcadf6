"""MPNet with the fast attention that the library's own lacks, and divisible into lower and upper layers.

Same weights, same names, same results as `transformers.MPNetModel` (a test compares): the bias by
relative position is the same in all layers, so it is computed once and goes in as attention mask.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812
from transformers import MPNetModel
from transformers.modeling_outputs import BaseModelOutput

LONGEST = 512
FIRST_POSITION = 2  # positions count from the one after padding's


def run_layer(layer: nn.Module, states: Tensor, bias: Tensor) -> Tensor:
    """One layer: (B, L, dim), (B or 1, heads, L, L) -> (B, L, dim)."""
    attention = layer.attention.attn
    shape = (*states.shape[:2], attention.num_attention_heads, attention.attention_head_size)
    q, k, v = (part(states).view(shape).transpose(1, 2) for part in (attention.q, attention.k, attention.v))
    seen = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
    mixed = attention.o(seen.transpose(1, 2).reshape(states.shape))
    states = layer.attention.LayerNorm(layer.attention.dropout(mixed) + states)
    out: Tensor = layer.output(layer.intermediate(states), states)
    return out


class FastMPNet(nn.Module):
    """The encoder; `embeddings` and `encoder.layer` are the library's own modules."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        model = MPNetModel.from_pretrained(folder, add_pooling_layer=False)
        self.config, self.embeddings, self.encoder = model.config, model.embeddings, model.encoder
        steps = torch.arange(-LONGEST + 1, LONGEST)
        buckets = self.encoder.relative_position_bucket(steps, num_buckets=self.config.relative_attention_num_buckets)
        self.register_buffer("buckets", buckets, persistent=False)

    def bias(self, length: int | Tensor, mask: Tensor | None) -> Tensor:
        """(1 or B, heads, L, L): what relative positions and padding (mask 0) add to the attention's logits."""
        at = torch.arange(length)
        steps = at[None] - at[:, None] + LONGEST - 1
        bias: Tensor = self.encoder.relative_attention_bias(self.buckets[steps]).permute(2, 0, 1)[None]
        return bias if mask is None else bias + (1.0 - mask[:, None, None].to(bias.dtype)) * -1e4

    def lower(self, input_ids: Tensor, mask: Tensor | None, layers: int) -> Tensor:
        """(B, L) token ids -> (B, L, dim) after the embeddings and the first `layers` layers."""
        at = torch.arange(input_ids.shape[1])[None] + FIRST_POSITION
        states: Tensor = self.embeddings(input_ids=input_ids, position_ids=at)
        bias = self.bias(input_ids.shape[1], mask)
        for layer in self.encoder.layer[:layers]:
            states = run_layer(layer, states, bias)
        return states

    def upper(self, states: Tensor, mask: Tensor | None, layers: int) -> Tensor:
        """The rest of the way: (B, L, dim) after `layers` layers -> (B, L, dim) after all of them."""
        bias = self.bias(states.shape[1], mask)
        for layer in self.encoder.layer[layers:]:
            states = run_layer(layer, states, bias)
        return states

    def forward(self, input_ids: Tensor, attention_mask: Tensor | None = None) -> BaseModelOutput:
        """As the library's model."""
        states = self.upper(self.lower(input_ids, attention_mask, 0), attention_mask, 0)
        return BaseModelOutput(last_hidden_state=states)
