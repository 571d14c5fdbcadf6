"""The model of links: what each kind of evidence adds to the log-odds that two reports tell of one incident."""

from __future__ import annotations

import json
import math
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, ValidationError

from dateline.linking.errors import LinkModelError
from dateline.linking.pairs import FEATURES
from dateline.records import Record

PACKAGED: Final = ("trained", "untrained")


class LinkModel(Record):
    """Weights by kind of evidence, in log-odds for each unit of its number, steps, and a constant.

    A step (from, added) adds its log-odds where the number is `from` or more: a fourth name in common says less than
    the second one did. `typical` is the mean of the evidence over the candidate pairs that the model was made on, and
    `typical_steps` what the steps of a kind add to them on the mean: explanations tell how far a pair departs from
    both. Reports are put together where their mean log-odds are above -`lift`: recall counts as much as precision,
    which asks for less than certainty of a half. `name` tells what the weights were learned from.
    """

    name: str
    weights: dict[str, float]
    typical: dict[str, float]
    constant: float
    lift: float = 0.0
    steps: dict[str, tuple[tuple[float, float], ...]] = Field(default_factory=dict)
    typical_steps: dict[str, float] = Field(default_factory=dict)

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
        unknown = sorted((loaded.steps.keys() | loaded.typical_steps.keys()) - FEATURES.keys())
        if unknown:
            raise LinkModelError(f"{source}: made for other evidence ({', '.join(unknown)}); learn the weights anew")
        if loaded.weights.keys() != FEATURES.keys() or loaded.typical.keys() != FEATURES.keys():
            unlike = sorted(loaded.weights.keys() ^ FEATURES.keys()) or sorted(loaded.typical.keys() ^ FEATURES.keys())
            raise LinkModelError(f"{source}: made for other evidence ({', '.join(unlike)}); learn the weights anew")
        return loaded

    def log_odds(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Log-odds of each row of evidence, columns as in `FEATURES`."""
        # Column by column: a product of matrices may sum in another order for other numbers of rows.
        log_odds = np.full(len(features), self.constant, dtype=np.float64)
        for column, name in enumerate(FEATURES):
            log_odds += self._added(name, features[:, column])
        return log_odds

    def contributions(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """What each kind of evidence adds against a typical pair: rows and columns as those of `features`.

        With `start`, each row adds up to the log-odds.
        """
        columns = [self._added(name, features[:, column]) - self._usual(name) for column, name in enumerate(FEATURES)]
        return np.column_stack(columns)

    @property
    def start(self) -> float:
        """The log-odds of a typical candidate pair."""
        return self.constant + math.fsum(self._usual(name) for name in FEATURES)

    def _added(self, name: str, values: NDArray[np.float64]) -> NDArray[np.float64]:
        added = values * self.weights[name]
        for at, step in self.steps.get(name, ()):
            added += step * (values >= at)
        return added

    def _usual(self, name: str) -> float:
        return self.weights[name] * self.typical[name] + self.typical_steps.get(name, 0.0)
