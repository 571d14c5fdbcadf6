"""Encoders of two layers with random weights, and models made of them, for tests of the training code."""

import json
from pathlib import Path

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from transformers import BertConfig, BertModel, MPNetConfig, MPNetModel

from encoders import source_of
from export import export
from network import Model

TEXT = "Two soldiers were killed when gunmen attacked a police post in Aktobe on Sunday, officials said."
WORDS = sorted(set(TEXT.lower().replace(",", " ,").replace(".", " .").split()))
SPECIAL = {"bert": ("[CLS]", "[SEP]", "[PAD]", "[UNK]"), "mpnet": ("<s>", "<pad>", "</s>", "[UNK]")}


def write_encoder(folder: Path, family: str) -> Path:
    """An encoder with a tokenizer of the words of TEXT; folder."""
    torch.manual_seed(3)
    vocabulary = {word: number for number, word in enumerate([*SPECIAL[family], *WORDS])}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    sizes = {
        "vocab_size": len(vocabulary),
        "hidden_size": 32,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "intermediate_size": 64,
        "max_position_embeddings": 514,
    }
    model = BertModel(BertConfig(**sizes)) if family == "bert" else MPNetModel(MPNetConfig(**sizes))
    model.save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def write_model(encoder: Path, folder: Path, seed: int) -> Path:
    """A run of random heads over the encoder (`run`), exported (`tiny`); the folder of the latter."""
    torch.manual_seed(seed)
    run = folder / "run"
    run.mkdir()
    torch.save(Model(source_of(str(encoder))).state_dict(), run / "average.pt")
    (run / "recipe.json").write_text(json.dumps({"encoder": str(encoder)}))
    export(run, folder / "tiny")
    return folder / "tiny"
