"""One type for a snippet: ridge regression on the type's indicator over states of the model and weighted words.

Closed form (Saunders, Gammerman and Vovk 1998, dual variables), so a fit is exact, takes a fraction of a second on a
thousand snippets, and the error on each left-out snippet is known without fitting anew (Allen 1974).
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from dateline.coding.errors import ModelError
from dateline.coding.snippets.features import SnippetFeatures
from dateline.records import EventType

FITTED = Path(__file__).parent / "fitted"
WRITTEN = Path(__file__).parent / "written.tsv"
TYPES: tuple[EventType, ...] = get_args(EventType)
WORDS = "words"
CONSTANT = 0.1  # weight of the constant beside the parts
SEEN_IN = 2  # snippets from which a word is known
Float64Array = npt.NDArray[np.float64]


def fitted_path(model: str) -> Path:
    """Where the classifier for the model of that version ships."""
    return FITTED / f"{model}.npz"


def written_snippets() -> list[tuple[EventType, str]]:
    """Type and text of the invented snippets that every classifier learns from (CC0)."""
    with WRITTEN.open(encoding="utf-8", newline="") as lines:
        table = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(cast("EventType", row["type"]), row["snippet"]) for row in table]


@dataclass(frozen=True)
class SnippetRecipe:
    """`parts`: weight of each kind of evidence, each of unit length; `ridge`: what is added to the diagonal."""

    parts: Mapping[str, float]
    ridge: float


_STATES = {"tokens": 1.0, "surest": 0.4}
_ALL = {"tokens": 1.0, "surest": 0.3, "told": 0.5, "mentions": 0.3, "types": 0.3}
RECIPES: tuple[SnippetRecipe, ...] = tuple(
    SnippetRecipe({**parts, WORDS: words}, ridge)
    for parts in (_STATES, _ALL)
    for words in (1.5, 3.0)
    for ridge in (0.1, 0.3)
)
"""What `choose` chooses from."""


@dataclass(frozen=True)
class Scaling:
    """How features become rows of unit length: mean and deviation of each dense part, rarity of each word."""

    mean: Mapping[str, Float64Array]
    deviation: Mapping[str, Float64Array]
    words: Mapping[str, int]
    rarity: Float64Array

    @classmethod
    def of(cls, snippets: Sequence[SnippetFeatures]) -> Scaling:
        """That of these snippets; words that only one of them has are left out."""
        stacked = {name: np.stack([s.dense[name] for s in snippets]).astype(np.float64) for name in snippets[0].dense}
        seen = Counter(word for s in snippets for word in s.words)
        known = sorted(word for word, count in seen.items() if count >= SEEN_IN)
        return cls(
            {name: rows.mean(axis=0) for name, rows in stacked.items()},
            {name: rows.std(axis=0) + 1e-3 for name, rows in stacked.items()},
            {word: k for k, word in enumerate(known)},
            np.array([np.log(len(snippets) / seen[word]) for word in known], dtype=np.float64),
        )

    def rows(self, snippets: Sequence[SnippetFeatures]) -> dict[str, Float64Array]:
        """Each part's rows: (snippets, dim)."""
        out = {
            name: _unit((np.stack([s.dense[name] for s in snippets]) - mean) / self.deviation[name])
            for name, mean in self.mean.items()
        }
        words = np.zeros((len(snippets), len(self.words)))
        for row, snippet in zip(words, snippets, strict=True):
            for word, count in snippet.words.items():
                if (column := self.words.get(word)) is not None:
                    row[column] = (1.0 + np.log(count)) * self.rarity[column]
        out[WORDS] = _unit(words)
        return out


def _unit(rows: Float64Array) -> Float64Array:
    out: Float64Array = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return out


def _indicators(answers: Sequence[EventType]) -> Float64Array:
    out = -np.ones((len(answers), len(TYPES)))
    out[np.arange(len(answers)), [TYPES.index(a) for a in answers]] = 1.0
    return out


def _kernel(rows: Mapping[str, Float64Array], recipe: SnippetRecipe) -> Float64Array:
    kernel = np.full((len(rows[WORDS]),) * 2, CONSTANT)
    for name, weight in recipe.parts.items():
        kernel += weight * (rows[name] @ rows[name].T)
    return kernel


