"""A shipped model: encoder, heads, tokenizer and the decisions chosen for it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from dateline.coding.decoding import Decision
from dateline.coding.encoder import Encoder
from dateline.coding.errors import ModelError
from dateline.coding.heads import Heads
from dateline.coding.scheme import SCHEMES

MODELS = Path(__file__).parent / "models"
FILES = ("encoder.onnx", "heads.npz", "tokenizer.json", "model.json")


@dataclass(frozen=True)
class Model:
    """Everything that coding needs of a model. `decisions` are by scheme."""

    version: str
    encoder: Encoder
    heads: Heads
    tokenizer: Tokenizer
    decisions: Mapping[str, Decision]

    @classmethod
    def load(cls, name: str) -> Model:
        """The model of that name in the package, or in a folder of that path.

        Raises ModelError if there is none or a file of it is missing or damaged.
        """
        folder = Path(name) if Path(name).is_dir() else MODELS / name
        missing = [f for f in FILES if not (folder / f).is_file()]
        if missing:
            known = ", ".join(sorted(p.name for p in MODELS.iterdir() if p.is_dir())) if MODELS.is_dir() else "none"
            raise ModelError(f"model {name!r} lacks {', '.join(missing)}; models of this installation: {known}")
        about = _about(folder, name)
        with np.load(folder / "heads.npz") as arrays:
            heads = Heads({key: arrays[key] for key in arrays.files})
        tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        decisions = {s: Decision.from_json(about.get("decisions", {}).get(s, {})) for s in SCHEMES}
        return cls(about["version"], Encoder(folder / "encoder.onnx"), heads, tokenizer, decisions)


def _about(folder: Path, name: str) -> dict[str, Any]:
    """What `model.json` says, once every other file has been found to be the one that it names by its SHA-256."""
    try:
        about: dict[str, Any] = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        wanted = about["sha256"]
    except (ValueError, KeyError, OSError) as error:
        raise ModelError(f"model {name!r}: model.json is damaged ({error!r}); install dateline again") from error
    for file in FILES[:-1]:
        if hashlib.sha256((folder / file).read_bytes()).hexdigest() != wanted.get(file):
            raise ModelError(f"model {name!r}: {file} is damaged or of another model; install dateline again")
    return about
