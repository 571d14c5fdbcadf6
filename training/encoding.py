"""Token states of documents: windows in one padded batch, stitched together again."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

import torch
from torch import Tensor

from dateline.coding.document import Document
from dateline.coding.windows import kept_ranges, windows
from mpnet import FastMPNet
from network import Model


class Read(Protocol):
    """What has a document to encode."""

    @property
    def document(self) -> Document:
        """Its tokens."""


class LowerStates:
    """What the frozen lower layers say, a file a document: an epoch then costs the upper layers alone.

    They are computed as at run time (no dropout) and kept as bf16, 1.5 kB a token. The folder must be of
    one encoder and one number of layers.
    """

    def __init__(self, folder: Path, model: Model, layers: int) -> None:
        if not isinstance(model.encoder, FastMPNet):
            raise SystemExit("only the large encoder keeps the states of its lower layers; leave --frozen at 0")
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._model, self._encoder, self.layers = folder, model, model.encoder, layers

    def of(self, document: Document) -> list[Tensor]:
        """For each window (L, dim), special tokens included."""
        path = self._folder / f"{blake2b(document.ids.tobytes(), digest_size=12).hexdigest()}.pt"
        if not path.exists():
            partial = path.with_suffix(f".{torch.initial_seed()}.part")
            torch.save(self._compute(document), partial)
            partial.replace(path)
        states: list[Tensor] = torch.load(path, weights_only=True)
        return states

    @torch.no_grad()
    def _compute(self, document: Document) -> list[Tensor]:
        source, training = self._model.source, self._encoder.training
        self._encoder.eval()
        out = []
        for start, end in windows(len(document.ids)):
            ids = torch.tensor([[source.start, *document.ids[start:end].tolist(), source.end]])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                out.append(self._encoder.lower(ids, None, self.layers)[0].to(torch.bfloat16))
        self._encoder.train(training)
        return out

    def upper(self, documents: Sequence[Document], mask: Tensor) -> Tensor:
        """(rows, longest, dim) of all windows of the documents, through the upper layers."""
        kept = [window for document in documents for window in self.of(document)]
        states = torch.nn.utils.rnn.pad_sequence(kept, batch_first=True)
        return self._encoder.upper(states.float(), mask, self.layers)


def encode(model: Model, examples: Sequence[Read], lower: LowerStates | None = None) -> list[Tensor]:
    """Token states of each document: (T, dim), from overlapping windows in one padded batch."""
    spans = [windows(len(e.document.ids)) for e in examples]
    rows = [(k, s, e) for k, own in enumerate(spans) for s, e in own]
    longest = max(e - s for _, s, e in rows) + 2
    source = model.source
    ids = torch.full((len(rows), longest), source.pad, dtype=torch.long)
    mask = torch.zeros(len(rows), longest, dtype=torch.long)
    for row, (k, s, e) in enumerate(rows):
        piece = [source.start, *examples[k].document.ids[s:e].tolist(), source.end]
        ids[row, : len(piece)] = torch.tensor(piece)
        mask[row, : len(piece)] = 1
    with torch.autocast("cpu", dtype=torch.bfloat16):
        if lower is None:
            states = model.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        else:
            states = lower.upper([e.document for e in examples], mask)
    return stitched(states.float(), spans)


def stitched(states: Tensor, spans: Sequence[list[tuple[int, int]]]) -> list[Tensor]:
    """The states of each document from those of its windows, one row each, special tokens left out."""
    out, row = [], 0
    for own in spans:
        pieces = [
            states[row + k, 1 + first - start : 1 + last - start]
            for k, ((start, _), (first, last)) in enumerate(zip(own, kept_ranges(own), strict=True))
        ]
        out.append(torch.cat(pieces))
        row += len(own)
    return out