@dataclass(frozen=True)
class SnippetTypes:
    """A fitted classifier: weights of each part (dim, types) and a constant; `learnt` marks what it learnt from."""

    scaling: Scaling
    weights: Mapping[str, Float64Array]
    constant: Float64Array
    recipe: SnippetRecipe
    learnt: frozenset[str] = frozenset()

    @classmethod
    def fit(
        cls,
        snippets: Sequence[SnippetFeatures],
        answers: Sequence[EventType],
        recipe: SnippetRecipe,
        learnt: frozenset[str] = frozenset(),
    ) -> SnippetTypes:
        """Learn from snippets with their types; there must be at least one."""
        scaling = Scaling.of(snippets)
        rows = scaling.rows(snippets)
        kernel = _kernel(rows, recipe) + recipe.ridge * np.eye(len(snippets))
        dual = np.linalg.solve(kernel, _indicators(answers))
        weights = {name: weight * (rows[name].T @ dual) for name, weight in recipe.parts.items()}
        return cls(scaling, weights, CONSTANT * dual.sum(axis=0), recipe, learnt)

    def scores(self, snippets: Sequence[SnippetFeatures]) -> Float64Array:
        """(snippets, types): about 1 for the type that a snippet has, about -1 for others; the types as `TYPES`."""
        rows = self.scaling.rows(snippets)
        out: Float64Array = self.constant + sum(rows[name] @ weights for name, weights in self.weights.items())
        return out

    def types(self, snippets: Sequence[SnippetFeatures]) -> list[EventType]:
        """The type of each snippet."""
        return [TYPES[k] for k in self.scores(snippets).argmax(axis=1)] if snippets else []

    def save(self, path: Path, model: str) -> None:
        """Write it, single precision; `model` is the version of the model whose features it reads."""
        about = {
            "model": model,
            "parts": dict(self.recipe.parts),
            "ridge": self.recipe.ridge,
            "words": sorted(self.scaling.words, key=self.scaling.words.__getitem__),
            "learnt": sorted(self.learnt),
        }
        arrays = {f"weights.{name}": values for name, values in self.weights.items()}
        for name in self.scaling.mean:
            arrays[f"mean.{name}"], arrays[f"deviation.{name}"] = self.scaling.mean[name], self.scaling.deviation[name]
        arrays |= {"rarity": self.scaling.rarity, "constant": self.constant}
        halves: dict[str, Any] = {
            name: a.astype(np.float16 if name == f"weights.{WORDS}" else np.float32) for name, a in arrays.items()
        }
        text = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
        np.savez_compressed(path, about=text, **halves)

    @classmethod
    def load(cls, path: Path, model: str) -> SnippetTypes | None:
        """Read it for the model of that version; None if there is none for it.

        Raises ModelError if the file is damaged.
        """
        if not path.is_file():
            return None
        try:
            with np.load(path) as stored:
                about: dict[str, Any] = json.loads(stored["about"].tobytes())
                arrays = {key: stored[key].astype(np.float64) for key in stored.files if key != "about"}
            words = {word: k for k, word in enumerate(about["words"])}
            scaling = Scaling(_named(arrays, "mean."), _named(arrays, "deviation."), words, arrays["rarity"])
            recipe = SnippetRecipe(about["parts"], about["ridge"])
            found, learnt = about["model"], frozenset(about["learnt"])
            out = cls(scaling, _named(arrays, "weights."), arrays["constant"], recipe, learnt)
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
            raise ModelError(f"{path}: damaged ({error!r}); install dateline again") from error
        return out if found == model else None


def _named(arrays: Mapping[str, Float64Array], prefix: str) -> dict[str, Float64Array]:
    return {key.removeprefix(prefix): values for key, values in arrays.items() if key.startswith(prefix)}


def choose(
    snippets: Sequence[SnippetFeatures], answers: Sequence[EventType], judged: int, recipes: Sequence[SnippetRecipe]
) -> SnippetRecipe:
    """The recipe that types most of the first `judged` snippets rightly, each left out in turn; the first of equals."""
    rows = Scaling.of(snippets).rows(snippets)
    wanted, truth = _indicators(answers), np.array([TYPES.index(a) for a in answers[:judged]])
    right = []
    for recipe in recipes:
        inverse = np.linalg.inv(_kernel(rows, recipe) + recipe.ridge * np.eye(len(snippets)))
        left_out = wanted - (inverse @ wanted) / np.diagonal(inverse)[:, None]
        right.append(int((left_out[:judged].argmax(axis=1) == truth).sum()))
    return recipes[int(np.argmax(right))]
