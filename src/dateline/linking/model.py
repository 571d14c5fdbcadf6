"""The model of links: what each kind of evidence adds to the log-odds that two reports tell of one incident."""

from __future__ import annotations

import json
import math
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from dateline.linking.errors import LinkModelError
from dateline.linking.pairs import FEATURES
from dateline.records import Record

PACKAGED: Final = ("trained", "untrained")


class LinkModel(Record):
    """Weights by kind of evidence, in log-odds for each unit of its number, and a constant.

    `typical` is the mean of the evidence over the candidate pairs that the model was made on: explanations tell how
    far a pair departs from it. Reports are put together where their mean log-odds are above -`lift`: recall counts as
    much as precision, which asks for less than certainty of a half. `name` tells what the weights were learned from.
    """

    name: str
    weights: dict[str, float]
    typical: dict[str, float]
    constant: float
    lift: float = 0.0

    @classmethod
    def load(cls, model: str | Path = "trained") -> LinkModel:
        """The packaged model of this name ("trained", or "untrained" with weights set by hand), or a file.

        Raises LinkModelError where it cannot be read or does not weigh the evidence of this version.
        """
        source = Path(model) if model not in PACKAGED else files("dateline.linking").joinpath(f"data/{model}.json")
        try:
            loaded = cls.model_validate(json.loads(source.read_text(encoding="utf-8")))
        except OSError as error:
            raise LinkModelError(f"{source}: cannot be read ({error}); name a file or one of {PACKAGED}") from error
        except (json.JSONDecodeError, UnicodeDecodeError, ValidationError) as error:
            raise LinkModelError(f"{source}: not a model of links ({error})") from error
        if loaded.weights.keys() != FEATURES.keys() or loaded.typical.keys() != FEATURES.keys():
            unlike = sorted(loaded.weights.keys() ^ FEATURES.keys()) or sorted(loaded.typical.keys() ^ FEATURES.keys())
            raise LinkModelError(f"{source}: made for other evidence ({', '.join(unlike)}); learn the weights anew")
        return loaded

    def log_odds(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Log-odds of each row of evidence, columns as in `FEATURES`."""
        # Column by column: a product of matrices may sum in another order for other numbers of rows.
        log_odds = np.full(len(features), self.constant, dtype=np.float64)
        for column, name in enumerate(FEATURES):
            log_odds += features[:, column] * self.weights[name]
        return log_odds

    def contributions(self, row: NDArray[np.float64]) -> dict[str, float]:
        """What each kind of evidence adds against a typical pair; with `start` they add up to the log-odds."""
        return {
            name: self.weights[name] * (float(value) - self.typical[name])
            for name, value in zip(FEATURES, row, strict=True)
        }

    @property
    def start(self) -> float:
        """The log-odds of a typical candidate pair."""
        return self.constant + math.fsum(self.weights[name] * self.typical[name] for name in FEATURES)
