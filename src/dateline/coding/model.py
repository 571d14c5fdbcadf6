"""A shipped model: encoder, heads, tokenizer and the decisions chosen for it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from dateline.coding.decoding import Decision
from dateline.coding.encoder import BERT, Bounds, Encoder
from dateline.coding.errors import ModelError
from dateline.coding.heads import Heads
from dateline.coding.projection import Projection
from dateline.coding.scheme import EVENTS, SCHEMES

MODELS = Path(__file__).parent / "models"
BUILT = {"large": "make large"}  # models that do not ship, and the command in the source tree that builds each
FILES = ("encoder.onnx", "heads.npz", "spans.onnx", "tokenizer.json", "model.json")


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
        """The model of that name in the package or among those built by the user, or in a folder of that path.

        Raises ModelError if there is none or a file of it is missing or damaged.
        """
        folder = _folder(name)
        missing = [f for f in FILES if not (folder / f).is_file()]
        if missing:
            raise ModelError(f"model {name!r} lacks {', '.join(missing)}; {_help(name)}")
        about = _about(folder, name)
        with np.load(folder / "heads.npz") as arrays:
            weights = {key: arrays[key] for key in arrays.files}
        heads = Heads(weights, {EVENTS.name: Projection(folder / "spans.onnx")})
        tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        decisions = {s: Decision.from_json(about.get("decisions", {}).get(s, {})) for s in SCHEMES}
        encoder = Encoder(folder / "encoder.onnx", _bounds(about, heads, name))
        return cls(about["version"], encoder, heads, tokenizer, decisions)

    def deciding(self, scheme: str, **changes: Any) -> Model:
        """The same model with fields of a scheme's `Decision` changed."""
        return replace(self, decisions={**self.decisions, scheme: replace(self.decisions[scheme], **changes)})


def built_models() -> Path:
    """The folder of the models that the user has built: DATELINE_MODELS, otherwise ~/.dateline/models."""
    named = os.environ.get("DATELINE_MODELS")
    return Path(named) if named else Path.home() / ".dateline" / "models"


def _folder(name: str) -> Path:
    places = [Path(name), MODELS / name, built_models() / name]
    return next((p for p in places if p.is_dir()), places[1])


def _help(name: str) -> str:
    known = sorted({p.name for place in (MODELS, built_models()) if place.is_dir() for p in place.iterdir()})
    if name in BUILT:
        return (
            f"it does not ship with dateline: `{BUILT[name]}` in dateline's source tree builds it "
            f"and puts it into {built_models() / name}"
        )
    return f"models of this installation: {', '.join(known) or 'none'}"


def _bounds(about: dict[str, Any], heads: Heads, name: str) -> Bounds:
    """What `model.json` says of the encoder's input; the first models, all of BERT's vocabulary, say nothing."""
    said = about.get("input")
    if said is None:
        return BERT
    size = heads.weights["first.weight"].shape[1]
    if said["size"] != size:
        raise ModelError(f"model {name!r}: encoder states of {said['size']} numbers, heads for {size}; build it again")
    return Bounds(said["start"], said["end"])


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
