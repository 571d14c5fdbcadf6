"""Write a trained run as a model to code with: `python training/export.py --run DIR --model DIR`.

`encoder.onnx` holds the encoder and the token layer of the heads; `heads.npz` the heads in half precision. Weights
are int8 by dynamic quantisation, which costs MiniLM nothing measurable. It ruins MPNet, by its feed-forward layers:
there only the square weights (attention and token layer) are int8, the others half precision, computed as floats.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from dateline.coding.scheme import EVENTS
from encoders import MODEL_NAMES, Source, source_of
from network import Model

LEFT_OUT = ("token.",)  # part of encoder.onnx
FILES = ("encoder.onnx", "heads.npz", "spans.onnx", "tokenizer.json")
SMALL = 4096  # numbers; smaller arrays stay as they are


class TokenStates(nn.Module):
    """Encoder and the layer that all heads share."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.encoder, self.token = model.encoder, model.heads.token

    def forward(self, input_ids: Tensor) -> Tensor:
        """(B, L) without padding -> (B, L, dim)."""
        states = self.encoder(input_ids=input_ids).last_hidden_state
        return F.gelu(self.token(states))


def not_square(path: Path) -> list[str]:
    """Names of the matrix products of an ONNX file whose weight is not square: the feed-forward layers."""
    graph = onnx.load(path).graph
    shapes = {w.name: tuple(w.dims) for w in graph.initializer}
    return [
        node.name
        for node in graph.node
        if node.op_type == "MatMul" and any(len(set(shapes.get(name, ()))) == 2 for name in node.input)
    ]


def halve(path: Path) -> None:
    """Keep the larger float arrays of an ONNX file in half precision; the runtime widens them once, at loading."""
    model = onnx.load(path)
    graph, casts = model.graph, []
    for weight in list(graph.initializer):
        if weight.data_type != TensorProto.FLOAT or np.prod(weight.dims) < SMALL:
            continue
        half = numpy_helper.from_array(numpy_helper.to_array(weight).astype(np.float16), f"{weight.name}_half")
        casts.append(helper.make_node("Cast", [half.name], [weight.name], f"{weight.name}_widen", to=TensorProto.FLOAT))
        graph.initializer.remove(weight)
        graph.initializer.append(half)
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.save(model, path)


def write_encoder(model: Model, folder: Path) -> None:
    """`encoder.onnx`."""
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
    target = folder / "encoder.onnx"
    if model.source.family == "mpnet":
        quantize_dynamic(
            plain,
            target,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul"],
            nodes_to_exclude=not_square(plain),
        )
        halve(target)
    else:
        quantize_dynamic(plain, target, weight_type=QuantType.QInt8, per_channel=True)
    plain.unlink()


def write_heads(model: Model, folder: Path) -> None:
    """`heads.npz`, half precision."""
    arrays = {
        name: value.detach().numpy().astype(np.float16)
        for name, value in model.heads.state_dict().items()
        if not name.startswith(LEFT_OUT)
    }
    np.savez(folder / "heads.npz", **arrays)


def write_spans(folder: Path) -> None:
    """`spans.onnx`, int8: the linear layers of the events' span scorer, side by side, from `heads.npz`."""
    own = f"schemes.{EVENTS.name}.spans"
    with np.load(folder / "heads.npz") as arrays:
        weight = np.vstack([arrays[f"{own}.{n}.weight"] for n in ("ends", "query", "key")]).astype(np.float32)
        bias = np.concatenate([arrays[f"{own}.{n}.bias"] for n in ("ends", "query", "key")]).astype(np.float32)
    graph = helper.make_graph(
        [
            helper.make_node("MatMul", ["tokens", "weight"], ["product"]),
            helper.make_node("Add", ["product", "bias"], ["columns"]),
        ],
        "spans",
        [helper.make_tensor_value_info("tokens", TensorProto.FLOAT, ["length", weight.shape[1]])],
        [helper.make_tensor_value_info("columns", TensorProto.FLOAT, ["length", weight.shape[0]])],
        [numpy_helper.from_array(weight.T.copy(), "weight"), numpy_helper.from_array(bias, "bias")],
    )
    plain = folder / "plain.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), plain)
    quantize_dynamic(plain, folder / "spans.onnx", weight_type=QuantType.QInt8, per_channel=True)
    plain.unlink()


def write_about(model: Model, folder: Path, recipe: dict[str, object]) -> None:
    """`model.json`: version, sums of the files, the encoder's input, the recipe."""
    files = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    digest = hashlib.sha256("".join(files.values()).encode()).hexdigest()
    source: Source = model.source
    name = MODEL_NAMES.get(str(recipe.get("encoder", "minilm")), folder.name)
    about = {
        "version": f"{name}-{digest[:12]}",
        "sha256": files,
        "input": {"start": source.start, "end": source.end, "size": model.encoder.config.hidden_size},
        "recipe": recipe,
    }
    (folder / "model.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def export(run: Path, folder: Path) -> None:
    """The running mean of a run's weights as a model."""
    recipe = json.loads((run / "recipe.json").read_text(encoding="utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    model = Model(source_of(recipe.get("encoder", "minilm")))
    model.load_state_dict(torch.load(run / "average.pt", weights_only=True))
    model.eval()
    write_encoder(model, folder)
    write_heads(model, folder)
    write_spans(folder)
    shutil.copy(model.source.folder / "tokenizer.json", folder / "tokenizer.json")
    write_about(model, folder, recipe)


def main() -> None:
    """Read `average.pt` of the run, write the model's files and its version."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    options = parser.parse_args()
    export(options.run, options.model)


if __name__ == "__main__":
    main()
