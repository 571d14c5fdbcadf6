import json
import shutil
from types import SimpleNamespace

import numpy as np
import pytest

from dateline.coding.document import read_document
from dateline.coding.errors import ModelError
from dateline.coding.model import Model as Exported

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("onnx")

import onnx
from tiny_models import TEXT, write_model

from encoders import source_of
from encoding import encode
from network import Model


def test_the_exported_model_says_what_pytorch_says(encoder, exported):
    model = Model(source_of(str(encoder))).eval()
    model.load_state_dict(torch.load(exported.parent / "run" / "average.pt", weights_only=True))
    shipped = Exported.load(str(exported))
    document = read_document(TEXT, None, shipped.tokenizer)
    found = shipped.encoder.states(document)

    with torch.no_grad():
        wanted = model.heads.tokens(encode(model, [SimpleNamespace(document=document)])[0]).numpy()
    assert found.shape == wanted.shape == (len(document.ids), 32)
    assert np.abs(found - wanted).mean() < 0.05 * wanted.std()  # int8 weights, and bf16 on the other side


def test_feed_forward_weights_of_mpnet_stay_floats(mpnet, tmp_path):
    folder = write_model(mpnet, tmp_path, seed=5)
    kinds = {w.data_type for w in onnx.load(folder / "encoder.onnx").graph.initializer if np.prod(w.dims) == 32 * 64}
    assert onnx.TensorProto.INT8 not in kinds


def test_heads_of_another_size_are_refused(exported, tmp_path):
    folder = tmp_path / "other"
    shutil.copytree(exported, folder)
    about = json.loads((folder / "model.json").read_text())
    about["input"]["size"] = 48
    (folder / "model.json").write_text(json.dumps(about))
    with pytest.raises(ModelError, match="states of 48 numbers, heads for 32"):
        Exported.load(str(folder))
