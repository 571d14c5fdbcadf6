"""The widest layer of the heads, with int8 weights: what each token says as a span's first and as its last.

In numpy this one product takes as long as all other heads together; the encoder's runtime does it three times as fast.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

FloatArray = npt.NDArray[np.float32]


class Projection:
    """`spans.onnx`: (tokens, dim) -> (tokens, columns of `ends`, `query` and `key` of the events' span scorer)."""

    def __init__(self, path: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # reports are worked on side by side
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def __call__(self, tokens: FloatArray) -> FloatArray:
        """All columns side by side."""
        (out,) = self._session.run(["columns"], {"tokens": tokens})
        return np.asarray(out, dtype=np.float32)
