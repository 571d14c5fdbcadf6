"""The encoder: token ids in, one state a token out. ONNX, no training framework."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from dateline.coding.document import Document
from dateline.coding.windows import stitch, windows

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Bounds:
    """Token ids that stand before and after every window."""

    start: int
    end: int


BERT = Bounds(101, 102)  # [CLS] and [SEP] of the uncased BERT vocabulary


class Encoder:
    """One pass over each window of a document.

    Windows go through one by one: the scale of int8 activations is that of the whole input, so
    a window's states would otherwise depend on what happened to be batched with it.
    """

    def __init__(self, path: Path, bounds: Bounds = BERT, threads: int | None = None) -> None:
        self._bounds = bounds
        options = onnxruntime.SessionOptions()
        if threads is not None:
            options.intra_op_num_threads = threads
        options.log_severity_level = 3
        # Waiting threads must not spin: the heads need the core (three times the speed on two cores).
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def states(self, document: Document) -> FloatArray:
        """(tokens, dim); the document must have tokens."""
        spans = windows(len(document.ids))
        return stitch([self.run(document.ids[start:end]) for start, end in spans], spans)

    def run(self, ids: npt.NDArray[np.int64]) -> FloatArray:
        """One window of at most 510 token ids -> (tokens, dim)."""
        row = np.concatenate([[self._bounds.start], ids, [self._bounds.end]]).astype(np.int64)[None]
        (states,) = self._session.run(["tokens"], {"input_ids": row})
        out: FloatArray = states[0, 1:-1]
        return out
